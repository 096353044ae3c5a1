"""Basic groups on the wire, as one account sees them."""

from collections.abc import Collection, Sequence
from typing import Any

from chappe.db.database import Tx
from chappe.features.chats import store
from chappe.features.chats.actions import ChatChanged, ParticipantsChanged, RightsChanged
from chappe.features.chats.model import Chat, Member, Standing
from chappe.features.chats.photos import photo_beside
from chappe.features.chats.rights import ADMIN_ALL, unpack_banned
from chappe.features.users.full import completes
from chappe.features.users.model import User
from chappe.features.users.sight import Sight
from chappe.ids import ChannelId, ChatId, PeerId, channel_peer, chat_of
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.render import Peers, Updates, renders, renders_peers
from chappe.updates.viewer import Viewer


@renders_peers
async def render_peer_chats(tx: Tx, viewer: Viewer, peers: Collection[PeerId]) -> Peers:
    """Those of some peers that are basic groups."""
    ids = {chat_id for peer in peers if (chat_id := chat_of(peer)) is not None}
    return [], await render_chats(tx, viewer, ids)


async def render_chats(tx: Tx, viewer: Viewer, ids: Collection[ChatId]) -> list["api.TypeChat"]:
    """Some groups, in ascending order of their ids; there is no form of them that is shown to many alike."""
    if not ids or viewer.is_crowd:
        return []
    found = await store.find_many(tx, ids)
    mine = await store.find_standings(tx, viewer.user_id, ids)
    return [
        render_chat(viewer, found[each], mine.get(each))
        if each in found
        else api.ChatEmpty(id=each)
        for each in sorted(ids)
    ]


def render_chat(viewer: Viewer, chat: Chat, mine: Member | None) -> "api.TypeChat":
    """One group; `mine`: what the viewer is in it. Whoever was put out sees only its name."""
    if mine is None or mine.standing is Standing.KICKED:
        return api.ChatForbidden(id=chat.id, title=chat.title)
    return api.Chat(
        creator=mine.standing is Standing.CREATOR,
        left=mine.standing is Standing.LEFT,
        deactivated=bool(chat.deactivated),
        migrated_to=_migrated_to(viewer, chat),
        id=chat.id,
        title=chat.title,
        photo=photo_beside(chat.photo),
        participants_count=chat.count,
        date=chat.made_at,
        version=chat.version,
        admin_rights=ADMIN_ALL if mine.standing.leads else None,
        default_banned_rights=unpack_banned(chat.banned_rights),
    )


def _migrated_to(viewer: Viewer, chat: Chat) -> api.InputChannel | None:
    """The supergroup that a group has become."""
    if chat.migrated_to is None:
        return None
    channel_id = ChannelId(chat.migrated_to)
    access_hash = viewer.access_hash(channel_peer(channel_id))
    return api.InputChannel(channel_id=channel_id, access_hash=access_hash)


def render_participants(
    chat: Chat, mine: Member | None, members: Sequence[Member]
) -> "api.TypeChatParticipants":
    """Who is in a group; nothing for those who are not."""
    if mine is None or not mine.standing.inside:
        return api.ChatParticipantsForbidden(chat_id=chat.id)
    return api.ChatParticipants(
        chat_id=chat.id,
        participants=[_participant(member) for member in members],
        version=chat.version,
    )


def _participant(member: Member) -> "api.TypeChatParticipant":
    rank = member.rank or None
    if member.standing is Standing.CREATOR:
        return api.ChatParticipantCreator(user_id=member.user_id, rank=rank)
    fields: dict[str, Any] = {
        "user_id": member.user_id,
        "inviter_id": member.inviter_id,
        "date": member.joined_at,
        "rank": rank,
    }
    if member.standing is Standing.ADMIN:
        return api.ChatParticipantAdmin(**fields)
    return api.ChatParticipant(**fields)


@renders(ParticipantsChanged)
async def render_participants_changed(
    tx: Tx, viewer: Viewer, entries: Sequence[Logged]
) -> list[Updates]:
    """updateChatParticipants."""
    ids = {_chat_id(entry) for entry in entries}
    found = await store.find_many(tx, ids)
    mine = await store.find_standings(tx, viewer.user_id, ids)
    shown: dict[ChatId, Updates] = {}
    for chat_id in ids & found.keys():
        members = await store.find_members(tx, chat_id)
        participants = render_participants(found[chat_id], mine.get(chat_id), members)
        shown[chat_id] = [api.UpdateChatParticipants(participants=participants)]
    return [shown.get(_chat_id(entry), []) for entry in entries]


@renders(ChatChanged)
async def render_chat_changed(
    tx: Tx, viewer: Viewer, entries: Sequence[Logged]
) -> list[Updates]:
    """updateChat."""
    return [[api.UpdateChat(chat_id=_chat_id(entry))] for entry in entries]


@renders(RightsChanged)
async def render_rights_changed(
    tx: Tx, viewer: Viewer, entries: Sequence[Logged]
) -> list[Updates]:
    """updateChatDefaultBannedRights."""
    found = await store.find_many(tx, {_chat_id(entry) for entry in entries})
    shown: list[Updates] = []
    for entry in entries:
        chat = found.get(_chat_id(entry))
        update = None
        if chat is not None:
            update = api.UpdateChatDefaultBannedRights(
                peer=api.PeerChat(chat_id=chat.id),
                default_banned_rights=unpack_banned(chat.banned_rights),
                version=chat.version,
            )
        shown.append([] if update is None else [update])
    return shown


def _chat_id(entry: Logged) -> ChatId:
    fact = entry.fact
    assert isinstance(fact, ParticipantsChanged | ChatChanged | RightsChanged)
    return fact.chat_id


@completes
async def complete_user(
    tx: Tx, viewer: Viewer, sight: Sight, user: User, full: api.UserFull
) -> None:
    """In how many groups the viewer and an account are."""
    if user.id != viewer.user_id:
        full.common_chats_count += await store.count_common(tx, viewer.user_id, user.id)
