"""What walks that hunt for leaks share: all roads to a message, and how an answer is searched through."""

from typing import Any

from channel_walks import as_channel, as_peer
from thread_walks import PAGE

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.tl.build import TLObject

SECRET = "xyzzy"


def places(value: Any, sought: int | str, path: str = "") -> list[str]:
    """Where in an object a number or some words stand."""
    if isinstance(value, list):
        return [each for item in value for each in places(item, sought, path)]
    if isinstance(value, TLObject):
        return [
            each
            for name in value.FIELDS
            for each in places(getattr(value, name), sought, f"{path}.{value.NAME}.{name}")
        ]
    if isinstance(value, str):
        return [path] if isinstance(sought, str) and sought in value else []
    same = not isinstance(value, bool) and isinstance(value, int) and value == sought
    return [path] if same else []


def searching(who: Person, **more: Any) -> dict[str, Any]:
    kind = who.make("inputMessagesFilterEmpty")
    return {**PAGE, "q": SECRET, "filter": kind, "min_date": 0, "max_date": 0, **more}


def listing(who: Person, channel_id: int, kind: str, **asked: Any) -> dict[str, Any]:
    filter_ = who.make(f"channelParticipants{kind}", **asked)
    window = {"offset": 0, "limit": 100, "hash": 0}
    return {"channel": as_channel(who, channel_id), "filter": filter_, **window}


Roads = list[tuple[str, dict[str, Any]]]


def roads(who: Person, channel_id: int, said: int) -> Roads:
    """All that can be asked about a message and the group in which it was said."""
    return [
        road
        for some in (_reading, _finding, _asking, _doing)
        for road in some(who, channel_id, said)
    ]


def _reading(who: Person, channel_id: int, said: int) -> Roads:
    """What was said, and what hangs on it."""
    channel = as_channel(who, channel_id)
    here = {"peer": as_peer(who, channel_id)}
    history = dict(PAGE)
    some = [who.make(f"inputMessage{kind}", id=said) for kind in ("ID", "ReplyTo")]
    pinned = [who.make("inputMessagePinned")]
    return [
        ("messages.getHistory", here | history),
        ("messages.getMessages", {"id": some}),
        ("channels.getMessages", {"channel": channel, "id": some}),
        ("channels.getMessages", {"channel": channel, "id": pinned}),
        ("messages.getReplies", here | history | {"msg_id": said}),
        ("messages.getDiscussionMessage", here | {"msg_id": said}),
        ("messages.getMessagesViews", here | {"id": [said], "increment": True}),
        ("messages.getMessagesReactions", here | {"id": [said]}),
        ("messages.getMessageReactionsList", here | {"id": said, "limit": 10}),
        ("messages.getMessageReadParticipants", here | {"msg_id": said}),
        ("messages.getPollResults", here | {"msg_id": said, "poll_hash": 0}),
        ("messages.getPollVotes", here | {"id": said, "limit": 10}),
        ("messages.getUnreadMentions", here | PAGE),
        ("messages.getUnreadReactions", here | PAGE),
    ]


def _finding(who: Person, channel_id: int, said: int) -> Roads:
    """What is found by words and kinds."""
    peer = as_peer(who, channel_id)
    here = {"peer": as_peer(who, channel_id)}
    empty = who.make("inputPeerEmpty")
    media = who.make("inputMessagesFilterPinned")
    photos = who.make("inputMessagesFilterPhotos")
    return [
        ("messages.search", searching(who, peer=peer)),
        ("messages.search", searching(who, peer=empty)),
        ("messages.searchGlobal", searching(who, offset_rate=0, offset_peer=empty)),
        ("channels.searchPosts", POSTS | {"query": SECRET, "offset_peer": empty}),
        ("messages.getSearchCounters", here | {"filters": [media]}),
        (
            "messages.getSearchResultsCalendar",
            here | {"filter": photos, "offset_id": 0, "offset_date": 0},
        ),
        (
            "messages.getSearchResultsPositions",
            here | {"filter": photos, "offset_id": 0, "limit": 9},
        ),
    ]


def _asking(who: Person, channel_id: int, said: int) -> Roads:
    """The group: who is there, what is known of it, what happened in it."""
    channel = as_channel(who, channel_id)
    here = {"peer": as_peer(who, channel_id)}
    empty = who.make("inputPeerEmpty")
    mine = who.make("inputPeerSelf")
    line = who.make("inputDialogPeer", peer=as_peer(who, channel_id))
    return [
        ("messages.getOnlines", here),
        ("messages.getPeerDialogs", {"peers": [line]}),
        (
            "messages.getDialogs",
            {"offset_date": 0, "offset_id": 0, "offset_peer": empty, "limit": 20, "hash": 0},
        ),
        ("messages.getForumTopics", here | TOPICS),
        ("messages.getScheduledHistory", here | {"hash": 0}),
        ("messages.getExportedChatInvites", here | {"admin_id": mine_as_user(who), "limit": 9}),
        ("messages.getAdminsWithInvites", here),
        ("channels.getFullChannel", {"channel": channel}),
        ("channels.getChannels", {"id": [channel]}),
        ("channels.getParticipants", listing(who, channel_id, "Recent")),
        ("channels.getParticipants", listing(who, channel_id, "Admins")),
        ("channels.getParticipants", listing(who, channel_id, "Search", q="Ada")),
        ("channels.getParticipants", listing(who, channel_id, "Mentions")),
        ("channels.getParticipant", {"channel": channel, "participant": mine}),
        ("channels.exportMessageLink", {"channel": channel, "id": said}),
        ("channels.getMessageAuthor", {"channel": channel, "id": said}),
        ("channels.getAdminLog", {"channel": channel, **LOG}),
        ("channels.getSendAs", here),
        ("stats.getMegagroupStats", {"channel": channel}),
        ("stats.getMessageStats", {"channel": channel, "msg_id": said}),
        ("stats.getMessagePublicForwards", {"channel": channel, "msg_id": said, **SLICE}),
        ("stats.getPollStats", here | {"msg_id": said}),
        ("updates.getChannelDifference", difference(who, channel)),
        ("updates.getDifference", {"pts": 1, "date": 1, "qts": 0}),
    ]


def _doing(who: Person, channel_id: int, said: int) -> Roads:
    """What is done with a message shows what it says."""
    peer = as_peer(who, channel_id)
    channel = as_channel(who, channel_id)
    here = {"peer": as_peer(who, channel_id)}
    mine = who.make("inputPeerSelf")
    to_me = {"to_peer": mine, "random_id": [said]}
    quote = who.make(
        "inputReplyToMessage", reply_to_msg_id=said, reply_to_peer_id=peer, quote_text=SECRET
    )
    like = [who.make("reactionEmoji", emoticon="👍")]
    return [
        ("messages.forwardMessages", to_me | {"from_peer": peer, "id": [said]}),
        (
            "messages.sendMessage",
            {"peer": mine, "message": "?", "random_id": 1, "reply_to": quote},
        ),
        ("messages.saveDraft", {"peer": mine, "message": "?", "reply_to": quote}),
        ("messages.sendReaction", here | {"msg_id": said, "reaction": like}),
        ("messages.editMessage", here | {"id": said, "message": "mine"}),
        ("messages.updatePinnedMessage", here | {"id": said}),
        ("channels.deleteMessages", {"channel": channel, "id": [said]}),
        ("channels.joinChannel", {"channel": channel}),
    ]


PAGED = {*PAGE}
POSTS = {"offset_rate": 0, "offset_id": 0, "limit": 10}
TOPICS = {"offset_date": 0, "offset_id": 0, "offset_topic": 0, "limit": 10}
LOG = {"q": "", "max_id": 0, "min_id": 0, "limit": 50}
SLICE = {"offset": "", "limit": 10}


def mine_as_user(who: Person) -> Any:
    return who.make("inputUserSelf")


def difference(who: Person, channel: Any) -> dict[str, Any]:
    all_ = who.make("channelMessagesFilterEmpty")
    return {"channel": channel, "filter": all_, "pts": 1, "limit": 100}


async def tried(who: Person, method: str, fields: dict[str, Any]) -> Any:
    """What a road leads to: an answer, or the refusal's name."""
    known = {param.name for param in who.client.schema.shape(method).params}
    fields = {name: each for name, each in fields.items() if name in known or name not in PAGED}
    try:
        return await who.call(method, **fields)
    except Refused as refusal:
        return refusal.text
