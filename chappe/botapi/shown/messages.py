"""Messages. https://core.telegram.org/bots/api#message"""

from chappe.botapi.shown import polls as _polls  # noqa: F401 - enters polls into what is shown
from chappe.botapi.shown.media import show_media
from chappe.botapi.shown.origins import show_external, show_origin, show_quote
from chappe.botapi.shown.people import show_chat, show_user
from chappe.botapi.shown.rich import show_rich
from chappe.botapi.shown.scene import Json, Scene, peer_id
from chappe.botapi.shown.service import show_action
from chappe.botapi.shown.words import show_entities, show_markup
from chappe.tl import api

OF_CHECKLISTS = (api.MessageActionTodoCompletions, api.MessageActionTodoAppendTasks)
CAPTIONED = api.MessageMediaPhoto | api.MessageMediaDocument | api.MessageMediaPaidMedia
"""Media whose words are a caption. Of a page and a text, the page is beside the text."""


def show_message(
    scene: Scene, message: "api.TypeMessage", *, answered: bool = True
) -> Json | None:
    """A message; None for one that bots have no words for. `answered`: with what it answers."""
    if isinstance(message, api.MessageEmpty):
        return None
    shown = _frame(scene, message)
    if answered:
        _add_reply(scene, shown, message)
    if isinstance(message, api.MessageService):
        happened = _happened(scene, message)
        if happened is None:
            return None
        return {**shown, **happened}
    _add_headers(scene, shown, message)
    _add_words(scene, shown, message)
    markup = show_markup(message.reply_markup)
    if markup is not None:
        shown["reply_markup"] = markup
    return shown


def _frame(scene: Scene, message: api.Message | api.MessageService) -> Json:
    """Who said something, where and when."""
    number = peer_id(message.peer_id)
    shown: Json = {"message_id": message.id}
    sender = None if message.from_id is None else peer_id(message.from_id)
    if sender is None and number > 0:
        sender = scene.bot_id if message.out else number
    if sender is not None and sender > 0:
        shown["from"] = show_user(scene, sender)
    else:
        shown["sender_chat"] = show_chat(scene, number if sender is None else sender)
    shown["chat"] = show_chat(scene, number)
    shown["date"] = message.date
    return shown


def _add_reply(scene: Scene, shown: Json, message: api.Message | api.MessageService) -> None:
    header = message.reply_to
    if not isinstance(header, api.MessageReplyHeader):
        return
    number = peer_id(message.peer_id)
    if header.forum_topic:
        shown["is_topic_message"] = True
        shown["message_thread_id"] = header.reply_to_top_id or header.reply_to_msg_id or 0
    elif header.reply_to_top_id and number < 0:
        shown["message_thread_id"] = header.reply_to_top_id
    before = scene.answered.get((number, header.reply_to_msg_id or 0))
    if before is not None and header.reply_to_peer_id is None:
        reply = show_message(scene, before, answered=False)
        if reply is not None and not isinstance(message, api.MessageService):
            shown["reply_to_message"] = reply
    external, quote = show_external(scene, header), show_quote(scene, header)
    if header.todo_item_id is not None:
        shown["reply_to_checklist_task_id"] = header.todo_item_id
    if external is not None:
        shown["external_reply"] = external
    if quote is not None:
        shown["quote"] = quote


def _happened(scene: Scene, message: api.MessageService) -> Json | None:
    if isinstance(message.action, OF_CHECKLISTS):
        return _of_checklist(scene, message)
    if not isinstance(message.action, api.MessageActionPinMessage):
        return show_action(scene, message)
    header, number = message.reply_to, peer_id(message.peer_id)
    pinned_id = getattr(header, "reply_to_msg_id", None) or 0
    before = scene.answered.get((number, pinned_id))
    pinned = None if before is None else show_message(scene, before, answered=False)
    chat = show_chat(scene, number)
    return {"pinned_message": pinned or {"chat": chat, "message_id": pinned_id, "date": 0}}


def _of_checklist(scene: Scene, message: api.MessageService) -> Json | None:
    """What happened to a checklist, with the message that it is in."""
    happened = show_action(scene, message)
    answered_id = getattr(message.reply_to, "reply_to_msg_id", None) or 0
    before = scene.answered.get((peer_id(message.peer_id), answered_id))
    shown = None if before is None else show_message(scene, before, answered=False)
    if happened is None or shown is None:
        return happened
    return {name: {**said, "checklist_message": shown} for name, said in happened.items()}


def _add_headers(scene: Scene, shown: Json, message: api.Message) -> None:
    if message.fwd_from is not None:
        shown["forward_origin"] = show_origin(scene, message.fwd_from)
        if message.fwd_from.saved_from_peer is not None and message.fwd_from.channel_post:
            automatic = peer_id(message.fwd_from.saved_from_peer) < 0 and (
                message.from_id == message.fwd_from.from_id
            )
            shown.update({"is_automatic_forward": True} if automatic else {})
    _add_bots(scene, shown, message)
    if message.edit_date and not message.edit_hide:
        shown["edit_date"] = message.edit_date
    if message.noforwards:
        shown["has_protected_content"] = True
    if message.from_scheduled:
        shown["is_from_offline"] = True
    if message.grouped_id is not None:
        shown["media_group_id"] = str(message.grouped_id)
    if message.post_author:
        shown["author_signature"] = message.post_author
    if message.effect is not None:
        shown["effect_id"] = str(message.effect)


def _add_bots(scene: Scene, shown: Json, message: api.Message) -> None:
    if message.via_bot_id is not None:
        shown["via_bot"] = show_user(scene, message.via_bot_id)
    if message.via_business_bot_id is not None:
        shown["sender_business_bot"] = show_user(scene, message.via_business_bot_id)


def _add_words(scene: Scene, shown: Json, message: api.Message) -> None:
    media = message.media
    shown.update(show_media(scene, media))
    captioned = isinstance(media, CAPTIONED)
    if captioned and message.invert_media and message.message:
        shown["show_caption_above_media"] = True
    elif message.invert_media and "link_preview_options" in shown:
        shown["link_preview_options"]["show_above_text"] = True
    if isinstance(message.rich_message, api.RichMessage):
        shown["rich_message"] = show_rich(scene, message.rich_message)
    if not message.message:
        return
    place, name, entities_name = _place_of_words(shown, media)
    place[name] = message.message
    entities = show_entities(scene, message.entities)
    if entities:
        place[entities_name] = entities


def _place_of_words(shown: Json, media: "api.TypeMessageMedia | None") -> tuple[Json, str, str]:
    """Where the words of a message go, and the names of the words and of their entities."""
    match media:
        case api.MessageMediaGame():
            return shown["game"], "text", "text_entities"
        case api.MessageMediaPoll():
            return shown["poll"], "description", "description_entities"
        case _ if isinstance(media, CAPTIONED):
            return shown, "caption", "caption_entities"
        case _:
            return shown, "text", "entities"
