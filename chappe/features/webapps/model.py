"""What is known of pages of bots."""

import re
from dataclasses import dataclass

from chappe.ids import PeerId, UserId

SHORT_NAME = re.compile(r"[A-Za-z0-9_]{3,30}")
TITLE_CHARACTERS_MAX, DESCRIPTION_CHARACTERS_MAX = 64, 512
APPS_MAX = 100
"""Of one bot."""
LIFE_SECONDS = 120
"""Clients say every minute that a page is open still; twice that and it is not."""
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class OpenView:
    """A page that somebody has open. `reply`: InputReplyTo, TL, as the user names it."""

    id: int
    bot_id: UserId
    user_id: UserId
    peer: PeerId
    silent: bool
    reply: bytes | None
    at: int


@dataclass(frozen=True, slots=True)
class WebApp:
    """A page of a bot that has a link of its own. `short_name`: empty: its main one; `photo_id`: 0: it has none."""

    id: int
    bot_id: UserId
    short_name: str
    title: str
    description: str
    photo_id: int
    url: str
    made_at: int


@dataclass(frozen=True, slots=True)
class WebButton:
    """A button that a page shows to somebody. `button`: KeyboardButton, TL."""

    id: int
    bot_id: UserId
    user_id: UserId
    button: bytes
    at: int
