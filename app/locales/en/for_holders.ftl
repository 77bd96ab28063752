# /for-holders
for-holders-title = For those who hold records
for-holders-lead = Before you hand records on for research or anything else, check everybody’s choices here in one go.
for-holders-sign-in = Sign in, if you have joined
for-holders-why = Why check
for-holders-why-text = People refuse once, here, not at each organisation. If you check right before handing records on, you do not hand on those of somebody who refused yesterday.
for-holders-start = How to start
for-holders-start-text =
    Apply by phone, [0120-000-000](tel:0120000000) (weekdays 9:00–18:00). We settle with you:

    - a client id, the name of your program
    - public keys (a JWKS with ES384 or RS384)
    - what it may do (for checks alone: system/Consent.rs)

    The connection follows SMART Backend Services. Your private key never leaves your house.
for-holders-check = How to check
for-holders-check-text =
    Get an access token with a signed client assertion, then ask about up to 10,000 people at once. Send every number that your records carry for a person, old ones too.

    Records may go only to running studies in the [register of studies](/studies).
for-holders-check-example = Example of a check
for-holders-docs = Open the API documentation
for-holders-answer = Reading the answer
for-holders-answer-text =
    For each person you get one of these.

    - **permit**: may be handed on.
    - **deny**: refused. What was refused is not told.
    - **error**: no certain answer. Treat it as refused.

    An answer may be used until valid_until (24 hours). Treat a missing answer, one that you cannot read, or a word that you do not know, as refused, too.
for-holders-promise = What you promise
for-holders-promise-text =
    - to use the answers only to keep to refusals, and not to enter them in patient records
    - to delete them when they expire
    - to treat nobody differently for having refused
