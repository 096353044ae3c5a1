"""Topics are made, changed and deleted. Every verb takes the channel's box and reads anew what it decides by."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chappe.features.channels import events
from chappe.features.channels.access import Seat, take_seat
from chappe.features.channels.events import Event
from chappe.features.channels.voices import check_voice
from chappe.features.forums import store
from chappe.features.forums.access import (
    access_icon,
    access_topic,
    check_forum,
    check_leads,
    check_may_create,
)
from chappe.features.forums.model import COLORS, TITLE_LENGTH_MAX, Topic, TopicMark
from chappe.features.forums.pins import TopicsOrdered
from chappe.features.forums.short import render_short
from chappe.features.messages.actions.deletions import delete
from chappe.features.messages.actions.delivery import Delivered, deliver_all
from chappe.features.messages.model import Body, Outgoing
from chappe.features.messages.payload import write_value
from chappe.features.messages.store import Holder
from chappe.features.messages.threads import sees_leaving
from chappe.ids import MessageId, PeerId, UserId, channel_of, user_peer
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal, Moment

if TYPE_CHECKING:
    from chappe.tl.build import TLObject

PORTION = 1000
"""Messages that one call deletes; clients ask again while `offset` is not 0."""
OWN_MAX = 11
"""Who has made a topic may delete it as long as it is that short, and nobody else has said anything there."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be otherwise; None: it stays."""

    title: str | None = None
    icon_emoji: int | None = None
    closed: bool | None = None
    hidden: bool | None = None


def clean_title(title: str) -> str:
    """A title as it is kept.

    Errors: TOPIC_TITLE_EMPTY
    """
    cleaned = " ".join(title.replace("\0", "").split())[:TITLE_LENGTH_MAX]
    if not cleaned:
        raise RpcError(400, "TOPIC_TITLE_EMPTY")
    return cleaned


@dataclass(frozen=True, slots=True)
class Wish:
    """What a topic is to be like. `voice`: as whom its author makes it; `name`: the author's, for the message
    that tells of it."""

    title: str
    color: int | None
    emoji: int | None
    voice: PeerId
    name: int


async def create(journal: Journal, seat: Seat, wish: Wish) -> Delivered:
    """Make a topic; the message that tells of it, which heads it.

    Errors: CHANNEL_FORUM_MISSING, CHAT_WRITE_FORBIDDEN (403), TOPIC_TITLE_EMPTY, DOCUMENT_INVALID,
            PREMIUM_ACCOUNT_REQUIRED (403); those of check_voice
    """
    seat = await take_seat(journal, seat)
    check_forum(seat)
    check_may_create(seat, journal.at)
    me, channel = seat.mine.user_id, seat.channel
    icon = await access_icon(journal.tx, me, wish.emoji)
    action = api.MessageActionTopicCreate(
        title=clean_title(wish.title),
        icon_color=wish.color if wish.color in COLORS else COLORS[0],
        icon_emoji_id=icon,
    )
    said = await _say(journal, seat, action, wish)
    message = said.message
    topic = Topic(
        channel.id,
        message.id,
        message.body.from_id,
        me,
        message.body.at,
        action.title,
        action.icon_color,
        icon,
    )
    await store.insert(journal.tx, topic)
    noted = api.ChannelAdminLogEventActionCreateTopic(topic=render_short(me, topic))
    await events.note(journal, channel, me, Event.FORUMS, noted, topic.title)
    return said


async def _say(
    journal: Journal, seat: Seat, action: "TLObject", where: Wish | MessageId
) -> Delivered:
    """Say that there is a new topic, or in a topic what the caller did with it."""
    me = seat.mine.user_id
    body = Body(from_id=user_peer(me), at=journal.at, text="", action=write_value(action))
    if isinstance(where, Wish):
        if where.voice != body.from_id:
            body = replace(body, from_id=where.voice, author_id=me)
            await check_voice(
                journal.tx, seat.channel, seat.mine, where.voice, journal.at, body
            )
        outgoing = Outgoing(body=body, random_id=where.name)
    else:
        outgoing = Outgoing(body=body, thread=where)
    (said,) = await deliver_all(journal, me, seat.channel.peer, [outgoing])
    return said


async def edit(journal: Journal, seat: Seat, topic_id: int, wanted: Change) -> None:
    """Call a topic otherwise, give it another icon, close or hide it, or take that back.

    Errors: CHANNEL_FORUM_MISSING, TOPIC_ID_INVALID, CHAT_ADMIN_REQUIRED (403), TOPIC_TITLE_EMPTY,
            GENERAL_MODIFY_ICON_FORBIDDEN, NOGENERAL_HIDE_FORBIDDEN, DOCUMENT_INVALID,
            PREMIUM_ACCOUNT_REQUIRED (403), TOPIC_NOT_MODIFIED
    """
    seat = await take_seat(journal, seat)
    check_forum(seat)
    before = await access_topic(journal.tx, seat, topic_id)
    if wanted.hidden is not None and not before.general:
        raise RpcError(400, "NOGENERAL_HIDE_FORBIDDEN")
    if wanted.icon_emoji is not None and before.general:
        raise RpcError(400, "GENERAL_MODIFY_ICON_FORBIDDEN")
    check_leads(seat, before)
    after = await _changed(journal, seat.mine.user_id, before, wanted)
    if after == before:
        raise RpcError(400, "TOPIC_NOT_MODIFIED")
    await store.update(journal.tx, after)
    await _note_edit(journal, seat, before, after)
    await _say(journal, seat, _action(before, after), after.id)


async def _changed(journal: Journal, me: UserId, before: Topic, wanted: Change) -> Topic:
    """The topic as it is to be. What is hidden is closed as well, and what is opened is not hidden."""
    marks = before.marks
    for mark, on in ((TopicMark.CLOSED, wanted.closed), (TopicMark.HIDDEN, wanted.hidden)):
        if on is not None:
            marks = marks | mark if on else marks & ~mark
    if wanted.hidden:
        marks |= TopicMark.CLOSED
    if wanted.closed is False:
        marks &= ~TopicMark.HIDDEN
    icon = before.icon_emoji
    if wanted.icon_emoji is not None:
        icon = await access_icon(journal.tx, me, wanted.icon_emoji)
    title = before.title if wanted.title is None else clean_title(wanted.title)
    return replace(before, title=title, icon_emoji=icon, marks=marks)


def _action(before: Topic, after: Topic) -> api.MessageActionTopicEdit:
    changed = before.marks ^ after.marks
    return api.MessageActionTopicEdit(
        title=None if after.title == before.title else after.title,
        icon_emoji_id=None if after.icon_emoji == before.icon_emoji else after.icon_emoji or 0,
        closed=after.closed if TopicMark.CLOSED in changed else None,
        hidden=after.hidden if TopicMark.HIDDEN in changed else None,
    )


async def _note_edit(journal: Journal, seat: Seat, before: Topic, after: Topic) -> None:
    me = seat.mine.user_id
    noted = api.ChannelAdminLogEventActionEditTopic(
        prev_topic=render_short(me, before), new_topic=render_short(me, after)
    )
    words = f"{before.title} {after.title}"
    await events.note(journal, seat.channel, me, Event.FORUMS, noted, words)


@dataclass(frozen=True, slots=True)
class Deleted:
    """A part of a topic that is gone. `left`: messages that are still there."""

    moment: Moment
    count: int
    left: int


async def delete_topic(journal: Journal, seat: Seat, topic_id: int) -> Deleted:
    """Delete a topic with all that was said in it, a portion at once, the newest first.

    Errors: CHANNEL_FORUM_MISSING, TOPIC_ID_INVALID (none, or General), CHAT_WRITE_FORBIDDEN (403)
    """
    seat = await take_seat(journal, seat)
    check_forum(seat)
    channel, id_ = seat.channel, MessageId(topic_id)
    topic = (await store.find_many(journal.tx, channel.id, [id_])).get(id_)
    if topic is None or topic.general:
        raise RpcError(400, "TOPIC_ID_INVALID")
    found = await store.find_holders(journal.tx, topic, PORTION)
    if not found and TopicMark.DELETED in topic.marks:
        raise RpcError(400, "TOPIC_ID_INVALID")
    await _check_may_delete(journal, seat, topic, found)
    if TopicMark.DELETED not in topic.marks:
        await _begin_to_delete(journal, seat, topic)
    if not found:  # its messages were deleted one by one
        return Deleted(await journal.take(channel.box, facts=0), 0, 0)
    moment = (await delete(journal, found, revoke=False))[channel.box]
    left = await store.count_holders(journal.tx, topic) if len(found) == PORTION else 0
    return Deleted(moment, len(found), left)


async def _begin_to_delete(journal: Journal, seat: Seat, topic: Topic) -> None:
    """From now on a topic is not there any more, whatever is left of its messages."""
    me, channel = seat.mine.user_id, seat.channel
    gone = replace(topic, marks=topic.marks | TopicMark.DELETED, pinned=0)
    await store.update(journal.tx, gone)
    noted = api.ChannelAdminLogEventActionDeleteTopic(topic=render_short(me, topic))
    await events.note(journal, channel, me, Event.FORUMS, noted, topic.title)
    if topic.pinned:
        await journal.append(channel.box, TopicsOrdered(channel.id))


@sees_leaving
async def lose_head(journal: Journal, moment: Moment, ids: Sequence[MessageId]) -> None:
    """A topic is deleted when what heads it goes, in whatever way (with all that was said in the forum)."""
    channel_id = channel_of(PeerId(moment.box))
    assert channel_id is not None
    found = await store.find_many(journal.tx, channel_id, ids)
    headless = [
        each
        for each in found.values()
        if not each.general and TopicMark.DELETED not in each.marks
    ]
    for each in headless:
        gone = replace(each, marks=each.marks | TopicMark.DELETED, pinned=0)
        await store.update(journal.tx, gone)
    if any(each.pinned for each in headless):
        await journal.append(moment.box, TopicsOrdered(channel_id))


async def _check_may_delete(
    journal: Journal, seat: Seat, topic: Topic, found: Sequence[Holder]
) -> None:
    """Whether the caller may delete a topic with these messages.

    Errors: CHAT_WRITE_FORBIDDEN (403)
    """
    if seat.may("delete_messages"):
        return
    me = seat.mine.user_id
    short = topic.made_by(me) and len(found) <= OWN_MAX
    if not short or await store.others_spoke(journal.tx, topic, me):
        raise RpcError(403, "CHAT_WRITE_FORBIDDEN")
