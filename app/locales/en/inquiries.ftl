# /inquiries and /inquiries/{id}, the desk's /desk and /desk/cases/{id}
problem-too-many-waiting = The desk still owes you many answers. Please wait for them before you send more.
notice-inquiry-answered = The desk answered your question.
notice-inquiry-answered-see = Read the answer

inquiries-title = Questions to the desk
inquiries-lead = Ask the desk about anything that is unclear or worries you. The answer comes here, and your overview tells you.
inquiries-ask = Ask the desk
inquiries-about = About this use
inquiries-about-not = Ask about something else
inquiries-text = Your question
inquiries-who-reads = Only the one member of staff who takes your question reads it. That person can then see your choices, and you see that they looked, and when.
inquiries-send = Send
inquiries-asked = What you asked
inquiries-empty = No questions yet
inquiries-empty-why = What you ask, and the answers, stand here.
inquiries-pages = Pages of questions
inquiries-newest = Back to the newest
inquiries-older = Earlier questions
inquiries-to = Questions to the desk
inquiries-to-why = What you asked the desk, and its answers.
inquiries-against = Against the choice
use-ask = Ask the desk about this use

inquiry-title = Your question
inquiry-to-list = All questions
inquiry-to-use = See this use
inquiry-kind-general = Something else
inquiry-kind-use = About a use of records
inquiry-kind-conflict = About a use against the choice
inquiry-status-open = Received
inquiry-status-open-what = The desk reads questions in the order in which they came.
inquiry-status-taken = In work
inquiry-status-taken-what = One member of staff is working on it.
inquiry-status-answered = Answered
inquiry-status-answered-what = You can ask on, or leave it at that.
inquiry-status-closed = Closed
inquiry-status-closed-what = This question is closed. If there is anything else, please ask anew.
inquiry-closed-for-now = Closed for now
inquiry-closed-until = To protect you, what was written before you came back is closed until { $until }. You can write now.
inquiry-done-asked = Sent. Your overview tells you when the answer is there.
inquiry-done-sent = Sent.
inquiry-done-closed = Closed.
inquiry-write-on = Write on
inquiry-reply = What you want to add
inquiry-close = I need no more answer

writing-hint = Up to { $limit } characters.
writing-too-long = This is too long: { $count } characters, where { $limit } are kept. What you wrote still stands below.
writing-empty = Nothing was written.

thread-you = You
thread-person = The person
thread-desk = The desk

desk-title = Desk
desk-lead = Questions that wait, and those that you took.
desk-mine = Yours
desk-taken = In work
desk-answered = Answered
desk-waiting = Waiting
desk-waiting-why = Oldest first. Taking one shows what it says and opens the asker's view; the asker sees that you looked.
desk-nothing = Nothing is waiting
desk-nothing-why = New questions stand here.
desk-take = Take it
desk-today = Within a day
desk-days = { $count ->
    [one] One day ago
   *[other] { $count } days ago
}
desk-pages = Pages of the queue
desk-oldest = Back to the oldest
desk-later = More questions
desk-to-decide = { $count ->
    [one] A colleague waits for your approval.
   *[other] Colleagues wait for { $count } approvals.
}
desk-to-decide-see = See the requests
desk-incidents = Incidents that somebody has to look at: { $count }
desk-incidents-see = See the incidents
desk-done-given-back = It waits for somebody else now.
desk-done-closed = The question is closed.

case-title = Work on a question
case-to-desk = Desk
case-asked-at = Asked
case-language = Language
case-status = State
case-about = The use that it is about
case-answer = Answer
case-answer-language = Answer in: { $language }
case-templates = Ways to begin
case-templates-how = A template replaces what you have typed, so choose it first.
case-template-looking = We are looking into it
case-template-conflict = A use against the choice
case-template-refuse = How to refuse
case-template-more = Ask for details
case-text = Your answer
case-send = Send the answer
case-close = Close this question
case-give-back = Give it back
case-person-title = The asker's view
case-person-why = It shows the choices and the use that was asked about, nothing else. The asker sees that you looked, and why.
case-person = Open the asker's view
case-look = Open the asker's view again
case-done-taken = You took it. Nobody else can read it.
case-done-answered = The answer was sent, and the asker is told.

answer-looking =
    Thank you for your question.

    We are asking the organisation that sent your records. You will find our answer here as soon as we know.
answer-conflict =
    Thank you for your question.

    You had refused, and your records were sent all the same. We are sorry.
    We have asked the organisation to explain why, and what it will do now. This entry will never disappear.
answer-refuse =
    Thank you for your question.

    Set the purpose to "refuse" under "My choices": later uses stop at once. Records that were already sent cannot be called back.
    You can also phone 0120-000-000 (weekdays, 9:00 to 18:00).
answer-more =
    Thank you for your question.

    To look into it we need to know the following.
