"""Messages in a group for one member alone: sent by the methods that send, changed and taken back by these.

https://core.telegram.org/bots/api#ephemeralmessageparameters
"""

from typing import TYPE_CHECKING, Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import chat_peer_of, input_user
from chappe.botapi.methods.editing import new_caption, new_medium, new_text
from chappe.botapi.methods.keyboards import read_markup
from chappe.tl import api

if TYPE_CHECKING:
    from chappe.botapi.shown.scene import Json

EDITED = {
    "MESSAGE_ID_INVALID": "message to edit not found",
    "MESSAGE_AUTHOR_REQUIRED": "message can't be edited",
}
DELETED = {"MESSAGE_ID_INVALID": "message to delete not found"}


async def _named(ask: Ask) -> "Json":
    """Which message, and whose."""
    return {
        "peer": await chat_peer_of(ask),
        "receiver_id": input_user(ask, ask.params["receiver_user_id"]),
        "id": _number(ask.params["ephemeral_message_id"]),
    }


def _number(said: int) -> int:
    if not 0 < said < 1 << 31:
        raise bad("message not found")
    return said


async def _edit(ask: Ask, **what: Any) -> bool:
    markup = read_markup(ask, ask.get("reply_markup"))
    request = api.ephemeral.EditMessage(**await _named(ask), reply_markup=markup, **what)
    await ask.tell(request)
    return True


@bot_method("editEphemeralMessageText", writes=True, words=EDITED)
async def edit_text(ask: Ask) -> bool:
    """Change a text, or say a rich message in its place."""
    return await _edit(ask, **new_text(ask))


@bot_method("editEphemeralMessageCaption", writes=True, words=EDITED)
async def edit_caption(ask: Ask) -> bool:
    """Change the words under a medium."""
    return await _edit(ask, **new_caption(ask))


@bot_method("editEphemeralMessageMedia", writes=True, words=EDITED)
async def edit_media(ask: Ask) -> bool:
    """Put another medium in the place of one, with its words."""
    return await _edit(ask, **await new_medium(ask))


@bot_method("editEphemeralMessageReplyMarkup", writes=True, words=EDITED)
async def edit_reply_markup(ask: Ask) -> bool:
    """Put other buttons under a message, or none."""
    return await _edit(ask)


@bot_method("deleteEphemeralMessage", writes=True, words=DELETED)
async def delete(ask: Ask) -> bool:
    """Take a message back."""
    return await ask.tell(api.ephemeral.DeleteMessage(**await _named(ask)))
