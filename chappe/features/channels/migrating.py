"""A basic group becomes a supergroup: with its people, rights, photo and links, but the history stays behind in
everybody's own box. https://core.telegram.org/api/channel#migration
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from chappe.features.channels import store
from chappe.features.channels.access import Seat, access_channel
from chappe.features.channels.actions import say, tell
from chappe.features.channels.limits import Limits, check_room
from chappe.features.channels.model import ChannelMark, Participant
from chappe.features.chats import access as chats
from chappe.features.chats import store as chat_store
from chappe.features.chats.actions import say as say_in_chat
from chappe.features.chats.model import Chat, Member, Standing
from chappe.features.chats.rights import ADMIN_ALL, bit, pack
from chappe.features.dialogs import store as dialogs
from chappe.features.notify import store as notify
from chappe.features.reactions import store as reactions
from chappe.ids import BoxId, ChannelId, PeerId, UserId, channel_peer
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal

Move = Callable[[Journal, PeerId, PeerId], Awaitable[None]]
_moves: list[Move] = []


def moves_groups(move: Move) -> Move:
    """The decorated function takes over what a later room keeps of a basic group, for the supergroup that it has
    become: (journal, old peer, new peer)."""
    if move not in _moves:
        _moves.append(move)
    return move


async def migrate(journal: Journal, me: UserId, chat_id: int, limits: Limits) -> Seat:
    """Make a supergroup of a basic group. What somebody sends at the same moment is in the old one before, or is
    refused: the boxes of all members are taken.

    Errors: CHAT_ID_INVALID; PEER_ID_INVALID (the group has ended, or is one already), CHAT_ADMIN_REQUIRED (403: the
            caller is not the creator), CHANNELS_TOO_MUCH
    """
    tx = journal.tx
    chat = (await chats.access_chat(tx, me, chat_id)).chat
    await chat_store.lock(tx, chat.id)
    seat = await chats.access_seat(tx, me, chat.id)  # as it is, now that nobody else changes it
    chat = seat.chat
    if seat.member.standing is not Standing.CREATOR:
        raise RpcError(403, "CHAT_ADMIN_REQUIRED")
    await check_room(tx, me, limits)
    channel_id = await _make(journal, chat)
    people = [each.user_id for each in await chat_store.find_members(tx, chat.id)]
    from_ = api.MessageActionChannelMigrateFrom(title=chat.title, chat_id=chat.id)
    said = await say(journal, me, channel_id, from_)
    await journal.lock(BoxId(each) for each in people)
    await chat_store.migrate(tx, chat.id, channel_id)
    await say_in_chat(
        journal, me, chat.id, api.MessageActionChatMigrateTo(channel_id=channel_id)
    )
    peer = channel_peer(channel_id)
    await dialogs.open_lines(tx, people, peer, said.message.id)
    await notify.copy(tx, people, chat.peer, peer)
    await reactions.set_allowed(tx, peer, await reactions.find_allowed(tx, chat.peer))
    for move in _moves:
        await move(journal, chat.peer, peer)
    await tell(journal, channel_id, people, 0)
    return await access_channel(tx, me, channel_id)


async def _make(journal: Journal, chat: Chat) -> ChannelId:
    """The supergroup, with all who are in the group, and all who were put out of it. Newcomers do not see what was
    said before, as it was in the group."""
    tx = journal.tx
    marks = ChannelMark.MEGAGROUP | ChannelMark.HIDDEN_HISTORY
    channel_id = await store.insert(
        tx, chat.title, chat.about, chat.creator_id, journal.at, marks
    )
    await journal.open_box(BoxId(channel_peer(channel_id)))
    everybody = await chat_store.find_everybody(tx, chat.id)
    await store.bring(tx, channel_id, _participants(channel_id, chat, everybody))
    if chat.banned_rights:
        await store.set_rights(tx, channel_id, chat.banned_rights)
    if chat.photo_id is not None:
        await store.set_photo(tx, channel_id, chat.photo_id, chat.photo)
    return channel_id


def _participants(
    channel_id: ChannelId, chat: Chat, everybody: Sequence[Member]
) -> list[Participant]:
    """Who is what in the supergroup; whoever had left is nobody there."""
    creator = chat.creator_id
    out = bit(api.ChatBannedRights, "view_messages")
    found = []
    for each in everybody:
        someone = Participant(
            channel_id,
            each.user_id,
            each.inviter_id,
            each.joined_at,
            each.standing,
            admin_rights=0,
            banned_rights=0,
            banned_until=0,
            decided_by=UserId(0),
            rank=each.rank,
        )
        if each.standing is Standing.ADMIN:
            someone = replace(someone, admin_rights=pack(ADMIN_ALL), decided_by=creator)
        elif each.standing is Standing.KICKED:
            someone = replace(someone, banned_rights=out, decided_by=creator)
        if each.standing is not Standing.LEFT:
            found.append(someone)
    return found
