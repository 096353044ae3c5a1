"""`ephemeral.*`: what a bot and a member of a group say to one another there."""

from dataclasses import replace
from functools import partial

from chappe.db.database import Tx
from chappe.features.bots.callbacks import button_in
from chappe.features.bots.queries import Pressed, bell_of, wait
from chappe.features.ephemeral import store
from chappe.features.ephemeral.access import (
    Pair,
    access_ephemeral,
    access_group,
    access_pair,
    access_pressed,
    check_command,
)
from chappe.features.ephemeral.actions import press, say, say_otherwise, take_back, take_boxes
from chappe.features.ephemeral.model import Anchor, Ephemeral
from chappe.features.ephemeral.view import render_ephemeral
from chappe.features.files.actions import prepare_media
from chappe.features.files.emoji import custom_emoji_early
from chappe.features.files.kinds import PreparedMedia
from chappe.features.messages import bodies
from chappe.features.messages import store as messages
from chappe.features.messages.access import find_seen
from chappe.features.messages.audience import held, own_box
from chappe.features.messages.markup import prepare_markup
from chappe.features.messages.media import keep
from chappe.features.messages.model import UNCAPTIONED, Body, BodyMark, MediaKind
from chappe.features.messages.replies import NOTHING, Answered, access_answered
from chappe.features.messages.rich import with_rich
from chappe.features.messages.rpc.wishes import check_random_ids
from chappe.features.messages.threads import GENERAL
from chappe.features.reports.actions import Complaint, report
from chappe.features.reports.asking import ask_for_reason
from chappe.features.reports.model import Kind as ReportKind
from chappe.features.rich.actions import prepare_rich
from chappe.features.rich.model import Rich
from chappe.features.text.actions import prepare_text
from chappe.features.text.model import CAPTION, MESSAGE, Prepared
from chappe.features.users.access import access_peer, named_user
from chappe.ids import MessageId, is_bot, user_peer
from chappe.rpc.apart import look_apart, write_apart
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method, refuse
from chappe.tl import api
from chappe.updates.render import render_container, render_own
from chappe.updates.viewer import Viewer

MEDIA = (
    *(api.InputMediaUploadedPhoto, api.InputMediaPhoto, api.InputMediaPhotoExternal),
    *(api.InputMediaUploadedDocument, api.InputMediaDocument, api.InputMediaDocumentExternal),
    *(api.InputMediaGeoPoint, api.InputMediaVenue, api.InputMediaContact),
    api.InputMediaWebPage,
)
"""What does not live on by itself, as polls, games and places on the way do, and is not for sale."""

_NO_WELCOME = "this server does not greet new members with messages of bots"
for _name in ("getWelcomeMessages", "deleteWelcomeMessage", "deleteAllWelcomeMessages"):
    refuse(f"ephemeral.{_name}", 400, "METHOD_INVALID", _NO_WELCOME)


@method("ephemeral.sendMessage", who=Who.SIGNED_IN, writes=True)
async def send_message(call: Call, q: api.ephemeral.SendMessage) -> "api.TypeUpdates":
    """Say something in a group to one there alone: a bot to a member; a member to a bot, when it answers such a
    message of the bot's, or begins with one of its commands that are to be said so.

    Wire:   https://core.telegram.org/method/ephemeral.sendMessage
    Errors: METHOD_INVALID (greetings), RANDOM_ID_EMPTY, RANDOM_ID_DUPLICATE (500; said in another group), MEDIA_INVALID (a kind that is not for one alone),
            those of prepare_media, prepare_text and prepare_markup; those of access_group, access_pair and held;
            QUERY_ID_INVALID, BOT_COMMAND_INVALID, REPLY_MESSAGE_ID_INVALID, MESSAGE_ID_INVALID (in the place of an
            ephemeral message), those of access_answered
    """
    if q.welcome:
        raise RpcError(400, "METHOD_INVALID")
    check_random_ids([q.random_id])
    said = await _said(call, q)
    markup = prepare_markup(call, q.reply_markup)
    prepared = await _prepare(call, q.media)
    peer = await access_group(call.tx, call, q.peer)
    pair = await access_pair(call, peer, q.receiver_id)
    by_bot = is_bot(call.user_id)
    await take_boxes(call.journal, pair.user_id, pair.bot_id)
    before = await store.find_random(
        call.tx, pair.user_id, pair.bot_id, q.random_id, by_bot=by_bot
    )
    if before is not None:
        if before.peer != peer:
            raise RpcError(500, "RANDOM_ID_DUPLICATE")
        return await _again(call, before)
    it, answered = await _addressed(call, q, pair)
    body = Body(
        from_id=user_peer(call.user_id),
        at=int(call.now),
        text="",
        markup=markup,
        reply=answered.header,
        marks=_marks(q),
    )
    body = await _with_media(call, _saying(body, said), prepared)
    body = await held(call.tx, call.user_id, peer, body, call.now)
    await say(call.journal, it, body)
    return await render_own(call.tx, call.viewer, call.journal.entries)


def _marks(q: api.ephemeral.SendMessage) -> BodyMark:
    marks = BodyMark.NOFORWARDS if q.noforwards else BodyMark(0)
    return marks | BodyMark.INVERT_MEDIA if q.invert_media else marks


Words = api.ephemeral.SendMessage | api.ephemeral.EditMessage


async def _said(call: Call, q: Words, *, caption: bool = False) -> Prepared | Rich:
    """What is said, as it is kept. `caption`: there is a medium already.

    Errors: those of prepare_rich and prepare_text, MEDIA_INVALID (a rich message has no medium)
    """
    emoji = partial(custom_emoji_early, call)
    if q.rich_message is not None:
        if q.media is not None:
            raise RpcError(400, "MEDIA_INVALID")
        return await prepare_rich(call.viewer, q.rich_message, emoji)
    carries = q.media is not None and not isinstance(q.media, api.InputMediaWebPage)
    return prepare_text(
        q.message or "",
        q.entities,
        limit=CAPTION if carries or caption else MESSAGE,
        resolve_user=lambda named: named_user(call.viewer, named),
        custom_emoji=await emoji(q.entities),
    )


def _saying(body: Body, said: Prepared | Rich) -> Body:
    """A body that says something else."""
    if isinstance(said, Rich):
        return with_rich(body, said)
    return replace(body, text=said.text, entities=said.entities)


async def _prepare(call: Call, media: "api.TypeInputMedia | None") -> PreparedMedia | None:
    """A medium whose slow work is done.

    Errors: MEDIA_INVALID, TTL_MEDIA_INVALID, those of prepare_media
    """
    if media is None:
        return None
    if not isinstance(media, MEDIA):
        raise RpcError(400, "MEDIA_INVALID")
    if getattr(media, "ttl_seconds", None) is not None:
        raise RpcError(400, "TTL_MEDIA_INVALID")
    return await prepare_media(call, media)


async def _with_media(call: Call, body: Body, prepared: PreparedMedia | None) -> Body:
    """A body with another medium; the boxes of both are held."""
    if prepared is None:
        return body
    media = await keep(call.journal, call.viewer, prepared)
    return replace(body, media=media.data, media_kind=media.kind, file_id=media.file_id)


async def _again(call: Call, it: Ephemeral) -> "api.TypeUpdates":
    """The answer to one who sends once more what was sent before."""
    shown = await render_ephemeral(call.tx, call.viewer, {(it.user_id, it.id)})
    updates: list[api.TypeUpdate] = [
        api.UpdateNewEphemeralMessage(message=each) for each in shown.values()
    ]
    return await render_container(call.tx, call.viewer, updates, int(call.now))


async def _addressed(
    call: Call, q: api.ephemeral.SendMessage, pair: Pair
) -> tuple[Ephemeral, Answered]:
    """A message that is not numbered yet, when it may be said, and what is kept of the one that it answers.

    Errors: QUERY_ID_INVALID, BOT_COMMAND_INVALID, REPLY_MESSAGE_ID_INVALID, those of _in_place and access_answered
    """
    by_bot = is_bot(call.user_id)
    it = Ephemeral(
        user_id=pair.user_id,
        id=MessageId(0),
        bot_id=pair.bot_id,
        peer=pair.peer,
        body_id=0,
        at=int(call.now),
        random_id=q.random_id,
        by_bot=by_bot,
    )
    if by_bot and q.query_id is not None:
        pressed = await access_pressed(call, q.query_id, pair)
        if q.anchor and q.reply_to is None:
            return await _in_place(call.tx, it, pressed), NOTHING
    if isinstance(q.reply_to, api.InputReplyToEphemeralMessage):
        try:
            answered = await access_ephemeral(
                call.tx, pair.peer, pair.user_id, pair.bot_id, q.reply_to.id
            )
        except RpcError:
            raise RpcError(400, "REPLY_MESSAGE_ID_INVALID") from None
        if not by_bot and not answered.by_bot:
            await check_command(call, pair, q.message)
        return replace(it, answers=answered.id, thread=answered.thread), NOTHING
    if not by_bot:
        await check_command(call, pair, q.message)
    return await _answering(call, it, q)


async def _in_place(tx: Tx, it: Ephemeral, pressed: Pressed) -> Ephemeral:
    """The same, to be shown in the place of the message whose button was pressed.

    Errors: MESSAGE_ID_INVALID (an ephemeral one, which is edited instead)
    """
    if pressed.user_msg_id is None:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    number = pressed.user_msg_id
    there = await messages.find_many(tx, own_box(it.user_id, it.peer), [number])
    thread = there[number].thread if number in there else None
    return replace(
        it,
        anchor=Anchor.PRESSED,
        thread=None if thread == GENERAL else thread,
        user_reply_to=pressed.user_msg_id,
        bot_reply_to=pressed.bot_msg_id,
    )


async def _answering(
    call: Call, it: Ephemeral, q: api.ephemeral.SendMessage
) -> tuple[Ephemeral, Answered]:
    """The same with the ordinary message that it answers, as far as the other one sees that."""
    found = await access_answered(call.tx, call.viewer, it.peer, q.reply_to)
    message = found.message
    thread = found.thread or (None if message is None else message.thread)
    it = replace(it, thread=None if thread == GENERAL else thread)
    if message is None or message.peer != it.peer:
        return it, NOTHING
    other = it.receiver
    ids = {message.id}
    if own_box(other, it.peer) != message.box:
        copies = await messages.find_copies(call.tx, own_box(other, it.peer), {message.body_id})
        ids = set(copies.values())
    eyes = Viewer(other, call.world.secret, call.now)
    seen = next(iter(await find_seen(call.tx, eyes, it.peer, ids)), None)
    own = None if message.id == it.thread else message.id
    theirs = None if own is None else seen
    by_bot = it.by_bot
    it = replace(
        it,
        anchor=Anchor.ANSWERED if q.anchor and own is not None else Anchor.NONE,
        user_reply_to=theirs if by_bot else own,
        bot_reply_to=own if by_bot else theirs,
    )
    # Words of a message that the other one does not see do not reach it as a quote either.
    return it, found if theirs is not None else NOTHING


@method("ephemeral.editMessage", who=Who.BOT, writes=True)
async def edit_message(call: Call, q: api.ephemeral.EditMessage) -> "api.TypeUpdates":
    """Let one of the caller's messages to somebody read otherwise; no keyboard takes the one away that it has.

    Wire:   https://core.telegram.org/method/ephemeral.editMessage
    Errors: METHOD_INVALID (greetings), those of _prepare, _said and prepare_markup; those of access_group and access_pair;
            MESSAGE_ID_INVALID, MESSAGE_AUTHOR_REQUIRED (403), MESSAGE_NOT_MODIFIED, MEDIA_PREV_INVALID (a photo
            does not become a text), those of held
    """
    if q.welcome:
        raise RpcError(400, "METHOD_INVALID")
    markup = prepare_markup(call, q.reply_markup, inline_only=True)
    prepared = await _prepare(call, q.media)
    before = await look_apart(call, lambda tx: _before(call, tx, q))
    carried = before.media_kind not in UNCAPTIONED
    said: Prepared | Rich | None = None
    if q.message is not None or q.rich_message is not None:
        said = await _said(call, q, caption=carried)
    it = await _access_own(call, q.peer, q.receiver_id, q.id)
    if not it.by_bot:
        raise RpcError(403, "MESSAGE_AUTHOR_REQUIRED")
    before = (await bodies.find(call.tx, [it.body_id]))[it.body_id]
    body = replace(before, markup=markup)
    if said is not None:
        if not carried:
            body = replace(body, media=None, media_kind=MediaKind.NONE)
        others = before.marks & ~BodyMark.INVERT_MEDIA
        marks = others | (BodyMark.INVERT_MEDIA if q.invert_media else BodyMark(0))
        body = _saying(replace(body, marks=marks), said)
    body = await _with_media(call, body, prepared)
    if carried and body.media_kind in UNCAPTIONED:
        raise RpcError(400, "MEDIA_PREV_INVALID")
    body = await held(call.tx, call.user_id, it.peer, body, call.now)
    if body == before:
        raise RpcError(400, "MESSAGE_NOT_MODIFIED")
    await say_otherwise(call.journal, it, replace(body, edited_at=int(call.now)))
    return await render_own(call.tx, call.viewer, call.journal.entries)


async def _before(call: Call, tx: Tx, q: api.ephemeral.EditMessage) -> Body:
    """What is to be edited, for what has to be known before the call's first statement.

    Errors: PEER_ID_INVALID, USER_ID_INVALID, MESSAGE_ID_INVALID
    """
    peer = await access_group(tx, call, q.peer)
    user_id = named_user(call.viewer, q.receiver_id)
    if user_id is None:
        raise RpcError(400, "USER_ID_INVALID")
    it = await access_ephemeral(tx, peer, user_id, call.user_id, q.id)
    found = await bodies.find(tx, [it.body_id])
    if it.body_id not in found:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    return found[it.body_id]


async def _access_own(
    call: Call,
    peer: "api.TypeInputPeer | None",
    receiver: "api.TypeInputUser",
    id_: int,
) -> Ephemeral:
    """A message between the caller, a bot, and somebody; nobody else changes it meanwhile.

    Errors: those of access_group and access_pair, MESSAGE_ID_INVALID
    """
    group = await access_group(call.tx, call, peer)
    pair = await access_pair(call, group, receiver)
    await take_boxes(call.journal, pair.user_id, pair.bot_id)
    return await access_ephemeral(call.tx, group, pair.user_id, pair.bot_id, id_)


@method("ephemeral.deleteMessage", who=Who.BOT, writes=True)
async def delete_message(call: Call, q: api.ephemeral.DeleteMessage) -> bool:
    """Take back what the caller has said to somebody, or what that one has said to it, at both.

    Wire:   https://core.telegram.org/method/ephemeral.deleteMessage
    Errors: those of access_group and access_pair, MESSAGE_ID_INVALID
    """
    await take_back(call.journal, await _access_own(call, q.peer, q.receiver_id, q.id))
    return True


@method("ephemeral.getCallbackAnswer", rows=False, aside=True)
async def get_callback_answer(
    call: Call, q: api.ephemeral.GetCallbackAnswer
) -> api.messages.BotCallbackAnswer:
    """Press a button under a message that a bot has sent to the caller alone.

    Wire:   https://core.telegram.org/method/ephemeral.getCallbackAnswer
    Errors: those of access_peer, MESSAGE_ID_INVALID, DATA_INVALID (no such button; one that asks for a password cannot
            be asked for one here), BOT_RESPONSE_TIMEOUT
    """
    it = await look_apart(call, lambda tx: _pressed(call, tx, q))
    query_id = await write_apart(call, lambda journal: press(call, journal, it, q.data or b""))
    with call.world.bells.listening(bell_of(query_id)) as bell:
        bell.ring()  # it may have answered by now
        answer: api.messages.BotCallbackAnswer = await wait(call, bell, query_id)
    return answer


async def _pressed(call: Call, tx: Tx, q: api.ephemeral.GetCallbackAnswer) -> Ephemeral:
    peer = await access_peer(tx, call.viewer, q.peer, reading=True)
    it = await access_ephemeral(tx, peer, call.user_id, None, q.id)
    said = (await bodies.find(tx, [it.body_id])).get(it.body_id)
    if said is None or not it.by_bot:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    button = None if q.data is None else button_in(said.markup, q.data)
    if button is None or button.requires_password:
        raise RpcError(400, "DATA_INVALID")
    return it


@method("ephemeral.reportMessage", writes=True)
async def report_message(call: Call, q: api.ephemeral.ReportMessage) -> "api.TypeReportResult":
    """Report a message that a bot has sent to the caller alone: the client is asked for a reason, as by messages.report.

    Wire:   https://core.telegram.org/method/ephemeral.reportMessage
    Errors: those of access_peer, MESSAGE_ID_INVALID, OPTION_INVALID (ask_for_reason)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    it = await access_ephemeral(call.tx, peer, call.user_id, None, q.id)
    if not it.by_bot:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    question = ask_for_reason(call, q.option, q.message)
    if question is not None:
        return question
    complaint = Complaint(ReportKind.EPHEMERAL, q.option.decode(), q.message, [it.id])
    await report(call.journal, call.user_id, user_peer(it.bot_id), complaint)
    return api.ReportResultReported()
