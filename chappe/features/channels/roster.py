"""The SQL of the lists of members: who is in a channel, by kind and by name, a page at a time.

A channel has 200,000 members: no list is loaded, each page is a walk of an index. Where names are looked for, or who
is there, a big channel is walked from the other side: there are fewer of those names than members.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from chappe.db.database import Param, Tx
from chappe.features.channels.model import Channel, Participant
from chappe.features.channels.store import MEMBER_COLUMNS, read_participant
from chappe.features.chats.rights import bit
from chappe.features.users.words import sounds_like
from chappe.ids import BOT_IDS, UserId
from chappe.tl import api

SMALL_MAX = 1000
"""Members of a channel that is walked itself, whatever is looked for in it."""
SPEAKERS_MAX = 500
"""Messages whose authors stand first among those who are mentioned."""
COLUMNS = ", ".join("m." + column.strip() for column in MEMBER_COLUMNS.split(","))
ANONYMOUS = bit(api.ChatAdminRights, "anonymous")
HOLDS = "m.banned_rights <> 0 AND (m.banned_until = 0 OR m.banned_until > :now)"
INSIDE = "m.standing < 3"
ADMINS = "m.standing IN (1, 2)"
ANONYMOUS_ADMINS = f"{ADMINS} AND m.admin_rights & {ANONYMOUS} <> 0"
KICKED = f"m.standing = 4 AND {HOLDS}"
RESTRICTED = f"m.standing <> 4 AND {HOLDS}"
BOTS = f"{INSIDE} AND m.user_id >= {BOT_IDS.start} AND m.user_id < {BOT_IDS.stop}"
THESE = f"{INSIDE} AND m.user_id IN :users[]"
NAMED = f"NOT (m.standing IN (1, 2) AND m.admin_rights & {ANONYMOUS} <> 0)"
MENTIONED = f"{INSIDE} AND m.admin_rights & {ANONYMOUS} = 0"
OTHERS_MENTIONED = f"{MENTIONED} AND m.user_id NOT IN :users[]"
BY_DATE = "m.joined_at DESC, m.user_id DESC"
BY_STANDING = "m.standing DESC, m.user_id"
BY_ID = "m.user_id"
SPEAKERS = """
SELECT from_id, MAX(id) FROM (
    SELECT b.from_id, m.id FROM message m JOIN body b ON b.id = m.body
    WHERE m.box = :box AND b.from_id > 0 AND b.action IS NULL ORDER BY m.id DESC LIMIT :limit
) said GROUP BY from_id ORDER BY 2 DESC
"""
THREAD_SPEAKERS = """
SELECT from_id, MAX(id) FROM (
    SELECT b.from_id, m.id FROM message m JOIN body b ON b.id = m.body
    WHERE m.box = :box AND m.thread = :thread AND b.from_id > 0
        AND b.action IS NULL ORDER BY m.id DESC LIMIT :limit
) said GROUP BY from_id ORDER BY 2 DESC
"""
BIG_ONLINE = f"""
SELECT COUNT(*) FROM account a CROSS JOIN channel_member m
WHERE a.online_until > :now AND m.channel_id = :channel AND m.user_id = a.id AND {INSIDE}
"""
SMALL_ONLINE = f"""
SELECT COUNT(*) FROM channel_member m CROSS JOIN account a
WHERE m.channel_id = :channel AND {INSIDE} AND a.id = m.user_id AND a.online_until > :now
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """Which members, and in which order. `asked`: words in their names, empty: any."""

    where: str
    order: str
    asked: str = ""
    params: dict[str, Param] = field(default_factory=dict)


async def find_page(
    tx: Tx, channel: Channel, listed: Listed, offset: int, limit: int
) -> list[Participant]:
    """Some of those in a list."""
    found = _condition(channel, listed)
    if found is None or limit <= 0:
        return []
    where, params = found
    rows = await tx.rows(
        f"SELECT {COLUMNS} FROM channel_member m WHERE {where}"
        f" ORDER BY {listed.order} LIMIT :limit OFFSET :offset",
        offset=offset,
        limit=limit,
        **params,
    )
    return [read_participant(row) for row in rows]


async def count_all(tx: Tx, channel: Channel, listed: Listed) -> int:
    """How many are in a list."""
    found = _condition(channel, listed)
    if found is None:
        return 0
    where, params = found
    row = await tx.row(f"SELECT COUNT(*) FROM channel_member m WHERE {where}", **params)
    assert row is not None
    return int(row[0])


def _condition(channel: Channel, listed: Listed) -> tuple[str, dict[str, Param]] | None:
    where = f"m.channel_id = :channel AND {listed.where}"
    params: dict[str, Param] = {"channel": channel.id, **listed.params}
    if not listed.asked.strip():
        return where, params
    walk_names = channel.members > SMALL_MAX
    named = sounds_like(listed.asked, "m.user_id", walk_names=walk_names)
    if named is None:
        return None
    return f"{where} AND {named[0]}", {**params, **named[1]}


async def find_speakers(tx: Tx, channel: Channel, thread: int | None) -> list[UserId]:
    """Who has spoken lately, the last one leading. `thread`: in this one only."""
    if thread is None:
        rows = await tx.rows(SPEAKERS, box=channel.box, limit=SPEAKERS_MAX)
    else:
        rows = await tx.rows(
            THREAD_SPEAKERS, box=channel.box, thread=thread, limit=SPEAKERS_MAX
        )
    return [UserId(row[0]) for row in rows]


async def find_named(tx: Tx, users: Collection[UserId], asked: str) -> set[UserId]:
    """Those of some accounts whose names have these words."""
    named = sounds_like(asked, "a.id", walk_names=False)
    if named is None:
        return set()
    where, params = named
    rows = await tx.rows(
        f"SELECT a.id FROM account a WHERE a.id IN :users[] AND {where}",
        users=list(users),
        **params,
    )
    return {UserId(row[0]) for row in rows}


async def count_online(tx: Tx, channel: Channel, now: int) -> int:
    """How many members of a channel are there at the moment."""
    small = channel.members <= SMALL_MAX
    row = await tx.row(SMALL_ONLINE if small else BIG_ONLINE, channel=channel.id, now=now)
    assert row is not None
    return int(row[0])
