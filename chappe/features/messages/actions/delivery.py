"""Putting messages into boxes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chappe.features.codes.actions import forget_typed
from chappe.features.dialogs import store as dialogs
from chappe.features.dialogs.actions import come_back
from chappe.features.messages import periods, store, words
from chappe.features.messages.audience import (
    boxes_hearing,
    boxes_of,
    dialog_in,
    own_box,
    voiced,
)
from chappe.features.messages.delivered import delivered as delivered_media
from chappe.features.messages.delivered import said as has_said
from chappe.features.messages.echoes import echo, lock_beside
from chappe.features.messages.mentions import NOBODY, UNNOTICED, find_named, note_named
from chappe.features.messages.model import Body, CopyMark, MediaKind, Message, Outgoing
from chappe.features.messages.payload import read_value, write_value
from chappe.features.messages.threads import count_threads, in_place, placed
from chappe.features.webpages import actions as webpages
from chappe.ids import BoxId, MessageId, PeerId, Pts, UserId, user_of, user_peer
from chappe.updates.facts import NewMessage
from chappe.updates.log import Journal, Moment

if TYPE_CHECKING:
    from chappe.tl import api


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message that was put into its author's box, and where that box was then."""

    message: Message
    moment: Moment


@dataclass(frozen=True, slots=True)
class Arrived:
    """What the log's reader need not read again. `known`: the owner of the box has met the peer before,
    so that the short form says enough. `named`: who is named in it."""

    message: Message
    known: bool
    named: frozenset[UserId] = NOBODY


async def deliver(
    journal: Journal,
    author: UserId,
    peer: PeerId,
    body: Body,
    *,
    random_id: int | None = None,
    reply_to: Message | None = None,
    saved_peer: PeerId | None = None,
    media_unread: bool = False,
) -> Delivered:
    """Put a body into every box where it belongs (`audience`)."""
    outgoing = Outgoing(
        body=body,
        random_id=random_id,
        reply_to=reply_to,
        saved_peer=saved_peer,
        media_unread=media_unread,
    )
    (delivered,) = await deliver_all(journal, author, peer, [outgoing])
    return delivered


async def deliver_all(
    journal: Journal, author: UserId, peer: PeerId, outgoing: Sequence[Outgoing]
) -> list[Delivered]:
    """Put some messages into every box where they belong (`audience`), in their order, all at once."""
    tx = journal.tx
    for each in outgoing:
        await forget_typed(tx, author, each.body.text)
    beside = outgoing[0].body.action is None and await lock_beside(
        journal, peer, await boxes_of(tx, author, peer)
    )
    delivered = await put_all(journal, author, peer, outgoing, heads=beside)
    if beside:
        with journal.unasked():
            await echo(journal, peer, [each.message for each in delivered])
    return delivered


async def put_all(
    journal: Journal,
    author: UserId,
    peer: PeerId,
    outgoing: Sequence[Outgoing],
    *,
    heads: bool = False,
    asks: bool = True,
) -> list[Delivered]:
    """The same in these boxes alone. `heads`: each will have comments; `asks`: whether its author may say so."""
    count, tx = len(outgoing), journal.tx
    boxes, own = await boxes_hearing(tx, author, peer, outgoing), own_box(author, peer)
    moments = {box: await journal.take(box, facts=count, pts=count, ids=count) for box in boxes}
    # Only now: nobody ends the group, or puts the author out, meanwhile.
    said = [each.body for each in outgoing]
    if asks:
        said = [await voiced(tx, author, peer, body) for body in said]
    within = [await placed(tx, author, peer, each) for each in outgoing]
    said = [in_place(body, where) for body, where in zip(said, within, strict=True)]
    at = max(moment.at for moment in moments.values())
    answering = [(body, each.reply_to) for body, each in zip(said, outgoing, strict=True)]
    named = await find_named(tx, author, peer, answering, boxes)
    lines = await _come(journal, author, peer, moments, at, count)
    ttl_period = lines[own].ttl_period
    first = 0
    if not ttl_period and not lines[own].known and said[0].action is None:
        ttl_period = first = await periods.first_period(tx, author, peer)
    bodies = [_final(journal, body, at, ttl_period) for body in said]
    body_ids = [await store.insert_body(tx, body) for body in bodies]
    delivered: list[Delivered] = []
    copies: list[Message] = []
    for box in boxes:
        replies = await _replies(journal, outgoing, box, peer)
        for place, each in enumerate(outgoing):
            moment = _moment_of(moments[box], place, count)
            reply_to = replies.get(each.reply_to.body_id) if each.reply_to else None
            copy = Message(
                box,
                moment.top_id,
                dialog_in(box, author, peer),
                body_ids[place],
                _marks(each, box, author, peer, named[place], heads=heads),
                reply_to,
                each.saved_peer if box == own else None,
                each.random_id if box == own else None,
                bodies[place],
                within[place].thread,
            )
            copies.append(copy)
            ready = Arrived(copy, lines[box].known, named[place])
            journal.note(moment, NewMessage(copy.id), ready=ready)
            if box == own:
                delivered.append(Delivered(copy, moment))
    await store.insert_copies(tx, copies)
    await count_threads(journal, moments[own], copies)
    for mine, some in zip(delivered, named, strict=True):
        await note_named(tx, peer, some, mine.message)
    await _heard_of(journal, own, peer, boxes, list(zip(body_ids, bodies, strict=True)))
    away = [UserId(box) for box, each in lines.items() if each.archived and box != own]
    if away:
        await come_back(journal, away, dialog_in(BoxId(away[0]), author, peer))
    if first:
        await periods.begin_period(journal, author, peer, first)
    await has_said(journal, author, peer, body_ids)
    return delivered


def _final(journal: Journal, body: Body, at: int, ttl_period: int) -> Body:
    """A body as it is kept; nearly always it is said at the moment for which it was made."""
    agent = None if journal.agent is None or body.action is not None else journal.agent.bot_id
    period = body.ttl_period or ttl_period
    if (body.at, body.ttl_period, body.business_bot) == (at, period, agent):
        return body
    return replace(body, at=at, ttl_period=period, business_bot=agent)


async def _heard_of(
    journal: Journal,
    own: BoxId,
    peer: PeerId,
    boxes: Sequence[BoxId],
    bodies: Sequence[tuple[int, Body]],
) -> None:
    """Bodies have come into these boxes: they are found by their words, and other rooms do what they have to."""
    for body_id, body in bodies:
        await words.index(journal.tx, body_id, body, own, peer, boxes)
        if body.media_kind is MediaKind.WEB_PAGE:
            await webpages.delivered(journal, read_value(body.media), boxes)
    await delivered_media(journal, bodies)
    await periods.count_down(journal, bodies)


async def _come(
    journal: Journal,
    author: UserId,
    peer: PeerId,
    moments: Mapping[BoxId, Moment],
    at: int,
    count: int,
) -> dict[BoxId, dialogs.Came]:
    """The dialogs of the boxes' owners hear of new messages; a channel's box has no owner."""
    comings = [
        dialogs.Coming(
            UserId(box),
            dialog_in(box, author, peer),
            moment.top_id,
            at,
            0 if UserId(box) == author else count,
        )
        for box, moment in moments.items()
        if user_of(PeerId(box)) is not None
    ]
    if not comings:
        (moment,) = moments.values()
        await dialogs.post_came(journal.tx, peer, moment.top_id, at)
        return {moment.box: dialogs.Came(known=False, ttl_period=0)}
    came = await dialogs.messages_came(journal.tx, comings)
    return {BoxId(owner): each for owner, each in came.items()}


async def leave_note(
    journal: Journal, owner: UserId, peer: PeerId, action: "api.TypeMessageAction"
) -> Moment:
    """A service message for the eyes of one account only."""
    moment = await journal.take(BoxId(owner), facts=1, pts=1, ids=1)
    body = Body(from_id=user_peer(owner), at=moment.at, text="", action=write_value(action))
    body_id = await store.insert_body(journal.tx, body)
    copy = Message(
        BoxId(owner), moment.top_id, peer, body_id, CopyMark.OUT, None, None, None, body
    )
    came = await dialogs.message_came(
        journal.tx, owner, peer, moment.top_id, moment.at, unread=0
    )
    await store.insert_copies(journal.tx, [copy])
    journal.note(moment, NewMessage(copy.id), ready=Arrived(copy, came.known))
    return moment


def _moment_of(last: Moment, place: int, count: int) -> Moment:
    """Where a box is after one of several messages for which it was taken at once."""
    left = count - 1 - place
    return Moment(
        last.box, Pts(last.pts - left), last.n - left, MessageId(last.top_id - left), last.at
    )


OUT, MENTIONED, MEDIA_UNREAD, HEADS, BOTH = map(
    int,
    (
        CopyMark.OUT,
        CopyMark.MENTIONED,
        CopyMark.MEDIA_UNREAD,
        CopyMark.HEADS,
        UNNOTICED,
    ),
)


def _marks(
    outgoing: Outgoing,
    box: BoxId,
    author: UserId,
    peer: PeerId,
    named: Collection[UserId],
    *,
    heads: bool,
) -> CopyMark:
    """What is new is unread; the author waits for it to be heard as well, but not for himself. The copy of a channel
    says that somebody is `named`. Joined as plain numbers: flags take ten times as long."""
    marks = OUT if box == BoxId(author) else 0
    if outgoing.media_unread and peer != user_peer(author):
        marks |= MEDIA_UNREAD
    if named and user_of(PeerId(box)) is None:
        marks |= MENTIONED
    elif UserId(box) in named:
        marks |= BOTH
    return CopyMark(marks | HEADS if heads else marks)


async def _replies(
    journal: Journal, outgoing: Sequence[Outgoing], box: BoxId, peer: PeerId
) -> dict[int, MessageId]:
    """The answered messages as a box numbers them, by body. What was said in another dialog than `peer` has
    a number for the author only: others may have it elsewhere, or not at all."""
    answered = [each.reply_to for each in outgoing if each.reply_to is not None]
    if not answered or answered[0].box == box:
        return {each.body_id: each.id for each in answered}
    bodies = {each.body_id for each in answered if each.peer == peer}
    return await store.find_copies(journal.tx, box, bodies) if bodies else {}


async def deliver_to_one(journal: Journal, owner: UserId, author: UserId, body: Body) -> None:
    """Put a body into the box of one of the two of a private chat; its author has no copy."""
    tx, box, peer = journal.tx, BoxId(owner), PeerId(author)
    moment = await journal.take(box, facts=1, pts=1, ids=1)
    body = replace(body, at=moment.at)
    came = await dialogs.message_came(tx, owner, peer, moment.top_id, body.at, unread=1)
    body_id = await store.insert_body(tx, body)
    copy = Message(box, moment.top_id, peer, body_id, CopyMark(0), None, None, None, body)
    await store.insert_copies(tx, [copy])
    await words.index(tx, body_id, body, box, peer, [box])
    journal.note(moment, NewMessage(copy.id), ready=Arrived(copy, came.known))
