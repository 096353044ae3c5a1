"""What a bot is told when something does not go: a code and words that frameworks look for.

The words are part of the interface: libraries make their exceptions of them.
https://core.telegram.org/bots/api#making-requests
"""

from collections.abc import Mapping
from typing import Any

from chappe.features.messages.access import NotStarted
from chappe.rpc.errors import RpcError

KINDS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    408: "Request Timeout",
    409: "Conflict",
    413: "Request Entity Too Large",
    421: "Misdirected Request",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


class BotError(Exception):
    """A refusal. `text`: what follows the name of the code; `parameters`: as the answer carries them."""

    def __init__(
        self, code: int, text: str = "", parameters: Mapping[str, Any] | None = None
    ) -> None:
        self.code = code
        self.description = f"{KINDS[code]}: {text}" if text else KINDS[code]
        self.parameters = parameters
        super().__init__(f"{code} {self.description}")


def bad(text: str) -> BotError:
    """A call that cannot be understood, or asks for what cannot be."""
    return BotError(400, text)


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
NOT_STARTED = (403, "bot can't initiate conversation with a user")
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
WORDS: dict[str, tuple[int, str]] = {
    "USER_IS_BLOCKED": (403, "bot was blocked by the user"),
    "YOU_BLOCKED_USER": (403, "bot was blocked by the user"),
    "INPUT_USER_DEACTIVATED": (403, "user is deactivated"),
    "USER_IS_BOT": (403, "bot can't send messages to bots"),
    "USER_BOT_INVALID": (400, "method is not available for bots"),
    "PEER_ID_INVALID": (400, "chat not found"),
    "CHANNEL_INVALID": (400, "chat not found"),
    "BUSINESS_CONNECTION_INVALID": (400, "business connection not found"),
    "CHAT_ID_INVALID": (400, "chat not found"),
    "USERNAME_NOT_OCCUPIED": (400, "chat not found"),
    "USERNAME_INVALID": (400, "chat not found"),
    "CHANNEL_PRIVATE": (403, "bot is not a member of the channel chat"),
    "CHAT_FORBIDDEN": (403, "bot is not a member of the group chat"),
    "CHAT_WRITE_FORBIDDEN": (400, "not enough rights to send text messages to the chat"),
    "CHAT_RESTRICTED": (400, "not enough rights to send text messages to the chat"),
    "CHAT_SEND_PLAIN_FORBIDDEN": (400, "not enough rights to send text messages to the chat"),
    "CHAT_SEND_PHOTOS_FORBIDDEN": (400, "not enough rights to send photos to the chat"),
    "CHAT_SEND_VIDEOS_FORBIDDEN": (400, "not enough rights to send videos to the chat"),
    "CHAT_SEND_DOCS_FORBIDDEN": (400, "not enough rights to send documents to the chat"),
    "CHAT_SEND_AUDIOS_FORBIDDEN": (400, "not enough rights to send music to the chat"),
    "CHAT_SEND_VOICES_FORBIDDEN": (400, "not enough rights to send voice notes to the chat"),
    "CHAT_SEND_ROUNDVIDEOS_FORBIDDEN": (
        400,
        "not enough rights to send video notes to the chat",
    ),
    "CHAT_SEND_STICKERS_FORBIDDEN": (400, "not enough rights to send stickers to the chat"),
    "CHAT_SEND_GIFS_FORBIDDEN": (400, "not enough rights to send animations to the chat"),
    "CHAT_SEND_POLL_FORBIDDEN": (400, "not enough rights to send polls to the chat"),
    "CHAT_ADMIN_REQUIRED": (400, "not enough rights"),
    "RIGHT_FORBIDDEN": (400, "not enough rights"),
    "CHAT_ABOUT_NOT_MODIFIED": (400, "chat description is not modified"),
    "CHAT_NOT_MODIFIED": (400, "chat title is not modified"),
    "MESSAGE_NOT_MODIFIED": (400, NOT_MODIFIED),
    "MESSAGE_EMPTY": (400, "message text is empty"),
    "MESSAGE_TOO_LONG": (400, "message is too long"),
    "MEDIA_CAPTION_TOO_LONG": (400, "message caption is too long"),
    "MESSAGE_ID_INVALID": (400, "message not found"),
    "MSG_ID_INVALID": (400, "message not found"),
    "REPLY_MESSAGE_ID_INVALID": (400, "message to be replied not found"),
    "MESSAGE_AUTHOR_REQUIRED": (400, "message can't be edited"),
    "MESSAGE_EDIT_TIME_EXPIRED": (400, "message can't be edited"),
    "MESSAGE_DELETE_FORBIDDEN": (400, "message can't be deleted"),
    "CHAT_FORWARDS_RESTRICTED": (400, "message has protected content and can't be forwarded"),
    "QUERY_ID_INVALID": (400, TOO_OLD),
    "USER_ID_INVALID": (400, "invalid user_id specified"),
    "PARTICIPANT_ID_INVALID": (400, "user not found"),
    "USER_NOT_PARTICIPANT": (400, "member not found"),
    "USER_CREATOR": (400, "can't remove chat owner"),
    "USER_ADMIN_INVALID": (400, "user is an administrator of the chat"),
    "MEDIA_EMPTY": (400, "invalid file_id"),
    "FILE_ID_INVALID": (400, "invalid file_id"),
    "WEBPAGE_CURL_FAILED": (400, "failed to get HTTP URL content"),
    "WEBPAGE_MEDIA_EMPTY": (400, "wrong type of the web page content"),
    "EXTERNAL_URL_INVALID": (400, "wrong HTTP URL specified"),
    "CONTACT_NAME_EMPTY": (400, "contact first name is empty"),
    "GEO_POINT_INVALID": (400, "invalid location"),
}
"""Errors of the Telegram API that have words of their own here; the others are told by their names."""
WAITS = ("FLOOD_WAIT_", "SLOWMODE_WAIT_", "FLOOD_PREMIUM_WAIT_")


def translated(error: RpcError, words: Mapping[str, str]) -> BotError:
    """The refusal of a handler in the words of the Bot API. `words`: those that a method has of its own."""
    own = words.get(error.name)
    if own is not None:
        return bad(own)
    for wait in WAITS:
        if error.text.startswith(wait):
            seconds = int(error.text.removeprefix(wait))
            return BotError(429, f"retry after {seconds}", {"retry_after": seconds})
    known = NOT_STARTED if isinstance(error, NotStarted) else WORDS.get(error.name)
    if known is not None:
        return BotError(*known)
    if error.code == 401:
        return BotError(401)
    if error.code >= 500:
        return BotError(500)
    return BotError(error.code if error.code in KINDS else 400, error.text)
