"""How many statements the list of chats costs: as many for a hundred dialogs as for one."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from chappe.db.sqlite import SqliteTx
from chappe.features.dialogs import store
from chappe.ids import MessageId, user_peer
from chappe.testing.person import Person
from chappe.testing.world import World

DIALOGS = 100
Count = Callable[[Awaitable[Any]], Awaitable[int]]


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Count:
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


async def full(world: World) -> tuple[Person, list[Person]]:
    """Somebody with a hundred dialogs, most of them with the same message."""
    ada = await world.person("Ada")
    others = [await world.person(name) for name in ("Bob", "Cyd", "Dan")]
    for other in others:
        await other.send(ada, "hi")
    async with world.node.database.transaction(write=True) as tx:
        for number in range(DIALOGS):
            peer = user_peer(others[0].user_id)
            await store.message_came(
                tx, ada.user_id, type(peer)(peer + 1000 + number), MessageId(1), 5, unread=1
            )
    return ada, others


@pytest.mark.one_node
async def test_a_hundred_dialogs_cost_as_many_statements_as_one(count: Count) -> None:
    async with World() as world:
        ada, others = await full(world)
        named = [ada.make("inputDialogPeer", peer=ada.peer(other)) for other in others]
        away = [ada.make("inputFolderPeer", peer=ada.peer(others[2]), folder_id=1)]
        nowhere = ada.make("inputPeerEmpty")
        page = {"offset_date": 0, "offset_id": 0, "offset_peer": nowhere, "hash": 0}
        cost = {
            "one dialog": await count(ada.call("messages.getDialogs", **page, limit=1)),
            "a hundred": await count(ada.call("messages.getDialogs", **page, limit=100)),
            "named": await count(ada.call("messages.getPeerDialogs", peers=named)),
            "pinned": await count(ada.call("messages.getPinnedDialogs", folder_id=0)),
            "pin": await count(
                ada.call("messages.toggleDialogPin", peer=named[0], pinned=True)
            ),
            "draft": await count(
                ada.call("messages.saveDraft", peer=ada.peer(others[0]), message="hm")
            ),
            "no draft": await count(
                ada.call("messages.saveDraft", peer=ada.peer(others[1]), message="")
            ),
            "put away": await count(ada.call("folders.editPeerFolders", folder_peers=away)),
            "with the archive": await count(
                ada.call("messages.getDialogs", **page, limit=100, folder_id=0)
            ),
            "folders": await count(ada.call("messages.getDialogFilters")),
            "typing": await count(
                ada.call(
                    "messages.setTyping",
                    peer=ada.peer(others[0]),
                    action=ada.make("sendMessageTypingAction"),
                )
            ),
        }
    ceilings = {
        "one dialog": 8,
        "a hundred": 8,
        "named": 7,
        "pinned": 4,
        "pin": 7,
        "draft": 5,
        "no draft": 4,
        "put away": 6,
        "with the archive": 8,
        "folders": 2,
        "typing": 4,
    }
    assert {what: made for what, made in cost.items() if made > ceilings[what]} == {}
