"""Topics of forums. https://core.telegram.org/bots/api#createforumtopic"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import chat_peer_of
from chappe.botapi.methods.outgoing import new_random_id
from chappe.botapi.methods.peers import done
from chappe.botapi.reading import number_in
from chappe.botapi.shown.scene import Json
from chappe.tl import api

GENERAL = 1
RULED = {
    "CHAT_ADMIN_REQUIRED": "not enough rights to manage topics",
    "CHANNEL_FORUM_MISSING": "the chat is not a forum",
    "TOPIC_ID_INVALID": "message thread not found",
    "TOPIC_NOT_MODIFIED": "TOPIC_NOT_MODIFIED",
}


def _icon(ask: Ask) -> int | None:
    said = ask.get("icon_custom_emoji_id")
    if said is None:
        return None
    number = number_in(said or "0")
    if number is None:
        raise bad("invalid custom emoji identifier specified")
    return number


@bot_method("createForumTopic", writes=True, words=RULED)
async def create_forum_topic(ask: Ask) -> Json:
    """A new topic."""
    name = ask.params["name"]
    request = api.messages.CreateForumTopic(
        peer=await chat_peer_of(ask),
        title=name,
        icon_color=ask.get("icon_color"),
        icon_emoji_id=_icon(ask) or None,
        random_id=new_random_id(),
    )
    answer: Any = await ask.tell(request)
    for update in answer.updates:
        action = getattr(getattr(update, "message", None), "action", None)
        if isinstance(action, api.MessageActionTopicCreate):
            shown: Json = {
                "message_thread_id": update.message.id,
                "name": action.title,
                "icon_color": action.icon_color,
            }
            if action.icon_emoji_id:
                shown["icon_custom_emoji_id"] = str(action.icon_emoji_id)
            return shown
    raise AssertionError("a topic was made")


async def _edit(ask: Ask, topic_id: int, **what: Any) -> bool:
    request = api.messages.EditForumTopic(
        peer=await chat_peer_of(ask), topic_id=topic_id, **what
    )
    return await done(ask, request)


@bot_method("editForumTopic", writes=True, words=RULED)
async def edit_forum_topic(ask: Ask) -> bool:
    """Give a topic another name or icon."""
    return await _edit(
        ask, ask.params["message_thread_id"], title=ask.get("name"), icon_emoji_id=_icon(ask)
    )


@bot_method("closeForumTopic", writes=True, words=RULED)
async def close_forum_topic(ask: Ask) -> bool:
    """Let nobody but admins write in a topic."""
    return await _edit(ask, ask.params["message_thread_id"], closed=True)


@bot_method("reopenForumTopic", writes=True, words=RULED)
async def reopen_forum_topic(ask: Ask) -> bool:
    """Let everybody write in a topic again."""
    return await _edit(ask, ask.params["message_thread_id"], closed=False)


@bot_method("deleteForumTopic", writes=True, words=RULED)
async def delete_forum_topic(ask: Ask) -> bool:
    """Delete a topic with all that was said in it."""
    return await _delete(ask, ask.params["message_thread_id"])


async def _delete(ask: Ask, topic_id: int) -> bool:
    peer = await chat_peer_of(ask)
    return await done(ask, api.messages.DeleteTopicHistory(peer=peer, top_msg_id=topic_id))


async def _unpin(ask: Ask, topic_id: int) -> bool:
    peer = await chat_peer_of(ask)
    return await done(ask, api.messages.UnpinAllMessages(peer=peer, top_msg_id=topic_id))


@bot_method("unpinAllForumTopicMessages", writes=True, words=RULED)
async def unpin_all_forum_topic_messages(ask: Ask) -> bool:
    """Unpin everything in a topic."""
    return await _unpin(ask, ask.params["message_thread_id"])


@bot_method("editGeneralForumTopic", writes=True, words=RULED)
async def edit_general_forum_topic(ask: Ask) -> bool:
    """Give the first topic another name."""
    return await _edit(ask, GENERAL, title=ask.params["name"])


@bot_method("closeGeneralForumTopic", writes=True, words=RULED)
async def close_general_forum_topic(ask: Ask) -> bool:
    """Let nobody but admins write in the first topic."""
    return await _edit(ask, GENERAL, closed=True)


@bot_method("reopenGeneralForumTopic", writes=True, words=RULED)
async def reopen_general_forum_topic(ask: Ask) -> bool:
    """Let everybody write in the first topic again."""
    return await _edit(ask, GENERAL, closed=False)


@bot_method("hideGeneralForumTopic", writes=True, words=RULED)
async def hide_general_forum_topic(ask: Ask) -> bool:
    """Show the first topic no more."""
    return await _edit(ask, GENERAL, hidden=True)


@bot_method("unhideGeneralForumTopic", writes=True, words=RULED)
async def unhide_general_forum_topic(ask: Ask) -> bool:
    """Show the first topic again."""
    return await _edit(ask, GENERAL, hidden=False)


@bot_method("unpinAllGeneralForumTopicMessages", writes=True, words=RULED)
async def unpin_all_general_forum_topic_messages(ask: Ask) -> bool:
    """Unpin everything in the first topic."""
    return await _unpin(ask, GENERAL)
