"""`messages.*`: reacting to messages, and who has."""

from chappe.features.dialogs import marks
from chappe.features.dialogs.marks import MemberMark
from chappe.features.messages import finding
from chappe.features.messages.access import (
    access_message,
    access_messages,
    access_present,
    box_of,
)
from chappe.features.messages.audience import rules_over
from chappe.features.messages.finding import Sought
from chappe.features.messages.marking import find_marked
from chappe.features.messages.model import CopyMark
from chappe.features.messages.store import OF_SOME, Window, find_window
from chappe.features.messages.view import render_page
from chappe.features.reactions import store
from chappe.features.reactions.access import (
    access_reaction,
    access_reactions,
    check_allowed,
)
from chappe.features.reactions.actions import react, read_channel_reactions, read_reactions
from chappe.features.reactions.model import Reacted
from chappe.features.reactions.view import render_changes, render_list
from chappe.features.users.access import access_peer
from chappe.ids import BoxId, channel_of, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method, refuse
from chappe.tl import api
from chappe.updates.difference import read_state
from chappe.updates.horizon import horizon
from chappe.updates.render import render_container

MESSAGES_MAX = 100
PAGE_MAX = 100
UNREAD = MemberMark.REACTIONS_UNREAD
TOP = (1 << 62, 0, 0)
"""Before the newest reaction: time, user, place."""

refuse(
    "messages.sendPaidReaction",
    400,
    "BALANCE_TOO_LOW",
    "Stars are sold by Telegram; nobody has any here.",
)
for _wish in ("messages.getPaidReactionPrivacy", "messages.togglePaidReactionPrivacy"):
    refuse(_wish, 400, "METHOD_INVALID", "Nobody can pay for a reaction here, under any name.")


@method("messages.sendReaction", who=Who.SIGNED_IN, writes=True)
async def send_reaction(call: Call, q: api.messages.SendReaction) -> "api.TypeUpdates":
    """Set or clear the caller's reactions to one message.

    Wire:   https://core.telegram.org/method/messages.sendReaction (since 136; a list since 145)
    Errors: PEER_ID_INVALID (access_peer), CHAT_WRITE_FORBIDDEN (403, access_present; or banned from reacting), MESSAGE_ID_INVALID
            (access_message, or a service message); REACTION_EMPTY, REACTION_INVALID, DOCUMENT_INVALID, REACTIONS_TOO_MANY (access_reactions; or
            not in this group: check_allowed); MESSAGE_NOT_MODIFIED (react)
    """
    peer = await access_present(call.tx, call.viewer, q.peer)
    if q.reaction and not await rules_over(
        call.tx, call.user_id, peer, "send_reactions", call.now
    ):
        raise RpcError(403, "CHAT_WRITE_FORBIDDEN")
    message = await access_message(call.tx, call.viewer, peer, q.msg_id)
    if message.body.action is not None:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    tags = peer == user_peer(call.user_id)
    reactions = await access_reactions(call.tx, call.user_id, q.reaction, tags=tags)
    allowed = await check_allowed(call.tx, peer, reactions)
    await react(
        call.journal,
        call.user_id,
        message,
        reactions,
        big=bool(q.big),
        recent=bool(q.add_to_recent),
        most=allowed.most,
    )
    changes = await render_changes(call.tx, call.viewer, [message])
    return await render_container(call.tx, call.viewer, [*changes], int(call.now))


@method("messages.getMessagesReactions", who=Who.USER)
async def get_messages_reactions(
    call: Call, q: api.messages.GetMessagesReactions
) -> "api.TypeUpdates":
    """Return the reactions to some messages; those that are not there are left out.

    Wire:   https://core.telegram.org/method/messages.getMessagesReactions
    Errors: PEER_ID_INVALID (access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    found = await access_messages(call.tx, call.viewer, peer, q.id[:MESSAGES_MAX])
    changes = await render_changes(call.tx, call.viewer, found)
    return await render_container(call.tx, call.viewer, [*changes], int(call.now))


@method("messages.getMessageReactionsList", who=Who.USER)
async def get_message_reactions_list(
    call: Call, q: api.messages.GetMessageReactionsList
) -> api.messages.MessageReactionsList:
    """Return who has reacted to a message, with all reactions or with one.

    Wire:   https://core.telegram.org/method/messages.getMessageReactionsList
    Errors: PEER_ID_INVALID (access_peer), MSG_ID_INVALID (access_message), BROADCAST_FORBIDDEN (403; posts
            of channels); as `access_reaction`
    """
    tx = call.tx
    peer = await access_peer(tx, call.viewer, q.peer, reading=True)
    message = await access_message(tx, call.viewer, peer, q.id, error="MSG_ID_INVALID")
    if message.is_post:
        raise RpcError(403, "BROADCAST_FORBIDDEN")
    wanted = None if q.reaction is None else await access_reaction(tx, q.reaction)
    limit = max(1, min(q.limit, PAGE_MAX))
    after = _read_offset(q.offset)
    page = await store.find_page(tx, message.body_id, wanted, after, limit + 1)
    more = len(page) > limit
    count = await store.count(tx, message.body_id, wanted)
    offset = _write_offset(page[limit - 1]) if more else None
    return await render_list(tx, call.viewer, message, page[:limit], count, offset)


def _write_offset(last: Reacted) -> str:
    return f"{last.at}_{last.user_id}_{last.place}"


def _read_offset(offset: str | None) -> tuple[int, int, int]:
    """A place in the list; what was not made by `_write_offset` is the beginning."""
    parts = (offset or "").split("_")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return TOP
    at, user_id, place = (int(part[:18]) for part in parts)
    return at, user_id, place


@method("messages.getUnreadReactions", who=Who.USER)
async def get_unread_reactions(
    call: Call, q: api.messages.GetUnreadReactions
) -> "api.messages.TypeMessages":
    """Return those of the caller's messages to which there are reactions that the caller has not seen.
    `top_msg_id`: of one thread or topic of a supergroup.

    Wire:   https://core.telegram.org/method/messages.getUnreadReactions
    Errors: PEER_ID_INVALID (access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    box, limit = box_of(call.viewer, peer), max(0, min(q.limit, PAGE_MAX))
    least = await horizon(call.tx, call.user_id, box)
    window = Window(q.offset_id, 0, q.add_offset, limit, q.max_id, max(least, q.min_id))
    if channel_of(peer) is not None:
        ids = await marks.unread(call.tx, call.user_id, peer, UNREAD, thread=q.top_msg_id)
        mine = await find_window(call.tx, window, OF_SOME, box=box, some=ids)
        return await render_page(call.tx, call.viewer, mine, len(ids))
    sought = Sought(box=box, peer=peer, marked=CopyMark.REACTIONS_UNREAD)
    found = await finding.find(call.tx, sought, window)
    count = await finding.count(call.tx, sought)
    return await render_page(call.tx, call.viewer, found, count)


@method("messages.readReactions", who=Who.USER, writes=True)
async def read_all_reactions(
    call: Call, q: api.messages.ReadReactions
) -> api.messages.AffectedHistory:
    """The caller has seen all reactions in a dialog; `top_msg_id`: in one thread or topic of a supergroup.

    Wire:   https://core.telegram.org/method/messages.readReactions
    Errors: PEER_ID_INVALID (access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    if channel_of(peer) is not None:
        channel = await call.journal.take(BoxId(peer), facts=0)
        ids = await marks.unread(call.tx, call.user_id, peer, UNREAD, thread=q.top_msg_id)
        await read_channel_reactions(call.journal, call.user_id, peer, ids)
        left = int(len(ids) == marks.FOUND_MAX)  # the client asks again
        return api.messages.AffectedHistory(pts=channel.pts, pts_count=0, offset=left)
    box = BoxId(call.user_id)
    await call.journal.lock([box])
    found = await find_marked(call.tx, box, peer, CopyMark.REACTIONS_UNREAD)
    await read_reactions(call.journal, call.user_id, peer, found)
    state = await read_state(call.tx, box)
    return api.messages.AffectedHistory(pts=state.pts, pts_count=0, offset=0)
