"""The SQL of `channel` and `channel_member`."""

from collections.abc import Collection

from chappe.db.database import Row, Tx, Value
from chappe.features.channels.model import Channel, ChannelMark, Participant
from chappe.features.chats.model import Standing
from chappe.features.users.model import Username, read_usernames, write_usernames
from chappe.ids import BOT_IDS, CHANNEL_MARK, BoxId, ChannelId, UserId, channel_peer

INSIDE = "standing < 3"
COLUMNS = """
id, title, about, creator_id, made_at, marks, members, photo_id, banned_rights, slow_seconds,
usernames, photo, linked_id
"""
USERNAMES = 4
"""Their place behind the marks."""
NEXT_ID = "UPDATE channel_number SET last = last + 1 WHERE one = 1 RETURNING last"
INSERT = f"""
INSERT INTO channel ({COLUMNS})
VALUES (:id, :title, :about, :creator, :at, :marks, 0, NULL, 0, 0, '', NULL, NULL)
"""
FIND = f"SELECT {COLUMNS} FROM channel WHERE id IN :ids[]"
MEMBER_COLUMNS = """
channel_id, user_id, inviter_id, joined_at, standing, admin_rights, banned_rights, banned_until,
decided_by, rank
"""
JOIN = f"""
INSERT INTO channel_member ({MEMBER_COLUMNS})
VALUES (:channel, :user, :inviter, :at, :standing, 0, 0, 0, 0, '')
ON CONFLICT (channel_id, user_id) DO UPDATE SET inviter_id = excluded.inviter_id,
    joined_at = excluded.joined_at, standing = excluded.standing, rank = '',
    banned_rights = CASE WHEN channel_member.standing = 4 THEN 0
        ELSE channel_member.banned_rights END
"""
COUNT = "UPDATE channel SET members = members + :more WHERE id = :channel"
SET_STANDING = """
UPDATE channel_member SET standing = :standing, decided_by = :by
WHERE channel_id = :channel AND user_id = :user
"""
SET_ADMIN = """
UPDATE channel_member SET standing = :standing, admin_rights = :rights, decided_by = :by,
    rank = :rank, banned_rights = 0, banned_until = 0
WHERE channel_id = :channel AND user_id = :user
"""
SET_CREATOR = """
UPDATE channel_member SET admin_rights = :rights, rank = :rank
WHERE channel_id = :channel AND user_id = :user
"""
MEMBERS = f"""
SELECT {MEMBER_COLUMNS} FROM channel_member WHERE channel_id = :channel AND user_id IN :users[]
"""
OF_USER = f"""
SELECT {MEMBER_COLUMNS} FROM channel_member WHERE user_id = :user AND channel_id IN :channels[]
"""
BOTH_COLUMNS = ", ".join(
    f"{table}.{column.strip()}"
    for table, columns in (("c", COLUMNS), ("m", MEMBER_COLUMNS))
    for column in columns.split(",")
)
BOTH = f"""
SELECT {BOTH_COLUMNS} FROM channel c
LEFT JOIN channel_member m ON m.channel_id = c.id AND m.user_id = :user WHERE c.id IN :ids[]
"""
RECENT = f"""
SELECT {MEMBER_COLUMNS} FROM channel_member WHERE channel_id = :channel AND {INSIDE}
ORDER BY joined_at DESC, user_id DESC LIMIT :limit OFFSET :offset
"""
ADMINS = f"""
SELECT {MEMBER_COLUMNS} FROM channel_member
WHERE channel_id = :channel AND standing IN (1, 2) ORDER BY standing DESC, user_id
LIMIT :limit OFFSET :offset
"""
COUNT_ADMINS = """
SELECT COUNT(*) FROM channel_member WHERE channel_id = :channel AND standing IN (1, 2)
"""
JOINED = f"SELECT channel_id FROM channel_member WHERE user_id = :user AND {INSIDE}"
COUNT_JOINED = f"""
SELECT user_id, COUNT(*) FROM channel_member WHERE user_id IN :users[] AND {INSIDE}
GROUP BY user_id
"""
AUDIENCE = f"""
SELECT user_id FROM channel_member
WHERE channel_id = :channel AND user_id IN :users[] AND {INSIDE}
"""
WITHIN = f"""
SELECT channel_id, user_id FROM channel_member
WHERE channel_id IN :groups[] AND user_id IN :users[] AND {INSIDE}
"""
BOTS = f"""
SELECT user_id FROM channel_member
WHERE channel_id = :channel AND user_id >= {BOT_IDS.start} AND {INSIDE} ORDER BY user_id
"""
PUT_BAN = f"""
INSERT INTO channel_member ({MEMBER_COLUMNS}) VALUES (
    :channel_id, :user_id, :inviter_id, :joined_at, :standing, :admin_rights, :banned_rights,
    :banned_until, :decided_by, :rank
)
ON CONFLICT (channel_id, user_id) DO UPDATE SET standing = excluded.standing,
    admin_rights = excluded.admin_rights, banned_rights = excluded.banned_rights,
    banned_until = excluded.banned_until, decided_by = excluded.decided_by
"""
GIVE_TO = "UPDATE channel SET creator_id = :user WHERE id = :channel"
MAKE_CREATOR = """
UPDATE channel_member SET standing = 2, admin_rights = 0, banned_rights = 0, banned_until = 0,
    decided_by = 0
WHERE channel_id = :channel AND user_id = :user
"""
SET_RANK = """
UPDATE channel_member SET rank = :rank WHERE channel_id = :channel AND user_id = :user
"""
RANKS = """
SELECT channel_id, user_id, rank FROM channel_member
WHERE channel_id IN :channels[] AND user_id IN :users[] AND rank <> ''
"""
SET_SLOW = "UPDATE channel SET slow_seconds = :seconds WHERE id = :channel"
LAST_SAID = """
SELECT MAX(b.at) FROM message m JOIN body b ON b.id = m.body
WHERE m.box = :box AND m.at > :since AND COALESCE(b.author_id, b.from_id) = :user
    AND b.action IS NULL
"""
SET_PHOTO = "UPDATE channel SET photo_id = :photo_id, photo = :photo WHERE id = :channel"
SET_USERNAMES = "UPDATE channel SET usernames = :names WHERE id = :channel"
OWNED = f"""
SELECT {COLUMNS} FROM channel WHERE marks & 8 = 0 AND id IN (
    SELECT channel_id FROM channel_member WHERE user_id = :user AND standing = 2
) ORDER BY id
"""
INVITERS = f"""
SELECT inviter_id, COUNT(*) FROM channel_member
WHERE channel_id = :channel AND joined_at >= :since AND {INSIDE} AND inviter_id <> user_id
GROUP BY inviter_id ORDER BY 2 DESC, 1 LIMIT :limit
"""
INSIDERS = f"""
SELECT user_id FROM channel_member WHERE channel_id = :channel AND user_id > :after AND {INSIDE}
ORDER BY user_id LIMIT :limit
"""
PUBLIC = f"""
SELECT {COLUMNS} FROM channel WHERE marks & 8 = 0 AND marks & 1 <> 0 AND usernames <> ''
ORDER BY members DESC, id LIMIT :limit
"""
QUIET = f"""
SELECT m.channel_id, t.top_at FROM channel_member m
JOIN channel_top t ON t.peer = -{CHANNEL_MARK} - m.channel_id
WHERE m.user_id = :user AND m.{INSIDE} AND t.top_at < :before
ORDER BY t.top_at, m.channel_id LIMIT :limit
"""
SET_TITLE = "UPDATE channel SET title = :title WHERE id = :channel"
SET_ABOUT = "UPDATE channel SET about = :about WHERE id = :channel"
SET_RIGHTS = "UPDATE channel SET banned_rights = :rights WHERE id = :channel"
GROUP_OF = """
SELECT linked_id FROM channel WHERE id = :channel AND linked_id IS NOT NULL AND marks & 1 <> 0
"""
SET_LINKED = "UPDATE channel SET linked_id = :linked WHERE id = :channel"
SET_MARKS = "UPDATE channel SET marks = :marks WHERE id = :channel"


async def insert(
    tx: Tx, title: str, about: str, creator: UserId, at: int, marks: ChannelMark
) -> ChannelId:
    """Keep a new channel."""
    row = await tx.row(NEXT_ID)
    assert row is not None
    channel_id = ChannelId(row[0])
    await tx.run(
        INSERT,
        id=channel_id,
        title=title,
        about=about,
        creator=creator,
        at=at,
        marks=int(marks),
    )
    return channel_id


async def find_within(
    tx: Tx, groups: Collection[int], users: Collection[UserId]
) -> frozenset[tuple[int, UserId]]:
    """Which of some users are in which of some groups."""
    rows = await tx.rows(WITHIN, groups=list(groups), users=list(users))
    return frozenset((int(group), UserId(user_id)) for group, user_id in rows)


async def find_many(tx: Tx, ids: Collection[ChannelId]) -> dict[ChannelId, Channel]:
    """Some channels; those that do not exist are left out."""
    if not ids:
        return {}
    found: dict[ChannelId, Channel] = {}
    for row in await tx.rows(FIND, ids=list(ids)):
        found[row[0]] = _channel(row)
    return found


async def join(
    tx: Tx,
    channel: ChannelId,
    users: Collection[UserId],
    inviter: UserId,
    at: int,
    standing: Standing,
) -> None:
    """Let some in who were not inside."""
    rows = [
        {
            "channel": channel,
            "user": user,
            "inviter": inviter,
            "at": at,
            "standing": int(standing),
        }
        for user in users
    ]
    await tx.run_many(JOIN, rows)
    await tx.run(COUNT, channel=channel, more=len(rows))


async def bring(tx: Tx, channel: ChannelId, members: Collection[Participant]) -> None:
    """Let all come at once who were in another group, as what they were there."""
    rows = [_values(each) for each in members]
    await tx.run_many(PUT_BAN, rows)
    inside = sum(each.standing.inside for each in members)
    await tx.run(COUNT, channel=channel, more=inside)


async def leave(
    tx: Tx, channel: ChannelId, user: UserId, standing: Standing, by: UserId
) -> None:
    """Somebody who was inside is not any more."""
    await tx.run(SET_STANDING, channel=channel, user=user, standing=int(standing), by=by)
    await tx.run(COUNT, channel=channel, more=-1)


async def set_admin(
    tx: Tx, channel: ChannelId, user: UserId, rights: int, rank: str, by: UserId
) -> None:
    """Make a member an admin, or, with no rights, a member again."""
    standing = Standing.ADMIN if rights else Standing.MEMBER
    await tx.run(
        SET_ADMIN,
        channel=channel,
        user=user,
        standing=int(standing),
        rights=rights,
        rank=rank,
        by=by,
    )


async def set_creator(tx: Tx, channel: ChannelId, user: UserId, rights: int, rank: str) -> None:
    """What the creator of a channel has chosen for itself."""
    await tx.run(SET_CREATOR, channel=channel, user=user, rights=rights, rank=rank)


async def give_to(tx: Tx, channel: ChannelId, user: UserId) -> None:
    """A member owns a channel from now on; what the one of before is has to be said besides."""
    await tx.run(GIVE_TO, channel=channel, user=user)
    await tx.run(MAKE_CREATOR, channel=channel, user=user)


async def set_rank(tx: Tx, channel: ChannelId, user: UserId, rank: str) -> None:
    """Give a member another tag, empty: none."""
    await tx.run(SET_RANK, channel=channel, user=user, rank=rank)


async def find_ranks(
    tx: Tx, channels: Collection[ChannelId], users: Collection[UserId]
) -> dict[tuple[ChannelId, UserId], str]:
    """The tags of some in some channels; those without are left out."""
    rows = await tx.rows(RANKS, channels=list(channels), users=list(users))
    return {(ChannelId(row[0]), UserId(row[1])): row[2] for row in rows}


async def find_members(
    tx: Tx, channel: ChannelId, users: Collection[UserId]
) -> dict[UserId, Participant]:
    """What some are, or were, in a channel."""
    rows = await tx.rows(MEMBERS, channel=channel, users=list(users))
    return {each.user_id: each for each in map(read_participant, rows)}


async def find_of_user(
    tx: Tx, user: UserId, channels: Collection[ChannelId]
) -> dict[ChannelId, Participant]:
    """What somebody is, or was, in some channels."""
    rows = await tx.rows(OF_USER, user=user, channels=list(channels))
    return {each.channel_id: each for each in map(read_participant, rows)}


async def find_both(
    tx: Tx, user: UserId, ids: Collection[ChannelId]
) -> list[tuple[Channel, Participant | None]]:
    """Some channels, and what somebody is, or was, in each, in ascending order of their ids; in one statement:
    every message in a supergroup asks several times."""
    width = len(COLUMNS.split(","))
    rows = sorted(await tx.rows(BOTH, user=user, ids=list(ids)), key=lambda row: int(row[0]))
    return [
        (
            _channel(row[:width]),
            None if row[width] is None else read_participant(row[width:]),
        )
        for row in rows
    ]


async def find_recent(tx: Tx, channel: ChannelId, offset: int, limit: int) -> list[Participant]:
    """Members, those who came last leading."""
    rows = await tx.rows(RECENT, channel=channel, offset=offset, limit=limit)
    return [read_participant(row) for row in rows]


async def find_admins(tx: Tx, channel: ChannelId, offset: int, limit: int) -> list[Participant]:
    """Admins, the creator leading."""
    rows = await tx.rows(ADMINS, channel=channel, offset=offset, limit=limit)
    return [read_participant(row) for row in rows]


async def count_admins(tx: Tx, channel: ChannelId) -> int:
    """How many admins a channel has, with the creator."""
    row = await tx.row(COUNT_ADMINS, channel=channel)
    assert row is not None
    return int(row[0])


async def find_joined(tx: Tx, user: UserId) -> list[BoxId]:
    """The boxes of the channels in which somebody is."""
    rows = await tx.rows(JOINED, user=user)
    return [BoxId(channel_peer(ChannelId(row[0]))) for row in rows]


async def count_joined(tx: Tx, users: Collection[UserId]) -> dict[UserId, int]:
    """In how many channels some are; those that are in none are left out."""
    rows = await tx.rows(COUNT_JOINED, users=list(users))
    return {UserId(row[0]): int(row[1]) for row in rows}


async def find_audience(tx: Tx, channel: ChannelId, users: Collection[UserId]) -> set[UserId]:
    """Those of some users who are in a channel."""
    rows = await tx.rows(AUDIENCE, channel=channel, users=list(users))
    return {UserId(row[0]) for row in rows}


async def find_bots(tx: Tx, channel: ChannelId) -> list[UserId]:
    """The bots in a channel; where there are none, it costs a look into an index."""
    return [UserId(row[0]) for row in await tx.rows(BOTS, channel=channel)]


async def put_ban(tx: Tx, member: Participant) -> None:
    """Keep what somebody may not do, whether it was ever inside or not."""
    await tx.run(PUT_BAN, **_values(member))


def _values(member: Participant) -> dict[str, Value]:
    values: dict[str, Value] = {name: getattr(member, name) for name in Participant.__slots__}
    values["standing"] = int(member.standing)
    return values


async def set_slow(tx: Tx, channel: ChannelId, seconds: int) -> None:
    """How long members wait between two messages."""
    await tx.run(SET_SLOW, channel=channel, seconds=seconds)


async def last_said(tx: Tx, box: BoxId, user: UserId, since: int) -> int | None:
    """When somebody spoke last in a channel, if it was after a date."""
    row = await tx.row(LAST_SAID, box=box, user=user, since=since)
    return None if row is None else row[0]


async def set_photo(
    tx: Tx, channel: ChannelId, photo_id: int | None, photo: bytes | None
) -> None:
    """Give a channel another photo, or none. `photo`: as it stands beside the name."""
    await tx.run(SET_PHOTO, channel=channel, photo_id=photo_id, photo=photo)


async def set_usernames(tx: Tx, channel: ChannelId, names: tuple[Username, ...]) -> None:
    """The public names of a channel, in its owner's order; they are taken in `users.store`."""
    await tx.run(SET_USERNAMES, channel=channel, names=write_usernames(names))


async def find_owned(tx: Tx, user: UserId) -> list[Channel]:
    """The channels that somebody has created."""
    return [_channel(row) for row in await tx.rows(OWNED, user=user)]


async def find_inviters(
    tx: Tx, channel: ChannelId, since: int, limit: int
) -> list[tuple[UserId, int]]:
    """Who has brought in most of those who came since a date and are in still."""
    rows = await tx.rows(INVITERS, channel=channel, since=since, limit=limit)
    return [(UserId(row[0]), int(row[1])) for row in rows]


async def find_insiders(tx: Tx, channel: ChannelId, after: UserId, limit: int) -> list[UserId]:
    """Members in the order of their numbers, those behind one of them."""
    rows = await tx.rows(INSIDERS, channel=channel, after=after, limit=limit)
    return [UserId(row[0]) for row in rows]


async def find_public(tx: Tx, limit: int) -> list[Channel]:
    """Channels that everybody may read, those with most members."""
    found = [_channel(row) for row in await tx.rows(PUBLIC, limit=limit)]
    return [each for each in found if each.public]


async def find_quiet(
    tx: Tx, user: UserId, before: int, limit: int
) -> list[tuple[ChannelId, int]]:
    """The channels of somebody in which nothing was said since a date, with when it was last."""
    rows = await tx.rows(QUIET, user=user, before=before, limit=limit)
    return [(ChannelId(row[0]), int(row[1])) for row in rows]


async def set_title(tx: Tx, channel: ChannelId, title: str) -> None:
    """Give a channel another title."""
    await tx.run(SET_TITLE, channel=channel, title=title)


async def set_about(tx: Tx, channel: ChannelId, about: str) -> None:
    """Say something else about a channel."""
    await tx.run(SET_ABOUT, channel=channel, about=about)


async def set_rights(tx: Tx, channel: ChannelId, rights: int) -> None:
    """What members may not do."""
    await tx.run(SET_RIGHTS, channel=channel, rights=rights)


async def set_marks(tx: Tx, channel: ChannelId, marks: ChannelMark) -> None:
    """What a channel is besides."""
    await tx.run(SET_MARKS, channel=channel, marks=int(marks))


async def find_group(tx: Tx, channel: ChannelId) -> ChannelId | None:
    """The discussion group of a channel; it is asked for whenever something is said."""
    row = await tx.row(GROUP_OF, channel=channel)
    return None if row is None else ChannelId(row[0])


async def set_linked(tx: Tx, channel: ChannelId, linked: ChannelId | None) -> None:
    """The discussion group of a channel, or the channel of such a group."""
    await tx.run(SET_LINKED, channel=channel, linked=linked)


def _channel(row: Row) -> Channel:
    id_, title, about, creator_id, made_at, marks, *rest = row
    rest[USERNAMES] = read_usernames(rest[USERNAMES])
    return Channel(id_, title, about, creator_id, made_at, ChannelMark(marks), *rest)


def read_participant(row: Row) -> Participant:
    """A row of MEMBER_COLUMNS."""
    channel_id, user_id, inviter_id, joined_at, standing, *rest = row
    return Participant(channel_id, user_id, inviter_id, joined_at, Standing(standing), *rest)
