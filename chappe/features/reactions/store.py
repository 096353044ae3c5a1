"""The SQL of this room's tables."""

from collections.abc import Collection, Sequence

import msgspec

from chappe.db.database import Param, Row, Tx
from chappe.features.reactions.model import EVERYTHING, Allowed, Reacted, Reaction
from chappe.ids import BoxId, MessageId, PeerId, UserId

COLUMNS = "body, user_id, place, reaction, big, unread, at, saved_peer"
FIND = (
    f"SELECT {COLUMNS} FROM reaction WHERE body IN :bodies[] ORDER BY at DESC, user_id, place"
)
DROP = "DELETE FROM reaction WHERE body = :body AND user_id = :user_id"
INSERT = f"""
INSERT INTO reaction ({COLUMNS})
VALUES (:body, :user_id, :place, :reaction, :big, :unread, :at, :saved_peer)
"""
READ = "UPDATE reaction SET unread = 0 WHERE body IN :bodies[] AND unread = 1"
FORGET = "DELETE FROM reaction WHERE body IN :bodies[]"
REACTED = """
SELECT m.id FROM reaction r JOIN message m ON m.body = r.body
WHERE r.user_id = :user_id AND +m.box = :box AND m.peer = :peer
GROUP BY m.id ORDER BY m.id DESC LIMIT :limit
"""  # the plus: begin with the reactions, and not with all that is in the box
PAGE = f"""
SELECT {COLUMNS} FROM reaction WHERE body = :body AND (:reaction = '' OR reaction = :reaction)
    AND (at < :at OR at = :at AND (user_id > :user_id OR user_id = :user_id AND place > :place))
ORDER BY at DESC, user_id, place LIMIT :limit
"""
COUNT = """
SELECT COUNT(*) FROM reaction WHERE body = :body AND (:reaction = '' OR reaction = :reaction)
"""
BY_DAY = """
SELECT at / 86400, reaction, COUNT(*) FROM reaction WHERE body IN :bodies[] AND at >= :since
GROUP BY at / 86400, reaction
"""
COUNTS = "SELECT body, COUNT(*) FROM reaction WHERE body IN :bodies[] GROUP BY body"
USE = """
INSERT INTO used_reaction (user_id, reaction, uses, recent_n) VALUES (:user_id, :reaction, 1, :n)
ON CONFLICT (user_id, reaction) DO UPDATE SET uses = used_reaction.uses + 1,
    recent_n = CASE WHEN :n > 0 THEN :n ELSE used_reaction.recent_n END
"""
NEXT_RECENT = (
    "SELECT COALESCE(MAX(recent_n), 0) + 1 FROM used_reaction WHERE user_id = :user_id"
)
RECENT = """
SELECT reaction FROM used_reaction WHERE user_id = :user_id AND recent_n > 0
ORDER BY recent_n DESC LIMIT :limit
"""
TOP = """
SELECT reaction FROM used_reaction WHERE user_id = :user_id AND uses > 0
ORDER BY uses DESC, recent_n DESC, reaction LIMIT :limit
"""
CLEAR_RECENT = "UPDATE used_reaction SET recent_n = 0 WHERE user_id = :user_id AND recent_n > 0"
SET_DEFAULT = """
INSERT INTO default_reaction (user_id, reaction) VALUES (:user_id, :reaction)
ON CONFLICT (user_id) DO UPDATE SET reaction = excluded.reaction
"""
DEFAULT = "SELECT reaction FROM default_reaction WHERE user_id = :user_id"
NAME_TAG = """
INSERT INTO saved_tag (user_id, reaction, title) VALUES (:user_id, :reaction, :title)
ON CONFLICT (user_id, reaction) DO UPDATE SET title = excluded.title
"""
UNNAME_TAG = "DELETE FROM saved_tag WHERE user_id = :user_id AND reaction = :reaction"
TAGS = """
SELECT r.reaction, COUNT(*), MAX(t.title) FROM reaction r
LEFT JOIN saved_tag t ON t.user_id = r.user_id AND t.reaction = r.reaction
WHERE r.user_id = :user_id AND r.saved_peer <> 0
    AND (:saved_peer = 0 OR r.saved_peer = :saved_peer)
GROUP BY r.reaction ORDER BY 2 DESC, 1
"""
TAGGED = """
SELECT body FROM reaction WHERE user_id = :user_id AND saved_peer <> 0 AND reaction = :reaction
"""
FIND_ART = "SELECT name, file_id FROM reaction_art WHERE version = :version"
ADD_ART = """
INSERT INTO reaction_art (version, name, file_id) VALUES (:version, :name, :file_id)
ON CONFLICT DO NOTHING
"""
SET_ALLOWED = """
INSERT INTO allowed_reactions (peer, reactions, custom, most)
VALUES (:peer, :reactions, :custom, :most)
ON CONFLICT (peer) DO UPDATE SET reactions = excluded.reactions, custom = excluded.custom,
    most = excluded.most
"""
ALLOWED = "SELECT reactions, custom, most FROM allowed_reactions WHERE peer = :peer"


async def find(tx: Tx, bodies: Collection[int]) -> dict[int, list[Reacted]]:
    """The reactions to some bodies, the newest first."""
    found: dict[int, list[Reacted]] = {}
    for row in await tx.rows(FIND, bodies=list(bodies)):
        reacted = _reacted(row)
        found.setdefault(reacted.body_id, []).append(reacted)
    return found


async def replace(tx: Tx, body_id: int, user_id: UserId, reactions: Sequence[Reacted]) -> None:
    """These are the reactions of a user to a body now."""
    await tx.run(DROP, body=body_id, user_id=user_id)
    await tx.run_many(
        INSERT,
        [
            {
                "body": each.body_id,
                "user_id": each.user_id,
                "place": each.place,
                "reaction": each.reaction,
                "big": int(each.big),
                "unread": int(each.unread),
                "at": each.at,
                "saved_peer": each.saved_peer or 0,
            }
            for each in reactions
        ],
    )


async def read(tx: Tx, bodies: Collection[int]) -> None:
    """The author has seen the reactions to some bodies."""
    await tx.run(READ, bodies=list(bodies))


async def forget(tx: Tx, bodies: Collection[int]) -> None:
    """Some bodies are gone."""
    await tx.run(FORGET, bodies=list(bodies))


async def find_reacted(
    tx: Tx, user_id: UserId, box: BoxId, peer: PeerId, limit: int
) -> list[MessageId]:
    """The newest messages of a dialog to which somebody has reacted."""
    rows = await tx.rows(REACTED, user_id=user_id, box=box, peer=peer, limit=limit)
    return [MessageId(row[0]) for row in rows]


async def find_page(
    tx: Tx, body_id: int, reaction: Reaction | None, after: Sequence[int], limit: int
) -> list[Reacted]:
    """The reactions to a body behind a place (time, user, place), the newest first."""
    at, user_id, place = after
    params: dict[str, Param] = {"at": at, "user_id": user_id, "place": place, "limit": limit}
    rows = await tx.rows(PAGE, body=body_id, reaction=reaction or "", **params)
    return [_reacted(row) for row in rows]


async def count(tx: Tx, body_id: int, reaction: Reaction | None) -> int:
    """How long the whole list is."""
    row = await tx.row(COUNT, body=body_id, reaction=reaction or "")
    assert row is not None
    return int(row[0])


async def use(tx: Tx, user_id: UserId, reactions: Sequence[Reaction], *, recent: bool) -> None:
    """A user has reacted with something. `recent`: it belongs to the recent ones."""
    row = await tx.row(NEXT_RECENT, user_id=user_id)
    assert row is not None
    for place, reaction in enumerate(reactions):
        n = row[0] + place if recent else 0
        await tx.run(USE, user_id=user_id, reaction=reaction, n=n)


async def find_recent(tx: Tx, user_id: UserId, limit: int) -> list[Reaction]:
    """What a user has reacted with lately, the last first."""
    return [row[0] for row in await tx.rows(RECENT, user_id=user_id, limit=limit)]


async def find_top(tx: Tx, user_id: UserId, limit: int) -> list[Reaction]:
    """What a user reacts with most."""
    return [row[0] for row in await tx.rows(TOP, user_id=user_id, limit=limit)]


async def clear_recent(tx: Tx, user_id: UserId) -> bool:
    """Nothing is recent any more; False when nothing was."""
    return await tx.run(CLEAR_RECENT, user_id=user_id) > 0


async def set_default(tx: Tx, user_id: UserId, reaction: Reaction) -> None:
    """What a double tap means."""
    await tx.run(SET_DEFAULT, user_id=user_id, reaction=reaction)


async def find_default(tx: Tx, user_id: UserId) -> Reaction | None:
    """What a double tap means; None when the user has not said."""
    row = await tx.row(DEFAULT, user_id=user_id)
    return None if row is None else row[0]


async def name_tag(tx: Tx, user_id: UserId, reaction: Reaction, title: str) -> None:
    """A user calls a tag so; without a title it has no name any more."""
    if title:
        await tx.run(NAME_TAG, user_id=user_id, reaction=reaction, title=title)
    else:
        await tx.run(UNNAME_TAG, user_id=user_id, reaction=reaction)


async def find_tags(
    tx: Tx, user_id: UserId, saved_peer: PeerId | None
) -> list[tuple[Reaction, int, str | None]]:
    """The tags in Saved Messages (or in one of its dialogs): how many messages have each, its title."""
    rows = await tx.rows(TAGS, user_id=user_id, saved_peer=saved_peer or 0)
    return [(reaction, count_, title) for reaction, count_, title in rows]


async def find_tagged(tx: Tx, user_id: UserId, reaction: Reaction) -> list[int]:
    """The bodies of Saved Messages with a tag."""
    return [row[0] for row in await tx.rows(TAGGED, user_id=user_id, reaction=reaction)]


async def set_allowed(tx: Tx, peer: PeerId, allowed: Allowed) -> None:
    """A group or channel allows this from now on."""
    named = allowed.reactions
    await tx.run(
        SET_ALLOWED,
        peer=peer,
        reactions=None if named is None else msgspec.msgpack.encode(named),
        custom=int(allowed.custom),
        most=allowed.most,
    )


async def find_allowed(tx: Tx, peer: PeerId) -> Allowed:
    """What a group or channel allows."""
    row = await tx.row(ALLOWED, peer=peer)
    if row is None:
        return EVERYTHING
    reactions, custom, most = row
    named = (
        None if reactions is None else msgspec.msgpack.decode(reactions, type=tuple[str, ...])
    )
    return Allowed(named, bool(custom), most)  # type: ignore[arg-type]  # its words are reactions


async def find_art(tx: Tx, version: int) -> dict[str, int]:
    """The documents that show the reactions, by name."""
    return dict(await tx.rows(FIND_ART, version=version))


async def add_art(tx: Tx, version: int, name: str, file_id: int) -> bool:
    """A document shows a reaction; False when another does."""
    return await tx.run(ADD_ART, version=version, name=name, file_id=file_id) == 1


def _reacted(row: Row) -> Reacted:
    """A row of `COLUMNS`."""
    body_id, user_id, place, reaction, big, unread, at, saved_peer = row
    return Reacted(
        body_id, user_id, place, reaction, bool(big), bool(unread), at, saved_peer or None
    )


async def count_by_day(
    tx: Tx, bodies: Collection[int], since: int
) -> list[tuple[int, Reaction, int]]:
    """How many reactions of each kind came to some bodies on each day (of Unix time) since a date."""
    if not bodies:
        return []
    rows = await tx.rows(BY_DAY, bodies=list(bodies), since=since)
    return [(int(day), Reaction(reaction), int(count)) for day, reaction, count in rows]


async def count_of(tx: Tx, bodies: Collection[int]) -> dict[int, int]:
    """How many reactions some bodies have; those with none are left out."""
    return dict(await tx.rows(COUNTS, bodies=list(bodies))) if bodies else {}
