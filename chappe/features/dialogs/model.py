"""What is known of a dialog."""

from dataclasses import dataclass

from chappe.ids import MessageId, PeerId, UserId


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
