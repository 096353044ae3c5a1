"""What rooms ask before somebody does something to another, on both engines."""

from dataclasses import replace

import pytest

from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.privacy.access import access_writing, standing, standings
from chappe.features.users import relations, store
from chappe.features.users.model import Mark, Relation, Tie, User
from chappe.features.users.rules import Key, Rule, Whom, write_rules
from chappe.ids import UserId
from chappe.rpc.errors import RpcError

ADA, BOB = (
    User(id=UserId(n), phone=f"0{n}", first_name=name) for n, name in ((7, "Ada"), (8, "Bob"))
)
NOBODY = (Rule(allow=False, whom=Whom.ALL),)


@pytest.fixture
async def people(database: Database) -> Database:
    await migrate(database, read_migrations(["chappe.features.users"]))
    async with database.transaction(write=True) as tx:
        for user in (ADA, BOB):
            await store.insert(tx, user)
    return database


async def test_at_first_everything_is_allowed_but_the_address_in_calls(
    people: Database,
) -> None:
    async with people.transaction(write=False) as tx:
        found = await standing(tx, ADA.id, BOB.id)
        assert found is not None
        assert (found.blocked_by_me, found.blocks_me) == (False, False)
        assert not found.may_connect_directly
        assert found.may_send_voice
        assert found.may_call
        assert found.may_invite
        assert found.may_link_forwards
        assert found.may_see_reading
        assert await standing(tx, ADA.id, UserId(99)) is None
        assert set(await standings(tx, ADA.id, {BOB.id, UserId(99)})) == {BOB.id}


async def test_what_the_rules_forbid_is_forbidden(people: Database) -> None:
    keys = (Key.VOICE_MESSAGES, Key.PHONE_CALL, Key.CHAT_INVITE, Key.FORWARDS)
    async with people.transaction(write=True) as tx:
        kept = write_rules(dict.fromkeys(keys, NOBODY))
        await store.set_value(tx, BOB.id, "privacy", kept)
        await store.set_value(tx, ADA.id, "marks", int(Mark.HIDES_READ_MARKS))
        found = await standing(tx, ADA.id, BOB.id)
        assert found is not None
        forbidden = ("send_voice", "call", "invite", "link_forwards", "see_reading")
        assert not any(getattr(found, f"may_{verb}") for verb in forbidden)
        await access_writing(tx, ADA.id, BOB.id)
        with pytest.raises(RpcError, match="VOICE_MESSAGES_FORBIDDEN"):
            await access_writing(tx, ADA.id, BOB.id, voice=True)


REFUSED = [
    ((Relation(user_id=BOB.id, ties=Tie.BLOCKED), None), Mark(0), "400 YOU_BLOCKED_USER"),
    ((None, Relation(user_id=ADA.id, ties=Tie.BLOCKED)), Mark(0), "400 USER_IS_BLOCKED"),
    ((None, None), Mark.DELETED, "400 INPUT_USER_DEACTIVATED"),
    ((None, None), Mark.WANTS_PREMIUM, "403 PRIVACY_PREMIUM_REQUIRED"),
]


@pytest.mark.parametrize(("held", "marks", "error"), REFUSED)
async def test_who_may_not_write_hears_why(
    people: Database,
    held: tuple[Relation | None, Relation | None],
    marks: Mark,
    error: str,
) -> None:
    async with people.transaction(write=True) as tx:
        for owner, relation in zip((ADA.id, BOB.id), held, strict=True):
            if relation is not None:
                await relations.put(tx, owner, [replace(relation)])
        await store.set_value(tx, BOB.id, "marks", int(marks))
        with pytest.raises(RpcError, match=error):
            await access_writing(tx, ADA.id, BOB.id)


async def test_nobody_writes_to_one_who_is_not_there(people: Database) -> None:
    async with people.transaction(write=False) as tx:
        with pytest.raises(RpcError, match="400 PEER_ID_INVALID"):
            await access_writing(tx, ADA.id, UserId(99))
