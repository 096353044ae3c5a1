"""What a new message answers: the road to the answered one, and the quote from it.

https://core.telegram.org/api/messages#replying-to-messages
"""

from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.messages.access import access_message
from chappe.features.messages.audience import is_protected
from chappe.features.messages.headers import forwarding_of
from chappe.features.messages.model import BodyMark, MediaKind, Message
from chappe.features.messages.payload import read_value, write_value
from chappe.features.messages.threads import was_head
from chappe.features.text.actions import no_user
from chappe.features.text.given import STYLES, read_given
from chappe.features.text.ruler import ruler_of
from chappe.features.users.access import access_peer
from chappe.ids import MessageId, PeerId, channel_of
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.peers import peer_on_wire
from chappe.updates.viewer import Viewer

QUOTE_CHARACTERS_MAX = 1024
"""As clients are told by `quote_length_max`."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answered message, and what is kept of it besides its number (MessageReplyHeader). `thread`: in which
    one the answer is to be said, None: in that of the answered message."""

    message: Message | None = None
    header: bytes | None = None
    thread: MessageId | None = None


NOTHING = Answered()


async def access_answered(
    tx: Tx, viewer: Viewer, peer: PeerId, to: "api.TypeInputReplyTo | None"
) -> Answered:
    """What a message to `peer` answers.

    Errors: REPLY_MESSAGE_ID_INVALID, QUOTE_TEXT_INVALID, ENTITY_BOUNDS_INVALID, PEER_ID_INVALID,
            CHAT_FORWARDS_RESTRICTED (from another chat), STORY_ID_INVALID,
            CHANNEL_PRIVATE (406), REPLY_TO_MONOFORUM_PEER_INVALID, REPLY_TO_INVALID (messages that vanish)
    """
    match to:
        case None:
            return NOTHING
        case api.InputReplyToMessage():
            return await _message(tx, viewer, peer, to)
        case api.InputReplyToStory():
            raise RpcError(400, "STORY_ID_INVALID")
        case api.InputReplyToMonoForum():
            raise RpcError(400, "REPLY_TO_MONOFORUM_PEER_INVALID")
        case _:
            raise RpcError(400, "REPLY_TO_INVALID")


async def _message(
    tx: Tx, viewer: Viewer, peer: PeerId, to: api.InputReplyToMessage
) -> Answered:
    where = peer
    if to.reply_to_peer_id is not None:
        where = await access_peer(tx, viewer, to.reply_to_peer_id)
    try:
        answered = await access_message(
            tx, viewer, where, to.reply_to_msg_id, error="REPLY_MESSAGE_ID_INVALID"
        )
    except RpcError:
        if where != peer or (thread := await _lost(tx, peer, to)) is None:
            raise
        return Answered(thread=thread)
    header = api.MessageReplyHeader()
    if where != peer:
        await _come_from_elsewhere(tx, viewer, answered, header)
    if to.quote_text:
        _quote(answered, to, to.quote_text, header)
    if answered.body.media_kind is MediaKind.CHECKLIST:
        header.todo_item_id = to.todo_item_id
    special = where != peer or header.quote or header.todo_item_id is not None
    kept = write_value(header) if special else None
    return Answered(answered, kept, thread_of(to.top_msg_id))


async def _lost(tx: Tx, peer: PeerId, to: api.InputReplyToMessage) -> MessageId | None:
    """The thread in which an answer to a message that is gone is said all the same."""
    if channel_of(peer) is None:
        return None
    answered = MessageId(to.reply_to_msg_id)
    return thread_of(to.top_msg_id) or (
        answered if await was_head(tx, peer, answered) else None
    )


def thread_of(top_msg_id: int | None) -> MessageId | None:
    """The thread that a client names; 0: none."""
    return MessageId(top_msg_id) if top_msg_id else None


async def _come_from_elsewhere(
    tx: Tx, viewer: Viewer, answered: Message, header: api.MessageReplyHeader
) -> None:
    """The other side cannot see the answered message: its author, date and media come along."""
    media = read_value(answered.body.media)
    destroys_itself = getattr(media, "ttl_seconds", None) is not None
    protected = BodyMark.NOFORWARDS in answered.body.marks or destroys_itself
    protected = protected or await is_protected(tx, answered.peer)
    if protected or answered.body.action is not None:
        raise RpcError(400, "CHAT_FORWARDS_RESTRICTED")
    (forwarding,) = await forwarding_of(tx, viewer, [answered])
    header.reply_from = forwarding.header
    if answered.body.media_kind is not MediaKind.RICH:
        header.reply_media = media
    # For the author's own eyes; others would not know the number.
    header.reply_to_peer_id = peer_on_wire(answered.peer)


def _quote(
    answered: Message, to: api.InputReplyToMessage, quote: str, header: api.MessageReplyHeader
) -> None:
    """Some words of the answered message, which has to have them."""
    if len(quote) > QUOTE_CHARACTERS_MAX or answered.body.action is not None:
        raise RpcError(400, "QUOTE_TEXT_INVALID")
    text = answered.body.text
    start = _nearest(text, quote, ruler_of(text).index(to.quote_offset or 0) or 0)
    if start is None:
        raise RpcError(400, "QUOTE_TEXT_INVALID")
    header.quote, header.quote_text = True, quote
    header.quote_offset = ruler_of(text).unit(start)
    ruler, entities = ruler_of(quote), []
    for begin, end, entity in read_given(ruler, to.quote_entities or (), no_user, frozenset()):
        if isinstance(entity, STYLES):
            entity.offset = ruler.unit(begin)
            entity.length = ruler.unit(end) - entity.offset
            entities.append(entity)
    header.quote_entities = list(entities) or None


def _nearest(text: str, quote: str, wanted: int) -> int | None:
    """Where the quote stands in the text: the place that is nearest to the wanted one."""
    before = text.rfind(quote, 0, wanted + len(quote))
    after = text.find(quote, wanted)
    places = [place for place in (before, after) if place >= 0]
    return min(places, key=lambda place: abs(place - wanted), default=None)
