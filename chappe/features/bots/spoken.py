"""Which bot has spoken last in a group: a command that names none is for that one.

A row for each change, so that whoever looks at an old message later finds what was so then. Bodies are numbered
in the order in which they were said.
"""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.messages.delivered import on_bot_spoke
from chappe.ids import PeerId, UserId, user_of
from chappe.updates.log import Journal

LAST = """
SELECT bot_id FROM bot_spoke WHERE peer = :peer AND body < :body ORDER BY body DESC LIMIT 1
"""
INSERT = """
INSERT INTO bot_spoke (peer, body, bot_id) VALUES (:peer, :body, :bot) ON CONFLICT DO NOTHING
"""
NOW = 1 << 62


async def find_last(tx: Tx, peer: PeerId, before: int = NOW) -> UserId | None:
    """The bot that had spoken last in a group before a message; `before`: the number of its body."""
    row = await tx.row(LAST, peer=peer, body=before)
    return None if row is None else UserId(row[0])


@on_bot_spoke
async def note(journal: Journal, bot: UserId, peer: PeerId, bodies: Sequence[int]) -> None:
    """A bot has spoken."""
    if user_of(peer) is None and await find_last(journal.tx, peer) != bot:
        await journal.tx.run(INSERT, peer=peer, body=bodies[0], bot=bot)
