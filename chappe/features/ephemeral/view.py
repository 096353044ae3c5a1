"""Ephemeral messages on the wire, as the two see them; to anybody else they are shown as nothing."""

from collections.abc import Collection, Sequence

from chappe.db.database import Tx
from chappe.features.bots.callbacks import KEPT_SECONDS
from chappe.features.ephemeral import store
from chappe.features.ephemeral.actions import (
    DeleteEphemeral,
    EditEphemeral,
    EphemeralQuery,
    NewEphemeral,
)
from chappe.features.ephemeral.model import Anchor, Ephemeral
from chappe.features.files.view import fill_media
from chappe.features.messages import bodies
from chappe.features.messages.model import Body, BodyMark, MediaKind
from chappe.features.messages.payload import read_value, read_values
from chappe.features.webpages.view import fill_pages
from chappe.ids import MessageId, UserId
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer

Name = tuple[UserId, MessageId]


async def render_ephemeral(
    tx: Tx, viewer: Viewer, named: Collection[Name]
) -> dict[Name, api.EphemeralMessage]:
    """Those of some messages that are there and that the viewer is one of the two of."""
    found = await store.find_many(tx, named) if named else {}
    mine = [it for it in found.values() if viewer.user_id in {it.user_id, it.bot_id}]
    said = await bodies.find(tx, [it.body_id for it in mine]) if mine else {}
    shown = {
        (it.user_id, it.id): _render(viewer, it, said[it.body_id])
        for it in mine
        if it.body_id in said
    }
    with_media = [each for each in shown.values() if each.media is not None]
    filled = await fill_pages(tx, [each.media for each in with_media]) if with_media else []
    for each, media in zip(with_media, filled, strict=True):
        each.media = media
    await fill_media(tx, viewer, [media for media in filled if media is not None])
    return shown


def _render(viewer: Viewer, it: Ephemeral, body: Body) -> api.EphemeralMessage:
    reply_to, rich = it.reply_to(viewer.user_id), body.media_kind is MediaKind.RICH
    return api.EphemeralMessage(
        out=it.author == viewer.user_id,
        invert_media=BodyMark.INVERT_MEDIA in body.marks,
        noforwards=BodyMark.NOFORWARDS in body.marks,
        id=it.id,
        from_id=peer_on_wire(body.from_id),
        peer_id=peer_on_wire(it.peer),
        receiver_id=it.receiver,
        top_msg_id=it.thread,
        date=it.at,
        message="" if rich else body.text,
        entities=None if rich else read_values(body.entities),
        media=None if rich else read_value(body.media),
        rich_message=read_value(body.media) if rich else None,
        reply_markup=read_value(body.markup),
        reply_to=_render_reply(it, body, reply_to),
        anchor_msg_id=reply_to if it.anchor else None,
    )


def _render_reply(
    it: Ephemeral, body: Body, reply_to: MessageId | None
) -> "api.MessageReplyHeader | None":
    if it.answers is not None:
        return api.MessageReplyHeader(reply_to_ephemeral=True, reply_to_msg_id=it.answers)
    if reply_to is None or it.anchor is Anchor.PRESSED:
        return None
    header: api.MessageReplyHeader = read_value(body.reply) or api.MessageReplyHeader()
    header.reply_to_msg_id = reply_to
    header.reply_to_top_id = it.thread
    return header


@renders(NewEphemeral)
async def render_new(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateNewEphemeralMessage; nothing, once it is gone."""
    named = [(e.fact.user_id, e.fact.id) for e in entries if isinstance(e.fact, NewEphemeral)]
    shown = await render_ephemeral(tx, viewer, set(named))
    return [
        [api.UpdateNewEphemeralMessage(message=shown[name])] if name in shown else []
        for name in named
    ]


@renders(EditEphemeral)
async def render_edits(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateEditEphemeralMessage."""
    named = [(e.fact.user_id, e.fact.id) for e in entries if isinstance(e.fact, EditEphemeral)]
    shown = await render_ephemeral(tx, viewer, set(named))
    return [
        [api.UpdateEditEphemeralMessage(message=shown[name])] if name in shown else []
        for name in named
    ]


@renders(DeleteEphemeral)
async def render_gone(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateDeleteEphemeralMessages."""
    return [
        [
            api.UpdateDeleteEphemeralMessages(
                peer=peer_on_wire(entry.fact.peer), ids=[entry.fact.id]
            )
        ]
        for entry in entries
        if isinstance(entry.fact, DeleteEphemeral)
    ]


@renders(EphemeralQuery)
async def render_queries(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateEphemeralBotCallbackQuery; after a day nothing."""
    asked = [(e.at, e.fact) for e in entries if isinstance(e.fact, EphemeralQuery)]
    shown = await render_ephemeral(tx, viewer, {(it.user_id, it.id) for _, it in asked})
    updates: list[Updates] = []
    for at, it in asked:
        message = shown.get((it.user_id, it.id))
        if message is None or at < viewer.now - KEPT_SECONDS:
            updates.append([])
            continue
        query = api.UpdateEphemeralBotCallbackQuery(
            query_id=it.query_id,
            user_id=it.user_id,
            peer=message.peer_id,
            msg_id=it.id,
            data=it.data,
            chat_instance=it.chat_instance,
            message=message,
        )
        updates.append([query])
    return updates
