"""Not asking an account any more about another."""

from dataclasses import replace

from chappe.features.users import relations
from chappe.features.users.model import Tie
from chappe.features.users.peer_settings import PeerSettingsChanged
from chappe.ids import BoxId, UserId, user_peer
from chappe.updates.log import Journal


async def hide_bar(journal: Journal, owner: UserId, other: UserId) -> None:
    """Take the bar off the chat with an account, for good."""
    held = (await relations.find(journal.tx, owner, {other}))[other]
    if Tie.BAR_HIDDEN not in held.ties:
        await journal.append(BoxId(owner), PeerSettingsChanged(user_peer(other)))
        hidden = replace(held, ties=held.ties | Tie.BAR_HIDDEN)
        await relations.put(journal.tx, owner, [hidden])
