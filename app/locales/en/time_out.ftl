# Before a sign-in ends by itself
time-out-idle = You will be signed out at { $time }, because nothing was done for { $minutes } minutes. What you typed stays on this page.
time-out-latest = You will be signed out at { $time }, because a sign-in lasts { $hours } hours at most. To go on, sign in again. What you typed stays on this page.
time-out-over = Your sign-in has ended. What you typed is still on this page: sign in again in a new tab, then come back here.
time-out-stay = Stay signed in
time-out-again = Sign in again (opens in a new tab)
