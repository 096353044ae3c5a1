"""`messages.*`: what comes back from pages: data for the bot, or something that is said in the user's name."""

from chappe.features.bots.inline.choosing import Saying, fetched
from chappe.features.bots.inline.offering import check_results
from chappe.features.bots.inline_ids import inline_id
from chappe.features.files.kinds import PreparedMedia
from chappe.features.messages.access import access_addressee
from chappe.features.messages.actions import deliver, deliver_all
from chappe.features.messages.audience import boxes_of, own_box
from chappe.features.messages.media import Media, keep
from chappe.features.messages.model import Body, BodyMark, MediaKind, Message, Outgoing
from chappe.features.messages.payload import read_value, write_value
from chappe.features.messages.replies import access_answered
from chappe.features.messages.rpc.sending import find_sent, sent_again
from chappe.features.messages.rpc.wishes import check_random_ids
from chappe.features.messages.view.sent import render_sent
from chappe.features.webapps import store
from chappe.features.webapps.model import LIFE_SECONDS, OpenView
from chappe.features.webapps.opening import access_web_bot
from chappe.features.webpages.actions import preview
from chappe.ids import user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_own
from chappe.updates.viewer import Viewer

DATA_BYTES_MAX = 4096
BUTTON_CHARACTERS_MAX = 256
NUMBER_DIGITS_MAX = 19


@method("messages.sendWebViewData", writes=True)
async def send_data(call: Call, q: api.messages.SendWebViewData) -> "api.TypeUpdates":
    """Bring a bot what the page that a key of its keyboard has opened says; others do not see it.

    Wire:   https://core.telegram.org/method/messages.sendWebViewData
    Errors: BOT_INVALID, RANDOM_ID_EMPTY, DATA_TOO_LONG, BUTTON_TEXT_INVALID, RANDOM_ID_DUPLICATE, those of
            access_addressee
    """
    check_random_ids([q.random_id])
    if len(q.data.encode()) > DATA_BYTES_MAX:
        raise RpcError(400, "DATA_TOO_LONG")
    if not 0 < len(q.button_text) <= BUTTON_CHARACTERS_MAX:
        raise RpcError(400, "BUTTON_TEXT_INVALID")
    bot = await access_web_bot(call, q.bot)
    await access_addressee(call.tx, call.viewer, bot_peer(call.viewer, bot.id))
    before = await find_sent(call.tx, call, bot.peer, [q.random_id])
    if before:
        again = await sent_again(call, bot.peer, before.values())
        return await render_sent(call.tx, call.viewer, again)
    action = api.MessageActionWebViewDataSentMe(text=q.button_text, data=q.data)
    body = Body(
        from_id=user_peer(call.user_id), at=int(call.now), text="", action=write_value(action)
    )
    sent = await deliver(call.journal, call.user_id, bot.peer, body, random_id=q.random_id)
    shown = await render_own(call.tx, call.viewer, call.journal.entries)
    assert isinstance(shown, api.Updates), "render_own makes no short forms"
    shown.updates.insert(0, api.UpdateMessageID(id=sent.message.id, random_id=q.random_id))
    return shown


def bot_peer(viewer: Viewer, bot: int) -> api.InputPeerUser:
    """A bot as somebody names it."""
    peer = user_peer(bot)  # type: ignore[arg-type]  # a number of a bot
    return api.InputPeerUser(user_id=bot, access_hash=viewer.access_hash(peer))


@method("messages.sendWebViewResultMessage", who=Who.BOT, writes=True)
async def send_result(
    call: Call, q: api.messages.SendWebViewResultMessage
) -> api.WebViewMessageSent:
    """Say something in the name of somebody who has a page of the caller's open, once.

    Wire:   https://core.telegram.org/method/messages.sendWebViewResultMessage
    Errors: QUERY_ID_INVALID (no such page is open, or it has been answered), those of check_results, and what keeps
            that one from writing there (access_addressee)
    """
    (offered,) = await check_results(call, [q.result])
    media = offered.media or await fetched(call, offered.result)
    name = q.bot_query_id
    number = int(name) if name.isdecimal() and len(name) <= NUMBER_DIGITS_MAX else 0
    view = await store.find_view(call.tx, number) if 0 < number < 1 << 63 else None
    open_since = int(call.now) - LIFE_SECONDS
    if view is None or view.bot_id != call.user_id or view.at < open_since:
        raise RpcError(400, "QUERY_ID_INVALID")
    message = await _say(call, view, Saying(offered.result), media)
    if not await store.close_view(call.tx, view.id):
        raise RpcError(400, "QUERY_ID_INVALID")
    call.journal.tell(api.UpdateWebViewResultSent(query_id=view.id), [view.user_id])
    named = inline_id(call.world.secret, call.user_id, message)
    return api.WebViewMessageSent(msg_id=named)


async def _say(
    call: Call, view: OpenView, saying: Saying, prepared: PreparedMedia | None
) -> Message:
    them = Viewer(view.user_id, call.world.secret, call.now)
    peer = await access_addressee(call.tx, them, bot_peer(them, view.bot_id))
    answered = await access_answered(call.tx, them, peer, read_value(view.reply))
    media = await _keep(call, view, saying, prepared)
    marks = saying.marks | (BodyMark.SILENT if view.silent else BodyMark(0))
    body = Body(
        from_id=user_peer(view.user_id),
        at=int(call.now),
        text=saying.text,
        entities=saying.entities,
        media=media.data,
        media_kind=media.kind,
        file_id=media.file_id,
        markup=saying.markup,
        reply=answered.header,
        via_bot=view.bot_id,
        marks=marks,
    )
    outgoing = Outgoing(
        body=body,
        reply_to=answered.message,
        thread=answered.thread,
        media_unread=media.unread,
    )
    with call.journal.unasked():
        (sent,) = await deliver_all(call.journal, view.user_id, peer, [outgoing])
    return sent.message


async def _keep(
    call: Call, view: OpenView, saying: Saying, prepared: PreparedMedia | None
) -> Media:
    """The rows of the medium; boxes are taken before them."""
    await call.journal.lock(await boxes_of(call.tx, view.user_id, view.peer))
    if prepared is not None:
        return await keep(call.journal, call.viewer, prepared)
    box = own_box(view.user_id, view.peer)
    page = await preview(call.tx, call.world.fetcher, saying.link, call.now, box)
    kind = MediaKind.NONE if page is None else MediaKind.WEB_PAGE
    return Media(write_value(page), kind, None, unread=False)
