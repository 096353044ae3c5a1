"""The SQL of `dialog`."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from chappe.db.database import Row, Tx
from chappe.features.dialogs.model import Dialog
from chappe.ids import MessageId, PeerId, UserId

COLUMNS = """
owner_id, peer, top_id, top_at, read_inbox, read_outbox, unread, unread_mark, folder_id, pinned,
ttl_period, unread_mentions, unread_reactions, draft
"""
FIND = f"SELECT {COLUMNS} FROM dialog WHERE owner_id = :owner AND peer = :peer"
FIND_MANY = f"SELECT {COLUMNS} FROM dialog WHERE owner_id = :owner AND peer IN :peers[]"
MESSAGE_CAME = f"""
INSERT INTO dialog ({COLUMNS}) VALUES
(:owner, :peer, :id, :at, 0, 0, :unread, 0, 0, 0, 0, 0, 0, NULL)
ON CONFLICT (owner_id, peer) DO UPDATE SET top_id = excluded.top_id, top_at = excluded.top_at,
    unread = dialog.unread + excluded.unread
RETURNING unread, read_inbox, read_outbox, ttl_period
"""
READ_INBOX = """
UPDATE dialog SET read_inbox = :max_id, unread = :unread, unread_mark = 0
WHERE owner_id = :owner AND peer = :peer
"""
READ_OUTBOX = """
UPDATE dialog SET read_outbox = :max_id
WHERE owner_id = :owner AND peer = :peer AND read_outbox < :max_id
"""
PAGE = f"""
SELECT {COLUMNS} FROM dialog WHERE owner_id = :owner AND folder_id = :folder AND top_at > 0
    AND (pinned = 0 OR :with_pinned = 1) AND (
        :offset_at = 0 OR top_at < :offset_at OR top_at = :offset_at AND (
            top_id < :offset_id OR top_id = :offset_id AND peer < :offset_peer
        )
    )
ORDER BY top_at DESC, top_id DESC, peer DESC LIMIT :limit
"""
PINNED = f"""
SELECT {COLUMNS} FROM dialog WHERE owner_id = :owner AND folder_id = :folder AND pinned > 0
ORDER BY pinned DESC
"""
COUNT = """
SELECT COUNT(*) FROM dialog WHERE owner_id = :owner AND folder_id = :folder AND top_at > 0
    AND (pinned = 0 OR :with_pinned = 1)
"""
ARCHIVED = "SELECT peer FROM dialog WHERE owner_id = :owner AND folder_id = 1"
UNREAD = "SELECT COALESCE(SUM(unread), 0) FROM dialog WHERE owner_id = :owner"


async def find(tx: Tx, owner: UserId, peer: PeerId) -> Dialog | None:
    """One dialog."""
    row = await tx.row(FIND, owner=owner, peer=peer)
    return None if row is None else dialog_of(row)


async def find_many(tx: Tx, owner: UserId, peers: Collection[PeerId]) -> dict[PeerId, Dialog]:
    """Some dialogs of one account."""
    rows = await tx.rows(FIND_MANY, owner=owner, peers=list(peers))
    return {dialog.peer: dialog for dialog in map(dialog_of, rows)}


class Came(NamedTuple):
    """What a dialog says to a new message. `known`: something had happened in it before; `ttl_period`:
    seconds that the owner gives to new messages, 0: for ever."""

    known: bool
    ttl_period: int


async def message_came(
    tx: Tx, owner: UserId, peer: PeerId, message_id: MessageId, at: int, *, unread: int
) -> Came:
    """A message is the newest of a dialog now; a dialog that is not there yet is made. `unread`: so many
    of those that came are unread."""
    row = await tx.row(
        MESSAGE_CAME, owner=owner, peer=peer, id=message_id, at=at, unread=unread
    )
    assert row is not None
    known = row[0] > max(unread, 1) or row[1] > 0 or row[2] > 0
    return Came(known, row[3])


async def read_inbox(
    tx: Tx, owner: UserId, peer: PeerId, max_id: MessageId, unread: int
) -> None:
    """The owner has read as far as `max_id`; so many are left."""
    await tx.run(READ_INBOX, owner=owner, peer=peer, max_id=max_id, unread=unread)


async def read_outbox(tx: Tx, owner: UserId, peer: PeerId, max_id: MessageId) -> bool:
    """The peer has read as far as `max_id`; False when that was known."""
    return await tx.run(READ_OUTBOX, owner=owner, peer=peer, max_id=max_id) == 1


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list of chats: that of a dialog with this newest message. All 0: the top."""

    at: int = 0
    top_id: int = 0
    peer: int = 0


async def find_page(
    tx: Tx, owner: UserId, folder_id: int, after: Place, limit: int, *, with_pinned: bool
) -> list[Dialog]:
    """The dialogs of a folder that stand below a place, the newest first."""
    rows = await tx.rows(
        PAGE,
        owner=owner,
        folder=folder_id,
        with_pinned=int(with_pinned),
        offset_at=after.at,
        offset_id=after.top_id,
        offset_peer=after.peer,
        limit=limit,
    )
    return [dialog_of(row) for row in rows]


async def find_pinned(tx: Tx, owner: UserId, folder_id: int) -> list[Dialog]:
    """The pinned dialogs of a folder, in their order."""
    return [dialog_of(row) for row in await tx.rows(PINNED, owner=owner, folder=folder_id)]


async def find_archived(tx: Tx, owner: UserId) -> list[PeerId]:
    """The peers of the archive."""
    return [PeerId(peer) for (peer,) in await tx.rows(ARCHIVED, owner=owner)]


async def count(tx: Tx, owner: UserId, folder_id: int, *, with_pinned: bool) -> int:
    """How many dialogs a folder has."""
    row = await tx.row(COUNT, owner=owner, folder=folder_id, with_pinned=int(with_pinned))
    assert row is not None
    return int(row[0])


async def count_unread(tx: Tx, owner: UserId) -> int:
    """Unread messages of an account, over all dialogs."""
    row = await tx.row(UNREAD, owner=owner)
    assert row is not None
    return int(row[0])


def dialog_of(row: Row) -> Dialog:
    """A row of `COLUMNS`."""
    return Dialog(*row)
