"""Links that start a bot with a parameter: it finds that in the message, and nobody else sees it.

https://core.telegram.org/api/links#bot-links
"""

import re
from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.messages.leaving import existing_bodies
from chappe.features.messages.model import Message
from chappe.features.messages.view import enriches
from chappe.ids import is_bot
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.viewer import Viewer

PARAM_CHARACTERS_MAX = 64
PARAM = re.compile(r"[A-Za-z0-9_-]+")
START = "/start"
INSERT = "INSERT INTO bot_start (body, param) VALUES (:body, :param)"
FIND = "SELECT body, param FROM bot_start WHERE body IN :bodies[]"
PAGE = "SELECT body FROM bot_start WHERE body > :after ORDER BY body LIMIT :limit"
PAGE_ROWS = 1000
FORGET = "DELETE FROM bot_start WHERE body IN :bodies[]"


def check_param(param: str) -> None:
    """Refuse what no link can have.

    Errors: START_PARAM_EMPTY, START_PARAM_TOO_LONG, START_PARAM_INVALID
    """
    if not param:
        raise RpcError(400, "START_PARAM_EMPTY")
    if len(param) > PARAM_CHARACTERS_MAX:
        raise RpcError(400, "START_PARAM_TOO_LONG")
    if not PARAM.fullmatch(param):
        raise RpcError(400, "START_PARAM_INVALID")


async def keep(tx: Tx, body_id: int, param: str) -> None:
    """Keep the parameter of a message."""
    await tx.run(INSERT, body=body_id, param=param)


async def find(tx: Tx, body_id: int) -> str | None:
    """The parameter of a message."""
    rows = await tx.rows(FIND, bodies=[body_id])
    return rows[0][1] if rows else None


@enriches
async def add_params(
    tx: Tx, viewer: Viewer, source: Sequence[Message], shown: Sequence["api.TypeMessage"]
) -> None:
    """Let a bot read with what it was started."""
    if not is_bot(viewer.user_id):
        return
    started = {each.body_id for each in source if each.body.text == START and not each.out}
    if not started:
        return
    found: dict[int, str] = dict(await tx.rows(FIND, bodies=list(started)))
    for message, rendered in zip(source, shown, strict=True):
        param = found.get(message.body_id)
        if param is not None and isinstance(rendered, api.Message):
            rendered.message = f"{START} {param}"


async def forget_gone(tx: Tx) -> None:
    """Forget the parameters of messages that are gone, from time to time: asking with every deletion would cost
    a statement each."""
    after = 0
    while rows := await tx.rows(PAGE, after=after, limit=PAGE_ROWS):
        bodies = {row[0] for row in rows}
        gone = bodies - await existing_bodies(tx, bodies)
        await tx.run(FORGET, bodies=list(gone))
        after = max(bodies)
