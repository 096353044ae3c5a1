"""`messages.*`: what was said."""

from chappe.features.dialogs import marks
from chappe.features.dialogs.marks import MemberMark
from chappe.features.messages import store
from chappe.features.messages.access import access_message, box_of
from chappe.features.messages.model import MediaKind, Message
from chappe.features.messages.store import Window
from chappe.features.messages.view import render_messages, render_page
from chappe.features.users.access import access_peer
from chappe.ids import BoxId, MessageId, channel_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method, refuse
from chappe.tl import api
from chappe.updates.horizon import horizon
from chappe.updates.render import render_peers_of

PAGE_MAX = 100
IDS_MAX = 200
"""Clients ask for 100 messages by number at the most."""

refuse(
    "messages.translateText",
    406,
    "TRANSLATIONS_DISABLED",
    "No translator is built in, and what people write is not sent to a service of somebody else's.",
)
refuse(
    "messages.getAvailableEffects",
    400,
    "METHOD_INVALID",
    "An effect is an animated sticker of Telegram's own; there is none of them here to show.",
)


@method("messages.getHistory", who=Who.USER)
async def get_history(call: Call, q: api.messages.GetHistory) -> "api.messages.TypeMessages":
    """Return a part of the messages of one dialog, the newest first.

    Wire:   https://core.telegram.org/method/messages.getHistory
    Errors: PEER_ID_INVALID (access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    box = box_of(call.viewer, peer)
    offset_id = q.offset_id
    if not offset_id and q.offset_date:
        offset_id = await store.first_since(call.tx, box, peer, q.offset_date) or 0
    least = await horizon(call.tx, call.user_id, box)
    window = _window(q, offset_id, least)
    found = await store.find_window(call.tx, window, store.OF_PEER, box=box, peer=peer)
    count = await store.count_of_peer(call.tx, box, peer, least)
    return await render_page(call.tx, call.viewer, found, count, known=q.hash)


def _window(
    q: api.messages.GetHistory | api.messages.GetUnreadMentions, offset_id: int, least: int
) -> Window:
    """`least`: the newest message that the caller does not see."""
    limit = max(0, min(q.limit, PAGE_MAX))
    return Window(offset_id, 0, q.add_offset, limit, max(0, q.max_id), max(least, q.min_id))


@method("messages.getMessages", who=Who.SIGNED_IN)
async def get_messages(call: Call, q: api.messages.GetMessages) -> "api.messages.TypeMessages":
    """Return messages of the caller's box by number, in the order of the question; messageEmpty for those
    that are not there.

    Wire: https://core.telegram.org/method/messages.getMessages
    """
    box = BoxId(call.user_id)
    asked = [_number(each) for each in q.id[:IDS_MAX]]
    found = await store.find_many(call.tx, box, {MessageId(id_) for id_, _ in asked})
    answered = {
        each.reply_to for id_, to in asked if to and (each := found.get(MessageId(id_)))
    }
    more = await store.find_many(call.tx, box, {each for each in answered if each} - set(found))
    places = [_place(found, MessageId(id_), answers=to) for id_, to in asked]
    there = {each: message for each, message in (found | more).items() if each in places}
    rendered = await render_messages(call.tx, call.viewer, list(there.values()))
    shown = dict(zip(there, rendered, strict=True))
    messages: list[api.TypeMessage] = [
        shown.get(place) or api.MessageEmpty(id=place) for place in places
    ]
    users, chats = await render_peers_of(call.tx, call.viewer, messages)
    return api.messages.Messages(messages=messages, topics=[], chats=chats, users=users)


def _number(named: "api.TypeInputMessage") -> tuple[int, bool]:
    """The number in an InputMessage, and whether it means the message that this one answers."""
    match named:
        case api.InputMessageID():
            return named.id, False
        case api.InputMessageReplyTo():
            return named.id, True
        case _:
            # The pinned one of a chat, the one under a bot's button: only within a chat.
            return 0, False


def _place(found: dict[MessageId, Message], asked: MessageId, *, answers: bool) -> MessageId:
    if not answers:
        return asked
    message = found.get(asked)
    return message.reply_to if message is not None and message.reply_to else MessageId(0)


@method("messages.getRichMessage", who=Who.SIGNED_IN)
async def get_rich_message(
    call: Call, q: api.messages.GetRichMessage
) -> "api.messages.TypeMessages":
    """Return the whole of a rich message. It is shown whole wherever it is shown: none is marked as a part.

    Wire:   https://core.telegram.org/method/messages.getRichMessage
    Errors: PEER_ID_INVALID (access_peer), MESSAGE_ID_INVALID (none, or no rich one)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    message = await access_message(call.tx, call.viewer, peer, q.id)
    if message.body.media_kind is not MediaKind.RICH:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    return await render_page(call.tx, call.viewer, [message], 1)


@method("messages.getUnreadMentions", who=Who.USER)
async def get_unread_mentions(
    call: Call, q: api.messages.GetUnreadMentions
) -> "api.messages.TypeMessages":
    """Return messages that mention the caller, who has not seen it; in private chats nobody is mentioned.
    `top_msg_id`: of one thread or topic of a supergroup.

    Wire:   https://core.telegram.org/method/messages.getUnreadMentions
    Errors: PEER_ID_INVALID (access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    box = box_of(call.viewer, peer)
    window = _window(q, q.offset_id, await horizon(call.tx, call.user_id, box))
    if channel_of(peer) is not None:
        ids = await marks.unread(
            call.tx, call.user_id, peer, MemberMark.MENTION_UNREAD, thread=q.top_msg_id
        )
        found = await store.find_window(call.tx, window, store.OF_SOME, box=box, some=ids)
        return await render_page(call.tx, call.viewer, found, len(ids))
    found = await store.find_window(call.tx, window, store.OF_MENTIONS, box=box, peer=peer)
    count = await store.count_where(call.tx, store.OF_MENTIONS, box=box, peer=peer)
    return await render_page(call.tx, call.viewer, found, count)
