"""What can happen in a box: the list of facts, each with the number that the log keeps.

A fact is a reference ("message 7 is new"); whoever shows it reads the rows as they are by then, so
nothing stale is ever shown. What leaves no row behind (deletions, counters) carries its value.
Facts that count move the box's pts; the others (settings, marks) are found by their date.

A number is never given a new meaning: it stands in the databases of those who run this.
"""

import enum
from collections.abc import Callable
from typing import ClassVar, TypeVar

import msgspec
from typing_extensions import override

from chappe.ids import MessageId, PeerId


class Kind(enum.IntEnum):
    """The numbers."""

    # They count.
    NEW_MESSAGE = 1
    EDIT_MESSAGE = 2
    DELETE_MESSAGES = 3
    READ_INBOX = 4
    READ_OUTBOX = 5
    READ_CONTENTS = 6
    PINNED_MESSAGES = 7
    WEB_PAGE = 8
    FOLDER_PEERS = 9
    # They do not.
    REACTIONS = 20
    POLL = 21
    DIALOG_PINNED = 22
    PINNED_DIALOGS = 23
    UNREAD_MARK = 24
    DRAFT = 25
    NOTIFY_SETTINGS = 26
    DIALOG_FILTER = 27
    DIALOG_FILTER_ORDER = 28
    PEER_BLOCKED = 30
    PRIVACY = 31
    USER_NAME = 32
    USER_PHONE = 33
    USER = 34
    EMOJI_STATUS = 35
    NEW_SCHEDULED = 36
    DELETE_SCHEDULED = 37
    PEER_SETTINGS = 38
    HISTORY_TTL = 39
    NEW_AUTHORIZATION = 41
    SAVED_DIALOG_PINNED = 42
    PINNED_SAVED_DIALOGS = 43
    CONTACTS_RESET = 44
    READ_CHANNEL_CONTENTS = 45
    CHANNEL_REACTIONS_SEEN = 46
    CHAT_PARTICIPANTS = 60
    CHAT = 61
    CHAT_RIGHTS = 62
    CHANNEL = 63
    READ_CHANNEL_INBOX = 64
    READ_CHANNEL_OUTBOX = 65
    PENDING_JOIN_REQUESTS = 66
    CHAT_RANK = 70
    CHANNEL_RIGHTS = 71
    CHANNEL_CLEARED = 73
    READ_THREAD = 80
    READ_THREAD_OUTBOX = 81
    FORUM = 85
    PINNED_TOPIC = 86
    PINNED_TOPICS = 87
    VIEW_FORUM_AS_MESSAGES = 88
    TOPIC_DRAFT = 89
    TOPIC_SETTINGS = 90
    BOT_CALLBACK_QUERY = 100
    BOT_INLINE_QUERY = 101
    BOT_INLINE_SEND = 102
    BOT_STOPPED = 103
    BOT_MENU_BUTTON = 104
    MANAGED_BOT = 105
    NEW_STICKER_SET = 120
    STICKER_SETS = 121
    STICKER_SETS_ORDER = 122
    FAVED_STICKERS = 123
    RECENT_STICKERS = 124
    SAVED_GIFS = 125
    STICKER_SET_MOVED = 126
    BOT_SHIPPING_QUERY = 127
    BOT_PRECHECKOUT_QUERY = 128
    STARS_BALANCE = 129
    PAID_MEDIA = 150
    BOT_PURCHASED_PAID_MEDIA = 151
    EPHEMERAL = 158
    EDIT_EPHEMERAL = 159
    DELETE_EPHEMERAL = 160
    EPHEMERAL_QUERY = 161


class Fact(msgspec.Struct, array_like=True, frozen=True):
    """Something that happened. Fields are kept in their order: new ones go last, with a default."""

    KIND: ClassVar[Kind]
    MOVES: ClassVar[bool] = False
    """Whoever hears of it is in other channels now; `since`: how far the channel `box` had come before."""

    @property
    def pts_count(self) -> int:
        """By how much it moves the pts; 0: it does not count."""
        return 0


class Counted(Fact, frozen=True):
    """A fact that counts as one."""

    @property
    @override
    def pts_count(self) -> int:
        """One."""
        return 1


FACTS: dict[int, type[Fact]] = {}
FactT = TypeVar("FactT", bound=Fact)


def fact(kind: Kind) -> Callable[[type[FactT]], type[FactT]]:
    """Enter a class of facts into the list; a room may keep its own beside what it does."""

    def enter(cls: type[FactT]) -> type[FactT]:
        assert kind not in FACTS, f"{kind} has two classes"
        cls.KIND = kind
        FACTS[kind] = cls
        return cls

    return enter


def write_fact(happened: Fact) -> bytes:
    """The fields of a fact as the log keeps them."""
    return msgspec.msgpack.encode(happened)


def read_fact(kind: int, data: bytes) -> Fact:
    """A fact out of the log."""
    return msgspec.msgpack.decode(data, type=FACTS[kind])


@fact(Kind.NEW_MESSAGE)
class NewMessage(Counted, frozen=True):
    """A message came into the box."""

    id: MessageId


@fact(Kind.EDIT_MESSAGE)
class EditMessage(Counted, frozen=True):
    """A message reads otherwise now."""

    id: MessageId


@fact(Kind.DELETE_MESSAGES)
class DeleteMessages(Fact, frozen=True):
    """Messages are gone."""

    ids: tuple[MessageId, ...]

    @property
    @override
    def pts_count(self) -> int:
        """One for each message."""
        return len(self.ids)


@fact(Kind.READ_INBOX)
class ReadInbox(Counted, frozen=True):
    """The owner read a dialog as far as `max_id`; `still_unread` messages are left."""

    peer: PeerId
    max_id: MessageId
    still_unread: int
    folder_id: int = 0


@fact(Kind.READ_OUTBOX)
class ReadOutbox(Counted, frozen=True):
    """The other one read what the owner wrote, as far as `max_id`."""

    peer: PeerId
    max_id: MessageId


@fact(Kind.READ_CONTENTS)
class ReadContents(Fact, frozen=True):
    """Voice messages were heard, self-destructing media seen, mentions noticed."""

    ids: tuple[MessageId, ...]

    @property
    @override
    def pts_count(self) -> int:
        """One for each message."""
        return len(self.ids)


@fact(Kind.PINNED_MESSAGES)
class PinnedMessages(Fact, frozen=True):
    """Messages were pinned, or are not any more."""

    peer: PeerId
    ids: tuple[MessageId, ...]
    pinned: bool

    @property
    @override
    def pts_count(self) -> int:
        """One for each message."""
        return len(self.ids)
