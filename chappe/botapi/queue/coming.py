"""How a bot learns who comes into a basic group, or is out: said by what is said there. Of itself every bot hears, of
others one that is an admin there.

Of channels and supergroups it hears from their own notes (`features.channels.overheard`).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from chappe.botapi.shown.scene import peer_id
from chappe.db.database import Tx
from chappe.features.chats import store as chats
from chappe.ids import ChatId, UserId
from chappe.tl import api


async def comings(
    tx: Tx, bot: UserId, updates: Sequence[Any]
) -> list[api.UpdateChatParticipant]:
    """What some updates tell the bot of itself, and of others where it is an admin; one statement, and only when
    somebody has come or gone."""
    found = [made for each in updates for made in _comings(each)]
    others = {ChatId(each.chat_id) for each in found if each.user_id != bot}
    standings = await chats.find_standings(tx, bot, others) if others else {}
    led = {each for each, mine in standings.items() if mine.standing.leads}
    return [each for each in found if each.user_id == bot or each.chat_id in led]


def _comings(update: Any) -> Iterator[api.UpdateChatParticipant]:
    message = getattr(update, "message", None)
    if not isinstance(message, api.MessageService):
        return
    if not isinstance(message.peer_id, api.PeerChat) or message.from_id is None:
        return
    actor, action = peer_id(message.from_id), message.action
    came: Sequence[int] = ()
    gone: Sequence[int] = ()
    match action:
        case api.MessageActionChatCreate() | api.MessageActionChatAddUser():
            came = [each for each in action.users if each != actor or len(action.users) == 1]
        case api.MessageActionChatJoinedByLink() | api.MessageActionChatJoinedByRequest():
            came = [actor]
        case api.MessageActionChatDeleteUser():
            gone = [action.user_id]
        case _:
            pass
    for user_id in (*came, *gone):
        member = api.ChatParticipant(user_id=user_id, inviter_id=actor, date=message.date)
        yield api.UpdateChatParticipant(
            chat_id=message.peer_id.chat_id,
            date=message.date,
            actor_id=actor,
            user_id=user_id,
            prev_participant=None if user_id in came else member,
            new_participant=member if user_id in came else None,
            qts=0,
        )
