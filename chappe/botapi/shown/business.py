"""Connections to accounts, and what happens in their chats.

https://core.telegram.org/bots/api#businessconnection
"""

from dataclasses import replace
from typing import Any

from chappe.botapi.shown.messages import show_message
from chappe.botapi.shown.people import show_chat, show_user
from chappe.botapi.shown.scene import Json, Scene, peer_id
from chappe.botapi.shown.updates import Shown, shows
from chappe.tl import api

RIGHTS = {
    "can_reply": "reply",
    "can_read_messages": "read_messages",
    "can_delete_sent_messages": "delete_sent_messages",
    "can_delete_all_messages": "delete_received_messages",
    "can_edit_name": "edit_name",
    "can_edit_bio": "edit_bio",
    "can_edit_profile_photo": "edit_profile_photo",
    "can_edit_username": "edit_username",
    "can_change_gift_settings": "change_gift_settings",
    "can_view_gifts_and_stars": "view_gifts",
    "can_convert_gifts_to_stars": "sell_gifts",
    "can_transfer_and_upgrade_gifts": "transfer_and_upgrade_gifts",
    "can_transfer_stars": "transfer_stars",
    "can_manage_stories": "manage_stories",
}


def show_connection(scene: Scene, it: api.BotBusinessConnection) -> Json:
    """A connection."""
    shown: Json = {
        "id": it.connection_id,
        "user": show_user(scene, it.user_id),
        "user_chat_id": it.user_id,
        "date": it.date,
        "is_enabled": not it.disabled,
    }
    if it.rights is not None:
        rights = it.rights
        shown["rights"] = {name: True for name, own in RIGHTS.items() if getattr(rights, own)}
    return shown


@shows(api.UpdateBotBusinessConnect)
def _connection(scene: Scene, update: api.UpdateBotBusinessConnect) -> Shown:
    it = update.connection
    return Shown("business_connection", it.user_id, show_connection(scene, it))


def show_business_message(scene: Scene, update: Any) -> Json | None:
    """A message of a chat of somebody's, with what it answers there."""
    before = update.reply_to_message
    number = peer_id(update.message.peer_id)
    there = {} if before is None else {(number, before.id): before}
    shown = show_message(replace(scene, answered=there), update.message)
    return None if shown is None else {**shown, "business_connection_id": update.connection_id}


@shows(api.UpdateBotNewBusinessMessage, api.UpdateBotEditBusinessMessage)
def _message(scene: Scene, update: Any) -> Shown | None:
    shown = show_business_message(scene, update)
    edited = isinstance(update, api.UpdateBotEditBusinessMessage)
    kind = "edited_business_message" if edited else "business_message"
    return None if shown is None else Shown(kind, peer_id(update.message.peer_id), shown)


@shows(api.UpdateBotDeleteBusinessMessage)
def _gone(scene: Scene, update: api.UpdateBotDeleteBusinessMessage) -> Shown:
    number = peer_id(update.peer)
    body = {
        "business_connection_id": update.connection_id,
        "chat": show_chat(scene, number),
        "message_ids": update.messages,
    }
    return Shown("deleted_business_messages", number, body)


@shows(api.UpdateBusinessBotCallbackQuery)
def _pressed(scene: Scene, update: api.UpdateBusinessBotCallbackQuery) -> Shown:
    shown: Json = {
        "id": str(update.query_id),
        "from": show_user(scene, update.user_id),
        "chat_instance": str(update.chat_instance),
        "message": show_business_message(scene, update),
    }
    if update.data is not None:
        shown["data"] = update.data.decode(errors="replace")
    return Shown("callback_query", update.user_id, shown)
