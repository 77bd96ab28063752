# /decisions/{index} and /verify: the proof of a receipt
receipt-proof = The proof
receipt-proof-why = This receipt comes with a proof, by which anybody can check that it was not changed later.
receipt-none = There is no proof yet. Please wait a moment and open this page again.
receipt-pending = Pending: { $count } independent witnesses (organisations that watch the log from outside) have signed the log with this receipt in it. Until { $needed } have, nobody can say that it cannot be changed unnoticed.
receipt-witnessed = { $count } independent witnesses have signed the log with this receipt in it. It cannot be changed unnoticed.
receipt-download = Save the receipt as a file
receipt-verify = Verify now in this browser
receipt-print = Print
receipt-qr = A code with the whole receipt in it
receipt-qr-how = Scanning this code opens { $address } and verifies the receipt there and then. Nothing of it is sent anywhere.
receipt-no-qr = This receipt is too long for a code. To verify it, choose its file at { $address }.
receipt-whole = The whole receipt as text
receipt-offline = Verify on your own computer
receipt-offline-text =
    With the file and the key of the log you can verify without being online. The format is C2SP’s tlog-proof, so programs by other people can do it, too.
receipt-no-script = This browser runs no JavaScript, so nothing can be verified here. Please use “Verify on your own computer”.

verify-title = Verify a receipt
verify-lead = Anybody can check that a receipt is genuine and was not changed later. You need not sign in.
verify-private = The receipt is examined in this browser alone. Nothing is sent anywhere.
verify-file = The file of the receipt
verify-file-hint = Its name ends in .tlog-proof. Choose it, or drop it onto this page.
verify-text = Or the receipt as text
verify-text-hint = Paste all of it, from the line “c2sp.org/tlog-proof@v1” to the last.
verify-other = Verify a receipt of another log
verify-key = The key of that log
verify-key-hint = One a line. Left empty, the keys of this log are used.
verify-do = Verify

verify-holds = This receipt is genuine
verify-holds-own-key = By the key that was pasted, this receipt is genuine
verify-fails = This receipt does not hold
verify-leaf-ok = From what the receipt says, the imprint { $imprint } was computed.
verify-included-ok = That imprint stands at number { $position } (counted from 0) in a log of { $size } entries.
verify-signed-ok = Those { $size } entries are signed by { $origin }.
verify-leaf-bad = What it says was changed.
verify-included-bad = What it says, its number and its proof do not fit the log that was signed.
verify-signed-bad = The signature could not be verified.
verify-seen = Seen and signed by witnesses: { $seen }
verify-witnessed = { $witnesses } independent witnesses have signed. It cannot be changed unnoticed.
verify-pending = Pending: not enough independent witnesses have signed yet ({ $witnesses } now). Only with their signatures do outsiders say when the log was so.
verify-own-key = Verified with the key that was pasted. Whether that key is genuine cannot be told here.
verify-then = A receipt shows what was chosen then. It does not show what is chosen today.
verify-unavailable = What verifies receipts could not be loaded. Please check your connection and try again.

verify-what = What was chosen
verify-refused = To refuse { $what }
verify-allowed = To allow { $what }
verify-purpose-unknown = use for a purpose that is not known here
verify-by-patient = the person
verify-by-proxy = their proxy
verify-by-staff = support staff at their request
verify-no-decision = It is the receipt of an entry of another kind ({ $kind }), not of a choice.
verify-unreadable = It is in the log, but this page cannot read what it says.

verify-shows = What this shows and what not
verify-shows-said = That what the receipt says stands at its number in the log that was signed.
verify-shows-not-now = It does not show what is chosen today. Nobody may demand a proof of that.
verify-shows-not-who = It does not show whose receipt it is.

receipt-fault-not-a-receipt = This is not the file of a receipt.
receipt-fault-malformed = A part of the receipt is missing or damaged.
receipt-part-leaf = What it says cannot be read (the line that begins with “extra”).
receipt-part-index = Its number cannot be read (the line that begins with “index”).
receipt-part-proof = Its proof cannot be read (the lines below the number).
receipt-part-checkpoint = The signed checkpoint cannot be read (everything below the empty line).
receipt-fault-other-log = It is a receipt of another log, “{ $about }”. If you have the key of that log, use “Verify a receipt of another log”.
receipt-fault-unknown-key = It bears the name of this log, but no signature with a key that is known.
receipt-fault-retired-key = It bears only the signature of a key of “{ $about }” that was no longer in use when the log was so large. By itself that signature shows nothing.
receipt-fault-bad-signature = The signature of “{ $about }” does not fit. It was changed after it was signed, or somebody else made it.
receipt-fault-bad-cosignature = The signature of the witness “{ $about }” does not fit.
receipt-fault-leaf-changed = What it says was changed. That is not in the log.
receipt-fault-beyond-checkpoint = Its number is larger than the log was when it was signed. The number was changed.
receipt-fault-not-included = What it says does not stand at this number in the log that was signed. What it says, its number or its proof was changed.
receipt-fault-bad-key = The key that was pasted cannot be read. It is one line: name, number and key, joined by +.
