"""Which bots may change the emoji beside somebody's name: those that it has let.

https://core.telegram.org/api/emoji-status#setting-an-emoji-status-from-a-bot
"""

from chappe.db.database import Tx
from chappe.features.users.actions import takes_leave
from chappe.features.users.model import User
from chappe.ids import UserId
from chappe.updates.log import Journal

LET = """
INSERT INTO bot_emoji_status (bot_id, user_id) VALUES (:bot, :user)
ON CONFLICT (bot_id, user_id) DO NOTHING
"""
STOP = "DELETE FROM bot_emoji_status WHERE bot_id = :bot AND user_id = :user"
FIND = "SELECT 1 FROM bot_emoji_status WHERE bot_id = :bot AND user_id = :user"
DROP_BOT = "DELETE FROM bot_emoji_status WHERE bot_id = :gone"
DROP_USER = "DELETE FROM bot_emoji_status WHERE user_id = :gone"


async def let(tx: Tx, bot: UserId, user: UserId, *, enabled: bool) -> None:
    """Let a bot change the emoji beside a name, or not any more."""
    await tx.run(LET if enabled else STOP, bot=bot, user=user)


async def is_let(tx: Tx, bot: UserId, user: UserId) -> bool:
    """Whether a bot may change the emoji beside somebody's name."""
    return await tx.row(FIND, bot=bot, user=user) is not None


@takes_leave
async def forget(journal: Journal, user: User) -> None:
    """Somebody is gone, or a bot is, and what was allowed."""
    await journal.tx.run(DROP_BOT if user.bot is not None else DROP_USER, gone=user.id)
