"""From what a client asks to a checklist: the road of inputMediaTodo."""

from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.channels import store as channels
from chappe.features.files.emoji import custom_emoji_early, custom_emoji_in
from chappe.features.files.kinds import PreparedMedia, media_kind
from chappe.features.messages.payload import read_values
from chappe.features.text.actions import prepare_text
from chappe.features.text.model import Limit
from chappe.features.users.access import named_user
from chappe.ids import PeerId, channel_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

if TYPE_CHECKING:
    from collections.abc import Sequence

ITEMS_MAX = 30
ID_MAX = (1 << 31) - 1
TITLE = Limit(255, "MEDIA_INVALID", "MEDIA_INVALID")
TASK = Limit(200, "MEDIA_INVALID", "TODO_ITEMS_EMPTY")
"""As clients are told by `todo_items_max`, `todo_title_length_max` and `todo_item_length_max`."""


@media_kind(api.InputMediaTodo)
async def prepare(call: Call, said: api.InputMediaTodo, _place: int | None) -> PreparedMedia:
    """A checklist.

    Errors: those of read_list; MEDIA_INVALID (channels have none)
    """
    media = api.MessageMediaToDo(todo=await read_list(call, said.todo))

    async def addressed(tx: Tx, peer: PeerId) -> None:
        channel_id = channel_of(peer)
        if channel_id is None:
            return
        channel = (await channels.find_many(tx, [channel_id])).get(channel_id)
        if channel is not None and channel.broadcast:
            raise RpcError(400, "MEDIA_INVALID")

    return PreparedMedia(media, addressed=addressed)


async def read_list(call: Call, said: api.TodoList, *, early: bool = True) -> api.TodoList:
    """A whole list, as it is kept. `early`: before the call's first statement.

    Errors: TODO_ITEMS_EMPTY (none, or one without words), TODO_ITEM_DUPLICATE, MEDIA_INVALID (too many or too long, no
            title)
    """
    if not said.list:
        raise RpcError(400, "TODO_ITEMS_EMPTY")
    return api.TodoList(
        others_can_append=said.others_can_append,
        others_can_complete=said.others_can_complete,
        title=await _words(call, said.title, TITLE, early=early),
        list=list(await read_items(call, said.list, early=early)),
    )


async def read_items(
    call: Call, said: "Sequence[api.TypeTodoItem]", *, early: bool = True
) -> "list[api.TypeTodoItem]":
    """Tasks, as they are kept.

    Errors: TODO_ITEMS_EMPTY (one without words), TODO_ITEM_DUPLICATE, MEDIA_INVALID (too many, too long, a number that
            no task may have)
    """
    check_numbers(said)
    return [
        api.TodoItem(id=each.id, title=await _words(call, each.title, TASK, early=early))
        for each in said
    ]


def check_numbers(items: "Sequence[api.TypeTodoItem]") -> None:
    """Refuse tasks that no list may have together.

    Errors: TODO_ITEM_DUPLICATE, MEDIA_INVALID
    """
    if len({each.id for each in items}) != len(items):
        raise RpcError(400, "TODO_ITEM_DUPLICATE")
    if len(items) > ITEMS_MAX or not all(1 <= each.id <= ID_MAX for each in items):
        raise RpcError(400, "MEDIA_INVALID")


async def _words(
    call: Call, said: "api.TypeTextWithEntities", limit: Limit, *, early: bool
) -> api.TextWithEntities:
    if early:
        emoji = await custom_emoji_early(call, said.entities)
    else:
        emoji = await custom_emoji_in(call.tx, said.entities)
    prepared = prepare_text(
        said.text,
        said.entities,
        limit=limit,
        resolve_user=lambda named: named_user(call.viewer, named),
        custom_emoji=emoji,
        commands=False,
    )
    return api.TextWithEntities(
        text=prepared.text, entities=read_values(prepared.entities) or []
    )
