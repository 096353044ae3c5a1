"""Messages in a group between a bot and one of its members, which nobody else there sees.

They lie in no history, count for nothing and move no pts: their facts are in the boxes of the two, and are shown from
rows of this room while these are kept (`model.KEPT_SECONDS`). They are numbered in a row of their own for each
person. Table: `ephemeral`, `ephemeral_number`; what is said is a row of `body` that no box has a copy of.
What is not documented of them is decided in docs/decisions/0027-ephemeral-messages.md.
"""
