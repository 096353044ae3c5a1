"""Marks on bodies and copies: for rooms that add something to messages."""

from collections.abc import Collection

from chappe.db.database import Param, Tx
from chappe.features.messages.model import BodyMark, CopyMark
from chappe.ids import BoxId, MessageId, PeerId

MARK_BODY = "UPDATE body SET marks = marks | :mark WHERE id = :body"
UNMARK_BODY = "UPDATE body SET marks = marks & :rest WHERE id = :body"
MARK_COPIES = "UPDATE message SET marks = marks | :mark WHERE box = :box AND id IN :ids[]"
UNMARK_COPIES = "UPDATE message SET marks = marks & :rest WHERE box = :box AND id IN :ids[]"


async def mark_body(tx: Tx, body_id: int, mark: BodyMark, *, on: bool) -> None:
    """Set a mark of a body, or take it off."""
    if on:
        await tx.run(MARK_BODY, body=body_id, mark=int(mark))
    else:
        await tx.run(UNMARK_BODY, body=body_id, rest=~int(mark))


async def mark_copies(
    tx: Tx, box: BoxId, ids: Collection[MessageId], mark: CopyMark, *, on: bool
) -> None:
    """Set a mark of some messages, or take it off."""
    if on:
        await tx.run(MARK_COPIES, box=box, ids=list(ids), mark=int(mark))
    else:
        await tx.run(UNMARK_COPIES, box=box, ids=list(ids), rest=~int(mark))


async def find_marked(
    tx: Tx, box: BoxId, peer: PeerId, mark: CopyMark, *, thread: MessageId | None = None
) -> list[tuple[MessageId, int]]:
    """The messages of a dialog with a mark, and their bodies. `thread`: of one only; what is in none is in the first
    topic of a forum, number 1."""
    params: dict[str, Param] = {} if thread is None else {"thread": thread}
    rows = await tx.rows(
        # As the partial indexes say it: the number stands in the statement.
        "SELECT id, body FROM message WHERE box = :box AND peer = :peer "
        f"AND marks & {int(mark)} <> 0 "
        + ("" if thread is None else "AND COALESCE(thread, 1) = :thread ")
        + "ORDER BY id",
        box=box,
        peer=peer,
        **params,
    )
    return [(id_, body) for id_, body in rows]
