"""`messages.*`: reading the list of chats."""

from chappe.features.chatlist.access import access_dialogs
from chappe.features.chatlist.archive import find_archive
from chappe.features.chatlist.view import render_dialogs
from chappe.features.dialogs import store
from chappe.features.dialogs.actions import folders_of
from chappe.features.dialogs.model import ARCHIVE, MAIN, Dialog, no_dialog
from chappe.features.dialogs.store import TOP, Place, Waiting
from chappe.features.messages import store as messages
from chappe.features.updates.view import render_state
from chappe.ids import (
    CHANNEL_MARK,
    BoxId,
    ChannelId,
    ChatId,
    MessageId,
    PeerId,
    UserId,
    channel_peer,
    chat_peer,
    user_peer,
)
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.difference import read_state

DIALOGS_MAX = 100
DIALOGS_BY_DEFAULT = 20
"""When no limit is given. https://core.telegram.org/api/offsets#limit-parameter"""
SKIPPED_MAX = 10_000
"""The rows before a page that is asked for by its number are read all the same."""


@method("messages.getDialogs", who=Who.USER)
async def get_dialogs(call: Call, q: api.messages.GetDialogs) -> "api.messages.TypeDialogs":
    """Return a part of the list of chats, the newest first; pinned ones lead its first part.

    Without a folder, the dialogs of both are returned. The main list tells of the archive in one line.
    The hash is not looked at: nothing says how a client would make one.
    Wire:   https://core.telegram.org/method/messages.getDialogs
    Errors: FOLDER_ID_INVALID (folders_of); OFFSET_PEER_ID_INVALID
    """
    folders = folders_of(q.folder_id)
    after, skip = await _place(call, q), min(-q.offset_date, SKIPPED_MAX)
    limit = min(q.limit, DIALOGS_MAX) if q.limit > 0 else DIALOGS_BY_DEFAULT
    pinned: list[Dialog] = []
    archive: list[Waiting] = []
    if skip > 0:
        skip -= len(await store.pins(call.tx, call.user_id, MAIN))
    elif after == TOP and not q.exclude_pinned:
        pinned = await store.find_pinned(call.tx, call.user_id, folders)
        if q.folder_id == MAIN:
            archive = await find_archive(call.tx, call.user_id)
    # Whoever goes on behind the last one has to find the rest there: the last one is not pinned.
    room = max(1, limit - len(pinned))
    page = await store.find_page(
        call.tx, call.user_id, folders, after, room + 1, skip=max(0, skip)
    )
    found = [*pinned, *page[:room]]
    shown, tops, (users, chats) = await render_dialogs(call.tx, call.viewer, found, archive)
    if after == TOP and skip <= 0 and len(page) <= room:
        return api.messages.Dialogs(dialogs=shown, messages=tops, chats=chats, users=users)
    count = await store.count(call.tx, call.user_id, folders, with_pinned=not q.exclude_pinned)
    return api.messages.DialogsSlice(
        count=count, dialogs=shown, messages=tops, chats=chats, users=users
    )


async def _place(call: Call, q: api.messages.GetDialogs) -> Place:
    """Behind which dialog the client goes on."""
    peer = _offset_peer(call, q.offset_peer)
    at = max(0, q.offset_date)  # below zero it is a number (tl/drift/folders.py)
    if not q.offset_id and not peer and (at == 0 or at > call.now):
        return TOP
    if not at and q.offset_id:  # some name the message alone
        box, message_id = BoxId(call.user_id), MessageId(q.offset_id)
        found = await messages.find_many(call.tx, box, [message_id])
        at = found[message_id].body.at if message_id in found else 0
    if not at and not q.offset_id:  # a channel whose newest message the client does not see
        last = await store.find(call.tx, call.user_id, peer)
        if last is not None:
            return Place(last.top_at, last.top_id, peer)
    return Place(at, q.offset_id, peer)


def _offset_peer(call: Call, named: "api.TypeInputPeer") -> PeerId:
    """A peer as a place in the list, nothing more: TDLib names it without its hash."""
    match named:
        case api.InputPeerEmpty():
            return PeerId(0)
        case api.InputPeerSelf():
            return user_peer(call.user_id)
        case api.InputPeerUser() if 0 < named.user_id < CHANNEL_MARK:
            return user_peer(UserId(named.user_id))
        case api.InputPeerChat() if 0 < named.chat_id < CHANNEL_MARK:
            return chat_peer(ChatId(named.chat_id))
        case api.InputPeerChannel() if 0 < named.channel_id < CHANNEL_MARK:
            return channel_peer(ChannelId(named.channel_id))
        case _:
            raise RpcError(400, "OFFSET_PEER_ID_INVALID")


@method("messages.getPinnedDialogs", who=Who.USER)
async def get_pinned_dialogs(
    call: Call, q: api.messages.GetPinnedDialogs
) -> api.messages.PeerDialogs:
    """Return the pinned dialogs of a folder in their order; above those of the main list, the archive.

    Wire:   https://core.telegram.org/method/messages.getPinnedDialogs
    Errors: FOLDER_ID_INVALID (folders_of)
    """
    folders = folders_of(q.folder_id)
    pinned = await store.find_pinned(call.tx, call.user_id, folders)
    archive: list[Waiting] = []
    if q.folder_id == MAIN:
        archive = await find_archive(call.tx, call.user_id)
    return await _peer_dialogs(call, pinned, archive)


@method("messages.getPeerDialogs", who=Who.USER)
async def get_peer_dialogs(
    call: Call, q: api.messages.GetPeerDialogs
) -> api.messages.PeerDialogs:
    """Return some dialogs, whether or not there are messages in them; or the archive as one line.

    Wire:   https://core.telegram.org/method/messages.getPeerDialogs
    Errors: INPUT_PEERS_EMPTY; PEER_ID_INVALID, FOLDER_ID_INVALID, LIMIT_INVALID (access_dialogs)
    """
    if not q.peers:
        raise RpcError(400, "INPUT_PEERS_EMPTY")
    peers, folders = await access_dialogs(call.tx, call.viewer, q.peers, reading=True)
    there = await store.find_many(call.tx, call.user_id, peers)
    found = [
        there[peer] if peer in there else no_dialog(call.user_id, peer)
        for peer in dict.fromkeys(peers)
    ]
    archive: list[Waiting] = []
    if ARCHIVE in folders:
        archive = await find_archive(call.tx, call.user_id)
    return await _peer_dialogs(call, found, archive)


async def _peer_dialogs(
    call: Call, found: list[Dialog], archive: list[Waiting]
) -> api.messages.PeerDialogs:
    shown, tops, (users, chats) = await render_dialogs(call.tx, call.viewer, found, archive)
    state = await read_state(call.tx, BoxId(call.user_id))
    unread = await store.count_unread(call.tx, call.user_id)
    return api.messages.PeerDialogs(
        dialogs=shown,
        messages=tops,
        chats=chats,
        users=users,
        state=render_state(state.pts, max(state.at, int(call.now)), unread),
    )
