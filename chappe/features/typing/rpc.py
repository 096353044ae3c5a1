"""`messages.setTyping`."""

from dataclasses import replace

from chappe.features.messages import store as messages
from chappe.features.messages.access import access_addressee, access_living, access_message
from chappe.features.messages.audience import boxes_of, voiced
from chappe.features.messages.model import Body, BodyMark
from chappe.features.reactions.masks import voice_of
from chappe.features.typing.access import Draft, access_action, read_draft
from chappe.features.users import relations
from chappe.features.users import store as users
from chappe.features.users.access import named_peer
from chappe.features.users.model import Tie
from chappe.ids import (
    BoxId,
    ChannelId,
    PeerId,
    UserId,
    channel_of,
    channel_peer,
    chat_of,
    is_bot,
    user_of,
    user_peer,
)
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.peers import peer_on_wire

FLOOD = 420
"""The code of all errors that tell one to wait."""


@method("messages.setTyping", who=Who.SIGNED_IN)
async def set_typing(call: Call, q: api.messages.SetTyping) -> bool:
    """Show the others in a chat what the caller is doing at this moment.

    Wire:   https://core.telegram.org/method/messages.setTyping
    Errors: PEER_ID_INVALID, INPUT_USER_DEACTIVATED (access_living); CHAT_WRITE_FORBIDDEN
            (403, voiced, as all that one may not say); those of access_action; MSG_ID_INVALID; USER_IS_BLOCKED (by the other one)
    """
    if isinstance(q.action, Draft) and is_bot(call.user_id):
        return await _show_draft(call, q, q.action)
    peer = await access_living(call.tx, call.viewer, q.peer)
    actor = await users.find(call.tx, call.user_id)
    assert actor is not None
    access_action(q.action, actor)
    here = Body(from_id=user_peer(call.user_id), at=int(call.now), text="")
    channel_id = channel_of(peer)
    if channel_id is not None:
        return await _in_channel(call, q, channel_id, here)
    await voiced(call.tx, call.user_id, peer, here)
    boxes = await boxes_of(call.tx, call.user_id, peer)
    others = [UserId(box) for box in boxes if box > 0]
    others = [each for each in others if each != call.user_id]
    if user_of(peer) is not None and await _is_apart(call, others):
        return True
    action = q.action
    if isinstance(action, api.SendMessageEmojiInteraction):
        action, others = await _as_seen(call, peer, action, others)
    if others:
        call.journal.tell(_update(call.user_id, peer, action, q.top_msg_id), others)
    return True


async def _show_draft(call: Call, q: api.messages.SetTyping, said: Draft) -> bool:
    """Show somebody who talks with a bot what it is writing; nothing of it is kept.

    Errors: RANDOM_ID_EMPTY (access_action); PEER_ID_INVALID (a group, or as access_addressee), USER_IS_BLOCKED …
            (access_addressee); MESSAGE_TOO_LONG … (read_draft)
    """
    user_id = user_of(named_peer(call.viewer, q.peer))
    if user_id is None or user_id == call.user_id:
        raise RpcError(400, "PEER_ID_INVALID")
    if not said.random_id:
        raise RpcError(400, "RANDOM_ID_EMPTY")
    peer = await access_addressee(call.tx, call.viewer, q.peer)
    shown = await read_draft(call.tx, call.viewer, said)
    call.journal.tell(_update(call.user_id, peer, shown, q.top_msg_id), [user_id])
    return True


async def _in_channel(
    call: Call, q: api.messages.SetTyping, channel_id: ChannelId, here: Body
) -> bool:
    """The same in a supergroup, for those who follow it at this moment; in a channel nobody is seen typing.

    Errors: those of voiced; whoever waits in slow mode may type meanwhile
    """
    peer = channel_peer(channel_id)
    try:
        said = await voiced(call.tx, call.user_id, peer, here)
    except RpcError as refusal:
        if refusal.code != FLOOD:
            raise
        said = replace(here, from_id=await voice_of(call.tx, peer, call.user_id))
    post = said.from_id == peer and BodyMark.OF_GROUP not in said.marks
    if not post and not isinstance(q.action, api.SendMessageEmojiInteraction):
        update = api.UpdateChannelUserTyping(
            channel_id=channel_id,
            top_msg_id=q.top_msg_id,
            from_id=peer_on_wire(said.from_id),
            action=q.action,
        )
        call.journal.tell_crowd(update, BoxId(peer), but=call.user_id)
    return True


async def _is_apart(call: Call, others: list[UserId]) -> bool:
    """Whether the caller has blocked the other one of a private chat, who then sees nothing of it.

    Errors: USER_IS_BLOCKED (the other way round)
    """
    between = await relations.find_between(call.tx, call.user_id, others)
    if any(Tie.BLOCKED in between.theirs_of(other).ties for other in others):
        raise RpcError(400, "USER_IS_BLOCKED")
    return any(Tie.BLOCKED in between.mine_of(other).ties for other in others)


def _update(
    actor: UserId, peer: PeerId, action: "api.TypeSendMessageAction", topic: int | None
) -> "api.TypeUpdate":
    chat_id = chat_of(peer)
    if chat_id is None:
        return api.UpdateUserTyping(user_id=actor, top_msg_id=topic, action=action)
    sender = api.PeerUser(user_id=actor)
    return api.UpdateChatUserTyping(chat_id=chat_id, from_id=sender, action=action)


async def _as_seen(
    call: Call, peer: PeerId, action: api.SendMessageEmojiInteraction, others: list[UserId]
) -> tuple[api.SendMessageEmojiInteraction, list[UserId]]:
    """An interaction with the message as the other one numbers it. In groups there are none, and none
    with a message that the other one has no more.

    Errors: MSG_ID_INVALID
    """
    message = await access_message(
        call.tx, call.viewer, peer, action.msg_id, error="MSG_ID_INVALID"
    )
    if user_of(peer) is None or not others:
        return action, []
    copies = await messages.find_copies(call.tx, BoxId(others[0]), [message.body_id])
    if message.body_id not in copies:
        return action, []
    seen = api.SendMessageEmojiInteraction(
        emoticon=action.emoticon,
        msg_id=copies[message.body_id],
        interaction=action.interaction,
    )
    return seen, others
