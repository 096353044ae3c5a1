"""What is known of a dialog."""

from dataclasses import dataclass

from chappe.ids import MessageId, PeerId, UserId

MAIN = 0
ARCHIVE = 1
FOLDERS = (MAIN, ARCHIVE)
"""A dialog is in one of them. https://core.telegram.org/api/folders#peer-folders"""


@dataclass(frozen=True, slots=True)
class Dialog:
    """A line in the list of chats of one account; the columns are told in the migration."""

    owner_id: UserId
    peer: PeerId
    top_id: MessageId
    top_at: int
    read_inbox: MessageId
    read_outbox: MessageId
    unread: int
    unread_mark: int
    folder_id: int
    pinned: int
    ttl_period: int
    unread_mentions: int
    unread_reactions: int
    draft: bytes | None


def no_dialog(owner: UserId, peer: PeerId) -> Dialog:
    """What there is with a peer before anything has happened."""
    nothing = MessageId(0)
    return Dialog(owner, peer, nothing, 0, nothing, nothing, 0, 0, MAIN, 0, 0, 0, 0, None)
