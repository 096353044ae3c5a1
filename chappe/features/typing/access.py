"""What a caller may be seen doing."""

from chappe.features.users.model import Mark, User
from chappe.rpc.errors import RpcError
from chappe.tl import api

OF_BOTS = (
    api.SendMessageTextDraftAction,
    api.SendMessageRichMessageDraftAction,
    api.InputSendMessageRichMessageDraftAction,
)
"""A bot shows a message while it writes it. Rich ones nobody can send yet."""
EMOTICON_CHARACTERS_MAX = 32
INTERACTION_CHARACTERS_MAX = 4096
DRAFT_CHARACTERS_MAX = 4096
PERCENT = range(101)


def access_action(action: "api.TypeSendMessageAction", actor: User) -> None:
    """Whether an action is one that may be shown to others.

    Errors: EMOTICON_INVALID, DATA_JSON_INVALID, MESSAGE_TOO_LONG; USER_BOT_REQUIRED;
            INPUT_CONSTRUCTOR_INVALID
    """
    if isinstance(action, OF_BOTS) and Mark.BOT not in actor.marks:
        raise RpcError(400, "USER_BOT_REQUIRED")
    match action:
        case api.SendMessageTextDraftAction():
            if len(action.text.text) > DRAFT_CHARACTERS_MAX:
                raise RpcError(400, "MESSAGE_TOO_LONG")
        case (
            api.SendMessageRichMessageDraftAction()
            | api.InputSendMessageRichMessageDraftAction()
        ):
            raise RpcError(400, "INPUT_CONSTRUCTOR_INVALID")
        case api.SendMessageEmojiInteraction():
            if len(action.emoticon) > EMOTICON_CHARACTERS_MAX:
                raise RpcError(400, "EMOTICON_INVALID")
            if len(action.interaction.data) > INTERACTION_CHARACTERS_MAX:
                raise RpcError(400, "DATA_JSON_INVALID")
        case api.SendMessageEmojiInteractionSeen():
            if len(action.emoticon) > EMOTICON_CHARACTERS_MAX:
                raise RpcError(400, "EMOTICON_INVALID")
        case _:
            _limit_progress(action)


def _limit_progress(action: "api.TypeSendMessageAction") -> None:
    """An upload is shown in percent."""
    if hasattr(action, "progress"):
        action.progress = max(PERCENT[0], min(action.progress, PERCENT[-1]))
