"""Finding people: those in the address book, those with a public name, those with a birthday."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import replace

from chappe.db.database import Tx
from chappe.db.fulltext import words_of
from chappe.features.users import relations
from chappe.features.users import store as users
from chappe.features.users.facts import UserChanged
from chappe.features.users.model import Mark, Relation, Tie, User
from chappe.features.users.profile import read_birthday
from chappe.features.users.rules import Key
from chappe.features.users.sight import Sight, look
from chappe.ids import BoxId, PeerId, UserId
from chappe.tl import api
from chappe.updates.log import Journal

SEARCHED_MAX = 5000
"""Entries of an address book that a search looks at."""
PUBLIC_NAME_MIN = 3
"""Characters of a public name from which strangers are found by it."""
CLOSE_FRIENDS_MAX = 1000


async def search_contacts(tx: Tx, owner: UserId, asked: str, limit: int) -> list[UserId]:
    """Those in an address book whose name, or public name, has words that begin as those asked for."""
    wanted = words_of(asked).split()
    if not wanted:
        return []
    book = await relations.find_contacts(tx, owner, SEARCHED_MAX)
    known = await users.find_many(tx, {each.user_id for each in book})
    found = [
        each.user_id for each in book if _has(wanted, _words(each, known.get(each.user_id)))
    ]
    return found[:limit]


def _words(held: Relation, user: User | None) -> list[str]:
    names = [held.first_name, held.last_name]
    if user is not None:
        names += [each.name for each in user.usernames if each.active]
    return words_of(" ".join(names)).split()


def _has(wanted: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(each) for word in words) for each in wanted)


async def search_channels(tx: Tx, asked: str, limit: int) -> list[PeerId]:
    """Channels whose public name begins so."""
    name = asked.strip().removeprefix("@")
    if len(name) < PUBLIC_NAME_MIN or not name.isascii():
        return []
    return await users.find_channels_like(tx, name, limit)


async def search_public(
    tx: Tx, asked: str, limit: int, *, bots_only: bool = False
) -> list[UserId]:
    """Those whose public name begins so."""
    name = asked.strip().removeprefix("@")
    if len(name) < PUBLIC_NAME_MIN or not name.isascii():
        return []
    found = await users.find_usernames_like(tx, name, limit)
    return [user.id for user in found if not bots_only or Mark.BOT in user.marks]


async def birthdays_around(
    tx: Tx, owner: UserId, now: float, limit: int
) -> tuple[Sight, list[tuple[User, api.Birthday]]]:
    """Those in an address book whose birthday is yesterday, today or tomorrow (UTC)."""
    ids = await relations.find_contact_ids(tx, owner, limit)
    sight = await look(tx, owner, ids)
    today = datetime.datetime.fromtimestamp(now, datetime.UTC).date()
    near = {today + datetime.timedelta(days=days) for days in (-1, 0, 1)}
    days = {(day.month, day.day) for day in near}
    found = []
    for each in ids:
        user = sight.users[each]
        born = read_birthday(user.birthday)
        if born and (born.month, born.day) in days and sight.allowed(user, Key.BIRTHDAY):
            found.append((user, born))
    return sight, found


async def edit_close_friends(journal: Journal, owner: UserId, ids: Collection[UserId]) -> None:
    """Let the close friends of an account be these contacts."""
    before = await relations.find_with(journal.tx, owner, Tie.CLOSE_FRIEND, CLOSE_FRIENDS_MAX)
    gone = [each for each in before if each.user_id not in ids]
    new = set(ids) - {each.user_id for each in before}
    held = await relations.find(journal.tx, owner, new)
    come = [each for each in held.values() if each.contact]
    changed = [
        *(replace(each, ties=each.ties & ~Tie.CLOSE_FRIEND) for each in gone),
        *(replace(each, ties=each.ties | Tie.CLOSE_FRIEND) for each in come),
    ]
    if changed:
        facts = [UserChanged(each.user_id) for each in changed]
        await journal.append(BoxId(owner), *facts)
        await relations.put(journal.tx, owner, changed)


async def change_note(
    journal: Journal, owner: UserId, held: Relation, note: bytes | None
) -> None:
    """Write something else about a contact."""
    await journal.append(BoxId(owner), UserChanged(held.user_id))
    await relations.put(journal.tx, owner, [replace(held, note=note)])
