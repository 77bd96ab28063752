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
