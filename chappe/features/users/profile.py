"""What an account says of itself: names, the text about it, birthday, colours, emoji status.

What Telegram keeps for Premium accounts everybody may do here; clients ask their own users for Premium first.
"""

import datetime
from typing import TYPE_CHECKING

from chappe.features.users import store
from chappe.features.users.actions import clean_name
from chappe.features.users.facts import EmojiStatus, UserChanged, UserName
from chappe.features.users.model import Mark, User
from chappe.features.users.news import tell_of
from chappe.rpc.errors import RpcError
from chappe.tl import api, layers
from chappe.updates.log import Journal

if TYPE_CHECKING:
    from chappe.updates.facts import Fact

ABOUT_LENGTH_MAX = 70
PREMIUM_ABOUT_LENGTH_MAX = 140
"""https://core.telegram.org/api/config: about_length_limit_default, …_premium"""
LEAP_YEAR = 2000
COLORS = 7
"""Colours that clients know without being told: https://core.telegram.org/api/colors"""
YEARS_MAX = 150


async def update_profile(
    journal: Journal,
    user: User,
    *,
    first_name: str | None = None,
    last_name: str | None = None,
    about: str | None = None,
) -> None:
    """Change names and the text about an account; None: it stays.

    Errors: FIRSTNAME_INVALID, ABOUT_TOO_LONG
    """
    first = user.first_name if first_name is None else clean_name(first_name)
    last = user.last_name if last_name is None else clean_name(last_name)
    if not first:
        raise RpcError(400, "FIRSTNAME_INVALID")
    text = user.about if about is None else " ".join(about.replace("\0", "").split())
    longest = PREMIUM_ABOUT_LENGTH_MAX if Mark.PREMIUM in user.marks else ABOUT_LENGTH_MAX
    if len(text) > longest:
        raise RpcError(400, "ABOUT_TOO_LONG")
    facts: list[Fact] = []
    if (first, last) != (user.first_name, user.last_name):
        facts.append(UserName(user.id))
    if text != user.about:
        facts.append(UserChanged(user.id))
    if not facts:
        return
    await tell_of(journal, user.id, *facts)
    await store.set_names(journal.tx, user.id, first, last)
    await store.set_value(journal.tx, user.id, "about", text)


async def update_birthday(journal: Journal, user: User, birthday: api.Birthday | None) -> None:
    """Say when an account was born, or no more.

    Errors: BIRTHDAY_INVALID
    """
    said = "" if birthday is None else check_birthday(birthday, journal.now)
    if said != user.birthday:
        await tell_of(journal, user.id, UserChanged(user.id))
        await store.set_value(journal.tx, user.id, "birthday", said)


def check_birthday(said: api.Birthday, now: float) -> str:
    """A birthday as it is kept.

    Errors: BIRTHDAY_INVALID
    """
    today = datetime.datetime.fromtimestamp(now, datetime.UTC).date()
    try:
        day = datetime.date(said.year or LEAP_YEAR, said.month, said.day)
    except (ValueError, OverflowError) as error:
        raise RpcError(400, "BIRTHDAY_INVALID") from error
    if said.year is None:
        return day.strftime("%m-%d")
    if not today.year - YEARS_MAX <= said.year or day > today:
        raise RpcError(400, "BIRTHDAY_INVALID")
    return day.isoformat()


def read_birthday(said: str) -> api.Birthday | None:
    """A birthday out of its column."""
    if not said:
        return None
    *year, month, day = (int(part) for part in said.split("-"))
    return api.Birthday(day=day, month=month, year=year[0] if year else None)


async def update_color(
    journal: Journal, user: User, color: "api.TypePeerColor | None", *, for_profile: bool
) -> None:
    """Choose the colour of an account's name, or of its profile; None: that of its number again.

    Errors: COLOR_INVALID (not among those that clients know, or one that comes with a gift),
            DOCUMENT_INVALID
    """
    kept = None if color is None else layers.write(_checked_color(color))
    await tell_of(journal, user.id, UserChanged(user.id))
    column = "profile_color" if for_profile else "color"
    await store.set_value(journal.tx, user.id, column, kept)


def _checked_color(color: "api.TypePeerColor") -> api.PeerColor:
    if not isinstance(color, api.PeerColor):
        raise RpcError(400, "COLOR_INVALID")
    if color.color is not None and not 0 <= color.color < COLORS:
        raise RpcError(400, "COLOR_INVALID")
    if color.background_emoji_id is not None and color.background_emoji_id <= 0:
        raise RpcError(400, "DOCUMENT_INVALID")
    return color


async def update_emoji_status(
    journal: Journal, user: User, status: "api.TypeEmojiStatus"
) -> None:
    """Show an emoji beside the name, or none.

    Errors: COLLECTIBLE_INVALID (nobody has any), DOCUMENT_INVALID
    """
    kept = _checked_status(status)
    if kept != user.emoji_status:
        await tell_of(journal, user.id, EmojiStatus(user.id))
        await store.set_value(journal.tx, user.id, "emoji_status", kept)


def _checked_status(status: "api.TypeEmojiStatus") -> bytes | None:
    match status:
        case api.EmojiStatusEmpty():
            return None
        case api.EmojiStatus():
            if status.document_id <= 0:
                raise RpcError(400, "DOCUMENT_INVALID")
            return layers.write(status)
        case _:
            raise RpcError(400, "COLLECTIBLE_INVALID")
