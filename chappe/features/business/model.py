"""What is known of a connection, and which chats it is about."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chappe.ids import PeerId, UserId

if TYPE_CHECKING:
    from chappe.tl import api


@dataclass(frozen=True, slots=True)
class Connection:
    """A bot that an account has connected. `at`: Unix seconds; `parted`: it is no more."""

    id: str
    user_id: UserId
    bot_id: UserId
    at: int
    parted: bool
    recipients: "api.BusinessBotRecipients"
    rights: "api.BusinessBotRights"


def names_nobody(said: "api.BusinessBotRecipients") -> bool:
    """Whether no chat could ever be chosen."""
    kinds = said.existing_chats or said.new_chats or said.contacts or said.non_contacts
    return not (kinds or said.users or said.exclude_selected)


def chooses(
    said: "api.BusinessBotRecipients", peer: PeerId, *, contact: bool, new: bool
) -> bool:
    """Whether a private chat is among the recipients. `contact`: the other one is a contact of the account; `new`: the
    chat has begun since the bot was connected.

    https://core.telegram.org/constructor/businessBotRecipients
    """
    meant = (
        peer in (said.users or ())
        or (said.new_chats if new else said.existing_chats)
        or (said.contacts if contact else said.non_contacts)
    )
    if said.exclude_selected:
        return not meant
    return meant and peer not in (said.exclude_users or ())
