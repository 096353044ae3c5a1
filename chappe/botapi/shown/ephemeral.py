"""Messages in a group for one there alone. https://core.telegram.org/bots/api#message

They have no number among the messages of the chat, so that `message_id` is 0; `ephemeral_message_id` is theirs.
"""

from chappe.botapi.shown.messages import show_message
from chappe.botapi.shown.people import show_user
from chappe.botapi.shown.scene import Json, Scene, peer_id, person_of, whisper_answered
from chappe.botapi.shown.updates import Shown, shows
from chappe.tl import api


def show_ephemeral(scene: Scene, it: api.EphemeralMessage, *, answered: bool = True) -> Json:
    """A message, as the bot sees it. `answered`: with what it answers."""
    assert it.peer_id is not None, "they are in groups"
    before = whisper_answered(it)
    header = it.reply_to if before is None else None  # it has no number among those of the chat
    message = api.Message(
        out=it.out,
        id=0,
        from_id=it.from_id,
        peer_id=it.peer_id,
        date=it.date,
        message=it.message,
        entities=it.entities,
        media=it.media,
        rich_message=it.rich_message,
        reply_markup=it.reply_markup,
        reply_to=header,
        noforwards=it.noforwards,
        invert_media=it.invert_media,
    )
    shown = show_message(scene, message, answered=answered)
    assert shown is not None, "a message has words"
    shown["ephemeral_message_id"] = it.id
    shown["receiver_user"] = show_user(scene, it.receiver_id)
    said = None if before is None else scene.whispered.get((person_of(it), before))
    if said is not None and answered:
        shown["reply_to_message"] = show_ephemeral(scene, said, answered=False)
    if it.top_msg_id is not None:
        shown["message_thread_id"] = it.top_msg_id
    return shown


@shows(api.UpdateNewEphemeralMessage)
def _message(scene: Scene, update: api.UpdateNewEphemeralMessage) -> Shown:
    it = update.message
    assert it.peer_id is not None, "they are in groups"
    return Shown("message", peer_id(it.peer_id), show_ephemeral(scene, it))


@shows(api.UpdateEphemeralBotCallbackQuery)
def _callback(scene: Scene, update: api.UpdateEphemeralBotCallbackQuery) -> Shown:
    body: Json = {
        "id": str(update.query_id),
        "from": show_user(scene, update.user_id),
        "chat_instance": str(update.chat_instance),
        "data": update.data.decode(errors="replace"),
        "message": show_ephemeral(scene, update.message),
    }
    return Shown("callback_query", update.user_id, body)
