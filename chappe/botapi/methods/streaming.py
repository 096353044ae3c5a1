"""A message is shown while it is being written. https://core.telegram.org/bots/api#sendmessagedraft"""

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.marks.entities import read_text
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import chat_peer_of
from chappe.botapi.methods.rich import read_rich
from chappe.tl import api

INT64 = range(-(1 << 63), 1 << 63)


@bot_method("sendMessageDraft", writes=True)
async def send_message_draft(ask: Ask) -> bool:
    """Show somebody what the bot is writing. Nobody can stop it: who presses such a button is not heard here."""
    draft_id, peer = await _place(ask)
    text, entities = read_text(
        ask.viewer, ask.get("text", ""), ask.get("parse_mode"), ask.get("entities")
    )
    action = api.SendMessageTextDraftAction(
        random_id=draft_id, text=api.TextWithEntities(text=text, entities=entities or [])
    )
    return await _show(ask, peer, action)


@bot_method("sendRichMessageDraft", writes=True)
async def send_rich_message_draft(ask: Ask) -> bool:
    """The same, of a rich message."""
    draft_id, peer = await _place(ask)
    action = api.InputSendMessageRichMessageDraftAction(
        random_id=draft_id, rich_message=read_rich(ask, ask.params["rich_message"])
    )
    return await _show(ask, peer, action)


async def _place(ask: Ask) -> tuple[int, api.InputPeerUser]:
    """The name of a draft, and to whom it is shown.

    Raises: BotError.
    """
    if ask.get("can_stop") or ask.get("keep_on_stop"):
        raise bad("this server does not let users stop drafts")
    draft_id = ask.params["draft_id"]
    if not draft_id or draft_id not in INT64:
        raise bad("invalid draft identifier specified")
    peer = await chat_peer_of(ask)
    if not isinstance(peer, api.InputPeerUser):
        raise bad("drafts can be sent only to private chats")
    return draft_id, peer


async def _show(ask: Ask, peer: api.InputPeerUser, action: "api.TypeSendMessageAction") -> bool:
    request = api.messages.SetTyping(
        peer=peer, top_msg_id=ask.get("message_thread_id"), action=action
    )
    return await ask.tell(request)
