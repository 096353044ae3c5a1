"""What a bot hears in groups: everything, or what concerns it.

A bot that does not read all hears commands, what answers it or names it, and what happens; as an admin it
hears everything. What other bots say it never hears there. https://core.telegram.org/bots/features#privacy-mode
"""

from typing import TYPE_CHECKING, Any

from chappe.botapi.shown.scene import Scene, peer_id
from chappe.db.database import Tx
from chappe.features.users import store as users
from chappe.features.users.model import User
from chappe.ids import UserId, is_bot
from chappe.tl import api

if TYPE_CHECKING:
    from collections.abc import Sequence

Said = list[Any]


async def heard_in_groups(tx: Tx, scene: Scene, updates: Said) -> Said:
    """Those of some updates that a bot hears: in private chats and channels all of them, but its own."""
    kept = [each for each in updates if not _own_or_of_bot(each)]
    if not any(_in_group(each) for each in kept):
        return kept
    me = await users.find(tx, UserId(scene.bot_id))
    if me is None or me.bot is None or me.bot.reads_all:
        return kept
    return [
        each
        for each in kept
        if not _in_group(each)
        or _hears_all(scene.chats.get(peer_id(each.message.peer_id)))
        or _concerns(scene, me, each.message)
    ]


def _hears_all(chat: Any) -> bool:
    """Whether a bot hears everything there: in channels, and wherever it is an admin."""
    return bool(getattr(chat, "broadcast", False) or getattr(chat, "admin_rights", None))


def _in_group(update: Any) -> bool:
    message = getattr(update, "message", None)
    return isinstance(message, api.Message) and peer_id(message.peer_id) < 0


def _own_or_of_bot(update: Any) -> bool:
    message = getattr(update, "message", None)
    if not isinstance(message, api.Message | api.MessageService):
        return False
    if message.out:
        return True
    author = None if message.from_id is None else peer_id(message.from_id)
    grouped = peer_id(message.peer_id) < 0 and author is not None
    return grouped and author is not None and author > 0 and is_bot(UserId(author))


def _concerns(scene: Scene, me: User, message: api.Message) -> bool:
    """Whether a message in a group is for a bot that does not read all."""
    if message.via_bot_id == me.id or message.mentioned:
        return True
    answered_id = getattr(message.reply_to, "reply_to_msg_id", None) or 0
    before = scene.answered.get((peer_id(message.peer_id), answered_id))
    if before is not None and getattr(before, "out", False):
        return True
    return _calls(me, message.message, message.entities or ())


def _calls(me: User, text: str, entities: "Sequence[api.TypeMessageEntity]") -> bool:
    """Whether a text names the bot, or is a command for it or for everybody."""
    names = {f"@{each.name.lower()}" for each in me.usernames if each.active}
    data = text.encode("utf-16-le", "surrogatepass")
    for entity in entities:
        word = data[entity.offset * 2 : (entity.offset + entity.length) * 2]
        said = word.decode("utf-16-le", "replace").lower()
        match entity:
            case api.MessageEntityMention() if said in names:
                return True
            case api.MessageEntityMentionName(user_id=user_id) if user_id == me.id:
                return True
            case api.MessageEntityBotCommand():
                at = said.find("@")
                if at < 0 or said[at:] in names:
                    return True
            case _:
                pass
    return False
