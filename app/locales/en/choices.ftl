# /choices
choices-title = My choices
choices-lead = Your treatment is not affected. No reason is needed. You can change this at any time, as often as you like.
choices-saved = Saved
choices-saved-since = In force since { $moment }. Receipt no. { $number }
choices-saved-receipt = See the receipt
choices-saved-undo = Undo
choices-allowed = Allowed
choices-refused = Refused
choices-switch-label = Allow { $what }
choices-since-allow = Allowed since { $moment }
choices-since-refuse = Refused since { $moment }

choices-all = Every secondary use
choices-all-why = Refuse all uses other than your treatment at once, whatever you chose below. Afterwards you can still allow single studies.
choices-who = Who uses them
choices-commercial = Uses with a company taking part
choices-commercial-why = Makers of drugs, devices or AI are among the users.
choices-what-for = What they are used for
choices-studies = Study by study
choices-studies-why = Studies that used your records. You can allow a purpose and refuse one study of it, or the other way round.
choices-studies-none = No study has used your records yet.
choices-study-ended = Study ended
choices-not-refusable = Cannot be refused
choices-not-refusable-why = The law does not let anyone refuse this ({ $basis }). When records are used, you see it in your history.
choices-study-exempt-why = The law does not let anyone refuse this study ({ $basis }).

choices-covered-by-all = Refused as well, because you refuse every secondary use.
choices-covered-by-purpose = Refused as well, because of what you chose for other purposes.
choices-study-denied-all = Because you refuse every secondary use.
choices-study-denied-purpose = Because you refuse a purpose of this study.
choices-study-denied-commercial = Because you refuse uses with a company taking part.
choices-study-allowed = You allow this study before your other choices.
choices-locked = This was refused another way. To allow it again we need a second proof of who you are, such as a letter from another organisation.
choices-closed = Cannot be allowed again until { $until }.

choices-closed-title = Until { $until } nothing you refused can be allowed again
choices-closed-why = These 24 hours protect people who came back with a recovery code. You can still refuse.
choices-effect = When it takes effect
choices-effect-at-once = New checks get your new choice at once.
choices-effect-24h = A check answered before may be used until it expires, 24 hours at most.
choices-effect-not-back = Records already sent and results of finished studies do not come back.
choices-weigh = Refusing and allowing
choices-weigh-refuse = If you refuse, your records serve your treatment only. When many refuse, it is harder to see how illnesses really spread.
choices-weigh-allow = If you allow, your records help research and better care. Even without names, a small risk remains that someone finds out whose they are.
choices-weigh-neither = Neither choice puts you at a disadvantage in treatment or cost.
choices-history = See your decisions so far
choices-failed = This could not be saved

purpose-academic-research-why = Universities and institutes study causes and treatments of illness.
purpose-drug-device-development-why = New drugs and devices are made and their safety is checked.
purpose-ai-development-why = Programs are made that help with diagnosis, for example.
purpose-care-quality-why = Hospitals are compared to make care safer.
purpose-policy-resources-why = The state and municipalities plan care and where people and beds are needed.
purpose-official-statistics-why = The state compiles statistics on illness and care.
purpose-education-why = Doctors, nurses and others learn.
purpose-infectious-disease-control-why = The spread of infectious diseases is seen and stopped.
choices-allowed-by-itself = Allowed by itself
