"""What is known of a poll."""

import re
from dataclasses import dataclass, field
from typing import Any

from chappe.features.messages.payload import read_value
from chappe.ids import UserId
from chappe.tl import api

ANSWERS_MIN, ANSWERS_MAX = 2, 12
"""As clients are told by `poll_answers_max`."""
OPTION_BYTES_MAX = 100
PLACES_MAX = 100
"""Answers that a poll may have had, with those that were taken away."""
CLOSE_SECONDS = range(5, 2_628_001)
"""How long a poll may be open that closes by itself."""
COUNTRY = re.compile("[A-Z]{2}")
COUNTRIES_MAX = 12
"""Countries from which a poll may be answered, by their two letters."""
SUBSCRIBED_SECONDS = 86_400
"""How long before a poll one has to have come, where only members answer it."""
RECENT_MAX = 3
"""Voters whose faces are shown beside the counts."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll; the columns are told in the migration. An answer is named by its place, for good."""

    id: int
    author_id: UserId
    poll: bytes
    dropped: tuple[int, ...]
    correct: tuple[int, ...]
    solution: str
    solution_entities: bytes | None
    solution_media: bytes | None
    closed: bool
    close_at: int
    version: int

    def read(self) -> api.Poll:
        """Question, answers and kind; a new object each time."""
        said: Any = read_value(self.poll)
        assert isinstance(said, api.Poll)
        return said

    def living(self, said: api.Poll) -> dict[int, api.PollAnswer]:
        """The answers by place, without those that were taken away."""
        return {
            place: answer
            for place, answer in enumerate(said.answers)
            if place not in self.dropped and isinstance(answer, api.PollAnswer)
        }


@dataclass(slots=True)
class Votes:
    """How a poll stands, as far as one account is concerned. `counts`, `recent`: by the place of the
    answer. `mine`: the account's own answers. `voters`: how many have voted, `latest`: the last of them."""

    counts: dict[int, int] = field(default_factory=dict)
    recent: dict[int, list[UserId]] = field(default_factory=dict)
    mine: set[int] = field(default_factory=set)
    voters: int = 0
    latest: list[UserId] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Vote:
    """The answers of one voter (places), and when they were given."""

    user_id: UserId
    answers: tuple[int, ...]
    at: int
