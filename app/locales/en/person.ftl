# /desk/person and below; "Who at the desk looked" on /usage
person-title = Find one person
person-lead = By a number and birth date that the person told you. They will see that you looked, and why.
person-system = Kind of number
person-number-insured = Insured-person number
person-number-payer = Public-payer number
person-number-of = Patient number of { $holder }
person-number = Number
person-number-hint = An insured-person number has its parts between colons: insurer, symbol, number, branch. For example 06132013:12-34:567:01
person-birth-date = Birth date
person-reason = Reason
person-looked-why = Reason: { $reason }
person-reason-hint = The person reads exactly these words. Up to 500 characters.
person-look-up = Find
person-waiting = Looks that wait for a second person
person-waiting-why = These people are shown only when two members of staff agree. Judge the reason, and decide whether they may be shown. What you decide is kept on record.
person-let-look = Agree
person-let-not-look = Do not agree

person-one-title = This person
person-nobody = Nobody was found
person-nobody-why = Nobody is known by this number and birth date. Ask again, in case something was misheard.
person-create = Make them known and go on
person-create-why = From then on, checks of this number follow what the person says. No name and no address is kept.
person-create-do = Make known and go on
person-again = Enter the number again
person-waits-protection = This person is protected
person-waits-protection-why = They are shown here once a second member of staff agrees. Without that, this look ends at { $until }.
person-waits-birth-date = Nobody ever told this person’s birth date
person-waits-birth-date-why = The number is known, and no date of birth with which the one you typed could be compared. The person is shown here once a second member of staff agrees: show them how you know that it is this person. Without that, this look ends at { $until }.
person-waits-other-birth-date = The number is somebody else’s, with another date of birth
person-waits-other-birth-date-why = Whoever is made known under this number is heard for the records of that person, too. Look again at the number and the date of birth that you typed. If they are right, show a second member of staff why: once they agree, you can make the person known. Without that, this look ends at { $until }.
person-protected-reload = See whether somebody agreed

person-open-for = { $minutes ->
    [one] Open for 1 more minute
   *[other] Open for { $minutes } more minutes
}
person-open-until = It closes by itself at { $until }.
person-will-see = The person sees that you looked, your reason, and what you do here.
person-close = Close this person
found-by-told = Found by the number and birth date that they told.
found-by-inquiry = Opened from the inquiry that you took.
found-by-created = Nobody was found, so they were made known.
found-by-approved = A second member of staff agreed to this look.

person-known = What is known
person-account-none = No account
person-account-one = Account with one proof
person-account-two = Account with two proofs or more
person-linked = { $count ->
    [one] 1 other record of the same person
   *[other] { $count } other records of the same person
}
person-linked-why = What you do here is done to the record of the number that you looked up. Choices hold for all records of the person together.
person-protected-since = Protected since { $day }
person-deceased-on = Died on { $day }

person-holds = What holds now
person-holds-why = Where nothing was said, use is taken to be allowed.
person-scope = About what
person-says = Choice
person-since = Since
person-says-refuse = Refused
person-says-allow = Allowed
person-says-nothing = Nothing said
person-scope-all = Every secondary use
person-scope-commercial = Use with a company taking part
person-scope-study = Study “{ $title }”

person-tell = Enter what they said
person-tell-why = Put it together, read it out on the next page, and record it once the person agrees.
person-stance = Which way
person-refuses = Refuse
person-allows = Allow (takes two of us)
person-channel = How it reached us
person-channel-hint = By phone one can only refuse.
person-received = Day on which it came
person-received-hint = Leave it empty while you are talking. For paper or a recorded message, the day it arrived: up to 90 days ago, and only to refuse.
person-to-read-back = Go on to reading it out
person-read-back = Read this out
person-sentence-refuse = “You refuse { $what }. It holds { $since }. It will be recorded as told { $channel }. Is that right?”
person-sentence-allow = “You allow { $what }. It holds { $since }. It will be recorded as told { $channel }. Is that right?”
person-sentence-from = from midnight of { $day }
person-sentence-now = from now
person-was-read-back = I read this sentence out, and the person agreed
person-compared = I compared this sentence with the paper: they say the same
person-enter = Record it
person-allow-needs-two = Nobody records an allow alone. Make sure of a signed form, or that the person is here, and ask a second member of staff to approve it.
person-entered = Recorded
person-entered-why = Every check from now on follows it. You can print a receipt to hand over or to send.
person-receipt = Open the receipt
person-done = What was done in this look
desk-act-decided = A choice was recorded
desk-act-level-raised = The level of proof was raised
desk-act-letter-issued = A letter to open an account was made
desk-act-protected = The person was put under protection
desk-act-deceased = A death was written down
desk-act-use-seen = The record of uses was opened
desk-act-asked = A second member of staff was asked to approve something

person-decisions = What was decided so far
person-decisions-none = Nothing has been recorded yet.
person-position = Receipt no.
person-recorded = Recorded
person-how = By whom and how

person-uses = Uses of the records
person-uses-closed = The desk does not see them.
person-uses-asked = Only the use that was asked about is shown.
person-uses-open = Opened, with a reason on record. You see what the person sees.
person-uses-none = There are no uses that the person sees.
person-uses-break = If you really have to see them
person-uses-break-why = That you opened them, and why, stands on the person's page and in the audit record.
person-uses-break-do = Record the reason and open

person-level = Raise the level of proof
person-level-why = For somebody at the counter who shows two different kinds of proof, one of them with a photo. Write no number down.
person-proof-one = First proof
person-proof-other = Second proof
person-choose = Choose
person-level-do = I saw both
proof-photo-id = Photo ID: driving licence, passport or alike
proof-my-number-card = My Number card (its number is not written down)
proof-residence-card = Residence card
proof-insurance-card = Insurance card or certificate
proof-pension-book = Pension book or notice
proof-residence-record = Copy of the residence record
proof-hospital-letter = A hospital's letter to the person
person-letter = Letter to open an account
person-letter-why = A letter with a code, to be handed over at the counter. Whoever makes it cannot raise this person's level.
person-letter-do = Make the letter
person-letter-print = Print the letter

person-special = Special situations
person-special-none = There is nothing to do here.
person-protect = Protect this person
person-protect-why = At once: proxies see nothing, no letter goes out, and every look takes two of us. To lift it takes two members of staff and the person's presence.
person-protect-do = Protect
person-deceased = Write a death down
person-deceased-why = From two different sources. What the person decided stands; proxies end.
person-deceased-day = Day of death
person-source-one = First source
person-source-other = Second source
person-deceased-do = Write it down
death-source-death-certificate = Death certificate
death-source-family-register = Family register
death-source-removed-residence = Removed residence record
death-source-hospital-notice = Notice of a hospital
death-source-insurer-notice = Notice of an insurer
death-source-burial-permit = Burial permit

person-back = Back to this person
person-receipt-title = The receipt on paper
person-receipt-how = Printed in Japanese and English. It names nobody.
person-receipt-no-qr = This receipt is too long for a code. To verify it, enter the whole text below at { $address }.
person-receipt-means = This receipt shows that what you asked for stands at this number, as written here. You can change your choice at any time, without a reason.
person-receipt-mistake = If anything here is wrong, call the desk: 0120-000-000 (weekdays, 9 to 18)
person-letter-title = Letter to open an account
person-letter-how = Print this page and hand it to the person. Once this look ends, the code is not shown again.
person-letter-qr = QR code that opens the page with the code filled in
person-letter-head = To see how your health records are used, and to choose
person-letter-open = Open { $address } on a phone or a computer.
person-letter-enter = Enter the code above and your birth date.
person-letter-passkey = Register a passkey, as the page tells you.
person-letter-until = The code can be used once, until { $until }.
person-letter-secret = Tell nobody the code. Neither the desk nor a hospital asks for it by phone or e-mail.

looked-title = Who at the desk looked
looked-lead = Whenever support staff look at your page, this shows when, why, and what they did.
looked-nobody = Nobody at the desk has looked.
looked-older = Earlier looks
looked-reason = Reason:
looked-by-told = Support staff found you by your number and birth date.
looked-by-inquiry = The member of staff who answers your inquiry opened your page.
looked-by-created = Support staff who heard from you made you known.
looked-by-approved = This look needed a second member of staff to agree.
looked-not-shown = Nobody agreed, so nothing was shown.
looked-new = Support staff looked at your page on { $when }
looked-new-see = See when, why, and what they did
