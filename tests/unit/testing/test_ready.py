"""Databases that begin as a copy share nothing."""

from chappe import features
from chappe.crypto import pq
from chappe.db.migrate import migrate, read_migrations
from chappe.testing.ready import ReadyDatabase
from chappe.testing.world import World, shared_product

SCRIPTS = read_migrations(features.ROOMS_WITH_TABLES)
TABLES = "SELECT name, sql FROM sqlite_schema ORDER BY name"


async def test_no_migration_is_missing_and_nothing_is_shared() -> None:
    one, other = ReadyDatabase(), ReadyDatabase()
    await one.open()
    await other.open()
    assert await migrate(one, SCRIPTS) == []
    async with one.transaction(write=True) as tx:
        await tx.run("DELETE FROM migration")
    async with other.transaction(write=False) as tx:
        assert len(await tx.rows("SELECT name FROM migration")) == len(SCRIPTS)
    await one.close()
    third = ReadyDatabase()
    await third.open()
    assert await migrate(third, SCRIPTS) == []
    await other.close()
    await third.close()


async def test_worlds_have_their_own_people_keys_and_secrets() -> None:
    async with World() as here, World() as there:
        ada, bob = await here.person("Ada"), await there.person("Bob")
        assert here.node.secret != there.node.secret
        assert ada.client.key is not None
        assert bob.client.key is not None
        assert ada.client.key.key_id != bob.client.key.key_id
        assert here.node.keyring.get(bob.client.key.key_id) is None


async def test_a_node_that_is_no_test_makes_other_factors_each_time() -> None:
    async with World() as world:
        assert world.node.product is shared_product
    assert len({pq.product() for _ in range(3)}) == 3
