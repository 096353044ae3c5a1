"""The address book: adding by number or by account, changing, removing.

Boxes are taken before rows are written. What changed is told to the owner's other sessions chat by chat,
and beyond so many chats at once: "fetch the list again".
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from chappe.config import Profile
from chappe.features.contacts import store
from chappe.features.contacts.asking import spend
from chappe.features.contacts.facts import ContactsReset
from chappe.features.contacts.model import SavedContact
from chappe.features.users import relations
from chappe.features.users import store as users
from chappe.features.users.actions import clean_name, greets, takes_leave
from chappe.features.users.model import Relation, Tie, User
from chappe.features.users.peer_settings import PeerSettingsChanged
from chappe.features.users.rules import Key
from chappe.features.users.sight import Sight, look
from chappe.ids import BoxId, UserId, user_peer
from chappe.rpc.errors import RpcError
from chappe.updates.log import Journal

IMPORT_MAX = 500
"""Numbers in one call; the others are to be sent again (retry_contacts)."""
CONTACTS_MAX = 10_000
"""In one address book."""
TOLD_MAX = 50
"""Chats of which other sessions are told one by one."""
GREETED_MAX = 200
"""Address books that a new account is put into at once; the others find it when they import again."""
POPULAR_IMPORTERS_MIN = 5
"""A number that so many have, and nobody has an account for, is worth an invitation."""
NUMBER = re.compile(r"[0-9]{5,15}")
PUNCTUATION = re.compile(r"[\s()+./-]")


@dataclass(frozen=True, slots=True)
class Card:
    """An entry that a client wants to import. `client_id`: the client's own number for it."""

    client_id: int
    phone: str
    first_name: str
    last_name: str
    note: bytes | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an import: accounts by client_id, how many know a number that nobody has, and what
    to send again."""

    accounts: dict[int, UserId]
    popular: dict[int, int]
    retry: list[int]


def read_phone(phone: str) -> str | None:
    """A number as it is kept, digits only; None when it is none."""
    digits = PUNCTUATION.sub("", phone)
    return digits if NUMBER.fullmatch(digits) else None


async def import_contacts(
    journal: Journal, owner: UserId, cards: Sequence[Card], profile: Profile
) -> Imported:
    """Keep numbers, and add those to the address book whose accounts may be found by them."""
    cards, left = await _within_limits(journal, owner, cards, profile)
    numbered = {card.client_id: phone for card in cards if (phone := read_phone(card.phone))}
    found = await users.find_by_phones(journal.tx, set(numbered.values()))
    sight = await look(journal.tx, owner, {user.id for user in found.values()})
    added: dict[UserId, Relation] = {}
    saved: dict[str, SavedContact] = {}
    accounts: dict[int, UserId] = {}
    for card in cards:
        phone = numbered.get(card.client_id)
        if phone is None or not _named(card):
            continue
        first, last = _names(card.first_name, card.last_name)
        saved[phone] = SavedContact(phone, first, last, journal.at)
        user = found.get(phone)
        if user is not None and sight.allowed(user, Key.ADDED_BY_PHONE):
            accounts[card.client_id] = user.id
            added[user.id] = _added(sight, user, first, last, phone, card.note, journal.at)
    await _tell(journal, owner, set(added))
    await store.put(journal.tx, owner, list(saved.values()))
    await relations.put(journal.tx, owner, list(added.values()))
    popular = await _popular(journal, numbered, set(found))
    return Imported(accounts, popular, [card.client_id for card in left])


async def _within_limits(
    journal: Journal, owner: UserId, cards: Sequence[Card], profile: Profile
) -> tuple[list[Card], list[Card]]:
    """Cards that can be taken now, and those that are to be sent again."""
    room = CONTACTS_MAX - await store.count(journal.tx, owner)
    fits = max(0, min(IMPORT_MAX, room))
    phones = {card.client_id: read_phone(card.phone) or "" for card in cards[:fits]}
    known = await store.find_known(journal.tx, owner, set(phones.values()))
    new = [card for card in cards[:fits] if phones[card.client_id] not in known]
    granted = await spend(journal.tx, profile, owner, journal.now, len(new))
    late = {card.client_id for card in new[granted:]}
    taken = [card for card in cards[:fits] if card.client_id not in late]
    return taken, [*new[granted:], *cards[fits:]]


def _named(card: Card) -> bool:
    return bool(clean_name(card.first_name) or clean_name(card.last_name))


def _names(first_name: str, last_name: str) -> tuple[str, str]:
    """A contact has a first name; where there is only a last one, that is it."""
    first, last = clean_name(first_name), clean_name(last_name)
    return (first, last) if first else (last, "")


async def _popular(
    journal: Journal, numbered: dict[int, str], known: set[str]
) -> dict[int, int]:
    strange = {phone for phone in numbered.values() if phone not in known}
    if not strange:
        return {}
    importers = await store.count_importers(journal.tx, strange)
    return {
        client_id: importers[phone]
        for client_id, phone in numbered.items()
        if importers.get(phone, 0) >= POPULAR_IMPORTERS_MIN
    }


def _added(
    sight: Sight, user: User, first: str, last: str, phone: str, note: bytes | None, at: int
) -> Relation:
    before = sight.between.mine_of(user.id)
    return replace(
        before,
        ties=before.ties | Tie.CONTACT,
        first_name=first,
        last_name=last,
        phone=phone,
        note=note if note is not None else before.note,
        added_at=before.added_at or at,
    )


async def _tell(journal: Journal, owner: UserId, changed: Collection[UserId]) -> None:
    if len(changed) > TOLD_MAX:
        await journal.append(BoxId(owner), ContactsReset())
    elif changed:
        facts = [PeerSettingsChanged(user_peer(each)) for each in sorted(changed)]
        await journal.append(BoxId(owner), *facts)


async def add_contact(
    journal: Journal,
    sight: Sight,
    user: User,
    *,
    first_name: str,
    last_name: str,
    phone: str,
    note: bytes | None,
) -> None:
    """Put an account into the address book of `sight.me`, or change what stands there.

    A number is kept only when the account may be found by it: whoever guesses must learn nothing.

    Errors: CONTACT_NAME_EMPTY
    """
    if not clean_name(first_name) and not clean_name(last_name):
        raise RpcError(400, "CONTACT_NAME_EMPTY")
    first, last = _names(first_name, last_name)
    said = read_phone(phone) or ""
    known = said == user.phone and sight.allowed(user, Key.ADDED_BY_PHONE)
    before = sight.between.mine_of(user.id).phone
    kept = said if known else before
    owner = sight.me.id
    await _tell(journal, owner, {user.id})
    await relations.put(
        journal.tx, owner, [_added(sight, user, first, last, kept, note, journal.at)]
    )


async def delete_contacts(journal: Journal, owner: UserId, ids: Collection[UserId]) -> None:
    """Take accounts out of the address book, and their numbers."""
    held = await relations.find(journal.tx, owner, ids)
    there = [each for each in held.values() if each.contact]
    await _tell(journal, owner, {each.user_id for each in there})
    numbers = {each.phone for each in there if each.phone}
    found = await users.find_many(journal.tx, {each.user_id for each in there})
    numbers |= {user.phone for user in found.values() if user.phone}
    await store.delete(journal.tx, owner, numbers)
    await relations.put(journal.tx, owner, [_removed(each) for each in there])


def _removed(held: Relation) -> Relation:
    return replace(
        held,
        ties=held.ties & ~(Tie.CONTACT | Tie.CLOSE_FRIEND),
        first_name="",
        last_name="",
        phone="",
        note=None,
        added_at=0,
    )


async def delete_by_phones(journal: Journal, owner: UserId, phones: Sequence[str]) -> None:
    """Forget numbers, and the accounts that were added by them."""
    numbers = {digits for phone in phones if (digits := read_phone(phone))}
    found = await users.find_by_phones(journal.tx, numbers)
    held = await relations.find(journal.tx, owner, {user.id for user in found.values()})
    added = {user.id for phone, user in found.items() if held[user.id].phone == phone}
    await delete_contacts(journal, owner, added)
    await store.delete(journal.tx, owner, numbers)


# -- accounts that come and go ----------------------------------------------------------


@greets
async def greet(journal: Journal, user: User) -> None:
    """A new account stands in the address books of those who have had its number all along."""
    if user.phone is None:  # a bot
        return
    for owner, saved in await store.find_owners(journal.tx, user.phone, GREETED_MAX):
        await journal.append(BoxId(owner), PeerSettingsChanged(user.peer))
        held = Relation(
            user_id=user.id,
            ties=Tie.CONTACT,
            first_name=saved.first_name,
            last_name=saved.last_name,
            phone=saved.phone,
            added_at=journal.at,
        )
        await relations.put(journal.tx, owner, [held])


@takes_leave
async def leave(journal: Journal, user: User) -> None:
    """The numbers of an account that is deleted are forgotten."""
    await store.delete_all(journal.tx, user.id)
