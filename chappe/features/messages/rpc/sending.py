"""`messages.*`: sending."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from chappe.db.database import Tx
from chappe.features.dialogs.actions import clear_draft as drop_draft
from chappe.features.files.emoji import custom_emoji_early
from chappe.features.messages import store
from chappe.features.messages.actions import deliver_all
from chappe.features.messages.audience import own_box, voiced
from chappe.features.messages.entrance import enter
from chappe.features.messages.markup import prepare_markup
from chappe.features.messages.model import Body, MediaKind, Message, Outgoing
from chappe.features.messages.payload import write_value
from chappe.features.messages.replies import access_answered
from chappe.features.messages.rich import with_rich
from chappe.features.messages.rpc.wishes import (
    check_random_ids,
    check_wishes,
    marks_of,
    spoken_by,
)
from chappe.features.messages.scheduling import is_later, schedule
from chappe.features.messages.view.sent import Sent, render_sent, shorten_sent
from chappe.features.rich.actions import prepare_rich
from chappe.features.rich.model import Rich
from chappe.features.text.actions import prepare_text
from chappe.features.text.model import Prepared
from chappe.features.users.access import named_user
from chappe.features.users.activity import was_active
from chappe.features.webpages.actions import preview
from chappe.ids import PeerId, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.difference import read_state

FLOOD = 420
"""The code of all errors that tell one to wait."""


@method("messages.sendMessage", who=Who.SIGNED_IN, writes=True)
async def send_message(call: Call, q: api.messages.SendMessage) -> "api.TypeUpdates":
    """Send text. Keyboards are for bots: what a person sends of the kind is ignored.

    Wire:   https://core.telegram.org/method/messages.sendMessage
    Errors: PEER_ID_INVALID, INPUT_USER_DEACTIVATED, USER_IS_BLOCKED, YOU_BLOCKED_USER,
            PRIVACY_PREMIUM_REQUIRED (403; enter); MESSAGE_EMPTY,
            MESSAGE_TOO_LONG, ENTITIES_TOO_LONG, ENTITY_BOUNDS_INVALID, ENTITY_MENTION_USER_INVALID
            (prepare_text); REPLY_MESSAGE_ID_INVALID, QUOTE_TEXT_INVALID, CHAT_FORWARDS_RESTRICTED,
            STORY_ID_INVALID, REPLY_TO_MONOFORUM_PEER_INVALID (access_answered); RANDOM_ID_EMPTY;
            those of prepare_markup; PREMIUM_ACCOUNT_REQUIRED, SCHEDULE_BOT_NOT_ALLOWED, SEND_AS_PEER_INVALID, SUGGESTED_POST_PEER_INVALID (check_wishes);
            those of prepare_rich
    """
    check_wishes(call, q)
    check_random_ids([q.random_id])
    said = await _prepared(call, q)
    markup = prepare_markup(call, q.reply_markup)
    peer, sent_before, online_until = await enter(call.tx, call.viewer, q.peer, q.random_id)
    if online_until is not None and not q.background:
        await was_active(call.journal, call.user_id, online_until)
    answered = await access_answered(call.tx, call.viewer, peer, q.reply_to)
    voice, author_id = spoken_by(call, q.send_as)
    body = Body(
        from_id=voice,
        author_id=author_id,
        at=int(call.now),
        text="",
        markup=markup,
        reply=answered.header,
        effect=q.effect,
        marks=marks_of(q),
    )
    if isinstance(said, Rich):
        body = with_rich(body, said)
    else:
        body = await _with_text(call, body, said, peer, page=not q.no_webpage)
    outgoing = Outgoing(
        body=body,
        random_id=q.random_id,
        reply_to=answered.message,
        thread=answered.thread,
        saved_peer=saved_peer_of(call, peer),
        repeat_period=q.schedule_repeat_period or 0,
    )
    return await send(
        call,
        peer,
        [outgoing],
        q.schedule_date,
        clear_draft=q.clear_draft,
        new=not sent_before,
        text=True,
    )


async def _prepared(call: Call, q: api.messages.SendMessage) -> Prepared | Rich:
    """What is said, as it is kept.

    Errors: those of prepare_rich, those of prepare_text
    """
    if q.rich_message is not None:
        return await prepare_rich(
            call.viewer, q.rich_message, partial(custom_emoji_early, call)
        )
    return prepare_text(
        q.message,
        q.entities,
        resolve_user=lambda named: named_user(call.viewer, named),
        custom_emoji=await custom_emoji_early(call, q.entities),
    )


async def _with_text(
    call: Call, body: Body, said: Prepared, peer: PeerId, *, page: bool
) -> Body:
    """A body that says a text. `page`: with a preview of what it leads to."""
    shown = await preview(
        call.tx,
        call.world.fetcher,
        said.link if page else None,
        call.now,
        own_box(call.user_id, peer),
    )
    return replace(
        body,
        text=said.text,
        entities=said.entities,
        media=write_value(shown),
        media_kind=MediaKind.NONE if shown is None else MediaKind.WEB_PAGE,
    )


def saved_peer_of(call: Call, peer: PeerId) -> PeerId | None:
    """In which of the dialogs within Saved Messages something of one's own is."""
    return peer if peer == user_peer(call.user_id) else None


async def find_sent(
    tx: Tx, call: Call, peer: PeerId, outgoing_ids: Sequence[int]
) -> dict[int, Message]:
    """Those of some messages that the caller has sent to the peer before, by the names it gave them.

    Errors: RANDOM_ID_DUPLICATE (500; such a message is elsewhere)
    """
    box = own_box(call.user_id, peer)
    before = await store.find_randoms(tx, box, call.user_id, outgoing_ids)
    for message in before.values():
        if message.peer != peer:
            raise RpcError(500, "RANDOM_ID_DUPLICATE")
    return before


async def send(
    call: Call,
    peer: PeerId,
    outgoing: Sequence[Outgoing],
    later: int | None,
    *,
    clear_draft: bool = False,
    new: bool = False,
    text: bool = False,
) -> "api.TypeUpdates":
    """Deliver messages, those that were not sent before; or keep them for `later`. `new`: it is known that
    none was sent before. `text`: it is one of text, which may be answered in the short form.

    Errors: those of `find_sent` and of `schedule`; those of `voiced`, for later where a voice was chosen
    """
    if later is not None and is_later(call, later):
        await _check_voices(call, peer, outgoing)
        return await schedule(call, peer, outgoing, later)
    names = [each.random_id for each in outgoing if each.random_id is not None]
    before = {} if new else await find_sent(call.tx, call, peer, names)
    sent = await sent_again(call, peer, before.values()) if before else []
    unsent = [each for each in outgoing if each.random_id not in before]
    if unsent:
        delivered = await deliver_all(call.journal, call.user_id, peer, unsent)
        sent += [Sent(each.message, each.moment.pts, 1) for each in delivered]
    if clear_draft:
        await drop_draft(call.journal, call.user_id, peer, sent[0].message.thread)
    # Clients know the short form as an answer to text that was sent, and no other: Telethon waits for ever when a
    # forwarded message is answered so.
    short = shorten_sent(sent[0]) if text and len(sent) == 1 else None
    return short or await render_sent(call.tx, call.viewer, sent)


async def _check_voices(call: Call, peer: PeerId, outgoing: Sequence[Outgoing]) -> None:
    """Refuse at once what could not be said in the chosen voice when it is due; slow mode is over by then."""
    for each in outgoing:
        if each.body.author_id is None:
            continue
        try:
            await voiced(call.tx, call.user_id, peer, each.body)
        except RpcError as refusal:
            if refusal.code != FLOOD:
                raise


async def sent_again(call: Call, peer: PeerId, messages: Iterable[Message]) -> list[Sent]:
    """Messages that were there before, as the answer to whoever sends them once more."""
    state = await read_state(call.tx, own_box(call.user_id, peer))
    return [Sent(each, state.pts, 0) for each in messages]
