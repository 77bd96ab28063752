# /account: the e-mail address; and the mails themselves
contact-title = E-mail
contact-why = We can write to you when there is something new here. Mails say only that, and never anything about your health.
contact-off = This installation sends no mail. What is new stands on your home page.
contact-none = No address yet.
contact-address = E-mail address
contact-address-hint = We mail a code to it first. The address is used only after you have entered that code here.
contact-enter = Send the code
contact-change = Use another address
contact-waiting = A code is on its way to { $address }. It is good until { $moment }.
contact-code = Code from the mail
contact-code-hint = Six digits. If nothing has come, look in your spam folder, or enter the address again after a minute.
contact-confirm = Confirm the address
contact-now = Mails go to { $address }.
contact-topics = What we write about
contact-topic-security = Changes of your sign-in and of this address (always)
contact-topic-conflicts = Uses that went against your choice
contact-topic-inquiries = Answers to your inquiries
contact-choose = Save
contact-remove = Remove the address
contact-remove-what = Nothing is mailed to you any more. What is new still stands here.
contact-remove-do = Remove this address
account-done-contact-entered = We have mailed you a code. Please enter it here.
account-done-contact-confirmed = The address is confirmed.
account-done-contact-topics = What we write about is saved.
account-done-contact-removed = The address is removed.
mail-code-subject = Hikae: your code
mail-code-text = Your code: { $code }
    Enter it on the account page within 15 minutes. If you did not ask for it, you need not do anything.
mail-security-subject = Hikae: your account
mail-security-text = Something about your sign-in or your account has changed. Please look:
    { $address }
    If it was not you, phone 0120-000-000 (weekdays 9:00–18:00) at once.
mail-news-subject = Hikae: something new
mail-news-text = There is something new for you in Hikae. Please look:
    { $address }
mail-foot = Hikae never asks for passwords or codes by mail. You can choose what we write about on the account page.
problem-invalid-address = This is not an e-mail address as we can use it. It looks like name@example.jp.
problem-contact-code-rejected = This code is not right, or it is too old. Please look at the newest mail, or enter the address again.
notice-contact-changed = Your e-mail address was changed or removed.
notice-number-shared = The desk entered somebody else, with another date of birth, under one of your numbers. If that surprises you, ask us.
