# / and /how-it-works
home-title = What were your medical records used for?
home-heading = Who used your medical records, and what for?
home-lead = See where your records were used for something other than your care. Refuse what you do not want, once, here. From then on we answer “no” to every hospital and database that asks.
home-see-and-choose = See and choose
home-sign-in = Been here before? Sign in
home-letter = First time? Have the code from your letter at hand.
home-example = An example of a receipt: uses for AI and software development are refused. It shows a number, a time, and how it was done.
home-example-what = You refused uses for AI and software development
home-example-since = In force since
home-example-moment = 22 November, 10:14
home-example-how = Done by
home-example-by = Yourself, on this site
home-things = What you can do
home-one = See
home-one-what = Which hospital gave which records to which study, and when.
home-two = Choose
home-two-what = Everything, companies, single purposes, single studies. No reason needed. Change back at any time. Your care is not affected.
home-three = Keep a receipt
home-three-what = Every choice leaves a numbered receipt of what you said and when.
home-more = More about how it works
home-studies = See the studies
home-studies-what = Which studies use records, who is behind them and what for: every registered study is open to everybody.
home-studies-do = Open the register of studies
home-holders = For hospitals and others who hold records
home-holders-what = Before you hand records on, check the choices of one person or ten thousand in one go.
home-holders-do = How to check

how-it-works-title = How it works
how-it-works-lead = Medical records serve not only your care, but also research, new medicines and policy. This is called secondary use.
how-it-works-see = 1. See
how-it-works-see-text =
    Whoever hands records on reports it here: when, to which study, what kind of records. You see everything that concerns you.

    A use that nobody reports does not appear. But whoever asks us before handing records on is listed, even without a report.
how-it-works-choose = 2. Choose
how-it-works-choose-text =
    If you say nothing, uses that the law permits are allowed. You can refuse in four widths.

    - **All secondary use**
    - **Uses in which companies take part**
    - **Single purposes** ([the purposes explained](/purposes))
    - **A single study**

    We ask for no reason. You can change your mind at any time. Neither answer affects your care, or anything else.
how-it-works-after = 3. After you refuse
how-it-works-after-text =
    New checks are answered “no” at once. A check that was answered before may be used until it expires, 24 hours at most.

    Records that were handed on cannot be called back, nor the results of studies that are over. The more people refuse, the harder it gets to see patterns of illness rightly.

    Some uses cannot be refused by law, such as communicable disease control. They stay on record, with the name of the law.
how-it-works-receipt = 4. Keep a receipt
how-it-works-receipt-text =
    Each choice gives you a numbered receipt. A later choice is added and never overwrites an earlier one. If the law makes us erase one, a mark stays that an entry was there.

    What you said, and when, stands under [my decisions](/decisions). Everybody can watch [the public log](/log): it is there against entries that are changed or go missing unnoticed, and it shows nobody what you said.
how-it-works-holders = What those who hold records do
how-it-works-holders-text =
    Before handing records on, a hospital or database checks the choice of each person here. The answer is yes or no. What you refused, and why, is not told.

    If records were handed on against your choice, your home page says so first of all. That mark never disappears.
how-it-works-people = Passkeys and letters
how-it-works-people-text =
    At the start, a letter from your hospital or another organisation shows that it is you. After that you get in with your face, finger or screen lock, a passkey. There are no passwords.

    Without the internet, you can do the same [by phone and on paper](/help).
