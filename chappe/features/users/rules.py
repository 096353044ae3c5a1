"""Privacy rules: what the owner of an account says about who may see or do something.

The rules of all keys stand in one column of the account, empty while all is as it is at first, so that
whoever shows a hundred accounts reads no rows besides. A rule that names users weighs more than one that
names a group, and that more than one for all; of two of the same weight the first one counts.
https://core.telegram.org/api/privacy
"""

import enum
from dataclasses import dataclass
from functools import lru_cache

import msgspec


class Key(enum.IntEnum):
    """What a rule is about; the numbers stand in the database."""

    STATUS = 1
    CHAT_INVITE = 2
    PHONE_CALL = 3
    PHONE_P2P = 4
    FORWARDS = 5
    PROFILE_PHOTO = 6
    PHONE_NUMBER = 7
    ADDED_BY_PHONE = 8
    VOICE_MESSAGES = 9
    ABOUT = 10
    BIRTHDAY = 11
    GIFTS = 12
    NO_PAID_MESSAGES = 13
    SAVED_MUSIC = 14


class Whom(enum.IntEnum):
    """Whom a rule means; the numbers stand in the database."""

    ALL = 1
    CONTACTS = 2
    USERS = 3
    CHATS = 4
    CLOSE_FRIENDS = 5
    PREMIUM = 6
    BOTS = 7


WEIGHT = {Whom.USERS: 0, Whom.CHATS: 1, Whom.ALL: 3}
"""Lower ones are asked first; the others weigh 2."""


class Rule(msgspec.Struct, array_like=True, frozen=True):
    """One rule. `ids`: of users or chats, when it names such."""

    allow: bool
    whom: Whom
    ids: tuple[int, ...] = ()


ALLOW_ALL = (Rule(allow=True, whom=Whom.ALL),)
CONTACTS_ONLY = (Rule(allow=True, whom=Whom.CONTACTS), Rule(allow=False, whom=Whom.ALL))
FOR_CONTACTS_AT_FIRST = frozenset(
    {Key.PHONE_NUMBER, Key.BIRTHDAY, Key.PHONE_P2P, Key.NO_PAID_MESSAGES}
)
"""What only contacts are allowed before its owner says anything; the rest all are."""

Rules = dict[Key, tuple[Rule, ...]]
_decoder = msgspec.msgpack.Decoder(Rules)


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who wants to see something of an account: what the account holds of them, and what they are."""

    id: int
    contact: bool = False
    close_friend: bool = False
    premium: bool = False
    bot: bool = False
    chats: frozenset[int] = frozenset()


RULES_KEPT_MAX = 4096
"""Columns that were read lately: the same accounts are shown again and again."""


@lru_cache(RULES_KEPT_MAX)
def read_rules(data: bytes | None) -> Rules:
    """What an owner has said, by key; not to be changed."""
    return {} if data is None else _decoder.decode(data)


def chats_named(data: bytes | None) -> set[int]:
    """The groups whose members the rules of an account mean."""
    rules = [rule for said in read_rules(data).values() for rule in said]
    return {each for rule in rules if rule.whom is Whom.CHATS for each in rule.ids}


def write_rules(rules: Rules) -> bytes | None:
    """The rules for a column; None when all is as it is at first."""
    said = {key: value for key, value in rules.items() if value != rules_at_first(key)}
    return msgspec.msgpack.encode(said) if said else None


def rules_at_first(key: Key) -> tuple[Rule, ...]:
    """What is so before the owner says anything."""
    return CONTACTS_ONLY if key in FOR_CONTACTS_AT_FIRST else ALLOW_ALL


def rules_of(data: bytes | None, key: Key) -> tuple[Rule, ...]:
    """What holds for a key."""
    return read_rules(data).get(key) or rules_at_first(key)


def allows(rules: tuple[Rule, ...], by: Onlooker) -> bool:
    """Whether the rules let somebody; without a rule that means them, not."""
    for rule in sorted(rules, key=lambda each: WEIGHT.get(each.whom, 2)):
        if _means(rule, by):
            return rule.allow
    return False


def _means(rule: Rule, by: Onlooker) -> bool:
    meant = {
        Whom.ALL: True,
        Whom.CONTACTS: by.contact,
        Whom.USERS: by.id in rule.ids,
        Whom.CHATS: not by.chats.isdisjoint(rule.ids),
        Whom.CLOSE_FRIENDS: by.close_friend,
        Whom.PREMIUM: by.premium,
        Whom.BOTS: by.bot,
    }
    return meant[rule.whom]
