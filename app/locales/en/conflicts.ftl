# /holder/conflicts and /desk/incidents: uses that went against a choice.

conflict-kind-late-entry = Refusal entered later
conflict-kind-late-entry-why = The refusal came on paper or by phone and was entered only after the records had been sent. The support desk owes the person an explanation.
conflict-kind-checked-before = Checked before the refusal
conflict-kind-checked-before-why = The check had been answered before the person refused, and its answer was still valid.
conflict-kind-against = Sent although refused
conflict-kind-against-why = The refusal was there when the records were sent, and no valid check covers them.
conflict-status-open = Waits for an answer
conflict-status-answered = Answered
conflict-status-closed = Closed
conflict-status-changed = Report corrected or withdrawn
conflict-note-holder = From the organisation that sent them
conflict-note-desk = From the support desk
conflict-note-closes = Closed with this
conflict-told = What was said about it

conflicts-title = Uses against a choice
conflicts-lead = Uses that your organisation reported and that went against what a person had chosen. Please answer what happened. The person reads your answer.
conflicts-none = There is none. That is how it should be.
conflicts-report = The report
conflicts-row-unknown = Row not known
conflicts-answer = Answer
conflicts-answer-text = What happened, and what you do about it
conflicts-answer-hint = Up to 2,000 characters. The person and the support desk read it. Please write no names and no numbers of persons.
conflicts-answer-all = This answer is for all open ones of this report
conflicts-answer-do = Send the answer
conflicts-answered = Your answer has been sent. The person can read it now.
conflicts-pages = Pages of the list
conflicts-newest = Back to the newest
conflicts-older = Earlier ones

incidents-title = Incidents
incidents-lead = Disclosures that went against choices, signs of life after a death was recorded, reviews that are overdue. Nobody can be recognised here.
incidents-none = There is none.
incidents-filter = Which are shown
incidents-open = Open
incidents-all = All
incidents-still-open = { $count ->
    [one] One open
   *[other] { $count } open
}
incidents-closed = None open
incidents-answered = Answered, waiting for you: { $count }
incidents-pages = Pages of the list
incidents-older = Earlier ones

incident-title = Incident
incident-to-list = All incidents
incident-counts = People concerned
incident-hidden = Of these, not shown to the person
incident-open = Still open
incident-changed = Report
incident-said = What was said about it
incident-said-nothing = Nothing yet.
incident-noted = It has been written down.
incident-write = Write something about it
incident-text = Note, or reason for closing
incident-text-hint = Up to 2,000 characters. A note stays at the desk. With a closing, the people concerned read it.
incident-note = Keep as a note
incident-close = Close with this reason

incidents-disclosures = Disclosures against choices
look-up-alarms-title = More look-ups than a desk needs
look-up-alarms-lead = A member of staff wanted to look up more people than the limit of an hour or a day allows, and was stopped. There may have been many calls, or somebody browses.
look-up-alarm-by = Look-ups by { $who }
look-up-alarm-title = More look-ups than a desk needs
look-up-alarm-lead = Ask them what it was for, and compare it with the audit. Then write down what you found, and close this.
look-up-alarm-refused = Look-ups refused
look-up-alarm-last = Last one
look-up-alarm-own = These are your own look-ups. A colleague has to close this.
alarms-title = Waiting for somebody to look
alarms-lead = Somebody signed in, or came back, as a person whose death was recorded; or somebody tried a code for a person who is protected.
alarms-pages = Pages of what waits
alarms-older = Earlier ones
alarm-title = Something to look at
alarm-lead-death = The record of the death is suspended. Find out which of the two is true, write down what you found, and close this.
alarm-sign-signed-in = Somebody signed in
alarm-sign-recovered = Somebody came back with a recovery code
alarm-sign-activated = The code of a letter was used
alarm-about-death = A person whose death was recorded
alarm-about-protection = A person who is protected
alarm-lead-protection = Somebody tried a code for this person, and knew what belongs to it. It opened nothing. Find out who it was, warn the person on a way that is safe for them, write down what you found, and close this.
alarm-close-what-protection = Nothing goes to the person by post, and nobody who phones is told anything.
alarm-sign-protected-code = A code for a protected person was tried
alarm-at = When
alarm-subject = End of the person’s id
alarm-account = End of the account’s id
alarm-account-unknown = Not recorded
alarm-closed = Closed
alarm-closing = What it was
alarm-masked = Only the end of each id is shown: enough to find it in the audit. That you opened this page is recorded, too.
alarm-close = Close it
alarm-close-what-death = If the record was right, look the person up after closing and record the death once more.
alarm-reason = What you found
alarm-reason-hint = Up to 2,000 characters. Only the desk and the audit read it.
alarm-close-do = Close it
alarm-done = It is closed.
