"""What only the bot is to see of what pages and buttons bring it, and what only people are."""

from collections.abc import Sequence
from typing import Any

from chappe.db.database import Tx
from chappe.features.files.view import fill
from chappe.features.messages.model import Message
from chappe.features.messages.view import enriches
from chappe.features.webapps.model import WebApp
from chappe.ids import is_bot
from chappe.tl import api
from chappe.updates.viewer import Viewer

PEERS: dict[type[Any], Any] = {
    api.RequestedPeerUser: lambda each: api.PeerUser(user_id=each.user_id),
    api.RequestedPeerChat: lambda each: api.PeerChat(chat_id=each.chat_id),
    api.RequestedPeerChannel: lambda each: api.PeerChannel(channel_id=each.channel_id),
}
SENT = api.MessageActionWebViewDataSentMe | api.MessageActionRequestedPeerSentMe


@enriches
async def hide(
    tx: Tx, viewer: Viewer, source: Sequence[Message], shown: Sequence["api.TypeMessage"]
) -> None:
    """Show what was sent to a bot to it alone; and keys that ask for users or chats as clients know them."""
    mine: list[SENT] = []
    for each in shown:
        if isinstance(each, api.MessageService) and isinstance(each.action, SENT):
            if is_bot(viewer.user_id):
                mine.append(each.action)
            else:
                each.action = _as_sent(each.action)
        elif isinstance(each, api.Message) and isinstance(
            each.reply_markup, api.ReplyKeyboardMarkup
        ):
            for row in each.reply_markup.rows:
                row.buttons = [shown_key(button) for button in row.buttons]
    if mine:
        await fill(tx, viewer, mine)


def _as_sent(action: SENT) -> "api.TypeMessageAction":
    if isinstance(action, api.MessageActionWebViewDataSentMe):
        return api.MessageActionWebViewDataSent(text=action.text)
    peers = [PEERS[type(each)](each) for each in action.peers]
    return api.MessageActionRequestedPeer(button_id=action.button_id, peers=peers)


def shown_key(button: "api.TypeKeyboardButton") -> "api.TypeKeyboardButton":
    """A key as clients know it: what the bot wants to be told is between it and us."""
    kind = button.type
    if isinstance(kind, api.InputButtonTypeRequestPeer):
        button.type = api.ButtonTypeRequestPeer(
            button_id=kind.button_id,
            peer_type=kind.peer_type,
            max_quantity=kind.max_quantity,
        )
    return button


async def render_app(tx: Tx, viewer: Viewer, app: WebApp, access_hash: int) -> api.BotApp:
    """A page of a bot that has a link."""
    shown = api.BotApp(
        id=app.id,
        access_hash=access_hash,
        short_name=app.short_name,
        title=app.title,
        description=app.description,
        photo=api.PhotoEmpty(id=app.photo_id),
        hash=app.id,
    )
    await fill(tx, viewer, [shown])
    return shown
