# /account and /account/recovery-code
account-title = Account
account-done-passkey-added = The passkey was added. Your sign-ins on other devices have been ended.
account-done-passkey-removed = The passkey was removed. Your sign-ins on other devices have been ended.
account-done-session-ended = That sign-in has been ended.
account-closed = Until { $moment }, not everything is possible
account-closed-why = That is because you came back with a recovery code. From then on you can see the uses again and allow what you refused. You can refuse now.
account-notices = Notices
account-notice-seen = I have read this

account-passkeys = Passkeys
account-passkeys-why = The keys you sign in with. With two or more, you get in even when you lose one.
account-passkey = Passkey { $number }
account-passkey-made = Made on
account-passkey-unused = Not used yet.
account-passkey-set-aside = From before the recovery
account-passkey-remove = Remove
account-passkey-remove-one = Remove { $name }
account-passkey-remove-what = You can no longer get in with this passkey. Your sign-ins on other devices end as well.
account-passkey-remove-do = Remove this passkey

account-code = Recovery code
account-code-why = It lets you back in when all passkeys are lost. It belongs on paper, put away safely.
account-code-has = You have one
account-code-none = None yet
account-code-renew-what = If you lost it, or somebody saw it, make a new one. The one before then stops working.
recovery-code-make = Make a recovery code
recovery-code-renew = Make a new recovery code

account-sessions = Where you are signed in
account-sessions-why = End what you do not know. A sign-in ends by itself after 30 minutes without use.
account-sessions-why-work = End what you do not know. A sign-in ends by itself after 15 minutes without use, and after 12 hours in any case.
account-session-from = Signed in
account-last-used = Last used
account-session-here = This device
account-session-end = End
account-session-end-one = End the sign-in since { $session }

account-work-lost = If all your passkeys are lost
account-work-lost-staff = For work there is no recovery code. Tell an administrator: they end this access and invite you again.
account-work-lost-operator = For work there is no recovery code. Tell a manager of your organisation: they end this access and invite you again. If there is none, phone 0120-000-000 (weekdays 9:00–18:00).

account-level = How sure we are that it is you
account-level-1 = One proof
account-level-1-what = Only the organisation that sent your letter has confirmed who you are. You can refuse anything. You see only the uses that it reported. Enter the code of a letter from another organisation to see the uses of all, and to allow again what was refused in other ways.
account-level-2 = Two proofs
account-level-2-what = You have been confirmed in two separate ways. You see the uses of every organisation and can change every choice.
account-level-more = Enter the code of another letter

cancel-title = You can cancel the recovery
cancel-lead = Somebody came back into this account with a printed recovery code or a code from the desk. You signed in with a passkey from before that.
cancel-what = If it was not you, cancel it. The new passkey goes, its sign-ins end, and your earlier passkeys work again.
cancel-do = Cancel the recovery
cancel-not = It was me (sign out)
cancel-help = Somebody may have got hold of that code. If you keep a printed recovery code, make a new one after cancelling. If you are not sure, phone 0120-000-000 (weekdays 9:00–18:00).

recovery-code-title = Recovery code
recovery-code-lead = With this code you get back in when all your passkeys are lost.
recovery-code-keep = Keep it on paper, with your important things. Do not keep it as a photo on your phone or in your mail.
recovery-code-print = To print it, choose “Print” in the menu of your browser. Writing it down is just as good.
recovery-code-once = It works once. When you make a new one, the one before stops working.
recovery-code-ten-minutes = This page can be seen for ten minutes after the code was made.
recovery-code-kept = I have it on paper
recovery-code-gone = A code can be seen for ten minutes after it was made. If you have lost it, you can make a new one.
recovery-code-to-account = To the account page

account-done-protected = You are protected from now on. Your printed code and the codes of earlier letters no longer work: print a new code if you need one.
account-protection = Protection
account-protection-why = For people who are threatened or stalked.
account-protection-see = What it does, and how to set it
account-protection-proxies = Whoever acts for you sees nothing any more.
account-protection-codes = No code is sent by post. Your printed code and the codes of earlier letters no longer work.
account-protection-names = The names of hospitals and clinics show only just after you used your passkey.
account-protection-desk = Support staff see your page only when two of them agree.
account-protection-lift = Only the desk can end it: you come in person and show who you are to two members of staff.
account-protection-do = Protect me now
account-protection-since = Protected since { $date }
