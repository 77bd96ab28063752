# /usage and /usage/{id}
usage-title = Uses of your records
usage-title-other = Uses of this person's records
usage-lead = When, from where and to whom your medical records were sent for purposes other than your treatment.
usage-lead-other = When, from where and to whom this person's medical records were sent for purposes other than their treatment.
usage-empty = No uses yet
usage-empty-why = Whoever sends your records on reports it here. If there is something you do not want, you can refuse it already.
usage-empty-do = See my choices
usage-older = Earlier uses
usage-newest = Back to the newest

use-generic-title = Use for { $purposes }
use-flow = { $holder } → { $users }
use-flow-from = From { $holder }
use-users-more = { $count ->
    [one] { $first } and one other
   *[other] { $first } and { $count } others
}
use-categories-records = { $count ->
    [one] { $categories }, one record
   *[other] { $categories }, { $count } records
}
use-more-categories = { $categories } and others
use-commercial = Company
use-new = New
use-checked = Your choice was checked
use-unchecked = Choice not checked
use-historic = Before it joined
use-exempt = Cannot be refused
use-ended = Study ended

conflict-tag = Against your choice
conflict-late-entry = Sent before your refusal was entered
conflict-late-entry-why = You refused on paper or by phone, and the records were sent before we had entered it. This comes from the time we took, not from the organisation. We owe you an explanation.
conflict-checked-before = Sent on the strength of a check made before you refused
conflict-checked-before-why = This organisation had asked what you chose before you refused. An answer may be used for at most 24 hours, so records were still sent shortly afterwards. Later uses have stopped.
conflict-against = Sent although you had refused
conflict-against-why = When the records were sent, your choices refused this use. The organisation that sent them is at fault. This entry will never disappear.
conflict-ask = To ask for an explanation or advice, phone 0120-000-000 (weekdays 9:00–18:00)

use-lead-to-list = All uses
use-what = What was sent
use-day = Sent on
use-holder = Sent by
use-categories = Kinds of records
use-records = Period of the records
use-records-range = { $from } to { $to }
use-count = Number of records
use-count-value = { $count }
use-form = How they were processed
use-whom = Who uses them, and what for
use-purposes = Purposes
use-users = Users
use-recipient = Received by
use-sources = Where the records come from
use-sources-linked = Your records from these sources are linked with each other (life course data).
use-study-period = Period of the study
use-approval = Review and legal basis
use-review = Reviewed by
use-approval-number = Approval number
use-legal-basis = Legal basis
use-became = What became of it
use-results = Results
use-results-overdue = Overdue
use-results-overdue-why = The study ended more than 18 months ago and has not published its results.
use-results-none = Not published yet
use-your-choice = How it fits your choices
use-allowed-nothing-against = It was allowed, because nothing you had said until then stood against it.
use-allowed-study = It was allowed, because you had allowed this study on { $date }.
use-checked-why = This organisation checked your choices before sending ({ $moment }).
use-unchecked-why = There is no record that your choices were checked before sending.
use-historic-why = This happened before the organisation joined. It is not judged against your choices.
use-exempt-why = The law does not let anyone refuse this use.

use-choose = Choose about this use
use-choose-study = This study
use-choose-why = Refusing stops later uses. Records already sent do not come back.
use-choose-all = See my choices

form-anonymised = Anonymised
form-anonymised-why = Changed so that nobody can tell who it is about, and nothing can be turned back.
form-pseudonymised-processed = Pseudonymously processed
form-pseudonymised-processed-why = Names and the like removed: without other information nobody can tell who it is about.
form-pseudonymised = Pseudonymised
form-pseudonymised-why = Names replaced by numbers. The list that connects them is kept apart.
form-identifiable = Identifiable
form-identifiable-why = In a form that shows who it is about.

study-status-published = Running
study-status-ended = Ended
study-status-ended-on = Ended on { $date }
study-status-deleted = Ended, data deleted
study-status-deleted-on = Ended on { $date }, data deleted

source-provider = Hospital or clinic
source-ehr-sharing = Electronic record sharing service
source-public-database = Public database
source-certified-operator = Certified data operator
source-registry = Society registry
source-municipality = Municipality
usage-one-title = One use of your records
usage-pages = Pages of the list
use-study = Study
use-year = { $year }
use-what-for = What for
use-see-study = See this study in the register

use-corrected = Report corrected
use-corrected-why = On { $date } the organisation reported anew how it was. This is what it had reported first.
use-withdrawn = Report withdrawn
use-withdrawn-why = On { $date } the organisation said that these records had not been sent.

usage-timeline = Uses from { $from } to { $to }
usage-timeline-none = No use was reported for this time.
usage-timeline-sum = { $count ->
    [one] One use. Purpose: { $purpose }.
   *[other] { $count } uses. The most frequent purpose: { $purpose } ({ $most }).
}
usage-timeline-more = There are more uses in this time than are counted here.
usage-timeline-table = See as a table
usage-timeline-table-what = Months without a use are left out. A use with two purposes counts for both.
usage-timeline-month = Month
usage-timeline-uses = Uses
usage-timeline-purposes = By purpose
usage-timeline-purpose = { $purpose }: { $count }

usage-narrow = Narrow down
usage-purpose = Purpose
usage-holder = Sent by
usage-year = Year
usage-any = All
usage-all = Show all uses
usage-none-found = There is no such use

usage-asked-lead = Hospitals and databases ask here what you chose before they send records. Asking does not mean that anything was sent. These entries are kept for three years.
usage-asked-older = Earlier questions

usage-export = Take your record of uses home
usage-export-lead = All uses as a file, for yourself, your family or another service. Keep it where only you can read it.
usage-export-csv = Table (CSV)
usage-export-csv-what = For Excel and other spreadsheets.
usage-export-json = JSON
usage-export-json-what = For programs. Everything that this page knows, with field names that do not change.
usage-export-fhir = FHIR Bundle
usage-export-fhir-what = For other health records: HL7 FHIR R4, one AuditEvent for each use.
usage-export-commercial = Company takes part
usage-export-records-from = Records from
usage-export-records-to = Records until
usage-export-checked = Choice checked at
usage-export-conflict = Against your choice
usage-export-address = Address of this use
usage-export-yes = yes
usage-export-no = no
