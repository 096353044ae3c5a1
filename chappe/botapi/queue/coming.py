"""How a bot learns that it came into a basic group, or was put out: said by what is said there.

Of channels and supergroups it hears from their own notes (`features.channels.overheard`).
"""

from collections.abc import Sequence
from typing import Any

from chappe.botapi.shown.scene import peer_id
from chappe.ids import UserId
from chappe.tl import api


def comings(bot: UserId, updates: Sequence[Any]) -> list[api.UpdateChatParticipant]:
    """What some updates tell the bot of itself."""
    return [made for each in updates if (made := _coming(bot, each)) is not None]


def _coming(bot: UserId, update: Any) -> api.UpdateChatParticipant | None:
    message = getattr(update, "message", None)
    if not isinstance(message, api.MessageService):
        return None
    if not isinstance(message.peer_id, api.PeerChat) or message.from_id is None:
        return None
    actor, action = peer_id(message.from_id), message.action
    member = api.ChatParticipant(user_id=bot, inviter_id=actor, date=message.date)
    came = isinstance(action, api.MessageActionChatCreate | api.MessageActionChatAddUser)
    if came and bot in action.users:  # type: ignore[union-attr]  # both have them
        before, after = None, member
    elif isinstance(action, api.MessageActionChatDeleteUser) and action.user_id == bot:
        before, after = member, None
    else:
        return None
    return api.UpdateChatParticipant(
        chat_id=message.peer_id.chat_id,
        date=message.date,
        actor_id=actor,
        user_id=bot,
        prev_participant=before,
        new_participant=after,
        qts=0,
    )
