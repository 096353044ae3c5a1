"""What is known of an application."""

import re
from dataclasses import dataclass, field
from typing import NewType

ApiId = NewType("ApiId", int)
"""The number of an application, 1..2^31-1."""

API_ID_MAX = 2**31 - 1
TITLE_CHARACTERS_MAX = 64
SHORT_NAME = re.compile(r"[a-zA-Z0-9]{5,32}")
API_HASH = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class App:
    """A registered application. `api_hash`: 32 hex digits; times are Unix seconds."""

    api_id: ApiId
    api_hash: str = field(repr=False)
    title: str
    short_name: str
    made_at: int
    revoked_at: int | None = None


PUBLISHED = frozenset(
    map(
        ApiId,
        (4, 5, 6, 8, 2040, 2496, 2834, 10840, 17349, 21724, 50322, 94575, 611335, 1025907),
    )
)
"""Ids that stand in the source of well-known open clients, where everybody can take them from.

`API_ID_PUBLISHED_FLOOD` is what Telegram answers to others that use them; here it tells an administrator
which client knocked: `chappe app create --api-id … --api-hash …` lets it in.
"""
