"""What is known of a report."""

import enum
from dataclasses import dataclass

from chappe.ids import PeerId, UserId


class Kind(enum.IntEnum):
    """What was reported; the numbers stand in the database."""

    PEER = 1
    SPAM = 2
    MESSAGE = 3
    PROFILE_PHOTO = 4
    REACTION = 5
    EPHEMERAL = 6
    """A message for the reporter alone, by the number that it has for that one."""


REASONS = {
    "spam": "Spam",
    "violence": "Violence",
    "pornography": "Pornography",
    "child_abuse": "Child abuse",
    "copyright": "Copyright",
    "illegal_drugs": "Illegal drugs",
    "personal_details": "Personal details",
    "fake": "Fake account",
    "geo_irrelevant": "Does not belong to this place",
    "other": "Something else",
}
"""What there is to choose, and how a client shows it; old clients name the same reasons by constructor."""
COMMENTED = {"other"}
"""Reasons that say nothing without a comment."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `subject_id`: of a message or photo, 0: the peer itself. `at`: Unix seconds."""

    reporter: UserId
    peer: PeerId
    kind: Kind
    subject_id: int
    reason: str
    comment: str
    at: int
