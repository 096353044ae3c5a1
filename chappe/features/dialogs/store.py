"""The SQL of `dialog`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from chappe.db.database import Row, Tx
from chappe.features.dialogs import marks
from chappe.features.dialogs.model import ARCHIVE, Dialog
from chappe.ids import CHANNEL_MARK, MessageId, PeerId, UserId, channel_of

COLUMNS = """
owner_id, peer, top_id, top_at, read_inbox, read_outbox, unread, unread_mark, folder_id, pinned,
ttl_period, unread_mentions, unread_reactions, draft
"""
FIND = f"SELECT {COLUMNS} FROM dialog_line WHERE owner_id = :owner AND peer = :peer"
FIND_MANY = f"SELECT {COLUMNS} FROM dialog_line WHERE owner_id = :owner AND peer IN :peers[]"
MESSAGES_CAME = (
    "(:owner{0}, :peer{0}, :id{0}, :at{0}, 0, 0, :unread{0}, 0, 0, 0, 0, 0, 0, NULL)",
    f"INSERT INTO dialog ({COLUMNS}) VALUES ",
    """
ON CONFLICT (owner_id, peer) DO UPDATE SET top_id = excluded.top_id, top_at = excluded.top_at,
    unread = dialog.unread + excluded.unread
RETURNING owner_id, unread, read_inbox, read_outbox, ttl_period, folder_id
""",
)
"""One row; what stands before the rows, and behind them."""
AT_ONCE = 16
"""Dialogs in one statement: each number of rows is a statement of its own."""
POST_CAME = """
INSERT INTO channel_top (peer, top_id, top_at) VALUES (:peer, :id, :at)
ON CONFLICT (peer) DO UPDATE SET top_id = excluded.top_id, top_at = excluded.top_at
"""
POSTS_WENT = """
UPDATE channel_top SET top_id = :id, top_at = CASE WHEN :at > 0 THEN :at ELSE top_at END
WHERE peer = :peer AND top_id <> :id
"""
OPEN_LINE = f"""
INSERT INTO dialog ({COLUMNS}) VALUES
(:owner, :peer, 0, 0, :read, 0, 0, 0, 0, 0, 0, 0, 0, NULL)
ON CONFLICT (owner_id, peer) DO UPDATE SET read_inbox = excluded.read_inbox
"""
HAS = "EXISTS (SELECT 1 FROM dialog WHERE owner_id = :me AND peer = :other)"
"""Whether `me` has a line of another: a part of a statement that is asked often."""
CLOSE_LINE = "DELETE FROM dialog WHERE owner_id = :owner AND peer = :peer"
READ_INBOX = """
UPDATE dialog SET read_inbox = :max_id, unread = :unread, unread_mark = 0
WHERE owner_id = :owner AND peer = :peer
"""
PUT_RIGHT = """
UPDATE dialog SET top_id = :top_id, top_at = :top_at, unread = :unread
WHERE owner_id = :owner AND peer = :peer
"""
READ_OUTBOX = """
UPDATE dialog SET read_outbox = :max_id
WHERE owner_id = :owner AND peer = :peer AND read_outbox < :max_id
"""
BELOW = """
pinned = 0 AND top_at > 0 AND top_at <= :offset_at AND (
    top_at < :offset_at OR top_id < :offset_id OR top_id = :offset_id AND peer < :offset_peer
) ORDER BY top_at DESC, top_id DESC, peer DESC LIMIT :limit
"""
PAGE = f"""
SELECT * FROM (
    SELECT {COLUMNS} FROM dialog WHERE owner_id = :owner AND folder_id = :folder AND {BELOW}
) AS near UNION ALL SELECT * FROM (
    SELECT {COLUMNS} FROM dialog_line
    WHERE owner_id = :owner AND peer < -{CHANNEL_MARK} AND folder_id = :folder AND {BELOW}
) AS far
"""
"""The rows of channels have no date of their own (0): all others are read in their order, and no more of
them than are asked for."""
PINNED = f"""
SELECT {COLUMNS} FROM dialog_line
WHERE owner_id = :owner AND folder_id IN :folders[] AND pinned > 0 AND top_at > 0
ORDER BY folder_id, pinned DESC
"""
RECENT = """
SELECT peer FROM dialog WHERE owner_id = :owner AND peer > 0 AND top_at > 0
ORDER BY top_at DESC LIMIT :limit
"""
COUNT = """
SELECT COUNT(*) FROM dialog_line WHERE owner_id = :owner AND folder_id IN :folders[] AND top_at > 0
    AND (pinned = 0 OR :with_pinned = 1)
"""
ARCHIVED = "SELECT peer FROM dialog WHERE owner_id = :owner AND folder_id = 1"
FOLDER_STATE = f"""
SELECT peer, top_id, unread, unread_mark FROM dialog_line
WHERE owner_id = :owner AND folder_id = :folder AND top_at > 0 AND (
    unread > 0 OR unread_mark = 1 OR peer < -{CHANNEL_MARK} OR top_at = (
        SELECT MAX(top_at) FROM dialog_line WHERE owner_id = :owner AND folder_id = :folder
    )
) ORDER BY top_at DESC, top_id DESC
"""
PINS = """
SELECT peer, pinned FROM dialog
WHERE owner_id = :owner AND folder_id = :folder AND pinned > 0 ORDER BY pinned DESC
"""
SET_PIN = "UPDATE dialog SET pinned = :place WHERE owner_id = :owner AND peer = :peer"
SET_MARK = """
UPDATE dialog SET unread_mark = :mark
WHERE owner_id = :owner AND peer = :peer AND unread_mark <> :mark
"""
MARKED = "SELECT peer FROM dialog WHERE owner_id = :owner AND unread_mark = 1 ORDER BY peer"
COME_BACK = """
UPDATE dialog SET folder_id = 0, pinned = 0
WHERE owner_id IN :owners[] AND peer = :peer AND folder_id = 1
"""
MOVE = """
UPDATE dialog SET folder_id = :folder, pinned = 0
WHERE owner_id = :owner AND peer IN :peers[] AND folder_id <> :folder RETURNING peer
"""
SET_DRAFT = f"""
INSERT INTO dialog ({COLUMNS}) VALUES
(:owner, :peer, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, :draft)
ON CONFLICT (owner_id, peer) DO UPDATE SET draft = excluded.draft
"""
DROP_DRAFT = """
UPDATE dialog SET draft = NULL WHERE owner_id = :owner AND peer = :peer AND draft IS NOT NULL
"""
DROP_DRAFTS = """
UPDATE dialog SET draft = NULL WHERE owner_id = :owner AND draft IS NOT NULL RETURNING peer
"""
DRAFTS = """
SELECT peer, draft FROM dialog WHERE owner_id = :owner AND draft IS NOT NULL ORDER BY peer
"""
SET_PERIOD = """
UPDATE dialog SET ttl_period = :seconds WHERE owner_id = :owner AND peer = :peer
"""
COUNT_MORE = """
UPDATE dialog SET {0} = CASE WHEN {0} + :more > 0 THEN {0} + :more ELSE 0 END
WHERE owner_id IN :owners[] AND peer = :peer
"""
COUNT_REACTIONS = COUNT_MORE.format("unread_reactions")
COUNT_MENTIONS = COUNT_MORE.format("unread_mentions")
READ_OUTBOX_OF = """
UPDATE dialog SET read_outbox = :max_id
WHERE owner_id IN :owners[] AND peer = :peer AND read_outbox < :max_id RETURNING owner_id
"""
UNREAD = "SELECT COALESCE(SUM(unread), 0) FROM dialog WHERE owner_id = :owner"


async def find(tx: Tx, owner: UserId, peer: PeerId) -> Dialog | None:
    """One dialog."""
    row = await tx.row(FIND, owner=owner, peer=peer)
    return None if row is None else dialog_of(row)


async def find_recent_peers(tx: Tx, owner: UserId, limit: int) -> list[PeerId]:
    """With which accounts one has talked lately, the last first."""
    return [PeerId(row[0]) for row in await tx.rows(RECENT, owner=owner, limit=limit)]


async def find_many(tx: Tx, owner: UserId, peers: Collection[PeerId]) -> dict[PeerId, Dialog]:
    """Some dialogs of one account."""
    rows = await tx.rows(FIND_MANY, owner=owner, peers=list(peers))
    return {dialog.peer: dialog for dialog in map(dialog_of, rows)}


class Came(NamedTuple):
    """What a dialog says to a new message. `known`: something had happened in it before; `ttl_period`:
    seconds that the owner gives to new messages, 0: for ever. `archived`: it stands in the archive."""

    known: bool
    ttl_period: int
    archived: bool = False


class Coming(NamedTuple):
    """The newest message of a dialog and its date; so many of those that came are unread."""

    owner: UserId
    peer: PeerId
    message_id: MessageId
    at: int
    unread: int


async def message_came(
    tx: Tx, owner: UserId, peer: PeerId, message_id: MessageId, at: int, *, unread: int
) -> Came:
    """A message is the newest of a dialog now; a dialog that is not there yet is made."""
    coming = Coming(owner, peer, message_id, at, unread)
    return (await messages_came(tx, [coming]))[owner]


async def messages_came(tx: Tx, comings: Sequence[Coming]) -> dict[UserId, Came]:
    """The same for dialogs of several owners."""
    came: dict[UserId, Came] = {}
    unread = {each.owner: each.unread for each in comings}
    for first in range(0, len(comings), AT_ONCE):
        part = comings[first : first + AT_ONCE]
        params: dict[str, int] = {}
        for place, each in enumerate(part):
            params[f"owner{place}"], params[f"peer{place}"] = each.owner, each.peer
            params[f"id{place}"], params[f"at{place}"] = each.message_id, each.at
            params[f"unread{place}"] = int(each.unread)
        for row in await tx.rows(_came_sql(len(part)), **params):
            known = row[1] > max(unread[row[0]], 1) or row[2] > 0 or row[3] > 0
            came[row[0]] = Came(known, row[4], row[5] == ARCHIVE)
    return came


@cache
def _came_sql(count: int) -> str:
    row, before, behind = MESSAGES_CAME
    return before + ", ".join(row.format(place) for place in range(count)) + behind


async def post_came(tx: Tx, peer: PeerId, message_id: MessageId, at: int) -> None:
    """A message is the newest of a channel now, for all who are in it."""
    await tx.run(POST_CAME, peer=peer, id=message_id, at=at)


async def posts_went(tx: Tx, peer: PeerId, message_id: MessageId, at: int) -> None:
    """Messages of a channel are gone: this is the newest now (0: there is none, and the channel keeps its place
    in the lists)."""
    await tx.run(POSTS_WENT, peer=peer, id=message_id, at=at)


async def open_line(tx: Tx, owner: UserId, peer: PeerId, read: MessageId) -> None:
    """A channel stands in somebody's list now; what was there up to `read` counts as read."""
    await tx.run(OPEN_LINE, owner=owner, peer=peer, read=read)


async def open_lines(tx: Tx, owners: Collection[UserId], peer: PeerId, read: MessageId) -> None:
    """The same for several."""
    await tx.run_many(
        OPEN_LINE, [{"owner": each, "peer": peer, "read": read} for each in owners]
    )


async def close_line(tx: Tx, owner: UserId, peer: PeerId) -> None:
    """A channel stands in somebody's list no more, and nothing of it is unread."""
    await tx.run(CLOSE_LINE, owner=owner, peer=peer)
    await marks.forget_member(tx, owner, peer)


async def read_inbox(
    tx: Tx, owner: UserId, peer: PeerId, max_id: MessageId, unread: int
) -> None:
    """The owner has read as far as `max_id`; so many are left."""
    await tx.run(READ_INBOX, owner=owner, peer=peer, max_id=max_id, unread=unread)


async def put_right(
    tx: Tx, owner: UserId, peer: PeerId, top_id: MessageId, top_at: int, unread: int
) -> None:
    """Messages are gone: this is the newest now (zeros: there is none), and so many are unread."""
    await tx.run(PUT_RIGHT, owner=owner, peer=peer, top_id=top_id, top_at=top_at, unread=unread)


async def read_outbox(tx: Tx, owner: UserId, peer: PeerId, max_id: MessageId) -> bool:
    """The peer has read as far as `max_id`; False when that was known."""
    return await tx.run(READ_OUTBOX, owner=owner, peer=peer, max_id=max_id) == 1


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list of chats: that of a dialog with this newest message."""

    at: int
    top_id: int
    peer: int


TOP = Place(1 << 31, 0, 0)
"""Above every dialog."""


async def find_page(
    tx: Tx,
    owner: UserId,
    folders: Collection[int],
    after: Place,
    limit: int,
    *,
    skip: int = 0,
) -> list[Dialog]:
    """The dialogs of some folders that stand below a place and are not pinned, the newest first."""
    found: list[Dialog] = []
    for folder_id in folders:
        rows = await tx.rows(
            PAGE,
            owner=owner,
            folder=folder_id,
            offset_at=after.at,
            offset_id=after.top_id,
            offset_peer=after.peer,
            limit=skip + limit,
        )
        found += [dialog_of(row) for row in rows]
    found.sort(key=lambda each: (each.top_at, each.top_id, each.peer), reverse=True)
    return found[skip : skip + limit]


async def find_pinned(tx: Tx, owner: UserId, folders: Collection[int]) -> list[Dialog]:
    """The pinned dialogs of some folders, in their order."""
    rows = await tx.rows(PINNED, owner=owner, folders=list(folders))
    return [dialog_of(row) for row in rows]


async def find_archived(tx: Tx, owner: UserId) -> list[PeerId]:
    """The peers of the archive."""
    return [PeerId(peer) for (peer,) in await tx.rows(ARCHIVED, owner=owner)]


async def count(tx: Tx, owner: UserId, folders: Collection[int], *, with_pinned: bool) -> int:
    """How many dialogs some folders have."""
    row = await tx.row(COUNT, owner=owner, folders=list(folders), with_pinned=int(with_pinned))
    assert row is not None
    return int(row[0])


class Waiting(NamedTuple):
    """A dialog in which something is unread."""

    peer: PeerId
    top_id: MessageId
    unread: int
    unread_mark: int

    @property
    def may_wait(self) -> bool:
        """Whether something is unread, or a channel has to be asked."""
        channel = channel_of(self.peer) is not None
        return self.unread > 0 or self.unread_mark > 0 or channel


async def folder_state(tx: Tx, owner: UserId, folder_id: int) -> list[Waiting]:
    """The newest dialog of a folder, and below it all others in which something may be unread: the
    channels know that themselves."""
    rows = await tx.rows(FOLDER_STATE, owner=owner, folder=folder_id)
    found = [Waiting(*row) for row in rows]
    return found[:1] + [each for each in found[1:] if each.may_wait]


async def pins(tx: Tx, owner: UserId, folder_id: int) -> dict[PeerId, int]:
    """What is pinned in a folder, in its order, with the places."""
    return dict(await tx.rows(PINS, owner=owner, folder=folder_id))


async def set_pins(tx: Tx, owner: UserId, places: Mapping[PeerId, int]) -> None:
    """Pin dialogs at places, the highest first; 0: pinned no more."""
    rows = [{"owner": owner, "peer": peer, "place": place} for peer, place in places.items()]
    await tx.run_many(SET_PIN, rows)


async def set_unread_mark(tx: Tx, owner: UserId, peer: PeerId, *, unread: bool) -> bool:
    """Mark a dialog as unread, or not; False when nothing changed."""
    return await tx.run(SET_MARK, owner=owner, peer=peer, mark=int(unread)) == 1


async def find_marked(tx: Tx, owner: UserId) -> list[PeerId]:
    """The dialogs that are marked as unread."""
    return [row[0] for row in await tx.rows(MARKED, owner=owner)]


async def move(
    tx: Tx, owner: UserId, peers: Collection[PeerId], folder_id: int
) -> list[PeerId]:
    """Put dialogs into a folder, pinned no more; those of them that stood elsewhere."""
    rows = await tx.rows(MOVE, owner=owner, peers=list(peers), folder=folder_id)
    return [row[0] for row in rows]


async def come_back(tx: Tx, owners: Collection[UserId], peer: PeerId) -> None:
    """Put a dialog of some accounts back into their main lists."""
    await tx.run(COME_BACK, owners=list(owners), peer=peer)


async def set_draft(tx: Tx, owner: UserId, peer: PeerId, draft: bytes) -> None:
    """Keep a draft (draftMessage, TL); there need not have been a message."""
    await tx.run(SET_DRAFT, owner=owner, peer=peer, draft=draft)


async def drop_draft(tx: Tx, owner: UserId, peer: PeerId) -> bool:
    """Forget a draft; False when there was none."""
    return await tx.run(DROP_DRAFT, owner=owner, peer=peer) == 1


async def drop_drafts(tx: Tx, owner: UserId) -> list[PeerId]:
    """Forget all drafts; whose they were."""
    return sorted(row[0] for row in await tx.rows(DROP_DRAFTS, owner=owner))


async def find_drafts(tx: Tx, owner: UserId) -> dict[PeerId, bytes]:
    """All drafts of an account."""
    return dict(await tx.rows(DRAFTS, owner=owner))


async def count_unread(tx: Tx, owner: UserId) -> int:
    """Unread messages of an account, over all dialogs."""
    row = await tx.row(UNREAD, owner=owner)
    assert row is not None
    return int(row[0])


async def set_period(tx: Tx, owner: UserId, peer: PeerId, seconds: int) -> None:
    """What is said in a dialog from now on lasts so long; 0: for ever."""
    await tx.run(SET_PERIOD, owner=owner, peer=peer, seconds=seconds)


async def count_reactions(tx: Tx, owner: UserId, peer: PeerId, more: int) -> None:
    """So many more of the owner's messages have reactions that the owner has not seen; negative: fewer."""
    await tx.run(COUNT_REACTIONS, owners=[owner], peer=peer, more=more)


async def count_mentions(tx: Tx, owners: Collection[UserId], peer: PeerId, more: int) -> None:
    """Some owners are named in so many more messages that they have not seen; negative: in fewer."""
    await tx.run(COUNT_MENTIONS, owners=list(owners), peer=peer, more=more)


async def read_outbox_of(
    tx: Tx, owners: Collection[UserId], peer: PeerId, max_id: MessageId
) -> list[UserId]:
    """Somebody has read what some wrote in a channel, as far as `max_id`; for whom that is news."""
    rows = await tx.rows(READ_OUTBOX_OF, owners=list(owners), peer=peer, max_id=max_id)
    return sorted(UserId(row[0]) for row in rows)


def dialog_of(row: Row) -> Dialog:
    """A row of `COLUMNS`."""
    return Dialog(*row)
