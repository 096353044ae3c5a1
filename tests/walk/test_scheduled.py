"""Messages for later: kept, changed, sent at their time, and what every device of the author hears."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

HISTORY = dict.fromkeys(
    ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"), 0
)
WHEN_ONLINE = 0x7FFFFFFE
DAY = 86_400


class Talk:
    """Ada has two devices, and Bob listens."""

    def __init__(self, world: World, ada: Person, tablet: Person, bob: Person) -> None:
        self.world, self.ada, self.tablet, self.bob = world, ada, tablet, bob

    @property
    def now(self) -> int:
        return int(self.world.clock.now())

    async def later(self, text: str, seconds: int, **more: Any) -> Any:
        at = self.now + seconds
        return await self.ada.send(self.bob, text, schedule_date=at, **more)

    async def queue(self, **more: Any) -> Any:
        peer = self.ada.peer(self.bob)
        return await self.ada.call(
            "messages.getScheduledHistory", **{"peer": peer, "hash": 0, **more}
        )

    async def history(self, who: Person) -> list[Any]:
        other = self.ada if who is self.bob else self.bob
        answer = await who.call(
            "messages.getHistory", peer=who.peer(other), **HISTORY, limit=100
        )
        return list(answer.messages)

    async def wait(self, seconds: float) -> None:
        self.world.advance(seconds)
        await self.world.settle()
        if seconds > 600:  # their connections were closed meanwhile
            self.ada = await self.world.another(self.ada)
            self.bob = await self.world.another(self.bob)


@pytest.fixture
async def talk(world: World) -> Talk:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    tablet = await world.another(ada)
    for each in (tablet, bob):
        await each.call("updates.getState")
    return Talk(world, ada, tablet, bob)


async def test_a_message_waits_in_the_queue_and_is_sent_at_its_time(talk: Talk) -> None:
    answer = await talk.later("at noon", 100)
    number, new = answer.updates
    assert (number.NAME, new.NAME) == ("updateMessageID", "updateNewScheduledMessage")
    assert (new.message.id, number.id) == (1, 1)
    assert (new.message.date, new.message.from_scheduled) == (talk.now + 100, True)
    await talk.world.settle()
    (pushed,) = talk.tablet.updates
    assert [each.NAME for each in pushed.updates] == ["updateNewScheduledMessage"]
    assert (await talk.queue()).messages == [new.message]
    await talk.wait(99)
    assert await talk.history(talk.bob) == []
    await talk.wait(1)
    (message,) = await talk.history(talk.bob)
    assert (message.message, message.from_scheduled) == ("at noon", True)
    assert message.date == talk.now
    assert (await talk.queue()).messages == []
    heard = [each for pushed in talk.tablet.updates[1:] for each in pushed.updates]
    assert [each.NAME for each in heard] == [
        "updateNewMessage",
        "updateDeleteScheduledMessages",
    ]
    assert (heard[1].messages, heard[1].sent_messages) == ([1], [heard[0].message.id])
    assert talk.bob.updates[-1].updates[0].message == message


async def test_what_is_sent_again_with_the_same_random_id_is_kept_once(talk: Talk) -> None:
    first = await talk.later("once", 100, random_id=7)
    again = await talk.later("once", 100, random_id=7)
    assert again.updates == first.updates
    await talk.wait(100)
    assert len(await talk.history(talk.bob)) == 1


async def test_what_is_due_in_a_moment_is_sent_at_once(talk: Talk) -> None:
    await talk.later("now", 5)
    assert len(await talk.history(talk.bob)) == 1


async def test_one_who_was_away_finds_the_queue_as_it_is(talk: Talk) -> None:
    state = await talk.tablet.call("updates.getState")
    await talk.later("kept", 100)
    await talk.later("dropped", 100)
    await talk.ada.call(
        "messages.deleteScheduledMessages", peer=talk.ada.peer(talk.bob), id=[2]
    )
    missed = await talk.tablet.call(
        "updates.getDifference", pts=state.pts, date=state.date, qts=1
    )
    assert [each.NAME for each in missed.other_updates] == [
        "updateNewScheduledMessage",
        "updateDeleteScheduledMessages",
    ]


async def test_a_queue_is_sent_in_its_order_and_by_hash(talk: Talk) -> None:
    await talk.later("second", 200)
    await talk.later("first", 100)
    queue = await talk.queue()
    assert [each.message for each in queue.messages] == ["second", "first"]
    total = 0
    for each in queue.messages:
        for number in (each.id, each.edit_date or 0, each.date):
            total ^= total >> 21
            total = (total ^ (total << 35)) & (1 << 64) - 1
            total ^= total >> 4
            total = (total + number) & (1 << 64) - 1
    known = total - (1 << 64) if total >> 63 else total
    assert (await talk.queue(hash=known)).NAME == "messages.messagesNotModified"
    some = await talk.ada.call(
        "messages.getScheduledMessages", peer=talk.ada.peer(talk.bob), id=[2, 9]
    )
    assert [each.message for each in some.messages] == ["first"]
    await talk.wait(300)
    assert [each.message for each in await talk.history(talk.bob)] == ["second", "first"]


async def test_what_waits_can_be_sent_now(talk: Talk) -> None:
    await talk.later("patience", 1000)
    peer = talk.ada.peer(talk.bob)
    answer = await talk.ada.call("messages.sendScheduledMessages", peer=peer, id=[1])
    new, gone = answer.updates
    assert (new.NAME, new.message.message) == ("updateNewMessage", "patience")
    assert (gone.messages, gone.sent_messages) == ([1], [new.message.id])
    await talk.wait(1000)
    assert len(await talk.history(talk.bob)) == 1


async def test_what_was_deleted_is_not_sent(talk: Talk) -> None:
    await talk.later("no", 100)
    peer = talk.ada.peer(talk.bob)
    answer = await talk.ada.call("messages.deleteScheduledMessages", peer=peer, id=[1, 5])
    (gone,) = answer.updates
    assert (gone.messages, gone.sent_messages) == ([1], None)
    await talk.wait(100)
    assert await talk.history(talk.bob) == []


async def edit(talk: Talk, **fields: Any) -> Any:
    peer = talk.ada.peer(talk.bob)
    return await talk.ada.call("messages.editMessage", peer=peer, id=1, **fields)


async def test_what_waits_can_be_said_otherwise_and_moved(talk: Talk) -> None:
    await talk.later("draft", 100)
    known = talk.now + 100
    answer = await edit(talk, message="better", schedule_date=known)
    (new,) = answer.updates
    assert (new.NAME, new.message.message) == ("updateNewScheduledMessage", "better")
    assert new.message.edit_date == talk.now
    answer = await edit(talk, schedule_date=known + 50)
    assert answer.updates[0].message.date == known + 50
    await talk.wait(100)
    assert await talk.history(talk.bob) == []
    await talk.wait(50)
    (message,) = await talk.history(talk.bob)
    assert (message.message, message.edit_date) == ("better", None)


async def test_edits_of_what_does_not_wait_are_refused(talk: Talk) -> None:
    at = talk.now + 100
    with pytest.raises(Refused, match="400 MESSAGE_ID_INVALID"):
        await edit(talk, message="x", schedule_date=at)
    await talk.later("draft", 100)
    with pytest.raises(Refused, match="400 MESSAGE_NOT_MODIFIED"):
        await edit(talk, message="draft", schedule_date=at)
    with pytest.raises(Refused, match="400 SCHEDULE_DATE_TOO_LATE"):
        await edit(talk, schedule_date=talk.now + 368 * DAY)


async def test_a_repeated_message_comes_again_until_it_is_deleted(talk: Talk) -> None:
    await talk.later("every day", 100, schedule_repeat_period=DAY)
    (waiting,) = (await talk.queue()).messages
    assert waiting.schedule_repeat_period == DAY
    await talk.wait(100)
    assert len(await talk.history(talk.bob)) == 1
    (waiting,) = (await talk.queue()).messages
    assert (waiting.id, waiting.date) == (2, talk.now + DAY)
    await talk.wait(DAY)
    assert len(await talk.history(talk.bob)) == 2


async def test_a_reply_for_later_answers_the_message(talk: Talk) -> None:
    await talk.bob.send(talk.ada, "question")
    reply = talk.ada.make("inputReplyToMessage", reply_to_msg_id=1)
    await talk.later("answer", 100, reply_to=reply)
    (waiting,) = (await talk.queue()).messages
    assert waiting.reply_to.reply_to_msg_id == 1
    await talk.wait(100)
    (answer, question) = await talk.history(talk.bob)
    assert answer.reply_to.reply_to_msg_id == question.id


async def test_in_saved_messages_it_is_a_reminder(talk: Talk) -> None:
    ada = talk.ada
    await ada.send(ada, "milk", schedule_date=talk.now + 100)
    await talk.wait(100)
    saved = await ada.call("messages.getHistory", peer=ada.peer(ada), **HISTORY, limit=10)
    assert [each.message for each in saved.messages] == ["milk"]
    assert saved.messages[0].from_scheduled


async def test_a_restart_between_does_not_lose_it(tmp_path: Any) -> None:
    url = f"sqlite:///{tmp_path}/test.db"
    async with World(database=url) as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")
        await ada.send(bob, "later", schedule_date=int(world.clock.now()) + 100)
        clock = world.clock
    clock.advance(500)
    async with World(database=url, clock=clock) as world:
        await world.settle()
        again = await world.another(bob)
        history = await again.call(
            "messages.getHistory", peer=again.peer(ada), **HISTORY, limit=10
        )
        assert [each.message for each in history.messages] == ["later"]


@pytest.mark.parametrize("layer", [133, 158, 198, 214, 227])
async def test_an_older_client_schedules_and_sees_the_queue(world: World, layer: int) -> None:
    ada, bob = await world.person("Ada", layer=layer), await world.person("Bob")
    await ada.call("updates.getState")
    await ada.send(bob, "later", schedule_date=int(world.clock.now()) + 100)
    queue = await ada.call("messages.getScheduledHistory", peer=ada.peer(bob), hash=0)
    assert [each.message for each in queue.messages] == ["later"]
    world.advance(100)
    await world.settle()
    names = [each.NAME for pushed in ada.updates for each in pushed.updates]
    assert names == ["updateNewMessage", "updateDeleteScheduledMessages"]


REFUSALS = [
    (368 * DAY, {}, "400 SCHEDULE_DATE_TOO_LATE"),
    (100, {"schedule_repeat_period": 7}, "400 SCHEDULE_DATE_INVALID"),
]


@pytest.mark.parametrize(("seconds", "more", "error"), REFUSALS)
async def test_a_date_is_refused(
    talk: Talk, seconds: int, more: dict[str, Any], error: str
) -> None:
    with pytest.raises(Refused, match=error):
        await talk.later("no", seconds, **more)


async def hide(who: Person) -> None:
    await who.call(
        "account.setPrivacy",
        key=who.make("inputPrivacyKeyStatusTimestamp"),
        rules=[who.make("inputPrivacyValueDisallowAll")],
    )


async def test_a_message_waits_until_the_other_one_comes(talk: Talk) -> None:
    await talk.bob.call("account.updateStatus", offline=True)
    talk.world.advance(1)
    await talk.ada.send(talk.bob, "there you are", schedule_date=WHEN_ONLINE)
    await talk.wait(300)
    assert await talk.history(talk.bob) == []
    await talk.bob.call("account.updateStatus", offline=False)
    await talk.world.settle()
    assert [each.message for each in await talk.history(talk.bob)] == ["there you are"]
    await talk.ada.send(talk.bob, "still", schedule_date=WHEN_ONLINE)
    await talk.world.settle()
    assert len(await talk.history(talk.bob)) == 2


async def test_what_may_not_be_sent_any_more_leaves_the_queue(talk: Talk) -> None:
    await talk.later("no", 100)
    await talk.later("neither", 200)
    await talk.bob.call("contacts.block", id=talk.bob.peer(talk.ada))
    with pytest.raises(Refused, match="400 USER_IS_BLOCKED"):
        await talk.ada.call(
            "messages.sendScheduledMessages", peer=talk.ada.peer(talk.bob), id=[1]
        )
    await talk.wait(100)
    assert await talk.history(talk.bob) == []
    assert [each.message for each in (await talk.queue()).messages] == ["neither"]
    gone = talk.tablet.updates[-1].updates[-1]
    assert (gone.NAME, gone.sent_messages) == ("updateDeleteScheduledMessages", None)


async def test_nobody_waits_for_one_whose_status_is_hidden(talk: Talk) -> None:
    await hide(talk.bob)
    with pytest.raises(Refused, match="400 SCHEDULE_STATUS_PRIVATE"):
        await talk.ada.send(talk.bob, "no", schedule_date=WHEN_ONLINE)


async def test_nobody_comes_online_in_saved_messages(talk: Talk) -> None:
    with pytest.raises(Refused, match="400 SCHEDULE_DATE_INVALID"):
        await talk.ada.send(talk.ada, "no", schedule_date=WHEN_ONLINE)


async def test_a_queue_is_not_longer_than_a_hundred(world: World) -> None:
    ada = await world.person("Ada")
    at = int(world.clock.now()) + 100
    for _ in range(100):
        await ada.send(ada, "x", schedule_date=at)
    with pytest.raises(Refused, match="400 SCHEDULE_TOO_MUCH"):
        await ada.send(ada, "x", schedule_date=at)


async def test_numbers_and_peers_that_are_not_there_are_refused(talk: Talk) -> None:
    ada = talk.ada
    nobody = ada.make("inputPeerUser", user_id=5, access_hash=5)
    for method, more in (
        ("messages.getScheduledHistory", {"hash": 0}),
        ("messages.getScheduledMessages", {"id": [1]}),
        ("messages.sendScheduledMessages", {"id": [1]}),
        ("messages.deleteScheduledMessages", {"id": [1]}),
    ):
        with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
            await ada.call(method, peer=nobody, **more)
    peer = ada.peer(talk.bob)
    for ids in ([], [9], [1] * 101):
        with pytest.raises(Refused, match="400 MESSAGE_ID_INVALID"):
            await ada.call("messages.sendScheduledMessages", peer=peer, id=ids)
    with pytest.raises(Refused, match="400 MESSAGE_ID_INVALID"):
        await ada.call("messages.deleteScheduledMessages", peer=peer, id=[1] * 101)
