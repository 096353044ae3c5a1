"""Changing checklists: tasks are done, or not after all, and come on."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from chappe.features.messages.actions import deliver
from chappe.features.messages.actions.edits import edit
from chappe.features.messages.model import Body, BodyMark, Message
from chappe.features.messages.payload import write_value
from chappe.features.reactions.masks import voice_of
from chappe.ids import UserId, user_peer
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.peers import peer_on_wire

if TYPE_CHECKING:
    from chappe.tl.build import TLObject


async def mark(
    journal: Journal,
    user_id: UserId,
    message: Message,
    media: api.MessageMediaToDo,
    done: Collection[int],
    undone: Collection[int],
) -> None:
    """Somebody says which tasks are done, and which are not; tasks that the list has not are passed over. Boxes are
    taken.

    Errors: TODO_NOT_MODIFIED
    """
    known = {each.id for each in media.todo.list}
    before = {each.id: each for each in media.completions or []}
    now_done = [each for each in dict.fromkeys(done) if each in known and each not in before]
    now_undone = [each for each in dict.fromkeys(undone) if each in before and each not in done]
    if not now_done and not now_undone:
        raise RpcError(400, "TODO_NOT_MODIFIED")
    voice = peer_on_wire(await voice_of(journal.tx, message.peer, user_id))
    for each in now_undone:
        del before[each]
    for each in now_done:
        before[each] = api.TodoCompletion(id=each, completed_by=voice, date=journal.at)
    media.completions = [*before.values()] or None
    await _rewrite(journal, message, media)
    action = api.MessageActionTodoCompletions(completed=now_done, incompleted=now_undone)
    await _say(journal, user_id, message, action)


async def append(
    journal: Journal,
    user_id: UserId,
    message: Message,
    media: api.MessageMediaToDo,
    items: "Sequence[api.TypeTodoItem]",
) -> None:
    """Somebody adds tasks. Boxes are taken."""
    media.todo.list = [*media.todo.list, *items]
    await _rewrite(journal, message, media)
    action = api.MessageActionTodoAppendTasks(list=[*items])
    await _say(journal, user_id, message, action)


async def rewrite(
    journal: Journal, message: Message, media: api.MessageMediaToDo, todo: api.TodoList
) -> None:
    """Whoever has made a list says it otherwise; what is done stays so. Boxes are taken.

    Errors: MESSAGE_NOT_MODIFIED
    """
    if media.todo == todo:
        raise RpcError(400, "MESSAGE_NOT_MODIFIED")
    kept = {each.id for each in todo.list}
    done = [each for each in media.completions or [] if each.id in kept]
    changed = api.MessageMediaToDo(todo=todo, completions=done or None)
    body = replace(message.body, media=write_value(changed), edited_at=journal.at)
    await edit(journal, message, body)


async def _rewrite(journal: Journal, message: Message, media: api.MessageMediaToDo) -> None:
    """The message says it now; nobody has edited it."""
    body = replace(
        message.body,
        media=write_value(media),
        edited_at=journal.at,
        marks=message.body.marks | BodyMark.EDIT_HIDE,
    )
    await edit(journal, message, body)


async def _say(journal: Journal, user_id: UserId, message: Message, action: "TLObject") -> None:
    body = Body(from_id=user_peer(user_id), at=journal.at, text="", action=write_value(action))
    await deliver(journal, user_id, message.peer, body, reply_to=message)
