"""Messages on the wire, as one account sees them."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from chappe.db.database import Tx
from chappe.features.messages import store
from chappe.features.messages.actions import Arrived
from chappe.features.messages.model import BodyMark, CopyMark, Message
from chappe.features.messages.payload import read_value, read_values
from chappe.ids import (
    ChannelId,
    PeerId,
    channel_of,
    chat_of,
    user_of,
)
from chappe.tl import api
from chappe.updates.facts import NewMessage, ReadInbox, ReadOutbox
from chappe.updates.log import Logged
from chappe.updates.render import Updates, render_peers_of, renders, shortens
from chappe.updates.viewer import Viewer

SHORT_MARKS = BodyMark.SILENT


def peer_on_wire(peer: PeerId) -> "api.TypePeer":
    """A peer as TL."""
    user_id, chat_id = user_of(peer), chat_of(peer)
    if user_id is not None:
        return api.PeerUser(user_id=user_id)
    if chat_id is not None:
        return api.PeerChat(chat_id=chat_id)
    return api.PeerChannel(channel_id=channel_of(peer) or ChannelId(0))


async def render_messages(
    tx: Tx, viewer: Viewer, messages: Sequence[Message]
) -> list["api.TypeMessage"]:
    """Some messages, in their order."""
    shown = [_render(viewer, message) for message in messages]
    for enrich in ENRICHERS:
        await enrich(tx, viewer, messages, shown)
    return shown


Enricher = Callable[
    [Tx, Viewer, Sequence[Message], Sequence["api.TypeMessage"]], Awaitable[None]
]
"""Adds to rendered messages what another room knows of them (reactions), in place, with one query for all."""
ENRICHERS: list[Enricher] = []


def enriches(enricher: Enricher) -> Enricher:
    """The decorated function has something to add to messages."""
    if enricher not in ENRICHERS:
        ENRICHERS.append(enricher)
    return enricher


def _render(viewer: Viewer, message: Message) -> "api.TypeMessage":
    body = message.body
    shared: dict[str, Any] = {
        "id": message.id,
        "out": message.out,
        "mentioned": CopyMark.MENTIONED in message.marks,
        "media_unread": CopyMark.MEDIA_UNREAD in message.marks,
        "silent": BodyMark.SILENT in body.marks,
        "from_id": peer_on_wire(body.from_id),
        "peer_id": peer_on_wire(message.peer),
        "saved_peer_id": None
        if message.saved_peer is None
        else peer_on_wire(message.saved_peer),
        "reply_to": _reply(message),
        "date": body.at,
        "ttl_period": body.ttl_period or None,
    }
    if body.action is not None:
        return api.MessageService(**shared, action=read_value(body.action))
    return api.Message(
        **shared,
        message=body.text,
        entities=read_values(body.entities),
        media=read_value(body.media),
        reply_markup=read_value(body.markup),
        fwd_from=read_value(body.forward),
        via_bot_id=body.via_bot,
        grouped_id=body.grouped_id,
        effect=body.effect,
        edit_date=body.edited_at,
        pinned=CopyMark.PINNED in message.marks,
        noforwards=BodyMark.NOFORWARDS in body.marks,
        invert_media=BodyMark.INVERT_MEDIA in body.marks,
        edit_hide=BodyMark.EDIT_HIDE in body.marks,
        from_scheduled=BodyMark.FROM_SCHEDULED in body.marks,
    )


def _reply(message: Message) -> "api.TypeMessageReplyHeader | None":
    kept: api.MessageReplyHeader | None = read_value(message.body.reply)
    if kept is None and message.reply_to is None:
        return None
    header = kept if kept is not None else api.MessageReplyHeader()
    header.reply_to_msg_id = message.reply_to
    return header


async def render_page(
    tx: Tx, viewer: Viewer, messages: Sequence[Message], count: int, offset: int | None = None
) -> "api.messages.TypeMessages":
    """A part of a list of messages, with all that they speak of; `count`: how long the list is."""
    shown = await render_messages(tx, viewer, messages)
    users, chats = await render_peers_of(tx, viewer, shown)
    if len(shown) >= count:
        return api.messages.Messages(messages=shown, topics=[], chats=chats, users=users)
    return api.messages.MessagesSlice(
        count=count,
        offset_id_offset=offset,
        messages=shown,
        topics=[],
        chats=chats,
        users=users,
    )


# -- facts ------------------------------------------------------------------------------


@renders(NewMessage)
async def render_new(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateNewMessage."""
    found = await _messages_of(tx, entries)
    there = [message for message in found if message is not None]
    shown = dict(zip(map(id, there), await render_messages(tx, viewer, there), strict=True))
    return [
        []
        if message is None
        else [api.UpdateNewMessage(message=shown[id(message)], pts=entry.pts, pts_count=1)]
        for entry, message in zip(entries, found, strict=True)
    ]


async def _messages_of(tx: Tx, entries: Sequence[Logged]) -> list[Message | None]:
    """The message of each fact that has an `id`, from the writer's hands or from the rows."""
    ready = [
        each.ready.message if isinstance(each.ready, Arrived) else None for each in entries
    ]
    ids = [each.fact.id for each in entries]  # type: ignore[attr-defined]  # the facts with one message
    missing = [id_ for id_, message in zip(ids, ready, strict=True) if message is None]
    rows = await store.find_many(tx, entries[0].box, missing) if missing else {}
    return [message or rows.get(id_) for id_, message in zip(ids, ready, strict=True)]


@shortens(NewMessage)
def shorten_new(viewer: Viewer, entry: Logged) -> "api.TypeUpdates | None":
    """updateShortMessage, for plain text between two who have met."""
    if not isinstance(entry.ready, Arrived) or not entry.ready.known:
        return None
    message, body = entry.ready.message, entry.ready.message.body
    rich = (body.media, body.action, body.markup, body.forward, body.reply, body.effect)
    user_id = user_of(message.peer)
    if user_id is None or user_id == viewer.user_id or any(part is not None for part in rich):
        return None
    if body.marks & ~SHORT_MARKS or message.marks & ~CopyMark.OUT:
        return None
    entities = read_values(body.entities)
    if any(isinstance(each, api.MessageEntityMentionName) for each in entities or ()):
        return None
    return api.UpdateShortMessage(
        id=message.id,
        user_id=user_id,
        message=body.text,
        pts=entry.pts,
        pts_count=1,
        date=body.at,
        out=message.out,
        silent=BodyMark.SILENT in body.marks,
        reply_to=_reply(message),
        entities=entities,
        ttl_period=body.ttl_period or None,
    )


@renders(ReadInbox)
async def render_read_inbox(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateReadHistoryInbox."""
    shown: list[Updates] = []
    for entry in entries:
        fact = entry.fact
        assert isinstance(fact, ReadInbox)
        update = api.UpdateReadHistoryInbox(
            peer=peer_on_wire(fact.peer),
            max_id=fact.max_id,
            still_unread_count=fact.still_unread,
            folder_id=fact.folder_id or None,
            pts=entry.pts,
            pts_count=1,
        )
        shown.append([update])
    return shown


@renders(ReadOutbox)
async def render_read_outbox(
    tx: Tx, viewer: Viewer, entries: Sequence[Logged]
) -> list[Updates]:
    """updateReadHistoryOutbox."""
    shown: list[Updates] = []
    for entry in entries:
        fact = entry.fact
        assert isinstance(fact, ReadOutbox)
        update = api.UpdateReadHistoryOutbox(
            peer=peer_on_wire(fact.peer), max_id=fact.max_id, pts=entry.pts, pts_count=1
        )
        shown.append([update])
    return shown
