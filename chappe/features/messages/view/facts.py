"""What happens to messages, as updates."""

from collections.abc import Awaitable, Callable, Sequence

from chappe.db.database import Tx
from chappe.features.dialogs import marks
from chappe.features.messages import store
from chappe.features.messages.actions import Arrived
from chappe.features.messages.model import BodyMark, CopyMark, Message
from chappe.features.messages.payload import read_values
from chappe.features.messages.view.message import render_messages, render_reply
from chappe.ids import MessageId, PeerId, UserId, is_bot, user_of
from chappe.tl import api
from chappe.updates.facts import (
    DeleteMessages,
    EditMessage,
    NewMessage,
    PinnedMessages,
    ReadContents,
    ReadInbox,
    ReadOutbox,
)
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, renders, shortens
from chappe.updates.sharing import sees_apart
from chappe.updates.viewer import Viewer

OUT, SILENT = int(CopyMark.OUT), int(BodyMark.SILENT)


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
    if is_bot(viewer.user_id):  # it keeps no list of those it has met
        return None
    message, body = entry.ready.message, entry.ready.message.body
    bot = body.business_bot if message.out else None
    rich = (body.media, body.action, body.markup, body.forward, body.reply, body.effect, bot)
    user_id = user_of(message.peer)
    if user_id is None or user_id == viewer.user_id or any(part is not None for part in rich):
        return None
    if int(body.marks) & ~SILENT or int(message.marks) & ~OUT:
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
        silent=int(body.marks) & SILENT != 0,
        reply_to=render_reply(message),
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


@renders(ReadContents)
async def render_read_contents(
    tx: Tx, viewer: Viewer, entries: Sequence[Logged]
) -> list[Updates]:
    """updateReadMessagesContents."""
    shown: list[Updates] = []
    for entry in entries:
        fact = entry.fact
        assert isinstance(fact, ReadContents)
        update = api.UpdateReadMessagesContents(
            messages=list(fact.ids), pts=entry.pts, pts_count=fact.pts_count, date=entry.at
        )
        shown.append([update])
    return shown


@renders(DeleteMessages)
async def render_deleted(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateDeleteMessages."""
    shown: list[Updates] = []
    for entry in entries:
        fact = entry.fact
        assert isinstance(fact, DeleteMessages)
        update = api.UpdateDeleteMessages(
            messages=list(fact.ids), pts=entry.pts, pts_count=fact.pts_count
        )
        shown.append([update])
    return shown


@renders(PinnedMessages)
async def render_pinned(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updatePinnedMessages."""
    shown: list[Updates] = []
    for entry in entries:
        fact = entry.fact
        assert isinstance(fact, PinnedMessages)
        update = api.UpdatePinnedMessages(
            pinned=fact.pinned,
            peer=peer_on_wire(fact.peer),
            messages=list(fact.ids),
            pts=entry.pts,
            pts_count=fact.pts_count,
        )
        shown.append([update])
    return shown


@renders(EditMessage)
async def render_edited(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateEditMessage, as the message reads by now."""
    found = await _messages_of(tx, entries)
    there = [message for message in found if message is not None]
    shown = dict(zip(map(id, there), await render_messages(tx, viewer, there), strict=True))
    return [
        []
        if message is None
        else [api.UpdateEditMessage(message=shown[id(message)], pts=entry.pts, pts_count=1)]
        for entry, message in zip(entries, found, strict=True)
    ]


Apart = Callable[[Tx, Sequence[Message]], Awaitable[set[UserId]]]
_apart: list[Apart] = []


def knows_apart(finder: Apart) -> Apart:
    """The decorated function knows to whom some messages of a channel look otherwise than to the crowd."""
    if finder not in _apart:
        _apart.append(finder)
    return finder


@sees_apart(NewMessage, EditMessage)
async def concerned(tx: Tx, entries: Sequence[Logged]) -> set[UserId]:
    """Who wrote the messages (to them they are outgoing), and who is named in them."""
    apart: set[UserId] = set()
    unknown: list[MessageId] = []
    found = await _messages_of(tx, entries)
    for finder in _apart:
        apart |= await finder(tx, [each for each in found if each is not None])
    for entry, message in zip(entries, found, strict=True):
        if message is None:
            continue
        if message.author is not None:
            apart.add(message.author)
        if isinstance(entry.ready, Arrived):
            apart |= entry.ready.named
        elif CopyMark.MENTIONED in message.marks:
            unknown.append(message.id)
    if unknown:
        named = await marks.named_in(tx, PeerId(entries[0].box), unknown)
        apart |= {each for some in named.values() for each in some}
    return apart
