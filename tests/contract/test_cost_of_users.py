"""How many statements it takes to show users: their number must not matter."""

from typing import Any

import pytest

from chappe.db.database import Database, Tx
from chappe.db.migrate import migrate, read_migrations
from chappe.features.contacts.view import render_contacts
from chappe.features.users import relations, store
from chappe.features.users.model import Relation, Tie, User
from chappe.features.users.rules import Key, Rule, Whom, write_rules
from chappe.features.users.view import render_users
from chappe.ids import UserId
from chappe.updates.viewer import Viewer

ME = Viewer(UserId(1), b"secret", 1_800_000_000.0)
IDS = [UserId(n) for n in range(1, 101)]
STATEMENTS = 2


class Counter:
    """A transaction that counts its statements."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self.statements = 0

    def __getattr__(self, name: str) -> Any:
        self.statements += name in {"rows", "row", "run", "run_many"}
        return getattr(self._tx, name)


@pytest.fixture
async def crowd(database: Database) -> Database:
    rooms = ("chappe.features.users", "chappe.features.contacts")
    await migrate(database, read_migrations(rooms))
    nobody = write_rules({Key.STATUS: (Rule(allow=False, whom=Whom.ALL),)})
    async with database.transaction(write=True) as tx:
        for user_id in IDS:
            await store.insert(tx, User(id=user_id, phone=f"{user_id:05}", first_name="N"))
            if user_id % 3 == 0:
                await store.set_value(tx, user_id, "privacy", nobody)
            held = Relation(user_id=ME.user_id, ties=Tie.CONTACT, first_name="Me")
            await relations.put(tx, user_id, [held])
        mine = [Relation(user_id=each, ties=Tie.CONTACT, first_name="Mine") for each in IDS]
        await relations.put(tx, ME.user_id, mine)
    return database


async def test_a_hundred_users_are_shown_with_two_statements(crowd: Database) -> None:
    async with crowd.transaction(write=False) as tx:
        counter: Any = Counter(tx)
        shown = await render_users(counter, ME, IDS)
        assert [user.id for user in shown] == IDS
        assert counter.statements == STATEMENTS


async def test_an_address_book_of_a_hundred_too(crowd: Database) -> None:
    async with crowd.transaction(write=False) as tx:
        counter: Any = Counter(tx)
        shown = await render_contacts(counter, ME, IDS, 0)
        assert all(each.mutual for each in shown.contacts)
        assert counter.statements == STATEMENTS


async def test_nobody_costs_nothing(crowd: Database) -> None:
    async with crowd.transaction(write=False) as tx:
        counter: Any = Counter(tx)
        assert await render_users(counter, ME, []) == []
        assert counter.statements == 0
