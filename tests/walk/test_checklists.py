"""Checklists: sent, done, added to, said otherwise, by those who may; a bot sees all of it."""

from typing import Any

import pytest
from channel_walks import as_peer, gathered
from http_bots import http_bot
from paid_walks import read
from test_bot_rooms import bring, chat_id_of

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


def words(who: Person, text: str, *entities: Any) -> Any:
    return who.make("textWithEntities", text=text, entities=list(entities))


def tasks(who: Person, **named: int) -> list[Any]:
    return [who.make("todoItem", id=n, title=words(who, text)) for text, n in named.items()]


def checklist(who: Person, items: list[Any], title: str = "Shopping", **open_for: bool) -> Any:
    todo = who.make("todoList", title=words(who, title), list=items, **open_for)
    return who.make("inputMediaTodo", todo=todo)


async def send(who: Person, peer: Any, media: Any) -> Any:
    return await who.call(
        "messages.sendMedia",
        peer=peer,
        media=media,
        message="",
        random_id=who.client.next_msg_id(),
    )


def kept(message: Any) -> tuple[list[int], list[int]]:
    """The tasks of a checklist, and those of them that are done."""
    media = message.media
    return [e.id for e in media.todo.list], [e.id for e in media.completions or []]


async def test_two_share_a_checklist(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    media = checklist(ada, tasks(ada, bread=1, milk=2), others_can_complete=True)
    await send(ada, ada.peer(bob), media)
    await world.settle()
    (seen,) = await read(bob, bob.peer(ada))
    assert kept(seen) == ([1, 2], [])
    here = {"peer": bob.peer(ada), "msg_id": seen.id}
    await bob.call("messages.toggleTodoCompleted", **here, completed=[2, 99], incompleted=[])
    await world.settle()
    said, changed = await read(ada, ada.peer(bob), 2)
    assert (said.action.completed, said.action.incompleted) == ([2], [])
    assert said.reply_to.reply_to_msg_id == changed.id
    assert kept(changed) == ([1, 2], [2])
    assert changed.media.completions[0].completed_by.user_id == bob.user_id
    assert (changed.edit_hide, changed.out) == (True, True)
    with pytest.raises(Refused, match="TODO_NOT_MODIFIED"):
        await bob.call("messages.toggleTodoCompleted", **here, completed=[2], incompleted=[1])
    with pytest.raises(Refused, match="MESSAGE_AUTHOR_REQUIRED"):
        await bob.call("messages.appendTodoList", **here, list=tasks(bob, tea=3))
    mine = {"peer": ada.peer(bob), "msg_id": changed.id}
    for items, error in (
        ([], "TODO_NOT_MODIFIED"),
        (tasks(ada, tea=2), "TODO_ITEM_DUPLICATE"),
        (tasks(ada, **{" ": 3}), "TODO_ITEMS_EMPTY"),
        (tasks(ada, **{str(n): n for n in range(3, 32)}), "MEDIA_INVALID"),
    ):
        with pytest.raises(Refused, match=error):
            await ada.call("messages.appendTodoList", **mine, list=items)
    await ada.call("messages.appendTodoList", **mine, list=tasks(ada, tea=3))
    other = checklist(ada, tasks(ada, milk=2, tea=3, jam=4), "Food")
    edit = {"peer": ada.peer(bob), "id": changed.id}
    await ada.call("messages.editMessage", **edit, media=other)
    with pytest.raises(Refused, match="MESSAGE_NOT_MODIFIED"):
        await ada.call("messages.editMessage", **edit, media=other)
    await world.settle()
    with pytest.raises(Refused, match="MESSAGE_AUTHOR_REQUIRED"):
        await bob.call("messages.toggleTodoCompleted", **here, completed=[3], incompleted=[])
    said, _, seen = await read(bob, bob.peer(ada), 3)
    assert [each.title.text for each in said.action.list] == ["tea"]
    assert (kept(seen), seen.media.todo.title.text) == (([2, 3, 4], [2]), "Food")
    await ada.call("messages.toggleTodoCompleted", **mine, completed=[], incompleted=[2])
    to = ada.make("inputReplyToMessage", reply_to_msg_id=changed.id, todo_item_id=3)
    await ada.send(bob, "green?", reply_to=to)
    await world.settle()
    (said,) = await read(bob, bob.peer(ada))
    assert said.reply_to.todo_item_id == 3


async def test_a_group_shares_a_checklist_and_a_bot_and_an_older_client_see_it(
    world: World,
) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    async with http_bot(world) as bot:
        await bring(ada, bot, channel_id, other=True)
        await world.settle()
        await bot.updates()
        there = as_peer(ada, channel_id)
        both = {"others_can_complete": True, "others_can_append": True}
        await send(ada, there, checklist(ada, tasks(ada, bread=1), **both))
        (seen,) = await read(bob, as_peer(bob, channel_id))
        here = {"peer": as_peer(bob, channel_id), "msg_id": seen.id}
        await bob.call("messages.appendTodoList", **here, list=tasks(bob, tea=5))
        await bob.call("messages.toggleTodoCompleted", **here, completed=[5], incompleted=[])
        await world.settle()
        heard = [each["message"] for each in await bot.updates() if "message" in each]
        sent, added, done = heard
        assert sent["checklist"] == {
            "title": "Shopping",
            "tasks": [{"id": 1, "text": "bread"}],
            "others_can_add_tasks": True,
            "others_can_mark_tasks_as_done": True,
        }
        tasks_added = added["checklist_tasks_added"]
        assert tasks_added["tasks"] == [{"id": 5, "text": "tea"}]
        assert tasks_added["checklist_message"]["message_id"] == sent["message_id"]
        marked = done["checklist_tasks_done"]
        assert marked["marked_as_done_task_ids"] == [5]
        last = marked["checklist_message"]["checklist"]["tasks"][-1]
        assert last["completed_by_user"]["id"] == bob.user_id
        assert done["chat"]["id"] == chat_id_of(channel_id)
    old = await world.person("Old", layer=180)
    await bob.call(
        "messages.forwardMessages",
        from_peer=as_peer(bob, channel_id),
        to_peer=bob.peer(old),
        id=[seen.id],
        random_id=[5],
    )
    await world.settle()
    (copy,) = await read(old, old.peer(bob))
    assert (copy.message, copy.media) == ("Shopping\n[ ] bread\n[x] tea", None)
    (copy,) = await read(bob, bob.peer(old))
    with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):  # what is sent on is only shown
        await bob.call(
            "messages.toggleTodoCompleted",
            peer=bob.peer(old),
            msg_id=copy.id,
            completed=[1],
            incompleted=[],
        )


@pytest.mark.one_node
async def test_what_is_no_checklist_is_refused(world: World) -> None:
    ada = await world.person("Ada")
    self = ada.make("inputPeerSelf")
    for media, error in (
        (checklist(ada, []), "TODO_ITEMS_EMPTY"),
        (checklist(ada, tasks(ada, a=1, b=1)), "TODO_ITEM_DUPLICATE"),
        (checklist(ada, tasks(ada, a=0)), "MEDIA_INVALID"),
        (checklist(ada, tasks(ada, a=1), ""), "MEDIA_INVALID"),
        (checklist(ada, tasks(ada, **{"a" * 201: 1})), "MEDIA_INVALID"),
    ):
        with pytest.raises(Refused, match=error):
            await send(ada, self, media)
    await ada.send(ada, "no list")
    (said,) = await read(ada, self)
    edit = {"peer": self, "id": said.id, "media": checklist(ada, tasks(ada, a=1))}
    with pytest.raises(Refused, match="MEDIA_PREV_INVALID"):
        await ada.call("messages.editMessage", **edit)
    nothing = {"peer": self, "msg_id": said.id}
    with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):
        await ada.call("messages.toggleTodoCompleted", **nothing, completed=[1], incompleted=[])
    updates = await ada.call("channels.createChannel", title="Posts", about="", broadcast=True)
    channel_id = updates.chats[0].id
    with pytest.raises(Refused, match="MEDIA_INVALID"):
        await send(ada, as_peer(ada, channel_id), checklist(ada, tasks(ada, a=1)))
