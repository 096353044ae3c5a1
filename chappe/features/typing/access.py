"""What a caller may be seen doing."""

from functools import partial

from chappe.db.database import Tx
from chappe.features.files.emoji import custom_emoji_in
from chappe.features.rich.actions import prepare_rich
from chappe.features.text.actions import prepare_text, read_entities
from chappe.features.text.model import Limit
from chappe.features.users.access import named_user
from chappe.features.users.model import Mark, User
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.viewer import Viewer

OF_BOTS = (
    api.SendMessageTextDraftAction,
    api.SendMessageRichMessageDraftAction,
    api.InputSendMessageRichMessageDraftAction,
)
"""A bot shows a message while it writes it."""
Draft = api.SendMessageTextDraftAction | api.InputSendMessageRichMessageDraftAction
DRAFT = Limit(4096, "MESSAGE_TOO_LONG", None)
EMOTICON_CHARACTERS_MAX = 32
INTERACTION_CHARACTERS_MAX = 4096
PERCENT = range(101)


def access_action(action: "api.TypeSendMessageAction", actor: User) -> None:
    """Whether an action is one that may be shown to others.

    Errors: EMOTICON_INVALID, DATA_JSON_INVALID, RANDOM_ID_EMPTY; USER_BOT_REQUIRED;
            INPUT_CONSTRUCTOR_INVALID
    """
    if isinstance(action, OF_BOTS) and Mark.BOT not in actor.marks:
        raise RpcError(400, "USER_BOT_REQUIRED")
    match action:
        case api.SendMessageTextDraftAction():
            if not action.random_id:
                raise RpcError(400, "RANDOM_ID_EMPTY")
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


async def read_draft(tx: Tx, viewer: Viewer, said: Draft) -> "api.TypeSendMessageAction":
    """What a bot is writing, as it is shown: it may be nothing yet.

    Errors: MESSAGE_TOO_LONG, those of prepare_text and of prepare_rich
    """
    if isinstance(said, api.InputSendMessageRichMessageDraftAction):
        rich = await prepare_rich(
            viewer, said.rich_message, partial(custom_emoji_in, tx), drafted=True
        )
        return api.SendMessageRichMessageDraftAction(
            can_stop=said.can_stop,
            keep_on_stop=said.keep_on_stop,
            random_id=said.random_id,
            rich_message=rich.message,
        )
    prepared = prepare_text(
        said.text.text,
        said.text.entities,
        limit=DRAFT,
        resolve_user=lambda named: named_user(viewer, named),
        custom_emoji=await custom_emoji_in(tx, said.text.entities),
    )
    text = api.TextWithEntities(
        text=prepared.text, entities=read_entities(prepared.entities) or []
    )
    return api.SendMessageTextDraftAction(
        can_stop=said.can_stop,
        keep_on_stop=said.keep_on_stop,
        random_id=said.random_id,
        text=text,
    )


def _limit_progress(action: "api.TypeSendMessageAction") -> None:
    """An upload is shown in percent."""
    if hasattr(action, "progress"):
        action.progress = max(PERCENT[0], min(action.progress, PERCENT[-1]))
