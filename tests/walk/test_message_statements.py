"""How many statements the commonest calls cost: what the database is asked grows only on purpose."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from channel_walks import as_peer, gathered
from http_bots import http_bot

from chappe.db.sqlite import SqliteTx
from chappe.testing.person import Person
from chappe.testing.world import World

NONE = dict.fromkeys(("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"), 0)


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Callable[[Awaitable[Any]], Awaitable[int]]:
    """Counts the statements of a call: those of the transaction that ran most."""
    made: dict[int, int] = {}

    def counting(name: str) -> None:
        before = getattr(SqliteTx, name)

        async def run(self: Any, *said: Any, **params: Any) -> Any:
            made[id(self)] = made.get(id(self), 0) + 1
            return await before(self, *said, **params)

        monkeypatch.setattr(SqliteTx, name, run)

    for name in ("rows", "row", "run", "run_many"):
        counting(name)

    async def measure(asked: Awaitable[Any]) -> int:
        made.clear()
        await asked
        return max(made.values())

    return measure


async def met(world: World) -> tuple[Person, Person]:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for number in range(3):
        await ada.send(bob, f"ada {number}")
        await bob.send(ada, f"bob {number}")
    await world.settle()
    return ada, bob


@pytest.mark.one_node
async def test_calls_stay_below_their_ceilings(
    count: Callable[[Awaitable[Any]], Awaitable[int]],
) -> None:
    async with World() as world:
        ada, bob = await met(world)
        peer = ada.peer(bob)
        dice = ada.make("inputMediaDice", emoticon="🎲")
        named = [ada.make("inputMessageID", id=number) for number in range(1, 6)]
        cost = {
            "send": await count(ada.send(bob, "hi")),
            "send, clear the draft": await count(ada.send(bob, "hi", clear_draft=True)),
            "answer": await count(
                ada.send(bob, "hi", reply_to=ada.make("inputReplyToMessage", reply_to_msg_id=1))
            ),
            "media": await count(
                ada.call("messages.sendMedia", peer=peer, media=dice, message="", random_id=1)
            ),
            "forward five": await count(
                ada.call(
                    "messages.forwardMessages",
                    from_peer=peer,
                    to_peer=peer,
                    id=[1, 2, 3, 4, 5],
                    random_id=[11, 12, 13, 14, 15],
                )
            ),
            "edit": await count(
                ada.call("messages.editMessage", peer=peer, id=1, message="two")
            ),
            "read": await count(ada.call("messages.readHistory", peer=peer, max_id=0)),
            "history": await count(
                ada.call("messages.getHistory", peer=peer, **NONE, limit=100)
            ),
            "messages": await count(ada.call("messages.getMessages", id=named)),
            "delete five": await count(
                ada.call("messages.deleteMessages", id=[1, 2, 3, 4, 5], revoke=True)
            ),
        }
    # One of what changes messages asks whether a bot is connected that hears of it.
    ceilings = {
        "send": 9,
        "send, clear the draft": 10,
        "answer": 11,
        "media": 12,
        "forward five": 25,
        "edit": 16,  # the message is read again when its box is taken
        "read": 13,
        "history": 5,
        "messages": 3,
        "delete five": 19,
    }
    assert {what: made for what, made in cost.items() if made > ceilings[what]} == {}


@pytest.mark.one_node
async def test_a_message_in_a_supergroup_stays_below_its_ceiling(
    count: Callable[[Awaitable[Any]], Awaitable[int]],
) -> None:
    async with World() as world:
        channel, (ada, _) = await gathered(world, "Ada", "Bob")

        async def say(number: int) -> None:
            await ada.call(
                "messages.sendMessage",
                peer=as_peer(ada, channel),
                message="hi",
                random_id=number,
            )

        await say(1)
        assert await count(say(2)) <= 17


@pytest.mark.one_node
async def test_calls_by_http_stay_below_their_ceilings(
    count: Callable[[Awaitable[Any]], Awaitable[int]],
) -> None:
    """Beside the one that reads the token, in a transaction of its own. What the node does for itself meanwhile
    is not of the call: the least of three is."""
    async with World() as world, http_bot(world) as bot:
        ada = await world.person("Ada")
        await ada.send(bot.robot, "/start")
        said = {"chat_id": ada.user_id, "text": "hi"}
        cost = {
            "getMe": min([await count(bot.call("getMe")) for _ in range(3)]),
            "send": min([await count(bot.call("sendMessage", **said)) for _ in range(3)]),
        }
    ceilings = {"getMe": 1, "send": 9}
    assert {what: made for what, made in cost.items() if made > ceilings[what]} == {}, cost
