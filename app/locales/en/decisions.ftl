# /decisions and /decisions/{index}
decisions-title = Your decisions so far
decisions-lead = When you chose what. A later choice is added and never overwrites an earlier one. A mark in the public log is there against unnoticed change, and stays even if the law makes us erase the rest.
decisions-lead-other = When, by whom and what was chosen for this person. A later choice is added and never overwrites an earlier one. A mark in the public log is there against unnoticed change, and stays even if the law makes us erase the rest.
decisions-empty = You have not chosen anything yet
decisions-empty-why = While nothing is said, your records may be used for other purposes as the law provides.
decisions-empty-do = See my choices
decisions-older = Earlier decisions
decisions-newest = Back to the newest
decisions-receipt = See the receipt
decisions-since = In force since { $moment }
decisions-how = { $by }, { $channel }

# The word between the bars is the one that is coloured on a receipt.
decided-refuse = You ¦refused¦ { $what }
decided-allow = You ¦allowed¦ { $what }
scope-all = every secondary use
scope-commercial = use with a company taking part
scope-purpose = use for { $name }
scope-study = use in “{ $title }”
scope-study-unnamed = use in one study

decided-by-patient = yourself
decided-by-proxy = your proxy
decided-by-staff = support staff at your request
channel-online = on this site
channel-phone = by phone
channel-paper = on paper
channel-counter = at a counter

decision-title = Your receipt
decision-lead = This records what you chose.
decision-number = Receipt no. { $number }
decision-recorded = Recorded
decision-effective = In force since
decision-how = By whom and how
decision-notice = Version of the notice
decision-catalogue = List of purposes shown
decision-catalogue-version = version { $version }
decision-leaf = Imprint
decision-now-same = This is still what you choose.
decision-now-changed = You have chosen differently, or again, since then.
decision-now-link = See what holds now
decision-meaning = What this receipt shows
decision-means-said = That you chose exactly this at this time.
decision-means-order = That it is entry number { $number } of the public log (counted from 0).
decision-means-mark = The imprint is a short mark computed from this receipt. If one letter of it changed, so would the mark.
decision-means-not-now = It does not show what you choose today: see “My choices”.
decision-print = How to print
decision-print-how = Choose “Print” in the menu of your browser (Ctrl+P, on a Mac ⌘P). The receipt alone is printed, on one A4 page.
decision-all = All your decisions
decisions-pages = Pages of the list
