"""As whom one speaks in a channel: as oneself, as the group itself (an anonymous admin), as a channel of one's own.

https://core.telegram.org/api/channel, https://core.telegram.org/method/channels.getSendAs. The account behind what is
said is kept (`Body.author_id`): it may edit and delete it, and nobody else learns of it.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from chappe.db.database import Tx
from chappe.features.channels import store
from chappe.features.channels.model import Channel, ChannelMark, Participant, banned_now
from chappe.features.chats.full import Full, completes_group
from chappe.features.chats.model import Standing
from chappe.features.chats.rights import bit, refusal_of
from chappe.features.messages.model import Body, BodyMark
from chappe.features.messages.payload import read_value
from chappe.features.reactions.masks import masks
from chappe.features.users import store as users
from chappe.features.users.access import is_premium
from chappe.ids import ChannelId, PeerId, UserId, channel_of, user_peer
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.peers import peer_on_wire
from chappe.updates.viewer import Viewer

ANONYMOUS = bit(api.ChatAdminRights, "anonymous")
CHOSEN = "SELECT voice FROM channel_voice WHERE channel_id = :channel AND user_id = :user"
CHOOSE = """
INSERT INTO channel_voice (channel_id, user_id, voice) VALUES (:channel, :user, :voice)
ON CONFLICT (channel_id, user_id) DO UPDATE SET voice = excluded.voice
"""
MASKED = f"""
SELECT m.user_id, v.voice,
    CASE WHEN m.standing IN (1, 2) AND m.admin_rights & {ANONYMOUS} <> 0 THEN 1 ELSE 0 END
FROM channel_member m
LEFT JOIN channel_voice v ON v.channel_id = m.channel_id AND v.user_id = m.user_id
WHERE m.channel_id = :channel AND m.user_id IN :users[]
    AND (v.voice IS NOT NULL OR (m.standing IN (1, 2) AND m.admin_rights & {ANONYMOUS} <> 0))
"""


@dataclass(frozen=True, slots=True)
class Voice:
    """As whom one may speak. `premium`: only with Premium, which the account has not."""

    peer: PeerId
    premium: bool = False


def is_anonymous(channel: Channel, mine: Participant) -> bool:
    """Whether a supergroup speaks for this admin of it."""
    hidden = mine.standing.leads and mine.admin_rights & ANONYMOUS != 0
    return hidden and not channel.broadcast


async def as_said(tx: Tx, channel: Channel, mine: Participant, body: Body) -> Body:
    """What a member says, under the name of whom it is said as: whom it has chosen (`body.author_id` is set
    then), now or for good, or the usual one.

    Errors: SEND_AS_PEER_INVALID, USER_BANNED_IN_CHANNEL, PREMIUM_ACCOUNT_REQUIRED (403; check_voice)
    """
    me = user_peer(mine.user_id)
    chosen = None if body.author_id is None else body.from_id
    if body.action is not None:
        return _noted(channel, mine, body)
    if chosen is not None and chosen != me:
        await check_voice(tx, channel, mine, chosen, body.at, body)
    voice = chosen or await usual_voice(tx, channel, mine, body.at)
    if channel.broadcast:
        return await _posted(tx, channel, mine, body, voice)
    if voice == me:
        return replace(body, from_id=me, author_id=None)
    if voice == channel.peer:
        return _of_group(channel, mine, body)
    return replace(body, from_id=voice, author_id=mine.user_id)


def _noted(channel: Channel, mine: Participant, body: Body) -> Body:
    """What somebody has done, as it is told."""
    if channel.broadcast:
        return replace(body, from_id=channel.peer, author_id=mine.user_id)
    if is_anonymous(channel, mine):
        action: api.TypeMessageAction = read_value(body.action)
        if not _comes_or_goes(action, mine.user_id):
            return _of_group(channel, mine, body)
    return body


def _comes_or_goes(action: "api.TypeMessageAction", user_id: UserId) -> bool:
    """Whether somebody comes or goes: that is told under its own name, it stands there anyway."""
    match action:
        case api.MessageActionChatDeleteUser():
            return action.user_id == user_id
        case api.MessageActionChatAddUser():
            return user_id in action.users
        case api.MessageActionChatJoinedByLink() | api.MessageActionChatJoinedByRequest():
            return True
        case _:
            return False


def _of_group(channel: Channel, mine: Participant, body: Body) -> Body:
    return replace(
        body,
        from_id=channel.peer,
        author_id=mine.user_id,
        post_author=mine.rank or None,
        marks=body.marks | BodyMark.OF_GROUP,
    )


async def _posted(
    tx: Tx, channel: Channel, mine: Participant, body: Body, voice: PeerId
) -> Body:
    """A post of a channel: signed, when posts are; shown as its author's, when they are so."""
    post = replace(body, from_id=channel.peer, author_id=mine.user_id)
    profiles = shows_profiles(channel)
    if ChannelMark.SIGNATURES not in channel.marks or (profiles and voice == channel.peer):
        return post
    post = replace(post, post_author=mine.rank or await _name(tx, mine.user_id))
    if not profiles:
        return post
    return replace(
        post, from_id=user_peer(mine.user_id), marks=post.marks | BodyMark.OF_PROFILE
    )


async def _name(tx: Tx, user_id: UserId) -> str | None:
    user = await users.find(tx, user_id)
    return None if user is None else f"{user.first_name} {user.last_name}".strip() or None


def shows_profiles(channel: Channel) -> bool:
    """Whether posts of a channel lead to those who wrote them."""
    both = ChannelMark.SIGNATURES | ChannelMark.SIGNATURE_PROFILES
    return channel.broadcast and channel.marks & both == both


async def usual_voice(tx: Tx, channel: Channel, mine: Participant, now: int) -> PeerId:
    """As whom somebody speaks who does not say it: as it has chosen once, if it still may."""
    me = user_peer(mine.user_id)
    if channel.broadcast:
        if not shows_profiles(channel):
            return channel.peer
        return channel.peer if await _chosen(tx, channel, mine) == channel.peer else me
    usual = channel.peer if is_anonymous(channel, mine) else me
    if usual == me and not is_open(channel):
        return me
    voice = await _chosen(tx, channel, mine)
    if voice is None or voice == usual:
        return usual
    may = [each.peer for each in await voices_of(tx, channel, mine) if not each.premium]
    return voice if voice in may and not await _ban(tx, channel, voice, now) else usual


def is_open(channel: Channel) -> bool:
    """Whether members of a supergroup may speak as channels of theirs: where it is public, or discusses a channel."""
    return channel.public or channel.linked_id is not None


async def _chosen(tx: Tx, channel: Channel, mine: Participant) -> PeerId | None:
    row = await tx.row(CHOSEN, channel=channel.id, user=mine.user_id)
    return None if row is None else PeerId(row[0])


async def choose(tx: Tx, channel: Channel, user_id: UserId, voice: PeerId) -> None:
    """As whom somebody speaks from now on who does not say it."""
    await tx.run(CHOOSE, channel=channel.id, user=user_id, voice=voice)


async def voices_of(tx: Tx, channel: Channel, mine: Participant) -> list[Voice]:
    """As whom a member may speak, the usual one first."""
    me = Voice(user_peer(mine.user_id))
    if channel.broadcast:
        own = Voice(channel.peer)
        return [me, own] if shows_profiles(channel) else [own]
    voices = [Voice(channel.peer), me] if is_anonymous(channel, mine) else [me]
    if not is_open(channel):
        return voices
    premium = not await is_premium(tx, mine.user_id)
    owned = await store.find_owned(tx, mine.user_id)
    return voices + [
        Voice(each.peer, premium and each.id != channel.linked_id)
        for each in owned
        if each.broadcast and (each.public or each.id == channel.linked_id)
    ]


async def check_voice(
    tx: Tx,
    channel: Channel,
    mine: Participant,
    voice: PeerId,
    now: int,
    body: Body | None = None,
) -> None:
    """Whether a member may speak as a channel; `body`: and say this as it.

    Errors: SEND_AS_PEER_INVALID, PREMIUM_ACCOUNT_REQUIRED (403), USER_BANNED_IN_CHANNEL (that channel may not
            speak here), CHAT_SEND_…_FORBIDDEN (403)
    """
    voices = {each.peer: each for each in await voices_of(tx, channel, mine)}
    if voice not in voices:
        raise RpcError(400, "SEND_AS_PEER_INVALID")
    if voices[voice].premium:
        raise RpcError(403, "PREMIUM_ACCOUNT_REQUIRED")
    ban = await _ban(tx, channel, voice, now)
    if ban is None:
        return
    if ban.standing is Standing.KICKED:
        raise RpcError(400, "USER_BANNED_IN_CHANNEL")
    refusal = None if body is None else refusal_of(ban.banned_rights, body)
    if refusal is not None:
        raise RpcError(403, refusal)


async def _ban(tx: Tx, channel: Channel, voice: PeerId, now: int) -> Participant | None:
    """What a channel may not do in another: it stands where members do, by its peer."""
    if channel_of(voice) is None or voice == channel.peer:
        return None
    key = UserId(voice)
    ban = (await store.find_members(tx, channel.id, [key])).get(key)
    return ban if ban is not None and banned_now(ban, now) else None


async def find_masked(
    tx: Tx, channel_id: ChannelId, peer: PeerId, user_ids: Collection[UserId]
) -> dict[UserId, PeerId]:
    """Those of some members who are seen as somebody else in a channel, and as whom."""
    masked: dict[UserId, PeerId] = {}
    for user_id, voice, anonymous in await tx.rows(
        MASKED, channel=channel_id, users=list(user_ids)
    ):
        seen = PeerId(peer if voice is None else voice)
        if seen != peer or anonymous:  # who was anonymous once is not any more
            masked[UserId(user_id)] = seen
    return masked


@completes_group
async def add_voice(tx: Tx, viewer: Viewer, peer: PeerId, full: Full) -> None:
    """As whom the viewer speaks in a channel, where there is a choice."""
    channel_id = channel_of(peer)
    if channel_id is None or not isinstance(full, api.ChannelFull):
        return
    mine = (await store.find_of_user(tx, viewer.user_id, [channel_id])).get(channel_id)
    if mine is None or not mine.standing.inside:
        return
    channel = (await store.find_many(tx, [channel_id]))[channel_id]
    if channel.broadcast and not (mine.standing.leads and shows_profiles(channel)):
        return
    if len(await voices_of(tx, channel, mine)) > 1:
        full.default_send_as = peer_on_wire(
            await usual_voice(tx, channel, mine, int(viewer.now))
        )


@masks
async def masked(tx: Tx, peer: PeerId, user_ids: Collection[UserId]) -> dict[UserId, PeerId]:
    """Who reacts in a channel as somebody else."""
    channel_id = channel_of(peer)
    return {} if channel_id is None else await find_masked(tx, channel_id, peer, user_ids)
