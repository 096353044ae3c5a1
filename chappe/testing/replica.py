"""What a client knows of an account: built from updates as they come, in the shapes of one layer.

Everything stands in one flat table (`facts`: a readable name to a plain value), so that two replicas are
compared line by line. Messages are plain dictionaries without what is the viewer's moment only (file
references). What a client computes is computed here: unread counts from the messages and the read marks.
"""

from collections.abc import Callable
from typing import Any

from chappe.tl.build import TLObject

Plain = dict[str, Any]
FORGOTTEN = frozenset({"file_reference", "from_rank"})
"""Fields that are different each time they are asked for, or with nobody being told: what tag the author of a
message has in a supergroup by now."""
TRANSIENT = frozenset(
    {
        *("updateUserStatus", "updateUserTyping", "updateChatUserTyping", "updateMessageID"),
        *("updateChannelUserTyping", "updateNewAuthorization", "updateLoginToken"),
        *("updateConfig", "updateServiceNotification", "updateRecentReactions"),
        *("updateSavedReactionTags", "updatePtsChanged"),
    }
)
"""Updates that change nothing of what is compared."""
ELSEWHERE = frozenset(
    {
        *("updateUser", "updateUserName", "updateUserPhone", "updateUserEmojiStatus"),
        *("updateUserPhoto", "updateContactsReset", "updatePeerSettings", "updatePrivacy"),
        *("updateChat", "updateChatParticipants", "updateChatParticipantAdd"),
        *("updateChatParticipantDelete", "updateChatParticipantAdmin", "updateChannel"),
        *("updateChatDefaultBannedRights", "updateChannelTooLong", "updateDialogFilters"),
        *("updateChannelMessageViews", "updateStickerSets"),
        *("updateChannelMessageForwards", "updateReadFeaturedStickers", "updateSavedGifs"),
        *(
            "updateBotMenuButton",
            "updateWebViewResultSent",
            "updatePendingJoinRequests",
            "updateReadChannelDiscussionInbox",
        ),
        *("updateReadChannelDiscussionOutbox", "updateChatParticipantRank"),
        "updateStarsBalance",
        *("updateRecentStickers", "updateFavedStickers", "updateStickerSetsOrder"),
        *(
            "updateNewStickerSet",
            "updateMoveStickerSetToTop",
        ),
    }
)
"""Updates after which a client asks for something; their walks look at it."""


WHISPER = "ephemeral "
"""How the names of ephemeral messages begin."""


def plain(value: Any) -> Any:
    """A TL value as dictionaries and lists, without what is absent."""
    if isinstance(value, TLObject):
        shown = {
            name: plain(getattr(value, name)) for name in value.FIELDS if name not in FORGOTTEN
        }
        kept = {name: each for name, each in shown.items() if each not in (None, False)}
        return {"_": value.NAME, **kept}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


def peer_name(peer: Any) -> str:
    """A Peer, DialogPeer or NotifyPeer as one word."""
    inner = getattr(peer, "peer", None)
    if inner is not None:
        return peer_name(inner)
    for field in ("user_id", "chat_id", "channel_id"):
        number = getattr(peer, field, None)
        if number is not None:
            return f"{field[:-3]}:{number}"
    return str(peer.NAME)


class Replica:
    """One client's knowledge. `me`: whose. `messages`: by channel (0: the own box) and id. `peers`: what
    is known of each dialog. `lists`: orders of ids. `other`: the rest, by name."""

    def __init__(self, me: int) -> None:
        self.me = me
        self.messages: dict[tuple[int, int], Plain] = {}
        self.short: set[tuple[int, int]] = set()
        self.peers: dict[str, Plain] = {}
        self.lists: dict[str, list[Any] | None] = {}
        self.other: dict[str, Any] = {}
        self.cleared: dict[int, int] = {}
        """How far the account has cleared channels for itself: nothing comes from before."""

    # -- what is compared ---------------------------------------------------------------

    def facts(self) -> dict[str, Any]:
        """Everything, by name."""
        found: dict[str, Any] = dict(self.other)
        for (channel, number), message in self.messages.items():
            found[f"message {f'{channel}/' if channel else ''}{number}"] = message
        for name, peer in self.peers.items():
            for field, value in {**peer, **self._counted(name, peer)}.items():
                if value not in (None, 0, False):
                    found[f"{name} {field}"] = value
        return {**found, **{name: order for name, order in self.lists.items() if order}}

    def _counted(self, name: str, peer: Plain) -> Plain:
        """What follows from the messages of a dialog."""
        mine = [each for each in self.messages.values() if self._dialog(each) == name]
        read = peer.get("read_inbox", 0)
        unread = [each for each in mine if not each.get("out") and each["id"] > read]
        if name == f"user:{self.me}":  # what one keeps is read
            unread = []
        return {"top": max((each["id"] for each in mine), default=0), "unread": len(unread)}

    def _dialog(self, message: Plain) -> str:
        peer = message["peer_id"]
        return next(f"{field[:-3]}:{peer[field]}" for field in peer if field != "_")

    def whispers(self) -> Plain:
        """The ephemeral messages."""
        return {name: it for name, it in self.other.items() if name.startswith(WHISPER)}

    # -- what comes ---------------------------------------------------------------------

    def peer(self, peer: Any) -> Plain:
        """What is known of a dialog, to be changed."""
        return self.peers.setdefault(peer_name(peer), {})

    def add(self, message: Any) -> None:
        """A message as it is now."""
        if message.NAME == "messageEmpty":
            return
        channel = getattr(message.peer_id, "channel_id", 0)
        if message.id <= self.cleared.get(channel, 0):
            return
        self.messages[channel, message.id] = plain(message)
        self.short.discard((channel, message.id))
        self.peer(message.peer_id)

    def add_short(self, short: Any) -> None:
        """updateShortMessage and updateShortChatMessage say the same with less."""
        fields = {name: plain(getattr(short, name)) for name in short.FIELDS}
        if short.NAME == "updateShortMessage":
            peer = {"_": "peerUser", "user_id": fields.pop("user_id")}
        else:
            peer = {"_": "peerChat", "chat_id": fields.pop("chat_id")}
        for name in ("pts", "pts_count", "from_id"):
            fields.pop(name, None)
        kept = {name: each for name, each in fields.items() if each not in (None, False)}
        self.messages[0, short.id] = {"_": "message", **kept, "peer_id": peer}
        self.short.add((0, short.id))
        self.peers.setdefault(self._dialog(self.messages[0, short.id]), {})

    def apply(self, update: Any) -> None:
        """One update."""
        if update.NAME in TRANSIENT | ELSEWHERE:
            return
        how = APPLIED.get(update.NAME)
        assert how is not None, (
            f"the replica does not know {update.NAME}: teach it (replica.py)"
        )
        how(self, update)

    def clear(self, channel: int, least: int) -> None:
        """A channel as far as a message; nothing comes from before any more."""
        self.cleared[channel] = max(least, self.cleared.get(channel, 0))
        for key in [key for key in self.messages if key[0] == channel and key[1] <= least]:
            del self.messages[key]

    def change(self, ids: list[int], channel: int = 0, **fields: Any) -> None:
        """Fields of messages; None and False: they are absent now."""
        for number in ids:
            message = self.messages.get((channel, number))
            if message is None:
                continue
            for name, value in fields.items():
                if value in (None, False):
                    message.pop(name, None)
                else:
                    message[name] = value

    def pin(self, name: str, peer: Any, *, pinned: bool) -> None:
        """The top of a list of pins."""
        word = peer_name(peer)
        order = [each for each in self.lists.get(name) or [] if each != word]
        self.lists[name] = [word, *order] if pinned else order

    def reorder(self, name: str, order: Any) -> None:
        """A whole order; None: it has to be asked for."""
        self.lists[name] = None if order is None else [peer_name(each) for each in order]


# -- updates ----------------------------------------------------------------------------

Applied = Callable[[Replica, Any], None]


def _new(replica: Replica, update: Any) -> None:
    replica.add(update.message)


def _deleted(replica: Replica, update: Any) -> None:
    for number in update.messages:
        replica.messages.pop((getattr(update, "channel_id", 0), number), None)


def _whispered(replica: Replica, update: Any) -> None:
    replica.other[f"{WHISPER}{update.message.id}"] = plain(update.message)


def _taken_back(replica: Replica, update: Any) -> None:
    for number in update.ids:
        replica.other.pop(f"{WHISPER}{number}", None)


def _cleared(replica: Replica, update: Any) -> None:
    replica.clear(update.channel_id, update.available_min_id)


def _read_inbox(replica: Replica, update: Any) -> None:
    peer = replica.peer(update.peer if hasattr(update, "peer") else update)
    peer["read_inbox"] = max(update.max_id, peer.get("read_inbox", 0))
    peer.pop("marked", None)


def _read_outbox(replica: Replica, update: Any) -> None:
    peer = replica.peer(update.peer if hasattr(update, "peer") else update)
    peer["read_outbox"] = max(update.max_id, peer.get("read_outbox", 0))


def _contents(replica: Replica, update: Any) -> None:
    channel = getattr(update, "channel_id", 0)
    replica.change(update.messages, channel, media_unread=None)


def _pinned(replica: Replica, update: Any) -> None:
    channel = getattr(update, "channel_id", 0)
    replica.change(update.messages, channel, pinned=update.pinned)


def _reactions(replica: Replica, update: Any) -> None:
    channel = getattr(update.peer, "channel_id", 0)
    given = plain(update.reactions) if update.reactions.results else None
    replica.change([update.msg_id], channel, reactions=given)


def _poll(replica: Replica, update: Any) -> None:
    for message in replica.messages.values():
        media = message.get("media", {})
        if media.get("_") == "messageMediaPoll" and media["poll"]["id"] == update.poll_id:
            if update.poll is not None:
                media["poll"] = plain(update.poll)
            media["results"] = plain(update.results)


def _paid(replica: Replica, update: Any) -> None:
    """Of other copies a client asks itself (messages.getExtendedMedia): they are those that look the same."""
    channel = getattr(update.peer, "channel_id", 0)
    message = replica.messages.get((channel, update.msg_id))
    before = None if message is None else message["media"]["extended_media"]
    for each in replica.messages.values():
        media = each.get("media", {})
        if media.get("_") == "messageMediaPaidMedia" and media["extended_media"] == before:
            media["extended_media"] = plain(update.extended_media)


def _web_page(replica: Replica, update: Any) -> None:
    page = plain(update.webpage)
    for message in replica.messages.values():
        media = message.get("media", {})
        if media.get("_") != "messageMediaWebPage" or media["webpage"]["id"] != page["id"]:
            continue
        if page["_"] == "webPageEmpty":
            del message["media"]
        else:
            media["webpage"] = page


def _dialog_pinned(replica: Replica, update: Any) -> None:
    name = f"pinned in {update.folder_id or 0}"
    replica.pin(name, update.peer, pinned=bool(update.pinned))


def _dialogs_pinned(replica: Replica, update: Any) -> None:
    replica.reorder(f"pinned in {update.folder_id or 0}", update.order)


def _marked(replica: Replica, update: Any) -> None:
    replica.peer(update.peer)["marked"] = bool(update.unread)


def _draft(replica: Replica, update: Any) -> None:
    topic = getattr(update, "top_msg_id", None)
    if topic is None:
        replica.peer(update.peer)["draft"] = draft_of(update.draft)
        return
    name = f"topic {topic} in {peer_name(update.peer)} draft"
    replica.other.pop(name, None)
    if (draft := draft_of(update.draft)) is not None:
        replica.other[name] = draft


def draft_of(draft: Any) -> Plain | None:
    """A draft, None for an empty one."""
    if draft is None or draft.NAME == "draftMessageEmpty":
        return None
    kept: Plain = plain(draft)
    return kept


def _folders(replica: Replica, update: Any) -> None:
    for each in update.folder_peers:
        peer = replica.peer(each.peer)
        if peer.get("folder", 0) != each.folder_id:  # a pin belongs to its list
            replica.pin(f"pinned in {peer.get('folder', 0)}", each.peer, pinned=False)
        peer["folder"] = each.folder_id


def _filter(replica: Replica, update: Any) -> None:
    name = f"filter {update.id}"
    order = replica.lists.setdefault("filters", [])
    if update.filter is None:
        replica.other.pop(name, None)
        replica.lists["filters"] = [each for each in order or [] if each != update.id]
    else:
        replica.other[name] = plain(update.filter)
        if order is not None and update.id not in order:
            order.append(update.id)


def _filter_order(replica: Replica, update: Any) -> None:
    replica.lists["filters"] = [each for each in update.order if each]


def _saved_pinned(replica: Replica, update: Any) -> None:
    replica.pin("pinned saved", update.peer, pinned=bool(update.pinned))


def _saved_all_pinned(replica: Replica, update: Any) -> None:
    replica.reorder("pinned saved", update.order)


def pinned_topics(channel: int) -> str:
    """The name of the list of a forum's pinned topics."""
    return f"pinned topics/{channel}"


def _topic_pinned(replica: Replica, update: Any) -> None:
    name, topic = pinned_topics(_channel(update)), update.topic_id
    order = [each for each in replica.lists.get(name) or [] if each != topic]
    replica.lists[name] = [topic, *order] if update.pinned else order


def _topics_pinned(replica: Replica, update: Any) -> None:
    order = update.order
    replica.lists[pinned_topics(_channel(update))] = None if order is None else [*order]


def _channel(update: Any) -> int:
    found: int = getattr(update, "peer", update).channel_id
    return found


def _as_messages(replica: Replica, update: Any) -> None:
    name = f"as messages {update.channel_id}"
    replica.other.pop(name, None)
    if update.enabled:
        replica.other[name] = True


def _blocked(replica: Replica, update: Any) -> None:
    name = f"blocked {peer_name(update.peer_id)}"
    replica.other.pop(name, None)
    if update.blocked:
        replica.other[name] = True


def _ttl(replica: Replica, update: Any) -> None:
    replica.peer(update.peer)["ttl"] = update.ttl_period


def _notify(replica: Replica, update: Any) -> None:
    if update.peer.NAME == "notifyPeer":
        replica.peer(update.peer)["notify"] = plain(update.notify_settings)


def _scheduled(replica: Replica, update: Any) -> None:
    message = plain(update.message)
    replica.other[f"scheduled {peer_name(update.message.peer_id)} {message['id']}"] = message


def _scheduled_gone(replica: Replica, update: Any) -> None:
    for number in update.messages:
        replica.other.pop(f"scheduled {peer_name(update.peer)} {number}", None)


APPLIED: dict[str, Applied] = {
    **dict.fromkeys(("updateNewMessage", "updateNewChannelMessage"), _new),
    **dict.fromkeys(("updateEditMessage", "updateEditChannelMessage"), _new),
    **dict.fromkeys(("updateDeleteMessages", "updateDeleteChannelMessages"), _deleted),
    **dict.fromkeys(("updateReadHistoryInbox", "updateReadChannelInbox"), _read_inbox),
    **dict.fromkeys(("updateReadHistoryOutbox", "updateReadChannelOutbox"), _read_outbox),
    **dict.fromkeys(("updateNewEphemeralMessage", "updateEditEphemeralMessage"), _whispered),
    "updateDeleteEphemeralMessages": _taken_back,
    "updateReadMessagesContents": _contents,
    "updateChannelReadMessagesContents": _contents,
    "updateChannelAvailableMessages": _cleared,
    **dict.fromkeys(("updatePinnedMessages", "updatePinnedChannelMessages"), _pinned),
    "updateMessageReactions": _reactions,
    "updateMessagePoll": _poll,
    "updateMessageExtendedMedia": _paid,
    **dict.fromkeys(("updateWebPage", "updateChannelWebPage"), _web_page),
    "updateDialogPinned": _dialog_pinned,
    "updatePinnedDialogs": _dialogs_pinned,
    "updateDialogUnreadMark": _marked,
    "updateDraftMessage": _draft,
    "updateFolderPeers": _folders,
    "updateDialogFilter": _filter,
    "updateDialogFilterOrder": _filter_order,
    "updateSavedDialogPinned": _saved_pinned,
    "updatePinnedSavedDialogs": _saved_all_pinned,
    **dict.fromkeys(("updatePinnedForumTopic", "updateChannelPinnedTopic"), _topic_pinned),
    **dict.fromkeys(("updatePinnedForumTopics", "updateChannelPinnedTopics"), _topics_pinned),
    "updateChannelViewForumAsMessages": _as_messages,
    "updatePeerBlocked": _blocked,
    "updatePeerHistoryTTL": _ttl,
    "updateNotifySettings": _notify,
    "updateNewScheduledMessage": _scheduled,
    "updateDeleteScheduledMessages": _scheduled_gone,
}
