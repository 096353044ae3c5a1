"""What pages of bots store with us: some words for each who looks at them, in the cloud and so on every device.

Clients carry the questions of pages here as they are. https://core.telegram.org/bots/webapps#cloudstorage
"""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from chappe.db.database import Tx
from chappe.ids import UserId
from chappe.rpc.errors import RpcError

VALUES_MAX = 1024
VALUE_CHARACTERS_MAX = 4096
NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
MINE = "bot_id = :bot AND user_id = :user"
PUT = """
INSERT INTO web_value (bot_id, user_id, name, value) VALUES (:bot, :user, :name, :value)
ON CONFLICT (bot_id, user_id, name) DO UPDATE SET value = excluded.value
"""
FIND = f"SELECT name, value FROM web_value WHERE {MINE} AND name IN :names[text]"
NAMES = f"SELECT name FROM web_value WHERE {MINE} ORDER BY name"
COUNT = f"SELECT COUNT(*) FROM web_value WHERE {MINE}"
DROP = f"DELETE FROM web_value WHERE {MINE} AND name IN :names[text]"
FORGET_BOT = "DELETE FROM web_value WHERE bot_id = :bot"
FORGET_USER = "DELETE FROM web_value WHERE user_id = :user"

Custom = Callable[[Tx, UserId, UserId, dict[str, Any]], Awaitable[Any]]


async def _save(tx: Tx, bot: UserId, user: UserId, said: dict[str, Any]) -> bool:
    (name,), value = _check_names([said.get("key")]), said.get("value")
    if not isinstance(value, str) or len(value) > VALUE_CHARACTERS_MAX:
        raise RpcError(400, "DATA_INVALID")
    if not value:
        await tx.run(DROP, bot=bot, user=user, names=[name])
        return True
    known = await tx.rows(FIND, bot=bot, user=user, names=[name])
    counted = await tx.row(COUNT, bot=bot, user=user)
    assert counted is not None
    if not known and counted[0] >= VALUES_MAX:
        raise RpcError(400, "DATA_TOO_LONG")
    await tx.run(PUT, bot=bot, user=user, name=name, value=value)
    return True


async def _find(tx: Tx, bot: UserId, user: UserId, said: dict[str, Any]) -> dict[str, str]:
    names = _check_names(said.get("keys"))
    found: dict[str, str] = dict(await tx.rows(FIND, bot=bot, user=user, names=names))
    return {name: found.get(name, "") for name in names}


async def _drop(tx: Tx, bot: UserId, user: UserId, said: dict[str, Any]) -> bool:
    await tx.run(DROP, bot=bot, user=user, names=_check_names(said.get("keys")))
    return True


async def _list(tx: Tx, bot: UserId, user: UserId, _said: dict[str, Any]) -> list[str]:
    return [row[0] for row in await tx.rows(NAMES, bot=bot, user=user)]


CUSTOM: dict[str, Custom] = {
    "saveStorageValue": _save,
    "getStorageValues": _find,
    "deleteStorageValues": _drop,
    "getStorageKeys": _list,
}
"""What pages may ask for."""


async def answer(tx: Tx, bot: UserId, user: UserId, method: str, params: str) -> str:
    """The answer to what a page asks, JSON to JSON.

    Errors: METHOD_INVALID, DATA_JSON_INVALID, DATA_INVALID (a name or value that cannot be), DATA_TOO_LONG (too many)
    """
    custom = CUSTOM.get(method)
    if custom is None:
        raise RpcError(400, "METHOD_INVALID")
    try:
        said = json.loads(params)
    except (ValueError, RecursionError):
        raise RpcError(400, "DATA_JSON_INVALID") from None
    if not isinstance(said, dict):
        raise RpcError(400, "DATA_JSON_INVALID")
    found = await custom(tx, bot, user, said)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _check_names(said: Any) -> list[str]:
    """Names as a page gives them."""
    fits = isinstance(said, list) and len(said) <= VALUES_MAX
    if not fits or not all(isinstance(each, str) and NAME.fullmatch(each) for each in said):
        raise RpcError(400, "DATA_INVALID")
    return list(said)


async def forget(tx: Tx, user_id: UserId) -> None:
    """An account is gone, and what was stored by it or for it."""
    await tx.run(FORGET_BOT, bot=user_id)
    await tx.run(FORGET_USER, user=user_id)
