"""`messages.*`: checklists."""

from chappe.features.checklists.access import check_open, checklist_in, take_checklist
from chappe.features.checklists.actions import append, mark, rewrite
from chappe.features.checklists.asked import check_numbers, read_items, read_list
from chappe.features.messages.actions.edits import holders_with_followers
from chappe.features.messages.model import Message
from chappe.features.messages.rpc.editing import edits_media
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_own


@method("messages.toggleTodoCompleted", who=Who.USER, writes=True)
async def toggle_completed(
    call: Call, q: api.messages.ToggleTodoCompleted
) -> "api.TypeUpdates":
    """Mark tasks of a checklist as done, or as not done after all; the chat is told.

    Wire:   https://core.telegram.org/method/messages.toggleTodoCompleted
    Errors: PEER_ID_INVALID, MESSAGE_ID_INVALID (take_checklist), MESSAGE_AUTHOR_REQUIRED (403, check_open),
            TODO_NOT_MODIFIED (mark)
    """
    message, media = await take_checklist(call, q.peer, q.msg_id)
    check_open(call, message, others=media.todo.others_can_complete)
    await mark(call.journal, call.user_id, message, media, q.completed, q.incompleted)
    return await render_own(call.tx, call.viewer, call.journal.entries)


@method("messages.appendTodoList", who=Who.USER, writes=True)
async def append_list(call: Call, q: api.messages.AppendTodoList) -> "api.TypeUpdates":
    """Add tasks to a checklist; the chat is told.

    Wire:   https://core.telegram.org/method/messages.appendTodoList
    Errors: TODO_NOT_MODIFIED (no tasks); PEER_ID_INVALID, MESSAGE_ID_INVALID (take_checklist), MESSAGE_AUTHOR_REQUIRED
            (403, check_open); TODO_ITEM_DUPLICATE, TODO_ITEMS_EMPTY, MEDIA_INVALID (read_items, check_numbers)
    """
    if not q.list:
        raise RpcError(400, "TODO_NOT_MODIFIED")
    items = await read_items(call, q.list)
    message, media = await take_checklist(call, q.peer, q.msg_id)
    check_open(call, message, others=media.todo.others_can_append)
    check_numbers([*media.todo.list, *items])
    await append(call.journal, call.user_id, message, media, items)
    return await render_own(call.tx, call.viewer, call.journal.entries)


@edits_media(api.InputMediaTodo)
async def edit_list(call: Call, message: Message, said: api.InputMediaTodo) -> None:
    """Say a checklist otherwise.

    Errors: MEDIA_PREV_INVALID (there was none), MESSAGE_AUTHOR_REQUIRED (403); those of read_list; MESSAGE_NOT_MODIFIED
    """
    todo = await read_list(call, said.todo, early=False)
    try:
        media = checklist_in(message)
    except RpcError as error:
        raise RpcError(400, "MEDIA_PREV_INVALID") from error
    check_open(call, message, others=False)
    holders = await holders_with_followers(call.tx, message)
    await call.journal.lock(each.box for each in holders)
    await rewrite(call.journal, message, media, todo)
