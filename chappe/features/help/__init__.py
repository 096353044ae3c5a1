"""What clients ask before and around login: limits, data centers, countries, colours, notices.

All answers come from the files in `data/` (made by `tools/make_*.py`, or written by hand) and from
`DIR/help.json`, where an administrator changes what is particular to one server. Switches of features
that do not exist yet stand on "off" in `data/app_config.json` (`stories_posting`, `qr_login_code`,
`premium_purchase_blocked`, …): the room that brings the feature turns its own on.

Missing on purpose until another room can tell the truth: `help.getSupport` (needs a user),
`help.getPremiumPromo` (payments).
"""
