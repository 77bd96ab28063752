# /sign-in, /activate, /recover, /welcome
sign-in-title = Sign in
sign-in-lead = Use the passkey on this device: your face, your finger or your screen lock. No user name, no password.
sign-in-do = Sign in with passkey
sign-in-already = You are signed in now.
sign-in-already-go = Go to your home page
sign-in-passkey-removed = The passkey is removed. Please sign in with another one.
sign-in-recovery-cancelled = The recovery is cancelled. Your earlier passkeys work again. Please sign in once more.
sign-in-first-time = First time here?
sign-in-first-time-how =
    Take the code in your letter and [open your account](/activate).
sign-in-lost = Lost your passkey?
sign-in-lost-how =
    With a printed recovery code you can [get back in](/recover).

    Without one, phone [0120-000-000](tel:0120000000) (weekdays 9:00–18:00). You can refuse by phone as well.

activate-title = Open your account
activate-lead = Enter the code in your letter and your date of birth. It takes about three minutes.
activate-lead-signed-in = Enter the code of a letter from another hospital or organisation, and you will see its records here as well.
activate-code = Code in your letter
activate-code-hint = 14 letters and digits. Dashes do not matter, nor do capital or small letters.
activate-code-missing = Enter the code in your letter.
activate-birth-date = Date of birth
activate-birth-date-hint = Year, month, day. For example 1979-04-02 for 2 April 1979
activate-birth-date-unread = Enter your date of birth like the example: year, month, day.
activate-open = Continue
activate-accepted = Your code is right. Next, your passkey
activate-passkey-is = A passkey is a key that takes the place of a password. It opens with your face, your finger or your screen lock. Nothing about your face or finger ever leaves this device.
activate-passkey-how = When you press the button, your device asks whether to save a passkey. Just follow what it says.
activate-make = Make a passkey
activate-no-letter = If you have no letter
activate-no-letter-how =
    Ask your hospital or health insurer for one, or phone [0120-000-000](tel:0120000000) (weekdays 9:00–18:00).
    You can refuse by phone and on paper without a letter.

ceremony-unread = Please check what you entered.
passkey-add = Add a passkey
passkey-cancelled = It was closed half-way, or took too long. Press the button again to start over.
passkey-unsupported = This device or browser cannot use passkeys. Turn on a screen lock, or try another device or browser. You can also do this by phone, 0120-000-000.
passkey-already = This device already holds a passkey for this account. To add one, use another device.
passkey-failed = Your device gave no clear answer. Please try again.

recover-title = Get back in with a recovery code
recover-lead = If you have lost your passkey, enter the recovery code that you printed, or the code that the desk handed you, and make a new passkey.
recover-code = Recovery code
recover-code-hint = 26 letters and digits. Dashes do not matter, nor do capital or small letters.
recover-code-missing = Enter your recovery code.
recover-open = Continue
recover-accepted = Your code is right. Now make a new passkey
recover-make = Make a new passkey
recover-then = Afterwards
recover-then-what =
    To protect you from somebody who found your code, not everything is possible for 24 hours.

    - The uses of your records cannot be seen.
    - Nothing that you refused can be allowed again.
    - **Refusing works at once.**
    - Signing in with an earlier passkey can cancel all this.

    A code works once. When you are back in, you get a new one at once: print it, or write it down.
recover-no-code = If you have no recovery code either
recover-no-code-how = Phone [0120-000-000](tel:0120000000) (weekdays 9:00–18:00). We make sure that it is you, then help you back in. You can refuse in the same call.

welcome-done = Your account is open, and you are signed in.
welcome-title = Make a second way back
welcome-lead = So that you can get in even when this device is lost, we suggest one of these.
welcome-passkey = A passkey on another device
welcome-passkey-why = Make one more key on your computer, tablet or security key.
welcome-code = A recovery code on paper
welcome-code-why = Print a code of 26 characters, or write it down, and keep it where you keep important papers.
welcome-later = Later: go to my home page
