"""Where a message comes from: forwarded, answering, quoting.

https://core.telegram.org/bots/api#messageorigin
"""

from chappe.botapi.shown.media import show_media
from chappe.botapi.shown.people import show_chat, show_user
from chappe.botapi.shown.scene import Json, Scene, peer_id
from chappe.botapi.shown.words import show_entities
from chappe.tl import api


def show_origin(scene: Scene, header: api.MessageFwdHeader) -> Json:
    """Who said first what was forwarded."""
    if header.from_id is None:
        name = header.from_name or ""
        return {"type": "hidden_user", "date": header.date, "sender_user_name": name}
    number = peer_id(header.from_id)
    if number > 0:
        user = show_user(scene, number)
        return {"type": "user", "date": header.date, "sender_user": user}
    signature = {"author_signature": header.post_author} if header.post_author else {}
    chat = show_chat(scene, number)
    if header.channel_post:
        post = {"chat": chat, "message_id": header.channel_post}
        return {"type": "channel", "date": header.date, **post, **signature}
    return {"type": "chat", "date": header.date, "sender_chat": chat, **signature}


def show_quote(scene: Scene, header: api.MessageReplyHeader) -> Json | None:
    """The words that are quoted."""
    if not header.quote_text:
        return None
    shown: Json = {"text": header.quote_text, "position": header.quote_offset or 0}
    entities = show_entities(scene, header.quote_entities)
    if entities:
        shown["entities"] = entities
    if header.quote:
        shown["is_manual"] = True
    return shown


def show_external(scene: Scene, header: api.MessageReplyHeader) -> Json | None:
    """A message of another chat that is answered."""
    if header.reply_from is None:
        return None
    shown: Json = {"origin": show_origin(scene, header.reply_from)}
    if header.reply_to_peer_id is not None and peer_id(header.reply_to_peer_id) < 0:
        shown["chat"] = show_chat(scene, peer_id(header.reply_to_peer_id))
        if header.reply_to_msg_id:
            shown["message_id"] = header.reply_to_msg_id
    return {**shown, **show_media(scene, header.reply_media)}
