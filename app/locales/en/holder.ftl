# /holder and the pages below it (checks, reports, conflicts and people have files of their own)
holder-title = For those who hold records
holder-lead = Check before you hand records on, report when you did, and let patients know by letter that they can choose.
holder-first = To begin with
holder-first-steps =
    - First check a list with your three test persons in it. They always come back as “deny”.
    - To connect a system of yours, register a program with its public keys.
    - With a letter from you, patients can see and choose for themselves.
holder-way-check = Check before you hand on
holder-way-check-what = Send a list: each row comes back with whether it may be handed on.
holder-way-report = Report what you handed on
holder-way-report-what = Say when, for which study and whose records. The people concerned see it.
holder-conflicts = { $count ->
        [one] One use against a choice waits for your answer
       *[other] { $count } uses against a choice wait for your answer
    }
holder-conflicts-what = Say what happened. The person concerned reads your answer.
holder-conflicts-go = See and answer
holder-newest = Newest reports
holder-way-letters = Hand out letters
holder-way-letters-what = Make and print the codes with which patients open an account, one by one or from a list.
holder-more = More
holder-clients = Programs in use: { $count }
holder-people-link = People
holder-people-what = Invite people of your organisation, and end their access
holder-statistics-what = Checks, reports and letters, month by month
holder-poster-what = An A4 sheet for the waiting room
holder-leaflet-what = An A4 sheet to take home, folded once

# /holder/clients
clients-title = Programs and keys
clients-lead = Register the systems with which you check and report. Only public keys are registered; your private keys never leave your house.
clients-none = No program has been registered yet.
clients-done-registered = The program is registered. Use the client_id below.
clients-done-keys-added = The keys were added. Those from before stay good until you revoke them.
clients-done-key-revoked = The key was revoked. Every access token of this program has ended.
clients-done-revoked = The program was revoked. It can do nothing from now on.
clients-registered = Registered on
clients-scopes = What it may do
clients-scopes-hint = Choose only what is needed. Nothing can be added later.
clients-scope-consent = Check choices
clients-scope-audit-event = Report disclosures
clients-scope-research-study = Read the register of studies
clients-scope-patient = Make codes for letters
clients-revoked-on = Revoked on { $day }
clients-key-good = Good
clients-key-revoked-on = Revoked on { $day }
clients-key-revoke-one = Revoke key { $kid }
clients-key-revoke-what = Nothing signed with this key is accepted any longer. Every access token that this program has now ends at once, whichever key it was got with. With another good key it gets a new token right away.
clients-key-revoke = Revoke this key
clients-using = How to connect
clients-using-how = Send an assertion (a JWT) signed with your private key to the token endpoint: you get an access token that is good for five minutes.
clients-using-example = Example of a connection
clients-revoke-fold = Revoke this program
clients-revoke-what = It stops at once and for good. This cannot be undone; to use it again, register it anew.
clients-revoke = Revoke this program
clients-more-keys = Add keys
clients-more-keys-how = To change keys, add the new one, switch your program over, then revoke the old one. Nothing is interrupted.
clients-which = To which program
clients-jwks = Public keys (JWKS)
clients-jwks-hint = ES384 (P-384) or RS384 (2048 to 4096 bits), each with a kid, at most eight. Never paste a key that has a "d": that is a private key.
clients-add-keys = Add keys
clients-register = Register a program
clients-register-how = You get its client_id, and lines that show how to connect.
clients-name = Name
clients-name-hint = To tell it apart here. For example: Research extracts (nightly)
problem-private-key = What you pasted is a private key. It was not recorded, but a key that was sent here is no longer a secret. Stop using it, make a new pair of keys, and paste the public one only.

# /holder/activations
activations-title = Make letters
activations-lead = Print the codes with which patients open an account. A code works once and ends after 21 days. Hand it to a person whose identity you checked, or send it to the address that you have on file.
activations-one = A letter for one person
activations-kind = Kind of number
activations-patient-number = Patient number (of your organisation)
activations-insured-number = Insured number
activations-number = Number
activations-number-hint = An insured number is written insurer (8 digits):symbol:number:branch, such as 06132013:12:3456:01
activations-birth-date = Date of birth
activations-birth-date-hint = For example 1979-04-02
activations-write-one = Make the letter
activations-list = Letters from a list
activations-list-how =
    Up to 500 people at once. The first row names the columns: **birth_date**, and **patient_number** or **insured_number**. Other columns are not read.

    A CSV as Excel saves it is fine. Rows that need correcting are left out; the others get their letters.
activations-list-example = Example of a list
activations-file = File of the list (CSV)
activations-paste = Paste it instead of a file
activations-rows = List
activations-rows-hint = The text of a CSV file, or rows copied from a spreadsheet
activations-write-list = Make the letters of the list
activations-then = What comes then
activations-then-how =
    - Only you can see the letters, for 30 minutes. Print them right away.
    - A code alone opens nothing: the date of birth is needed, too. After five wrong dates it is locked.
    - An account opened with your letter has one confirmation. A letter of another organisation, or the desk, adds the second.

# /holder/activations/letters/…
letters-title = Letters
letters-made = { $count ->
        [one] One letter was made.
       *[other] { $count } letters were made.
    }
letters-print = Please print them
letters-print-how = Choose “Print” in the menu of your browser: one sheet of A4 for each person. Only you can see this page, until { $until }. When they are printed, take them away with the button below.
letters-printed = They are printed, take them away
letters-gone = These letters cannot be seen any longer: they were printed, or 30 minutes have passed, or somebody else made them. If they were lost, make new ones; they will have new codes.
letters-again = To making letters
letters-faulty = Rows without a letter: { $count }
letters-faulty-what = The other rows got their letters. Correct these rows alone, and send them again.
letters-row = Row
letters-fault = What to correct
letters-fault-invalid-identifier = The number does not have the right shape.
letters-fault-unknown-system = This kind of number cannot be used here.
letters-fault-no-number = There is no number.
letters-fault-invalid-date = The date of birth is no date, or not a possible one.
letters-fault-duplicate = The same person as an earlier row. One letter was made.
letters-letter-heading = See how your medical records are used, and choose
letters-letter-what = With Hikae you see when your medical records were used for research and the like, from where they came, and what for.
letters-letter-refuse = What you do not want, you refuse once, for every institution. Refusing changes nothing about your care.
letters-letter-free = It costs nothing, and you do not have to use it.
letters-letter-code = Your code (it works once)
letters-letter-until = until { $day }
letters-letter-qr = QR code of the page that opens an account
letters-letter-how = How to open your account
letters-letter-steps = Scan the QR code or open the address above, then enter the code and your date of birth.
letters-letter-help = Without the internet you can do the same by phone, 0120-000-000 (weekdays 9:00–18:00), or on paper at the desk.
letters-letter-mistake = Show this code to nobody. If you did not expect this letter, keep it and please call us.

# /holder/poster
poster-title = Poster for the waiting room
poster-lead = Choose “Print” in the menu of your browser (one sheet of A4).
poster-heading = See what your medical records are used for
poster-what = You can see when your records were used for research and the like, from where and what for, and refuse what you do not want, once for all. Refusing changes nothing about your care.
poster-how = Ask for your letter at the reception, or call 0120-000-000 (weekdays 9:00–18:00).
poster-qr = QR code of the Hikae home page

# /holder/statistics
statistics-title = Statistics
statistics-lead = A year of your organisation. So that nobody can be recognised, 1 to 9 is shown as “fewer than 10”, everything else to the nearest ten.
statistics-none = There is nothing to count yet. Checks and reports will show up here.
statistics-months = By month
statistics-month = Month
statistics-checks = Checks
statistics-checked-rows = Rows checked
statistics-reports = Reports
statistics-reported-rows = Rows reported
statistics-unchecked = Handed on unchecked
statistics-issued = Letters made
statistics-used = Letters used
statistics-studies = By study (12 months)
statistics-study = Study
statistics-fewer = fewer than 10
statistics-attested = Rows said to have no insured number
statistics-attested-what = How many rows of your checks ever said that the person has no insured number. Where that is not true, what the person refused through other institutions does not reach you.

way-back-title = Letter with a way back
way-back-lead = For the person with the number { $number }. Send it to the address that you have on file, and to no other.
way-back-print-how = Print the sheet, put it into an envelope, then press the button. Nobody can read it here after that. Keep no copy.
way-back-until = Good once, until { $day }
way-back-letter-heading = A new way into your account
way-back-letter-what = You told the support desk that you lost every way into your account on the secondary use of your records. With this code you get back in.
way-back-letter-steps = Open the address below, enter the code, and make a new passkey. For 24 hours after that the uses stay closed, and nothing you refused can be allowed again. You can refuse at once.
way-back-letter-mistake = If you did not ask for this, throw the letter away and phone 0120-000-000 (weekdays 9:00–18:00).
ways-back-title = Letters to print and send
ways-back-what = The support desk asks you to send these people a code with which they get back into their account, because you have their address.
way-back-done = Printed. The letter can no longer be read here.

# /holder/leaflet
leaflet-title = Leaflet for the waiting room
leaflet-lead = Choose “Print” in the menu of your browser: A4, landscape, both sides, flipped on the short edge. Fold each sheet once in the middle.
leaflet-outside = Outside
leaflet-inside = Inside
leaflet-cover = Open this page with your phone, or ask at the reception for your letter.
leaflet-what = What is Hikae?
leaflet-see = See it
leaflet-see-what = When your records were used for research, for new medicines or for policy: from where, by whom, what for and when.
leaflet-refuse = Refuse it
leaflet-refuse-what = Everything, use by companies, a single purpose or a single study: once, for all hospitals. No reason is needed. You can change it at any time. Some uses the law allows in any case: you see those, too.
leaflet-care = Your care stays the same
leaflet-care-what = Whatever you choose, nothing changes about your treatment, your fees or how you are received here.
leaflet-begin = How to begin
leaflet-begin-what = Ask at the reception for a letter with your code. Open the page, enter code and birth date, and make a passkey with your phone. There is no password.
leaflet-help = Without a phone or computer
leaflet-help-what = Call 0120-000-000 (weekdays 9:00–18:00), or ask at the reception for the form on paper. Somebody can help you with it.
