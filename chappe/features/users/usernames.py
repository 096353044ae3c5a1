"""Public names: one that its owner chooses, and others that an account was given.

https://core.telegram.org/api/usernames
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from chappe.db.database import Tx
from chappe.features.users import store
from chappe.features.users.facts import UserName
from chappe.features.users.model import User, Username
from chappe.features.users.news import tell_of
from chappe.rpc.errors import RpcError
from chappe.updates.log import Journal

LAWFUL = re.compile(r"(?=.{5,32}\Z)[A-Za-z](?:_?[A-Za-z0-9])*")
ACTIVE_MAX = 10


async def check_username(tx: Tx, user: User, name: str) -> None:
    """Refuse a public name that an account cannot take.

    Errors: USERNAME_INVALID, USERNAME_OCCUPIED
    """
    if not LAWFUL.fullmatch(name):
        raise RpcError(400, "USERNAME_INVALID")
    holder = await store.find_holder(tx, name)
    if holder is not None and (holder != user.peer or _given(user, name)):
        raise RpcError(400, "USERNAME_OCCUPIED")


def _given(user: User, name: str) -> bool:
    return any(
        each.name.lower() == name.lower() and not each.editable for each in user.usernames
    )


async def choose_username(journal: Journal, user: User, name: str) -> None:
    """Go by this public name from now on; empty: by none.

    Errors: USERNAME_INVALID, USERNAME_OCCUPIED, USERNAME_NOT_MODIFIED
    """
    before = next((each.name for each in user.usernames if each.editable), "")
    if name == before:
        raise RpcError(400, "USERNAME_NOT_MODIFIED")
    if name:
        await check_username(journal.tx, user, name)
    chosen = (Username(name),) if name else ()
    others = [each for each in user.usernames if not each.editable]
    place = next((i for i, each in enumerate(user.usernames) if each.editable), 0)
    await tell_of(journal, user.id, UserName(user.id))
    if before:
        await store.delete_username(journal.tx, before, user.peer)
    if name and not await store.put_username(journal.tx, name, user.peer):
        raise RpcError(400, "USERNAME_OCCUPIED")
    names = (*others[:place], *chosen, *others[place:])
    await store.set_usernames(journal.tx, user.id, names)


async def give_username(journal: Journal, user: User, name: str) -> None:
    """Give an account one more public name, not active at first; its administrator does this.

    Errors: USERNAME_INVALID, USERNAME_OCCUPIED
    """
    await check_username(journal.tx, user, name)
    await tell_of(journal, user.id, UserName(user.id))
    if not await store.put_username(journal.tx, name, user.peer, active=False):
        raise RpcError(400, "USERNAME_OCCUPIED")
    names = (*user.usernames, Username(name, active=False, editable=False))
    await store.set_usernames(journal.tx, user.id, names)


async def toggle_username(journal: Journal, user: User, name: str, *, active: bool) -> None:
    """Let a public name that was given to an account lead there, or not.

    Errors: USERNAME_INVALID (not one that was given), USERNAME_NOT_MODIFIED, USERNAMES_ACTIVE_TOO_MUCH
    """
    before = next((each for each in user.usernames if each.name.lower() == name.lower()), None)
    if before is None or before.editable:
        raise RpcError(400, "USERNAME_INVALID")
    if before.active == active:
        raise RpcError(400, "USERNAME_NOT_MODIFIED")
    if active and sum(each.active for each in user.usernames) >= ACTIVE_MAX:
        raise RpcError(400, "USERNAMES_ACTIVE_TOO_MUCH")
    after = replace(before, active=active)
    others = [each for each in user.usernames if each is not before]
    on = [each for each in others if each.active]
    off = [each for each in others if not each.active]
    await tell_of(journal, user.id, UserName(user.id))
    await store.put_username(journal.tx, before.name, user.peer, active=active)
    await store.set_usernames(journal.tx, user.id, (*on, after, *off))


async def reorder_usernames(journal: Journal, user: User, order: Sequence[str]) -> None:
    """Put the active public names of an account into another order.

    Errors: ORDER_INVALID (not all of them, each once), USERNAME_NOT_MODIFIED
    """
    active = {each.name.lower(): each for each in user.usernames if each.active}
    wanted = [name.lower() for name in order]
    if len(wanted) != len(active) or set(wanted) != set(active):
        raise RpcError(400, "ORDER_INVALID")
    if wanted == list(active):
        raise RpcError(400, "USERNAME_NOT_MODIFIED")
    off = [each for each in user.usernames if not each.active]
    await tell_of(journal, user.id, UserName(user.id))
    names = (*(active[name] for name in wanted), *off)
    await store.set_usernames(journal.tx, user.id, names)
