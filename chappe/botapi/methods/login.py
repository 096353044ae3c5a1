"""Who the bot is, and leaving. https://core.telegram.org/bots/api#getme"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import BotError
from chappe.botapi.method import bot_method
from chappe.botapi.queue import store
from chappe.botapi.shown.people import show_user
from chappe.botapi.shown.scene import set_scene
from chappe.ids import user_peer
from chappe.tl import api

OUT_SECONDS = 600
"""A bot that has logged out, or was closed, does not come back at once."""


@bot_method("getMe")
async def get_me(ask: Ask) -> Any:
    """The bot itself, with what only it needs to know."""
    scene = await set_scene(ask.tx, ask.viewer, [], user_peer(ask.bot_id), deep=False)
    user = scene.users[ask.bot_id]
    assert isinstance(user, api.User)
    return {
        **show_user(scene, ask.bot_id),
        "can_join_groups": not user.bot_nochats,
        "can_read_all_group_messages": user.bot_chat_history,
        "supports_guest_queries": user.bot_guestchat,
        "supports_inline_queries": user.bot_inline_placeholder is not None,
        "can_connect_to_business": user.bot_business,
        "has_main_web_app": user.bot_has_main_app,
        "has_topics_enabled": user.bot_forum_view,
        "allows_users_to_create_topics": user.bot_forum_can_manage_topics,
        "can_manage_bots": user.bot_can_manage_bots,
        "supports_join_request_queries": user.bot_guard,
    }


@bot_method("logOut", writes=True)
async def log_out(ask: Ask) -> bool:
    """Leave this server for another one: no updates come here any more, and no calls are answered for ten
    minutes."""
    await store.open_queue(ask.tx, ask.bot_id, 0)
    await store.log_out(ask.tx, ask.bot_id, int(ask.call.now) + OUT_SECONDS)
    ask.call.journal.after_commit(ask.house.hooks_changed)
    return True


@bot_method("close")
async def close(ask: Ask) -> bool:
    """Let the bot be moved to another server; not in the first ten minutes."""
    left = ask.house.began_at[ask.bot_id] + OUT_SECONDS - ask.house.clock.now()
    if left > 0:
        seconds = int(left) + 1
        raise BotError(429, f"retry after {seconds}", {"retry_after": seconds})
    ask.house.polling.end(ask.bot_id, "terminated by close request")
    return True
