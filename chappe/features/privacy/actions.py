"""Setting privacy rules."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.privacy.words import SAID
from chappe.features.users import store as users
from chappe.features.users.access import access_users
from chappe.features.users.model import User
from chappe.features.users.rules import Key, Rule, Whom, read_rules, rules_of, write_rules
from chappe.ids import BoxId, UserId
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal
from chappe.updates.viewer import Viewer

RULES_MAX = 20
EXCEPTIONS_MAX = 1000
"""Users and chats that the rules of one key name."""
CHAT_IDS = range(1, 1_000_000_000_000)


@fact(Kind.PRIVACY)
class PrivacyChanged(Fact, frozen=True):
    """The rules of a key are others."""

    key: int


async def read_said(
    tx: Tx, viewer: Viewer, said: "Sequence[api.TypeInputPrivacyRule]"
) -> tuple[Rule, ...]:
    """The rules that a client sets; users whom it may not name are left out.

    Errors: PRIVACY_TOO_LONG, PRIVACY_VALUE_INVALID (none at all, or one twice)
    """
    if len(said) > RULES_MAX:
        raise RpcError(400, "PRIVACY_TOO_LONG")
    kinds = [SAID[type(each)] for each in said]
    if not kinds or len(set(kinds)) != len(kinds):
        raise RpcError(400, "PRIVACY_VALUE_INVALID")
    rules = [
        Rule(allow=allow, whom=whom, ids=await _ids(tx, viewer, each))
        for each, (allow, whom) in zip(said, kinds, strict=True)
    ]
    return tuple(
        rule for rule in rules if rule.ids or rule.whom not in {Whom.USERS, Whom.CHATS}
    )


async def _ids(tx: Tx, viewer: Viewer, said: "api.TypeInputPrivacyRule") -> tuple[int, ...]:
    match said:
        case api.InputPrivacyValueAllowUsers() | api.InputPrivacyValueDisallowUsers():
            _check_length(said.users)
            found = await access_users(tx, viewer, said.users)
            return tuple(dict.fromkeys(user.id for user in found))
        case (
            api.InputPrivacyValueAllowChatParticipants()
            | api.InputPrivacyValueDisallowChatParticipants()
        ):
            _check_length(said.chats)
            return tuple(dict.fromkeys(each for each in said.chats if each in CHAT_IDS))
        case _:
            return ()


def _check_length(named: Sequence[object]) -> None:
    if len(named) > EXCEPTIONS_MAX:
        raise RpcError(400, "PRIVACY_TOO_LONG")


async def set_rules(journal: Journal, user: User, key: Key, rules: tuple[Rule, ...]) -> None:
    """Keep the rules of a key, and tell the owner's other sessions."""
    if rules == rules_of(user.privacy, key):
        return
    await journal.append(BoxId(user.id), PrivacyChanged(key))
    kept = {**read_rules(user.privacy), key: rules}
    await users.set_value(journal.tx, user.id, "privacy", write_rules(kept))


async def make_exception(journal: Journal, user: User, key: Key, other: UserId) -> None:
    """Let one more account see or do something, whatever the other rules say."""
    rules = rules_of(user.privacy, key)
    allowed = next((rule for rule in rules if rule.allow and rule.whom is Whom.USERS), None)
    ids = (*(allowed.ids if allowed else ()), other)
    rest = tuple(
        Rule(allow=rule.allow, whom=rule.whom, ids=tuple(e for e in rule.ids if e != other))
        for rule in rules
        if rule is not allowed
    )
    rest = tuple(rule for rule in rest if rule.ids or rule.whom is not Whom.USERS)
    exception = Rule(
        allow=True, whom=Whom.USERS, ids=tuple(dict.fromkeys(ids))[-EXCEPTIONS_MAX:]
    )
    await set_rules(journal, user, key, (exception, *rest))
