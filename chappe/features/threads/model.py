"""What is known of a thread."""

from dataclasses import dataclass
from typing import NamedTuple

from chappe.ids import BoxId, MessageId, PeerId

REPLIERS_MAX = 3
"""Faces below a post; clients show no more."""


class Root(NamedTuple):
    """Which message heads a thread. `box`: the group's."""

    box: BoxId
    id: MessageId


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread and what it holds. `max_id`: the last answer, 0: none. `pts`: the group's, when something changed
    last. `repliers`: who has answered, the last one leading."""

    root: Root
    replies: int = 0
    max_id: MessageId = MessageId(0)
    pts: int = 0
    repliers: tuple[PeerId, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How far somebody has read in a thread, and how far others have read what it wrote there."""

    inbox: MessageId = MessageId(0)
    outbox: MessageId = MessageId(0)


@dataclass(frozen=True, slots=True)
class Copied:
    """A channel's post, its copy in the discussion group (`place`), and the copy that heads the comments."""

    box: BoxId
    post: MessageId
    place: BoxId
    copy: MessageId
    head: MessageId


class Shown(NamedTuple):
    """What is shown with a message. `place`: the box of the discussion group, for a channel's post; 0: the
    message itself heads the thread. `read`: how far the viewer has read."""

    place: BoxId
    thread: Thread
    read: MessageId
