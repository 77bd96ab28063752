# /overview: what is wrong, what holds, what is new, in this order
overview-title = Your records today
overview-title-other = This person's records today
overview-first-visit = Welcome. Here you see where your medical records were sent for purposes other than your treatment.
overview-nothing-new = No new uses since your last visit on { $date }.
overview-new = { $count ->
    [one] There is one new use since your last visit on { $date }.
   *[other] There are { $count } new uses since your last visit on { $date }.
}
overview-new-more = There are more than { $count } new uses since your last visit on { $date }.

overview-conflict-tag = Please check
overview-conflict-one = One use went against your choice
overview-conflict-several = { $count } uses went against your choice
overview-conflict-many = { $count } or more uses went against your choice
overview-conflict-line = { $date }, from { $holder } to “{ $study }”.
overview-conflict-see = See what happened

overview-closed = Your usage history is closed until { $until }
overview-closed-why = To protect people who came back with a recovery code, the history stays closed for 24 hours, and nothing you refused can be allowed again. You can refuse at any time.
overview-second-way = In case you lose your passkey
overview-second-way-why = You have one way in. With a second one you can come back at once, even without your phone.
overview-second-way-do = Set up a second way
overview-level-one = For now you see only the records of the organisation that sent your letter
overview-level-one-why = Enter the code of a letter from another organisation to see the records of all. You can already refuse everything.
overview-level-one-do = Enter another code

overview-notices = Notices
overview-notice-seen = I have read this
overview-holds = Your choices now
overview-holds-nothing = You refuse nothing
overview-holds-nothing-why = Your records may be used for other purposes as the law provides. You can refuse at any time.
overview-holds-all = You refuse everything
overview-holds-all-why = You refuse every use other than your treatment.
overview-holds-some = You refuse some uses
overview-holds-some-why = You refuse
overview-holds-more = { $count } more
overview-holds-do = See or change your choices

overview-uses = Uses so far
overview-uses-unit = { $count ->
    [one] use
   *[other] uses
}
overview-uses-unit-more = uses or more
overview-uses-none = None yet
overview-uses-why = How often your records were sent for purposes other than your treatment.
overview-uses-none-why = Nobody has reported sending your records yet.
overview-uses-closed = Closed for now
overview-uses-do = See the uses

overview-asked-card = Who asked
overview-asked-none = Nobody yet
overview-asked-last = Latest: { $date }
overview-asked-card-why = Organisations that asked here what you chose before sending records.
overview-asked-unit = { $count ->
    [one] organisation
   *[other] organisations
}
overview-asked-unit-more = organisations or more
overview-asked-do = See who asked, and what for

overview-newest = New uses
overview-all-uses = See all
overview-asked = Who asked what you chose
overview-asked-lead = Hospitals and databases ask here what you chose before they send records. Asking does not mean that anything was sent.
overview-asked-holder = Organisation
overview-asked-for = What for
overview-asked-first = First
overview-asked-latest = Latest
overview-asked-count = Times
overview-asked-answer = Latest answer
overview-asked-times = { $count ->
    [one] once
   *[other] { $count } times
}
overview-asked-permitted = Allowed
overview-asked-denied = Refused
overview-holds-studies = { $count ->
    [one] 1 study
   *[other] { $count } studies
}
overview-asked-all = See all
