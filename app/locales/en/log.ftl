# /log
log-title = The public log
log-lead = Everything decided here gets a number in one order that everybody can watch. That is how it shows if a decision is lost, back-dated or changed.
log-standing = How the log stands
log-size = Entries
log-time = Last signed
log-root = Root
log-origin = Name
log-none = Nothing has been published yet. As soon as there is something, it stands here.
log-pending = Pending: { $count } of { $needed } independent witnesses have signed the same log. Until { $needed } have, nobody outside Hikae vouches that entries were not changed.
log-witnessed = { $count } independent witnesses saw the first { $size } entries as they are. None of those can be changed unnoticed.
log-growth = How it grows
log-growth-today = Today
log-growth-days = Last { $days } days
log-what = What is in it
log-what-text =
    Each decision becomes one entry. So does what belongs to decisions: who may act for whom, whose records are one person's, the studies and purposes, and each minute the state of the record of who looked at what. Entries have numbers from 0, without gaps. The number on your receipt is the number of your entry.

    Only an imprint of each entry is public. It is made with a random value that only you and Hikae hold, so nobody can guess it: **nobody can read your decision here.**

    All imprints together give one short value, the root. If a single entry were changed, removed or slipped in between, the root would no longer fit. Hikae signs number of entries and root: that is a checkpoint.

    With your receipt you can check at any time that your entry is in the log: [check a receipt](/verify). A receipt shows what was said then, not what holds today.
log-witnesses = Witnesses
log-witnesses-text =
    Hikae alone could show different logs to different people. Witnesses are other organisations that remember every checkpoint and sign a new one only if it continues the one before.

    Two or more have to agree before Hikae claims that nothing can be changed unnoticed.
log-no-witness = No witness has been named for this installation yet.
log-cosigned-at = Last signature:
witness-not-asked = Not asked yet
witness-cosigned = Signs
witness-silent = No answer
witness-unknown = Does not know this log
witness-wrong = Unusable answer
witness-inconsistent = Disagrees
witness-ahead = Has seen more
log-alarm = Alarm
log-alarm-ahead = The witness { $name } has seen { $size } entries, more than there are here. Either it is wrong, or entries were lost here.
log-alarm-inconsistent = The witness { $name } says that the log is not the continuation of what it saw before.
log-alarm-wrong = The witness { $name } gave an answer that no witness may give.
log-alarm-what = Whoever runs Hikae finds this among the messages of the server, too. Decisions are still taken and recorded.
log-key = The key
log-key-text =
    Checkpoints are signed with this key. Keep a copy, or compare with one that you got in another way: from a hospital, a newspaper, a friend. The first line signs now. Further lines are a key that is just being exchanged, or earlier ones with which old receipts are checked.
log-check = Check it yourself
log-check-text =
    The log has the format of C2SP ([receipts](/verify) too), so programs of other people can check it. What follows needs nothing from Hikae but the log itself.
log-check-signature = The signature, with OpenSSL
log-check-signature-text =
    This fetches the newest checkpoint and the key, and answers “Signature Verified Successfully”.
log-check-tree = The root, with Python
log-check-program = Show the program
log-check-tree-text =
    This fetches the imprint of every entry and computes the root anew. Keep the checkpoint: if you come again later and the log no longer continues it, you hold the proof.
