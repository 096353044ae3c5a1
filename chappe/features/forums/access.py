"""The only road to a topic on a caller's behalf."""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.channels.access import (
    Seat,
    access_channel,
    access_visible,
    find_seat,
)
from chappe.features.chats.rights import bit
from chappe.features.forums import store
from chappe.features.forums.model import Topic, TopicMark
from chappe.features.messages.model import Outgoing
from chappe.features.messages.payload import read_value
from chappe.features.messages.threads import (
    GENERAL,
    Contents,
    Place,
    holds,
    places,
    remembers,
)
from chappe.features.reactions.access import check_custom_emoji
from chappe.features.users.access import is_premium, named_peer
from chappe.ids import BoxId, MessageId, PeerId, UserId, channel_of, is_bot
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.viewer import Viewer


async def access_forum(
    tx: Tx, viewer: Viewer, named: "api.TypeInputPeer", *, reading: bool = False
) -> Seat:
    """A forum that the caller is in; `reading`: or may look into.

    Errors: PEER_ID_INVALID (no channel; nor are there bots with topics here), CHANNEL_INVALID,
            CHANNEL_PRIVATE (406), CHANNEL_FORUM_MISSING
    """
    channel_id = channel_of(named_peer(viewer, named))
    if channel_id is None:
        raise RpcError(400, "PEER_ID_INVALID")
    if reading:
        seat = await access_visible(tx, viewer.user_id, channel_id, viewer.now)
    else:
        seat = await access_channel(tx, viewer.user_id, channel_id)
    check_forum(seat)
    return seat


def check_forum(seat: Seat) -> None:
    """Whether it is a forum, by now.

    Errors: CHANNEL_FORUM_MISSING
    """
    if not seat.channel.forum:
        raise RpcError(400, "CHANNEL_FORUM_MISSING")


async def access_topic(
    tx: Tx, seat: Seat, topic_id: int, *, error: str = "TOPIC_ID_INVALID"
) -> Topic:
    """A topic of a forum.

    Errors: `error`
    """
    id_ = MessageId(topic_id)
    topic = (await store.find_many(tx, seat.channel.id, [id_])).get(id_)
    if topic is None or TopicMark.DELETED in topic.marks:
        raise RpcError(400, error)
    return topic


def leads(seat: Seat, topic: Topic) -> bool:
    """Whether the caller may change a topic, close it, and speak in it when it is closed: admins with the
    right to it, and who has made it."""
    return seat.may("manage_topics") or topic.made_by(seat.mine.user_id)


def check_leads(seat: Seat, topic: Topic | None = None) -> None:
    """Whether the caller may change a topic; None: or all of them.

    Errors: CHAT_ADMIN_REQUIRED (403)
    """
    if not (seat.may("manage_topics") if topic is None else leads(seat, topic)):
        raise RpcError(403, "CHAT_ADMIN_REQUIRED")


def check_may_create(seat: Seat, now: int) -> None:
    """Whether the caller may make topics: admins with the right to it, and members who are not banned from it.

    Errors: CHAT_WRITE_FORBIDDEN (403)
    """
    banned = seat.banned(now)
    if not seat.may("manage_topics") and banned & bit(api.ChatBannedRights, "manage_topics"):
        raise RpcError(403, "CHAT_WRITE_FORBIDDEN")


async def access_icon(tx: Tx, me: UserId, emoji: int | None) -> int | None:
    """The custom emoji that is to be a topic's icon; 0: none. Bots may take any: there is no set of icons for them.

    Errors: DOCUMENT_INVALID, PREMIUM_ACCOUNT_REQUIRED (403; there is no set of icons for all)
    """
    if not emoji:
        return None
    await check_custom_emoji(tx, emoji)
    if not is_bot(me) and not await is_premium(tx, me):
        raise RpcError(403, "PREMIUM_ACCOUNT_REQUIRED")
    return emoji


@remembers
async def find_topics(tx: Tx, peer: PeerId, ids: Collection[MessageId]) -> set[MessageId]:
    """Which of some messages of a channel head topics, or did."""
    channel_id = channel_of(peer)
    return set() if channel_id is None else set(await store.find_many(tx, channel_id, ids))


@holds
async def of_general(tx: Tx, box: BoxId, thread: MessageId) -> Contents | None:
    """In General is as well what is older than the forum."""
    channel_id = channel_of(PeerId(box))
    if channel_id is None or thread != GENERAL:
        return None
    general = (await store.find_many(tx, channel_id, [GENERAL])).get(GENERAL)
    if general is None:
        return None
    before = await store.find_before(tx, channel_id, general.since)
    params = {"box": box, "since": general.since, "older": before}
    return Contents(store.OF_GENERAL, params)


@places
async def lie_in_topic(
    tx: Tx, author: UserId, peer: PeerId, outgoing: Outgoing, place: Place
) -> Place:
    """What is said in a forum lies in the topic that is wished for, or in that of the answered message; all
    else in General. What tells of a new topic heads it.

    Errors: TOPIC_DELETED, TOPIC_ID_INVALID, TOPIC_CLOSED
    """
    channel_id = channel_of(peer)
    if channel_id is None:
        return place
    asked = place.thread if outgoing.thread is None else outgoing.thread
    found = await store.find_many(tx, channel_id, {GENERAL, asked or GENERAL})
    general = found.get(GENERAL)
    if general is None or TopicMark.ASLEEP in general.marks:
        return place
    action = read_value(outgoing.body.action)
    if isinstance(action, api.MessageActionTopicCreate):
        return Place(None, settled=True)
    topic = _topic(found, asked, outgoing, general)
    if topic.closed and action is None:
        seat = await find_seat(tx, author, channel_id)
        if seat is None or not leads(seat, topic):
            raise RpcError(400, "TOPIC_CLOSED")
    return Place(topic.id, topic=not topic.general, settled=True)


def _topic(
    found: dict[MessageId, Topic], asked: MessageId | None, outgoing: Outgoing, general: Topic
) -> Topic:
    """The topic that is meant. Who answers something in General may name that as its thread.

    Errors: TOPIC_DELETED, TOPIC_ID_INVALID
    """
    topic = general if asked is None else found.get(asked)
    if topic is None and outgoing.reply_to is None:
        raise RpcError(400, "TOPIC_ID_INVALID")
    if topic is not None and TopicMark.DELETED in topic.marks:
        raise RpcError(400, "TOPIC_DELETED")
    return topic or general
