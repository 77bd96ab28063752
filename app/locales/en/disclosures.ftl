# /holder/disclosures and below: what a holder reports.

disclosures-title = Reports of disclosures
disclosures-lead = Report here to which study records went, when, and whose. The people concerned see it on their own pages. What was reported is never deleted: a mistake is put right by a new report.
disclosures-new = New report
disclosures-correct = Correct this report
disclosures-columns = Columns of the file
disclosures-columns-what =
    You can hand in the file with the answers of a check as it is. The first row holds the names of the columns.

    - **insured_number**, **patient_number**, or **system** and **value**: the person, as in a check
    - **token**: from the answer of the check. A row without one counts as not checked
    - **record_count**: how many records
    - **decision**: rows other than permit are left out
    - **display**: full, generic or hidden. For the last two also **display_reason** (undisclosed-diagnosis, risk-of-harm, third-party), **clinician_role** (attending-physician, department-head, hospital-director, other-physician) and **review_by** (a day within 12 months)

    At most 10,000 rows in one report.
disclosures-list = Your reports
disclosures-none = Nothing has been reported yet.
disclosures-pages = Pages of the list
disclosures-newest = Back to the newest
disclosures-older = Earlier reports
disclosures-rows = { $n ->
    [one] , one row
   *[other] , { $count } rows
}
disclosures-conflicts = { $count ->
    [one] One against a choice
   *[other] { $count } against a choice
}
disclosures-unchecked = { $count ->
    [one] One not checked
   *[other] { $count } not checked
}
disclosures-is-correction = Correction

report-title = Report of a disclosure
report-to-list = All reports
report-study = Study
report-disclosed-at = Handed over on
report-disclosed-at-hint = Day and time in Japan. Not in the future.
report-reported-at = Reported on
report-recipient = Received by
report-recipient-hint = Organisation and department. Please no names of persons.
report-form = How they were processed
report-categories = Kinds of records
report-records-from = Records from
report-records-to = Records until
report-check = Number of the check
report-check-hint = The check_id from the last line of the answers. It is taken from the file if it stands there.
report-file = Rows (CSV file)
report-file-hint = The file with the answers of the check will do as it is. You can also drop it here.
report-include-denied = Records of people who were not permitted were handed over, too: report those rows as well
report-to-preview = See what would be reported
report-to-preview-what = Nothing is reported yet. What you prepare is kept encrypted for an hour.
report-preview-title = Before it is reported
report-preview-lead = Please compare the numbers with your own list. Nothing has been reported yet.
report-preview-good = Rows reported
report-preview-unchecked = Of these, not checked
report-preview-unchecked-what = Rows without a valid token of the named check count as not checked. The people concerned see that.
report-preview-left-out = Rows left out
report-preview-nothing = There is no row that could be reported.
report-go = { $count ->
    [one] Report one row
   *[other] Report { $count } rows
}
report-go-what = If you press it twice, it still counts once.
report-change = Change what I wrote
report-drop = Leave it and go back to the list
report-faulty = What you wrote is still here. Please choose the file again.
report-left-out = Rows that are left out
report-left-out-more = Only the first { $count } are named here.
report-rows-table = Rows
report-row-head = Row
report-row = Row { $n }
report-why = Why
report-fault-invalid-identifier = The number cannot be read
report-fault-unknown-system = Not a kind of number that you can use
report-fault-duplicate = This person stands in an earlier row
report-fault-invalid-display = Reason, role or review date is missing or wrong
report-fault-invalid-count = The number of records is not a whole number
report-fault-not-permitted = The check did not permit it
report-done = It has been reported. The people concerned see it now.
report-id = Number of the report
report-conflicts = Against a choice
report-conflicts-see = See and answer them
report-corrects = Corrects
report-corrects-see = the earlier report
report-instead = See the report that stands instead
report-corrected-on = Corrected on { $date }
report-withdrawn-on = Withdrawn on { $date }
report-against = Rows that went against a choice
report-against-what = These rows were reported, too. The people concerned see it, and the support desk looks into it.
report-wrong = If something is wrong
report-wrong-what = A report is not changed afterwards. You send a new one, and this one stays visible as corrected.
report-withdraw = Withdraw: it never happened
report-withdraw-what = Only if no records were handed over at all. The people concerned see that it was reported, and that it was withdrawn.
report-withdraw-do = Withdraw this report

reviews-title = What is not shown: review
reviews-what = There are rows of which the person does not see everything. Before the day has come, ask the physician in charge whether that is still needed. Nothing is shown by itself when the day passes.
reviews-reminder = { $count ->
    [one] A report has to be reviewed by { $day }.
   *[other] { $count } reports have to be reviewed, the first by { $day }.
}
reviews-go = See the reports
reviews-rows = { $count ->
    [one] 1 row
   *[other] { $count } rows
}
reviews-overdue-title = Reviews that are overdue
reviews-overdue-what = The day has passed on which a holder had to review what its patients do not see. Get in touch with it. Whose records they are cannot be seen here.
review-later = Review by { $day }
review-due = Review by { $day }
review-overdue = Review was due on { $day }
review-row = Row { $n }: { $display } ({ $reason })
review-rows = Rows that were reviewed
review-no-row = Choose the rows that were reviewed.
review-display = What is shown from now on
review-less = If less than everything
review-less-hint = A reason, the physician who answers for it, and the day of the next review (within 12 months) are needed.
review-reason = Reason
review-role = Physician who answers for it
review-day = Day of the next review
review-do = Record the review
review-done = The review is recorded.
display-full = everything is shown
display-generic = without study and details
display-hidden = not shown at all
display-reason-undisclosed-diagnosis = diagnosis not disclosed
display-reason-risk-of-harm = risk of serious harm
display-reason-third-party = would reveal somebody else
clinician-attending-physician = Attending physician
clinician-department-head = Head of the department
clinician-hospital-director = Director of the hospital
clinician-other-physician = Another physician
