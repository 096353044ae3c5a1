import asyncio

import pytest

from chappe.db.database import Database
from chappe.db.migrate import Migration, MigrationRefused, migrate, read_migrations
from chappe.db.open import open_database
from chappe.features import ROOMS_WITH_TABLES

FIRST = Migration("nouns/0001_noun", "CREATE TABLE noun (id {identity}, word TEXT) {strict};")
SECOND = Migration(
    "nouns/0002_gender",
    "-- a ; in a comment\nALTER TABLE noun ADD gender TEXT;\nINSERT INTO noun (word) VALUES (';');",
)


async def words(database: Database) -> list[str]:
    async with database.transaction(write=False) as tx:
        return [word for (word,) in await tx.rows("SELECT word FROM noun")]


async def test_each_is_applied_once_and_in_order(database: Database) -> None:
    assert await migrate(database, [FIRST]) == [FIRST.name]
    assert await migrate(database, [FIRST, SECOND]) == [SECOND.name]
    assert await migrate(database, [FIRST, SECOND]) == []
    assert await words(database) == [";"]


async def test_a_changed_one_is_refused(database: Database) -> None:
    await migrate(database, [FIRST])
    with pytest.raises(MigrationRefused, match="nouns/0001_noun was changed"):
        await migrate(database, [Migration(FIRST.name, FIRST.text + " "), SECOND])


async def test_a_database_of_a_newer_program_is_refused(database: Database) -> None:
    await migrate(database, [FIRST, SECOND])
    with pytest.raises(MigrationRefused, match=r"nouns/0002_gender .* newer"):
        await migrate(database, [FIRST])


async def test_rooms_that_are_not_asked_for_are_left_alone(database: Database) -> None:
    await migrate(database, [FIRST])
    other = Migration("verbs/0001_verb", "CREATE TABLE verb (id {identity})")
    assert await migrate(database, [other]) == [other.name]


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE noun (id INTEGER)",
        "CREATE TABLE nonsense (",
        "CREATE TABLE x (y {colour})",
    ],
)
async def test_all_are_applied_or_none(database: Database, text: str) -> None:
    with pytest.raises(Exception, match=r"already exists|syntax|incomplete|colour"):
        await migrate(database, [FIRST, Migration("nouns/0002_bad", text)])
    assert await migrate(database, [FIRST]) == [FIRST.name]


async def test_deferred_constraints_are_refused(database: Database) -> None:
    text = "CREATE TABLE a (b {int64} REFERENCES noun (id) DEFERRABLE INITIALLY DEFERRED)"
    with pytest.raises(MigrationRefused, match="deferred"):
        await migrate(database, [FIRST, Migration("nouns/0002_late", text)])


async def test_two_nodes_that_start_together_apply_each_once(url: str, engine: str) -> None:
    """On SQLite the second node is refused at the door, so one database is asked twice."""
    nodes = [open_database(url)]
    if engine == "postgresql":
        nodes.append(open_database(url))
    for node in nodes:
        await node.open()
    applied = await asyncio.gather(
        migrate(nodes[0], [FIRST, SECOND]), migrate(nodes[-1], [FIRST, SECOND])
    )
    assert sorted(applied) == [[], [FIRST.name, SECOND.name]]
    for node in nodes:
        await node.close()


async def test_the_rooms_of_the_house_make_their_tables(database: Database) -> None:
    migrations = read_migrations(ROOMS_WITH_TABLES)
    assert "keys/0001_auth_key" in {migration.name for migration in migrations}
    assert await migrate(database, migrations) == [migration.name for migration in migrations]
