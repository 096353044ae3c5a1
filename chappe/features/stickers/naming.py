"""Short names of sets: which are lawful, which are free, which would do."""

import secrets
import unicodedata
from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.stickers import store
from chappe.features.stickers.access import BOTS_SUFFIX, NAME
from chappe.features.users.access import access_self, access_user
from chappe.features.users.model import User
from chappe.ids import is_bot
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError

if TYPE_CHECKING:
    from chappe.tl import api

NAME_CHARACTERS_MAX = 64
TRIES = 8


async def access_owner(tx: Tx, call: Call, named: "api.TypeInputUser") -> User:
    """Whose a new set will be: a person's own, a bot's for some person that it knows.

    Errors: USER_ID_INVALID, MSG_ID_INVALID
    """
    user = await access_user(tx, call.viewer, named)
    right = user.id != call.user_id if is_bot(call.user_id) else user.id == call.user_id
    if not right or is_bot(user.id) or user.deleted:
        raise RpcError(400, "USER_ID_INVALID")
    return user


async def access_short_name(tx: Tx, call: Call, name: str) -> str:
    """The short name of a new set: a bot's ends as the bot says of itself.

    Errors: PACK_SHORT_NAME_INVALID, PACK_SHORT_NAME_OCCUPIED
    """
    if not NAME.fullmatch(name):
        raise RpcError(400, "PACK_SHORT_NAME_INVALID")
    if is_bot(call.user_id):
        me = await access_self(tx, call.viewer)
        endings = [f"{BOTS_SUFFIX}{each.name}".lower() for each in me.usernames if each.active]
        if not any(name.lower().endswith(ending) for ending in endings):
            raise RpcError(400, "PACK_SHORT_NAME_INVALID")
    if await store.find_by_names(tx, [name]):
        raise RpcError(400, "PACK_SHORT_NAME_OCCUPIED")
    return name


async def suggest(tx: Tx, title: str) -> str:
    """A free short name for a set that is called so; what has no Latin letters gets a plain one."""
    latin = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = "".join(c if c.isalnum() else " " for c in latin).split()
    base = "_".join(words).lstrip("0123456789_")[: NAME_CHARACTERS_MAX - 8].rstrip("_")
    base = base if NAME.fullmatch(base) else "Stickers"
    names = [base, *(f"{base}_{secrets.randbelow(9000) + 1000}" for _ in range(TRIES))]
    taken = await store.find_by_names(tx, names)
    return next((name for name in names if name.lower() not in taken), names[-1])
