"""The SQL of `sticker_set`, `sticker` and `sticker_emoji`, and of the words by which they are found."""

from collections.abc import Collection, Sequence
from dataclasses import asdict

from chappe.db.database import Row, Tx, Value
from chappe.db.fulltext import query_of, words_of
from chappe.features.stickers.model import TGS, WEBM, SetKind, Sticker, StickerSet
from chappe.ids import UserId

COLUMNS = """id, access_hash, owner_id, maker_id, kind, text_color, title, short_name, made_at, version,
    thumb_id, thumb_mime, thumb_bytes, thumb_dc, thumb_version, thumb_emoji"""
INSERT = f"""
INSERT INTO sticker_set ({COLUMNS}, name_key)
VALUES (:id, :access_hash, :owner_id, :maker_id, :kind, :text_color, :title, :short_name, :made_at, :version,
    :thumb_id, :thumb_mime, :thumb_bytes, :thumb_dc, :thumb_version, :thumb_emoji, :name_key)
ON CONFLICT (name_key) DO NOTHING
"""
FIND = f"SELECT {COLUMNS} FROM sticker_set WHERE id IN :ids[]"
BY_NAMES = f"SELECT {COLUMNS} FROM sticker_set WHERE name_key IN :names[text]"
HOLD = f"UPDATE sticker_set SET version = version + 1 WHERE id = :id RETURNING {COLUMNS}"
OWNED = f"""
SELECT {COLUMNS} FROM sticker_set WHERE owner_id = :owner AND id < :before ORDER BY id DESC LIMIT :limit
"""
COUNT_OWNED = "SELECT COUNT(*) FROM sticker_set WHERE owner_id = :owner"
SET_TITLE = "UPDATE sticker_set SET title = :title WHERE id = :id"
SET_THUMB = """
UPDATE sticker_set SET thumb_id = :thumb, thumb_mime = :mime, thumb_bytes = :bytes, thumb_dc = :dc,
    thumb_emoji = :emoji, thumb_version = thumb_version + 1 WHERE id = :id
"""
FOUND = f"""
SELECT {COLUMNS} FROM sticker_set
WHERE id IN (SELECT rowid FROM sticker_set_words(:query)) AND kind IN :kinds[] ORDER BY id DESC LIMIT :limit
"""
INDEX = "INSERT INTO sticker_set_words (rowid, words) VALUES (:id, :words)"
UNINDEX = "DELETE FROM sticker_set_words WHERE rowid = :id"
DELETE = (
    "DELETE FROM sticker_set WHERE id = :id",
    "DELETE FROM sticker_words WHERE rowid IN (SELECT document_id FROM sticker WHERE set_id = :id)",
    "DELETE FROM sticker_emoji WHERE set_id = :id",
    "DELETE FROM sticker WHERE set_id = :id",
    "DELETE FROM installed_set WHERE set_id = :id",
    "DELETE FROM group_stickers WHERE set_id = :id",
    UNINDEX,
)
COUNTS = f"""
SELECT set_id, COUNT(*), SUM(CASE WHEN mime = '{TGS}' THEN 1 ELSE 0 END),
    SUM(CASE WHEN mime = '{WEBM}' THEN 1 ELSE 0 END) FROM sticker WHERE set_id IN :ids[] GROUP BY set_id
"""
STICKERS = """
SELECT document_id, set_id, mime, emojis, keywords FROM sticker WHERE set_id IN :sets[] ORDER BY set_id, place
"""
STICKER = "SELECT document_id, set_id, mime, emojis, keywords FROM sticker WHERE document_id IN :ids[]"
PUT = """
INSERT INTO sticker (document_id, set_id, place, mime, emojis, keywords)
VALUES (:id, :set_id, :place, :mime, :emojis, :keywords)
ON CONFLICT (document_id) DO UPDATE SET
    place = excluded.place, emojis = excluded.emojis, keywords = excluded.keywords
"""
PLACE = "UPDATE sticker SET place = :place WHERE document_id = :id"
STAND = """
INSERT INTO sticker_emoji (emoji, document_id, set_id, kind) VALUES (:emoji, :id, :set_id, :kind)
"""
STAND_NO_MORE = "DELETE FROM sticker_emoji WHERE document_id = :id"
INDEX_STICKER = "INSERT INTO sticker_words (rowid, words) VALUES (:id, :words)"
UNINDEX_STICKER = "DELETE FROM sticker_words WHERE rowid = :id"
TAKE_OUT = "DELETE FROM sticker WHERE document_id = :id"
BY_EMOJI = """
SELECT e.document_id FROM sticker_emoji e
LEFT JOIN installed_set i ON i.set_id = e.set_id AND i.user_id = :user AND i.archived = 0
WHERE e.emoji IN :emojis[text] AND e.kind = :kind
GROUP BY e.document_id, i.place ORDER BY COALESCE(i.place, 0) DESC, e.document_id
LIMIT :limit OFFSET :offset
"""
BY_WORDS = """
SELECT s.document_id FROM sticker s JOIN sticker_set t ON t.id = s.set_id
LEFT JOIN installed_set i ON i.set_id = s.set_id AND i.user_id = :user AND i.archived = 0
WHERE t.kind = :kind AND s.document_id IN (SELECT rowid FROM sticker_words(:query))
ORDER BY COALESCE(i.place, 0) DESC, s.document_id LIMIT :limit OFFSET :offset
"""


async def insert(tx: Tx, new: StickerSet) -> bool:
    """A new set; False when its name is taken."""
    row: dict[str, Value] = {**asdict(new), "kind": int(new.kind)}
    row |= {"text_color": int(new.text_color), "name_key": new.short_name.lower()}
    if not await tx.run(INSERT, **row):
        return False
    await _index(tx, new.id, new.title, new.short_name)
    return True


async def find_many(tx: Tx, ids: Collection[int]) -> dict[int, StickerSet]:
    """Sets by id; those that are not there are left out."""
    if not ids:
        return {}
    found = map(_set, await tx.rows(FIND, ids=sorted(set(ids))))
    return {each.id: each for each in found}


async def find_by_names(tx: Tx, names: Collection[str]) -> dict[str, StickerSet]:
    """Sets by short name, in small letters."""
    keys = [name.replace("\0", "").lower() for name in names]
    found = map(_set, await tx.rows(BY_NAMES, names=keys))
    return {each.short_name.lower(): each for each in found}


async def hold(tx: Tx, set_id: int) -> StickerSet | None:
    """A set that is about to be changed, by nobody else until the transaction ends."""
    row = await tx.row(HOLD, id=set_id)
    return None if row is None else _set(row)


async def find_owned(tx: Tx, owner: UserId, before: int, limit: int) -> list[StickerSet]:
    """The sets of an account, the newest first; `before`: the last that it has seen."""
    return [_set(row) for row in await tx.rows(OWNED, owner=owner, before=before, limit=limit)]


async def count_owned(tx: Tx, owner: UserId) -> int:
    """How many sets an account has made, or had made."""
    row = await tx.row(COUNT_OWNED, owner=owner)
    assert row is not None
    return int(row[0])


async def set_title(tx: Tx, which: StickerSet, title: str) -> None:
    """Call a set otherwise."""
    await tx.run(SET_TITLE, id=which.id, title=title)
    await tx.run(UNINDEX, id=which.id)
    await _index(tx, which.id, title, which.short_name)


async def _index(tx: Tx, set_id: int, title: str, short_name: str) -> None:
    words = words_of(f"{title} {short_name} {short_name.replace('_', ' ')}")
    await tx.run(INDEX, id=set_id, words=words)


async def set_thumb(tx: Tx, which: StickerSet) -> None:
    """What shows a set: a document, one of its custom emoji, or neither."""
    await tx.run(
        SET_THUMB,
        id=which.id,
        thumb=which.thumb_id,
        mime=which.thumb_mime,
        bytes=which.thumb_bytes,
        dc=which.thumb_dc,
        emoji=which.thumb_emoji,
    )


async def delete(tx: Tx, set_id: int) -> None:
    """Forget a set: nobody has it any more."""
    for statement in DELETE:
        await tx.run(statement, id=set_id)


async def search(tx: Tx, text: str, kinds: Collection[SetKind], limit: int) -> list[StickerSet]:
    """Sets that are called so, the newest first."""
    query = query_of(text)
    if query is None:
        return []
    rows = await tx.rows(FOUND, query=query, kinds=[int(kind) for kind in kinds], limit=limit)
    return [_set(row) for row in rows]


async def count(tx: Tx, ids: Collection[int]) -> dict[int, tuple[int, int, int]]:
    """How many stickers sets have, and how many of them are animated, and videos."""
    rows = await tx.rows(COUNTS, ids=sorted(ids)) if ids else []
    return {set_id: (all_, animated, videos) for set_id, all_, animated, videos in rows}


async def find_stickers(tx: Tx, sets: Collection[int]) -> dict[int, list[Sticker]]:
    """What is in some sets, in order."""
    found: dict[int, list[Sticker]] = {each: [] for each in sets}
    for row in await tx.rows(STICKERS, sets=sorted(sets)) if sets else []:
        found[row[1]].append(_sticker(row))
    return found


async def find_some(tx: Tx, documents: Collection[int]) -> dict[int, Sticker]:
    """Stickers by document; those that are in no set are left out."""
    rows = await tx.rows(STICKER, ids=sorted(set(documents))) if documents else []
    return {row[0]: _sticker(row) for row in rows}


async def put_sticker(tx: Tx, sticker: Sticker, kind: SetKind, place: int) -> None:
    """Put a sticker into its set, or change what it stands for. `kind`: of the set."""
    number = sticker.document_id
    await tx.run(
        PUT,
        id=number,
        set_id=sticker.set_id,
        place=place,
        mime=sticker.mime,
        emojis=" ".join(sticker.emojis),
        keywords=",".join(sticker.keywords),
    )
    await _unindex_sticker(tx, number)
    rows: list[dict[str, Value]] = [
        {"emoji": each, "id": number, "set_id": sticker.set_id, "kind": int(kind)}
        for each in sticker.emojis
    ]
    await tx.run_many(STAND, rows)
    if sticker.keywords:
        await tx.run(INDEX_STICKER, id=number, words=words_of(" ".join(sticker.keywords)))


async def take_out(tx: Tx, document_id: int) -> None:
    """Take a sticker out of its set."""
    await _unindex_sticker(tx, document_id)
    await tx.run(TAKE_OUT, id=document_id)


async def _unindex_sticker(tx: Tx, document_id: int) -> None:
    await tx.run(STAND_NO_MORE, id=document_id)
    await tx.run(UNINDEX_STICKER, id=document_id)


async def set_order(tx: Tx, documents: Sequence[int]) -> None:
    """Put the stickers of a set into this order."""
    await tx.run_many(PLACE, [{"id": each, "place": at} for at, each in enumerate(documents)])


async def find_by_emoji(
    tx: Tx,
    user_id: UserId,
    emojis: Collection[str],
    kind: SetKind,
    limit: int,
    offset: int = 0,
) -> list[int]:
    """Stickers that stand for an emoji: those of sets that an account has before all others."""
    rows = await tx.rows(
        BY_EMOJI, user=user_id, emojis=list(emojis), kind=int(kind), limit=limit, offset=offset
    )
    return [row[0] for row in rows]


async def find_by_words(
    tx: Tx, user_id: UserId, text: str, kind: SetKind, limit: int, offset: int
) -> list[int]:
    """Stickers that have these keywords, as `find_by_emoji`."""
    query = query_of(text)
    if query is None:
        return []
    rows = await tx.rows(
        BY_WORDS, user=user_id, query=query, kind=int(kind), limit=limit, offset=offset
    )
    return [row[0] for row in rows]


def _set(row: Row) -> StickerSet:
    id_, hash_, owner, maker, kind, color, title, name, at, version, *thumb = row
    thumb_id, mime, size, dc, thumb_version, emoji = thumb
    return StickerSet(
        id=id_,
        access_hash=hash_,
        owner_id=owner,
        maker_id=maker,
        kind=SetKind(kind),
        text_color=bool(color),
        title=title,
        short_name=name,
        made_at=at,
        version=version,
        thumb_id=thumb_id,
        thumb_mime=mime,
        thumb_bytes=size,
        thumb_dc=dc,
        thumb_version=thumb_version,
        thumb_emoji=emoji,
    )


def _sticker(row: Row) -> Sticker:
    number, set_id, mime, emojis, keywords = row
    words = tuple(keywords.split(",")) if keywords else ()
    return Sticker(number, set_id, mime, tuple(emojis.split()), words)
