"""The SQL of what accounts have: `installed_set`, `shelf`, `attached_sticker`, `group_stickers`."""

from collections.abc import Collection, Sequence

from chappe.db.database import Tx, Value
from chappe.features.stickers.model import Installed, SetKind, Shelf
from chappe.ids import ChannelId, UserId

HAVE = """
SELECT set_id, kind, archived, at FROM installed_set
WHERE user_id = :user AND kind = :kind AND archived = :archived ORDER BY place DESC, set_id DESC
"""
HAS = "SELECT set_id, kind, archived, at FROM installed_set WHERE user_id = :user AND set_id IN :sets[]"
INSTALL = """
INSERT INTO installed_set (user_id, set_id, kind, archived, place, at) VALUES (:user, :set, :kind, :archived, (
    SELECT COALESCE(MAX(place), 0) + 1 FROM installed_set WHERE user_id = :user AND kind = :kind
), :at)
ON CONFLICT (user_id, set_id) DO UPDATE SET archived = excluded.archived, place = excluded.place
"""
ARCHIVE = "UPDATE installed_set SET archived = 1 WHERE user_id = :user AND set_id IN :sets[]"
UNINSTALL = "DELETE FROM installed_set WHERE user_id = :user AND set_id IN :sets[]"
PLACE = "UPDATE installed_set SET place = :place WHERE user_id = :user AND set_id = :set"
HOLDERS = "SELECT user_id FROM installed_set WHERE set_id = :set AND user_id IN :users[]"
ON_SHELF = """
SELECT document_id, at FROM shelf WHERE user_id = :user AND shelf = :shelf ORDER BY place DESC, document_id
"""
PUT = """
INSERT INTO shelf (user_id, shelf, document_id, place, at) VALUES (:user, :shelf, :document, (
    SELECT COALESCE(MAX(place), 0) + 1 FROM shelf WHERE user_id = :user AND shelf = :shelf
), :at)
ON CONFLICT (user_id, shelf, document_id) DO UPDATE SET place = excluded.place, at = excluded.at
"""
TAKE = (
    "DELETE FROM shelf WHERE user_id = :user AND shelf = :shelf AND document_id IN :documents[]"
)
CLEAR = "DELETE FROM shelf WHERE user_id = :user AND shelf = :shelf"
ATTACH = """
INSERT INTO attached_sticker (file_id, place, document_id) VALUES (:file, :place, :document)
"""
ATTACHED = "SELECT document_id FROM attached_sticker WHERE file_id = :file ORDER BY place"
GROUP = "SELECT emojis, set_id FROM group_stickers WHERE channel_id = :channel"
CHOOSE = """
INSERT INTO group_stickers (channel_id, emojis, set_id) VALUES (:channel, :emojis, :set)
ON CONFLICT (channel_id, emojis) DO UPDATE SET set_id = excluded.set_id
"""
CHOOSE_NONE = "DELETE FROM group_stickers WHERE channel_id = :channel AND emojis = :emojis"


async def find_installed(
    tx: Tx, user_id: UserId, kind: SetKind, *, archived: bool
) -> list[Installed]:
    """The sets of a kind that an account has in use, or in its archive; in their order."""
    rows = await tx.rows(HAVE, user=user_id, kind=int(kind), archived=int(archived))
    return [Installed(set_id, SetKind(k), bool(a), at) for set_id, k, a, at in rows]


async def find_among(tx: Tx, user_id: UserId, sets: Collection[int]) -> dict[int, Installed]:
    """Those of some sets that an account has."""
    rows = await tx.rows(HAS, user=user_id, sets=sorted(set(sets))) if sets else []
    return {row[0]: Installed(row[0], SetKind(row[1]), bool(row[2]), row[3]) for row in rows}


async def install(
    tx: Tx, user_id: UserId, set_id: int, kind: SetKind, at: int, *, archived: bool
) -> None:
    """Have a set, as the first of its kind."""
    await tx.run(
        INSTALL, user=user_id, set=set_id, kind=int(kind), archived=int(archived), at=at
    )


async def archive(tx: Tx, user_id: UserId, sets: Collection[int]) -> None:
    """Put sets away."""
    await tx.run(ARCHIVE, user=user_id, sets=sorted(sets))


async def uninstall(tx: Tx, user_id: UserId, sets: Collection[int]) -> None:
    """Have sets no more."""
    await tx.run(UNINSTALL, user=user_id, sets=sorted(sets))


async def set_order(tx: Tx, user_id: UserId, order: Sequence[int]) -> None:
    """Put the sets of a kind into this order."""
    rows: list[dict[str, Value]] = [
        {"user": user_id, "set": each, "place": len(order) - at}
        for at, each in enumerate(order)
    ]
    await tx.run_many(PLACE, rows)


async def find_holders(tx: Tx, set_id: int, users: Collection[UserId]) -> set[UserId]:
    """Which of some accounts have a set."""
    return {row[0] for row in await tx.rows(HOLDERS, set=set_id, users=sorted(users))}


async def find_shelf(tx: Tx, user_id: UserId, shelf: Shelf) -> list[tuple[int, int]]:
    """The documents on a shelf, the newest first, each with the moment when it came there."""
    rows = await tx.rows(ON_SHELF, user=user_id, shelf=int(shelf))
    return [(document, at) for document, at in rows]


async def put_on(
    tx: Tx, user_id: UserId, shelf: Shelf, document_id: int, at: int, most: int
) -> None:
    """Put a document on a shelf, in front; what has no place there any more falls off at the end."""
    await tx.run(PUT, user=user_id, shelf=int(shelf), document=document_id, at=at)
    there = await find_shelf(tx, user_id, shelf)
    await take_from(tx, user_id, shelf, [document for document, _ in there[most:]])


async def take_from(tx: Tx, user_id: UserId, shelf: Shelf, documents: Collection[int]) -> bool:
    """Take documents from a shelf; False when none was there."""
    if not documents:
        return False
    gone = await tx.run(TAKE, user=user_id, shelf=int(shelf), documents=sorted(documents))
    return gone > 0


async def clear(tx: Tx, user_id: UserId, shelf: Shelf) -> bool:
    """Take everything from a shelf; False when it was empty."""
    return await tx.run(CLEAR, user=user_id, shelf=int(shelf)) > 0


async def attach(tx: Tx, file_id: int, documents: Sequence[int]) -> None:
    """Keep which stickers are on a picture."""
    rows: list[dict[str, Value]] = [
        {"file": file_id, "place": at, "document": each} for at, each in enumerate(documents)
    ]
    await tx.run_many(ATTACH, rows)


async def find_attached(tx: Tx, file_id: int) -> list[int]:
    """The stickers on a picture."""
    return [row[0] for row in await tx.rows(ATTACHED, file=file_id)]


async def find_group(tx: Tx, channel_id: ChannelId) -> dict[bool, int]:
    """The sets of a supergroup, by whether they are of custom emoji."""
    return {bool(row[0]): row[1] for row in await tx.rows(GROUP, channel=channel_id)}


async def choose(tx: Tx, channel_id: ChannelId, set_id: int | None, *, emojis: bool) -> None:
    """Give a supergroup another set, or none."""
    if set_id is None:
        await tx.run(CHOOSE_NONE, channel=channel_id, emojis=int(emojis))
    else:
        await tx.run(CHOOSE, channel=channel_id, emojis=int(emojis), set=set_id)
