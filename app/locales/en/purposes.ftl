# /purposes
purposes-title = Purposes of use
purposes-lead = When medical records are used for something other than care, it is always for one of these purposes.
purposes-refusable = Purposes you can refuse
purposes-exempt = Purposes you cannot refuse
purposes-not-refusable = Cannot be refused
purposes-law = Legal basis: { $law }
purposes-never = What they are never used for
purposes-never-text =
    Whoever asks, a use for any of these cannot be registered.

    - deciding on an insurance, or its price
    - deciding on a loan
    - deciding on employment
    - advertising
    - finding out whose records they are
purposes-version = List of purposes, version { $version }

purpose-academic-research-example = Example: a university hospital looks at which combinations of diabetes medicines lead to which complications.
purpose-drug-device-development-example = Example: a company looks through many records for unexpected effects of a new medicine.
purpose-ai-development-example = Example: building a program that points to possible disease in X-rays.
purpose-care-quality-example = Example: hospitals compare infections after surgery, and bring them down.
purpose-policy-resources-example = Example: deciding where ambulances and home care are needed most.
purpose-official-statistics-example = Example: counting how many people got cancer in each prefecture.
purpose-education-example = Example: medical students learn diagnosis from what really happened.
purpose-infectious-disease-control-example = Example: seeing where a new disease is spreading, and how fast.

# /registrar/purposes
nav-purposes = Catalogue of purposes
catalogue-title = Catalogue of purposes
catalogue-lead = What records may be used for. Every change takes two people, makes a new version, and stands in the public log.
catalogue-new = Propose a change
catalogue-new-lead = Nothing of it holds until somebody else publishes it.
catalogue-purpose = The new purpose
catalogue-code-hint = Lower-case words joined by hyphens. It stays for ever, and programs of hospitals name it.
catalogue-why-hint = What it is, in two plain sentences, for people who choose about it.
catalogue-parent-hint = Whoever refused that purpose has refused this one, until they answer for it.
catalogue-exempt-box = People cannot refuse it (a law exempts it)
catalogue-law = When a law exempts it
catalogue-law-why = A purpose that people cannot refuse needs a law with its article, and an end. From the day after the end on, people may refuse it.
catalogue-exempt-why = From its publication on, people can no longer refuse this purpose. Refusals that stand have no effect on it, and everybody sees so, with the law, before and after.
catalogue-propose = Propose it
catalogue-propose-why = A colleague reads and publishes it.
catalogue-waiting = Waiting for a second person
catalogue-waiting-none = Nothing waits.
catalogue-waiting-why = Read all of it before you publish it. It holds from the next moment on, for everybody.
catalogue-own = Yours: somebody else publishes it
catalogue-publish = Publish it
catalogue-discard = Throw it away
catalogue-unfit = It no longer fits the catalogue
catalogue-current = What holds now
catalogue-refusable = Can be refused
catalogue-exempt = Propose that it cannot be refused
catalogue-codes = EHDS Article 53(1)({ $ehds }) · HL7 v3-ActReason { $act }
catalogue-parent = Split from: { $code }
catalogue-until = Cannot be refused until { $day }
catalogue-versions = Earlier changes
catalogue-versions-why = Version 1 has been there since the beginning.
catalogue-event-new = New purpose
catalogue-event-exempted = Cannot be refused any more
catalogue-event-lapsed = Can be refused again
catalogue-done-proposed = It waits for a second person.
catalogue-done-discarded = It is gone.
catalogue-done-published = The new version holds from now on.
purposes-until = Until { $day }. From the next day on you can refuse it.
purpose-draft-code = Code
purpose-draft-name-ja = Name in Japanese
purpose-draft-name-en = Name in English
purpose-draft-why-ja = What it is, in Japanese
purpose-draft-why-en = What it is, in English
purpose-draft-ehds = Letter of EHDS Article 53(1)
purpose-draft-act-reason = Code of HL7 v3-ActReason
purpose-draft-parent = Split from (if it is a part of an older one)
purpose-draft-law-ja = Law and article, in Japanese
purpose-draft-law-en = Law and article, in English
purpose-draft-until = Last day of the exemption
purpose-flaw-text = is empty or too long
purpose-flaw-no-code = is not a code of its kind
purpose-flaw-taken = There is a purpose of this code.
purpose-flaw-prohibited = Records may never be used for this.
purpose-flaw-no-date = is not a date
purpose-flaw-over = is not in the future
