"""`messages.*`: what is sent through bots, and edited by them."""

from dataclasses import replace
from secrets import randbelow

from chappe.db.database import Tx
from chappe.features.bots import store
from chappe.features.bots.inline.asking import InlineSend
from chappe.features.bots.inline.choosing import Chosen, carried, find_chosen
from chappe.features.bots.inline_ids import access_inline, inline_id
from chappe.features.files.actions import prepare_media
from chappe.features.messages.access import access_addressee
from chappe.features.messages.actions.edits import edit
from chappe.features.messages.audience import boxes_of, own_box
from chappe.features.messages.echoes import find_beside
from chappe.features.messages.media import Media, is_heard, keep
from chappe.features.messages.model import Body, BodyMark, MediaKind, Message, Outgoing
from chappe.features.messages.payload import write_value
from chappe.features.messages.replies import access_answered
from chappe.features.messages.rpc.editing import MEDIA_EDITORS, edited, with_markup
from chappe.features.messages.rpc.sending import find_sent, saved_peer_of, send, sent_again
from chappe.features.messages.rpc.wishes import check_random_ids, spoken_by
from chappe.features.messages.view.sent import render_sent
from chappe.features.users.access import named_peer
from chappe.features.webpages.actions import preview
from chappe.ids import BoxId, PeerId, UserId, channel_of
from chappe.rpc.apart import look_apart
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api

SHARES = 100


@method("messages.sendInlineBotResult", writes=True)
async def send_result(call: Call, q: api.messages.SendInlineBotResult) -> "api.TypeUpdates":
    """Send a result that a bot has offered; the bot hears of it, if its owner wants that. `hide_via` hides the bots
    that help.getConfig names, and it names none here: others are always shown.

    Wire:   https://core.telegram.org/method/messages.sendInlineBotResult
    Errors: RANDOM_ID_EMPTY, RANDOM_ID_DUPLICATE, PREMIUM_ACCOUNT_REQUIRED (403: quick replies), SEND_AS_PEER_INVALID;
            QUERY_ID_EMPTY, RESULT_ID_EMPTY, INLINE_RESULT_EXPIRED, RESULT_ID_INVALID (find_chosen); WEBPAGE_CURL_FAILED,
            WEBPAGE_MEDIA_EMPTY (carried); those of messages.sendMessage for the rest
    """
    check_random_ids([q.random_id])
    if q.quick_reply_shortcut is not None:
        raise RpcError(403, "PREMIUM_ACCOUNT_REQUIRED")
    named = named_peer(call.viewer, q.peer)
    before = await look_apart(call, lambda tx: find_sent(tx, call, named, [q.random_id]))
    if before:
        again = await sent_again(call, named, before.values())
        return await render_sent(call.tx, call.viewer, again)
    chosen = await look_apart(call, lambda tx: find_chosen(tx, call.user_id, q.query_id, q.id))
    prepared = await carried(call, chosen)
    heard = prepared is not None and is_heard(prepared.media)
    peer = await access_addressee(call.tx, call.viewer, q.peer, voice=heard)
    answered = await access_answered(call.tx, call.viewer, peer, q.reply_to)
    bot = chosen.answer.bot_id
    await _take_boxes(call, peer, bot)
    if prepared is not None:
        media = await keep(call.journal, call.viewer, prepared)
    else:
        media = await _page(call, peer, chosen)
    outgoing = Outgoing(
        body=_body(call, q, chosen, media, answered.header),
        random_id=q.random_id,
        reply_to=answered.message,
        thread=answered.thread,
        saved_peer=saved_peer_of(call, peer),
        media_unread=media.unread,
    )
    shown = await send(call, peer, [outgoing], q.schedule_date, clear_draft=q.clear_draft)
    if q.schedule_date is None:
        await _tell_bot(call, peer, q.random_id, chosen)
    return shown


def _body(
    call: Call,
    q: api.messages.SendInlineBotResult,
    chosen: Chosen,
    media: Media,
    header: bytes | None,
) -> Body:
    voice, author_id = spoken_by(call, q.send_as)
    marks = chosen.marks | (BodyMark.SILENT if q.silent else BodyMark(0))
    return Body(
        from_id=voice,
        author_id=author_id,
        at=int(call.now),
        text=chosen.text,
        entities=chosen.entities,
        media=media.data,
        media_kind=media.kind,
        file_id=media.file_id,
        markup=chosen.markup,
        reply=header,
        via_bot=chosen.answer.bot_id,
        marks=marks,
    )


async def _take_boxes(call: Call, peer: PeerId, bot: UserId) -> None:
    """Boxes come before rows, and in their order: the bot's with those of a private chat or group, after that of a
    channel."""
    boxes = await boxes_of(call.tx, call.user_id, peer)
    also = [BoxId(bot)] if channel_of(peer) is None else await find_beside(call.tx, peer)
    await call.journal.lock([*boxes, *also])


async def _page(call: Call, peer: PeerId, chosen: Chosen) -> Media:
    """The page behind the first link, where it is to be shown."""
    box = own_box(call.user_id, peer)
    page = await preview(call.tx, call.world.fetcher, chosen.link, call.now, box)
    kind = MediaKind.NONE if page is None else MediaKind.WEB_PAGE
    return Media(write_value(page), kind, None, unread=False)


async def _tell_bot(call: Call, peer: PeerId, random_id: int, chosen: Chosen) -> None:
    """A bot hears of as many chosen results as its owner wants."""
    answer = chosen.answer
    bot = await store.find(call.tx, answer.bot_id)
    if bot is None or randbelow(SHARES) >= bot.inline_feedback:
        return
    message = await _sent(call.tx, call, peer, random_id)
    name = inline_id(call.world.secret, bot.id, message) if chosen.markup else None
    told = InlineSend(
        call.user_id,
        answer.query,
        chosen.result.id,
        message.body_id,
        write_value(name),
        answer.geo if answer.user_id == call.user_id else None,
    )
    await call.journal.append(BoxId(bot.id), told)


async def _sent(tx: Tx, call: Call, peer: PeerId, random_id: int) -> Message:
    (message,) = (await find_sent(tx, call, peer, [random_id])).values()
    return message


@method("messages.editInlineBotMessage", who=Who.SIGNED_IN, writes=True)
async def edit_inline_message(call: Call, q: api.messages.EditInlineBotMessage) -> bool:
    """Say something else in a message that was sent through the caller, wherever it is.

    Wire:   https://core.telegram.org/method/messages.editInlineBotMessage
    Errors: MESSAGE_ID_INVALID (access_inline), MESSAGE_NOT_MODIFIED, those of
            messages.editMessage
    """
    editor = None if q.media is None else MEDIA_EDITORS.get(type(q.media))
    prepared = None
    if q.media is not None and editor is None:
        prepared = await prepare_media(call, q.media)
    message = await access_inline(call.tx, call.world.secret, call.user_id, q.id)
    if editor is not None:
        body = with_markup(call, q.reply_markup, message.body)
        with call.journal.unasked():
            await editor(call, replace(message, body=body), q.media)
        return True
    body = await edited(call, q, message, prepared)
    if body == message.body:
        raise RpcError(400, "MESSAGE_NOT_MODIFIED")
    with call.journal.unasked():
        await edit(call.journal, message, replace(body, edited_at=int(call.now)))
    return True
