# /help /privacy /accessibility
help-title = Help
help-lead = Whatever does not work online can be done by phone and on paper. Somebody in your family may call for you.
help-phone = By phone
help-phone-text =
    The number is **0120-000-000** ([call](tel:0120000000); free of charge, weekdays 9:00–18:00).

    We help you refuse, send your letter again, get back in when you lost your passkey, and find your way on this site. What you refuse holds from the day of your call.
help-paper = On paper
help-paper-text =
    Ask for the form by phone, and we send it to you with a return envelope; or [print the form](/help/form) yourself.

    What you refuse holds from midnight of the day on which your form arrives. The number of your receipt comes by letter.
help-letter = If you have no letter
help-letter-text =
    To start, you need a letter with a code of 14 characters. Your hospital or your health insurer can give you one. The code works for 21 days.

    If it has expired, or you lost it, you can get a new one.
help-lost = If you lost your phone or your passkey
help-lost-text =
    With a printed recovery code you can [get back in](/recover).

    If you have neither, phone [0120-000-000](tel:0120000000). We make sure that it is you, then help you back in.
help-others = Doing this for somebody else
help-others-text =
    You can see and choose for a child, or for somebody who cannot do this alone, as their proxy. Please bring a document that shows it to the desk: a family register, a court certificate or a power of attorney. Once it is granted, your own sign-in opens that person's pages, too.
help-effect = Does refusing affect my care?
help-effect-text = No. Records used for your care stay in use. Nobody who treats you is told that you refused.
help-conflict = What if my records were used although I refused?
help-conflict-text =
    Your [home page](/overview) says so first of all. It also says whether it rested on a check from before your refusal (24 hours at most), came before your form was entered, or was the fault of the organisation.

    To know more, phone [0120-000-000](tel:0120000000).

form-title = Refusing the secondary use of my medical records
form-how-to-print = Print this page: it is one sheet. Fill it in by hand; somebody may help you.
form-lead = Tick what you refuse. You need not give a reason, and your care is not affected. You can take it back at any time.
form-what = I refuse
form-all = every use other than my treatment
form-commercial = use with a company taking part
form-purpose = use for: { $purpose }
form-study = this one study (number in the register): ______________________________
form-who = Who I am
form-number = Insurer’s number, symbol, number and branch on my insurance card or Myna portal
form-born = Date of birth
form-name = Name
form-address = Address for the receipt
form-phone = Phone, for questions
form-date-and-signature = Date: ________________ Signature: ____________________________
form-then = Send it in the envelope you get on 0120-000-000, or hand it in at the desk. What you refuse holds from midnight of the day on which the form arrives. Name, address and phone serve the receipt only; they are not kept in Hikae.

privacy-title = Privacy
privacy-lead = We keep as little as possible that could show whose records they are.
privacy-stored = What is here
privacy-stored-text =
    - A mark by which we know you. It is computed with a key from your insurance number and others like it, and cannot be turned back into the number.
    - A mark of your date of birth, which cannot be turned back either
    - What you chose: when, what, and by which way
    - The uses that were reported: when, from where, for which study, which kinds of records
    - The public keys of your passkeys, and when you signed in
    - If you enter it: your e-mail address, and what you write to the desk. Both are encrypted.
    - A record of what is done here: sign-ins, choices, changes, what was refused, and that somebody at the desk looked. It says who did it (a number, not a name), when, and from which network: the first part of the address only (/24 of IPv4, /48 of IPv6). It is kept for good, also after you leave.
privacy-not-stored = What is not here
privacy-not-stored-text =
    - Names, addresses, telephone numbers
    - Insurance numbers and dates of birth as such, My Number
    - What is in your medical records, such as results and diagnoses
    - Anything about your face or finger, or passwords
privacy-who = Who sees it
privacy-who-text =
    You see your choices and your uses, when you have signed in.

    Whoever hands records on receives an answer: yes or no. What you refused, or whether you have an account, is not told. The answer serves only to keep your refusal, and is deleted when it expires.
privacy-asked = Who asked about you
privacy-asked-text = Which organisation checked your choice, for what and when, is kept for three years. You see it on your [home page](/overview).
privacy-cookies = Cookies
privacy-cookies-text =
    There are two: one keeps you signed in, one remembers your language.

    There is no advertising and nobody else's statistics. Nothing is loaded from other sites.
privacy-leave = If you want to leave
privacy-leave-text = Close your account on the [account page](/account). Your passkeys, sign-ins and e-mail address are deleted at once. What you refused stays refused after you have left. If you cannot sign in any more, phone [0120-000-000](tel:0120000000): the desk helps you back in first.

accessibility-title = Accessibility
accessibility-lead = Everybody should be able to use this site, whatever their age, health or device.
accessibility-aim = What we aim for
accessibility-aim-text = Level AA of WCAG 2.2 and of the Japanese standard JIS X 8341-3:2016.
accessibility-how = What we do for it
accessibility-how-text =
    - Everything can be done with the keyboard alone.
    - Screen readers say the name of each switch and how it stands.
    - Large text does not make you scroll sideways.
    - Dark screens, high contrast and reduced motion are followed.
    - Two minutes before a sign-in ends by itself, the page says so. One button keeps it.
    - We write plain Japanese and plain English.
    - Everything but the passkey itself works without JavaScript.
accessibility-limits = What does not work yet
accessibility-limits-text =
    The dialogues for making and using passkeys belong to your device and browser, and differ in how they are read out and used. If one does not work for you, you can use [phone and paper](/help).

    Without JavaScript the page cannot tell you that your sign-in is about to end. It ends after 30 minutes in which nothing was done (15 for people at work).
accessibility-tell = Tell us
accessibility-tell-text = If something is hard to use, please tell us: [0120-000-000](tel:0120000000) (weekdays 9:00–18:00).
