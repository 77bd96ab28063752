# The page on which people of a holder check a list before they disclose.

check-file-title = Check a list
check-file-lead = Before you hand records on, check the list of the people concerned. It comes back in the same order, with an answer in every row: may be handed on, or may not.
check-file-what-for = What are the records for?
check-file-what-for-hint = For a registered study every row also gets the token that your report names later. While you plan and there is no study yet, choose a purpose.
check-file-choose = Please choose
check-file-studies = Registered studies
check-file-planning = For planning, without a commercial user
check-file-planning-commercial = For planning, with a commercial user
check-file-file = List (CSV file)
check-file-file-hint = A CSV as Excel saves it will do. You can also drop the file here.
check-file-columns = Columns that are needed
check-file-columns-what =
    The first row holds the names of the columns. One of these is needed; all others come back as they are.

    - **insured_number** or 被保険者番号: insurer:symbol:number:branch
    - **patient_number** or 患者番号: your own patient number
    - two columns **system** and **value**

    If a person has several numbers, put them in columns side by side: any of them leads to the person. UTF-8 and Shift_JIS (CP932) are both understood.
check-file-go = Check
check-file-on-its-way = The list is being checked
check-file-stay = Please keep this page open until it is done.
check-file-answered = The list has been checked
check-file-permit = May be handed on
check-file-deny = May not be handed on
check-file-error = No answer
check-file-answered-what = Do not hand on records of people who “may not be handed on”, nor of rows without an answer. The answers may be used for 24 hours. A file without #summary in its last line must not be used.
check-file-download = Save the file with the answers
check-file-nothing-may-be-disclosed = The check is not complete: nothing may be disclosed
check-file-broke-off = The connection broke off. Please check the list again from the beginning.
check-file-test-persons = Three test persons
check-file-test-persons-why = Put these three patient numbers into every list. These people do not exist and always refuse: when they come back as “may not be handed on”, refusals do reach you.
check-file-test-persons-how = One row each, in the column of patient numbers. They appear in no statistics and no inquiry.

lists-title = Lists checked last
lists-none = No list has been checked yet.
lists-when = When
lists-rows = Rows
lists-tests = Test persons
lists-tests-of = { $denied } of { $all } reached
lists-alarm-title = Refusals may not be reaching you
lists-alarm = In the list of { $moment }, { $missing ->
    [one] one of the three test persons was
   *[other] { $missing } of the three test persons were
} missing, or did not come back as “may not be handed on”.
lists-alarm-what-to-do = Do not hand on records by this list. Put the three test persons into it and check it again.
