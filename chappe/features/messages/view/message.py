"""Messages on the wire, as one account sees them."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from chappe.db.database import Tx
from chappe.features.files.view import empty, fill_media
from chappe.features.messages.model import BodyMark, CopyMark, MediaKind, Message
from chappe.features.messages.payload import read_value, read_values
from chappe.features.messages.threads import GENERAL
from chappe.features.webpages.view import fill_pages
from chappe.ids import channel_of, user_peer
from chappe.rpc.list_hash import list_hash
from chappe.tl import api
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import render_peers_of
from chappe.updates.viewer import CROWD, Viewer

MENTIONED, MEDIA_UNREAD, PINNED = map(
    int, (CopyMark.MENTIONED, CopyMark.MEDIA_UNREAD, CopyMark.PINNED)
)
SILENT, NOFORWARDS, INVERT_MEDIA = map(
    int, (BodyMark.SILENT, BodyMark.NOFORWARDS, BodyMark.INVERT_MEDIA)
)
EDIT_HIDE, FROM_SCHEDULED = map(int, (BodyMark.EDIT_HIDE, BodyMark.FROM_SCHEDULED))
OF_PROFILE = int(BodyMark.OF_PROFILE)


async def render_messages(
    tx: Tx, viewer: Viewer, messages: Sequence[Message]
) -> list["api.TypeMessage"]:
    """Some messages, in their order."""
    shown = [_render(viewer, message) for message in messages]
    await _fill(tx, viewer, shown)
    for enrich in ENRICHERS:
        await enrich(tx, viewer, messages, shown)
    return shown


async def render_kept(
    tx: Tx, viewer: Viewer, messages: Sequence[Message]
) -> list["api.TypeMessage"]:
    """Some messages as they are kept for several who will look at them: as nobody in particular sees them, with empty
    files, which `files.view.fill` fills for each."""
    shown = await render_messages(tx, Viewer(CROWD, viewer.secret, viewer.now), messages)
    empty(shown)
    return shown


async def _fill(tx: Tx, viewer: Viewer, shown: Sequence["api.TypeMessage"]) -> None:
    """Put pages and files in the place of what messages keep of them."""
    rendered = [each for each in shown if isinstance(each, api.Message)]
    holders: list[Any] = [each for each in rendered if each.media is not None]
    answers = [each.reply_to for each in rendered]
    holders += [each for each in answers if getattr(each, "reply_media", None) is not None]
    if not holders:
        return
    places = ["media" if isinstance(each, api.Message) else "reply_media" for each in holders]
    kept = [getattr(each, place) for each, place in zip(holders, places, strict=True)]
    filled = await fill_pages(tx, kept)
    for holder, place, media in zip(holders, places, filled, strict=True):
        setattr(holder, place, media)
    await fill_media(tx, viewer, [media for media in filled if media is not None])


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


Topics = Callable[[Tx, Viewer, Sequence[Message]], Awaitable[Sequence["api.TypeForumTopic"]]]
_topics: list[Topics] = []


def knows_topics(finder: Topics) -> Topics:
    """The decorated function shows the topics in which messages of forums lie."""
    if finder not in _topics:
        _topics.append(finder)
    return finder


async def render_topics(
    tx: Tx, viewer: Viewer, messages: Sequence[Message]
) -> list["api.TypeForumTopic"]:
    """The topics in which some messages lie, each once."""
    if all(channel_of(each.peer) is None for each in messages):
        return []
    return [topic for finder in _topics for topic in await finder(tx, viewer, messages)]


def _render(viewer: Viewer, message: Message) -> "api.TypeMessage":
    # A page has a hundred of them: flags are asked for as plain numbers.
    body, marks, said = message.body, int(message.marks), int(message.body.marks)
    post = message.is_post
    shared: dict[str, Any] = {
        "id": message.id,
        # In Saved Messages all is incoming, by tradition: clients know their own.
        "out": message.peer != user_peer(viewer.user_id) and message.written_by(viewer.user_id),
        "mentioned": bool(marks & MENTIONED),  # in a channel's copy: somebody is (view/own.py)
        "media_unread": bool(marks & MEDIA_UNREAD),
        "silent": bool(said & SILENT),
        "from_id": None if post and not said & OF_PROFILE else peer_on_wire(body.from_id),
        "post": post,
        "peer_id": peer_on_wire(message.peer),
        "saved_peer_id": None
        if message.saved_peer is None
        else peer_on_wire(message.saved_peer),
        "reply_to": render_reply(message),
        "date": body.at,
        "ttl_period": body.ttl_period or None,
    }
    if body.action is not None:
        return api.MessageService(**shared, action=read_value(body.action))
    rich = body.media_kind is MediaKind.RICH
    return api.Message(
        **shared,
        message="" if rich else body.text,
        entities=None if rich else read_values(body.entities),
        media=None if rich else read_value(body.media),
        rich_message=read_value(body.media) if rich else None,
        reply_markup=read_value(body.markup),
        fwd_from=read_value(body.forward),
        via_bot_id=body.via_bot,
        via_business_bot_id=body.business_bot if shared["out"] else None,
        grouped_id=body.grouped_id,
        effect=body.effect,
        edit_date=body.edited_at,
        post_author=body.post_author,
        pinned=bool(marks & PINNED),
        noforwards=bool(said & NOFORWARDS),
        invert_media=bool(said & INVERT_MEDIA),
        edit_hide=bool(said & EDIT_HIDE),
        from_scheduled=bool(said & FROM_SCHEDULED),
    )


def render_reply(message: Message) -> "api.TypeMessageReplyHeader | None":
    """What a message answers."""
    kept: api.MessageReplyHeader | None = read_value(message.body.reply)
    thread = None if message.thread == GENERAL else message.thread
    if kept is None and message.reply_to is None and thread is None:
        return None
    header = kept if kept is not None else api.MessageReplyHeader()
    header.reply_to_msg_id = message.reply_to
    if message.reply_to is None:
        header.reply_to_peer_id = None  # a chat that only the author sees
        if header.reply_from is None:
            header.reply_to_msg_id = thread
    if thread != header.reply_to_msg_id:
        header.reply_to_top_id = thread
    return header


def page_hash(messages: Sequence[Message]) -> int:
    """What a client sends back to hear only of news. https://core.telegram.org/api/offsets#hash-generation"""
    return list_hash(
        number for message in messages for number in (message.id, message.body.edited_at or 0)
    )


async def render_page(
    tx: Tx,
    viewer: Viewer,
    messages: Sequence[Message],
    count: int,
    *,
    offset: int | None = None,
    known: int = 0,
) -> "api.messages.TypeMessages":
    """A part of a list of messages, with all that they speak of. `count`: how long the list is; `offset`:
    how many stand in front of the part; `known`: the hash of what the client has already."""
    if known and known == page_hash(messages):
        return api.messages.MessagesNotModified(count=count)
    shown = await render_messages(tx, viewer, messages)
    topics = await render_topics(tx, viewer, messages)
    users, chats = await render_peers_of(tx, viewer, [*shown, *topics])
    if len(shown) >= count:
        return api.messages.Messages(messages=shown, topics=topics, chats=chats, users=users)
    return api.messages.MessagesSlice(
        count=count,
        offset_id_offset=offset,
        messages=shown,
        topics=topics,
        chats=chats,
        users=users,
    )
