"""Logins that begin on another device, or go to another data center."""

from typing import Any

import pytest
from logins import PHONE, Worlds, later, newcomer, refusal, send_code, show_code, sign_up

from chappe.config import Settings
from chappe.testing.client import Client
from chappe.testing.password import new_settings, prove
from chappe.testing.person import API
from chappe.testing.world import World

THREE = Settings(dcs=3)


async def show_qr(client: Client, **more: Any) -> Any:
    asked = {**API, "except_ids": [], **more}
    return await client.call("auth.exportLoginToken", **asked)


async def resident(world: World, dc: int, name: str = "Ada") -> Client:
    """Somebody with a test number, at home at a data center."""
    client = await world.client(dc=dc)
    phone = f"99966{dc}0007"
    sent = await send_code(client, phone)
    await show_code(client, sent, str(dc) * 5, phone)
    await sign_up(client, sent, name, phone)
    return client


async def test_a_qr_code_is_shown_scanned_and_opens_the_account(world: World) -> None:
    first, second = await newcomer(world), await world.client()
    shown = await show_qr(second)
    assert shown.expires == int(world.clock.now()) + 30
    login = await first.call("auth.acceptLoginToken", token=shown.token)
    assert (login.device_model, login.password_pending) == ("Testing", False)
    await world.settle()
    (told,) = second.updates
    assert told.update.NAME == "updateLoginToken"
    done = await show_qr(second)
    assert done.NAME == "auth.loginTokenSuccess"
    assert done.authorization.user.phone == PHONE
    listed: Any = await first.call("account.getAuthorizations")
    assert listed.authorizations[1].hash == login.hash
    assert not listed.authorizations[1].unconfirmed


async def test_nobody_else_is_told_and_a_new_code_replaces_the_one_before(world: World) -> None:
    first, second = await newcomer(world), await world.client()
    bystander = await world.client()
    await show_qr(bystander)
    old = await show_qr(second)
    new = await show_qr(second)
    said = await refusal(first.call("auth.acceptLoginToken", token=old.token))
    assert said == "400 AUTH_TOKEN_INVALID"
    assert await first.call("auth.acceptLoginToken", token=new.token)
    await world.settle()
    assert bystander.updates == []
    assert (await show_qr(bystander)).NAME == "auth.loginToken"


async def test_a_qr_code_is_accepted_once_in_time_and_for_others(world: World) -> None:
    first, second = await newcomer(world), await world.client()
    me: Any = await first.call("users.getUsers", id=[first.schema.make("inputUserSelf")])

    async def accept(token: bytes) -> str:
        return await refusal(first.call("auth.acceptLoginToken", token=token))

    assert await accept(b"unknown") == "400 AUTH_TOKEN_INVALID"
    mine = await show_qr(second, except_ids=[me[0].id])
    assert await accept(mine.token) == "400 AUTH_TOKEN_EXCEPTION"
    shown = await show_qr(second)
    assert await first.call("auth.acceptLoginToken", token=shown.token)
    assert await accept(shown.token) == "400 AUTH_TOKEN_ALREADY_ACCEPTED"
    third = await world.client()
    late = await show_qr(third)
    world.advance(30)
    assert await accept(late.token) == "400 AUTH_TOKEN_EXPIRED"


async def test_a_token_is_imported_where_it_was_accepted(world: World) -> None:
    first, second = await newcomer(world), await world.client()
    third = await world.client()
    shown = await show_qr(second)

    async def take(token: bytes) -> str:
        return await refusal(third.call("auth.importLoginToken", token=token))

    assert await take(b"unknown") == "400 AUTH_TOKEN_INVALID"
    assert await take(shown.token) == "400 AUTH_TOKEN_INVALID"
    await first.call("auth.acceptLoginToken", token=shown.token)
    done: Any = await third.call("auth.importLoginToken", token=shown.token)
    assert done.authorization.user.phone == PHONE
    assert await take(shown.token) == "400 AUTH_TOKEN_INVALID"
    fourth = await show_qr(second)
    await first.call("auth.acceptLoginToken", token=fourth.token)
    later(world, 301, third)
    assert await take(fourth.token) == "400 AUTH_TOKEN_EXPIRED"


async def test_the_password_is_asked_for_after_the_qr_code(world: World) -> None:
    first, second = await newcomer(world), await world.client()
    asked = await first.call("account.getPassword")
    await first.call(
        "account.updatePasswordSettings",
        password=first.schema.make("inputCheckPasswordEmpty"),
        new_settings=new_settings(first.schema, asked, "correct horse"),
    )
    shown = await show_qr(second)
    login: Any = await first.call("auth.acceptLoginToken", token=shown.token)
    assert login.password_pending
    assert await refusal(show_qr(second)) == "401 SESSION_PASSWORD_NEEDED"
    proof = prove(second.schema, await second.call("account.getPassword"), "correct horse")
    assert await second.call("auth.checkPassword", password=proof)


async def test_a_number_of_another_data_center_is_sent_there(worlds: Worlds) -> None:
    async with worlds(THREE) as world:
        await resident(world, 3)
        client = await world.client(dc=1)
        assert await refusal(send_code(client, "9996630007")) == "303 PHONE_MIGRATE_3"
        assert await refusal(send_code(client, "9996621234")) == "303 PHONE_MIGRATE_2"
        assert await send_code(client, PHONE)


async def test_one_who_is_at_home_elsewhere_is_sent_there_with_the_token(
    worlds: Worlds,
) -> None:
    async with worlds(THREE) as world:
        ada, client = await resident(world, 2), await world.client(dc=1)
        shown = await show_qr(client)
        await ada.call("auth.acceptLoginToken", token=shown.token)
        moved = await show_qr(client)
        assert (moved.NAME, moved.dc_id) == ("auth.loginTokenMigrateTo", 2)
        there = await world.client(dc=2)
        done: Any = await there.call("auth.importLoginToken", token=moved.token)
        assert done.authorization.user.phone == "9996620007"
        assert await refusal(client.call("updates.getState")) == "401 AUTH_KEY_UNREGISTERED"


async def copy_to(world: World, client: Client, dc: int) -> Client:
    out: Any = await client.call("auth.exportAuthorization", dc_id=dc)
    there = await world.client(dc=dc)
    await there.call("auth.importAuthorization", id=out.id, bytes=out.bytes)
    return there


async def test_a_copied_login_is_for_files_and_everything_else_is_sent_home(
    worlds: Worlds,
) -> None:
    async with worlds(THREE) as world:
        ada = await resident(world, 2)
        there = await copy_to(world, ada, 3)
        assert await there.call("help.getConfig")
        part = {"file_id": 1, "file_part": 0, "bytes": b"x"}
        assert await there.call("upload.saveFilePart", **part)
        for method, fields in (
            ("updates.getState", {}),
            ("messages.getPinnedDialogs", {"folder_id": 0}),
            ("account.getAuthorizations", {}),
        ):
            assert await refusal(there.call(method, **fields)) == "303 USER_MIGRATE_2"
        listed: Any = await ada.call("account.getAuthorizations")
        assert len(listed.authorizations) == 1


async def test_a_copied_login_hears_nothing_and_ends_with_its_own(worlds: Worlds) -> None:
    async with worlds(THREE) as world:
        ada, bob = await resident(world, 2), await world.person("Bob", dc=2)
        there = await copy_to(world, ada, 1)
        await there.call("help.getConfig")
        self: Any = (await ada.call("users.getUsers", id=[ada.schema.make("inputUserSelf")]))[0]
        peer = bob.make("inputPeerUser", user_id=self.id, access_hash=bob.access_hash(self.id))
        await bob.call("messages.sendMessage", peer=peer, message="hi", random_id=1)
        await world.settle()
        assert there.updates == []
        await ada.call("auth.logOut")
        await world.settle()  # another node hears of it
        assert await refusal(
            there.call("upload.saveFilePart", file_id=1, file_part=0, bytes=b"")
        ) == ("401 AUTH_KEY_UNREGISTERED")


@pytest.mark.parametrize("dc", [0, 2, 4, -1])
async def test_there_is_no_way_to_a_data_center_that_is_none(worlds: Worlds, dc: int) -> None:
    async with worlds(THREE) as world:
        ada = await resident(world, 2)
        said = await refusal(ada.call("auth.exportAuthorization", dc_id=dc))
        assert said == "400 DC_ID_INVALID"


async def test_an_exported_login_is_taken_once_in_time_at_its_place_by_its_user(
    worlds: Worlds,
) -> None:
    async with worlds(THREE) as world:
        ada = await resident(world, 2)

        async def take(client: Client, out: Any, **other: Any) -> str:
            said = {"id": out.id, "bytes": out.bytes, **other}
            return await refusal(client.call("auth.importAuthorization", **said))

        async def export(dc: int) -> Any:
            return await ada.call("auth.exportAuthorization", dc_id=dc)

        three, one = await world.client(dc=3), await world.client(dc=1)
        invalid = "400 AUTH_BYTES_INVALID"
        assert await take(three, await export(3), bytes=b"unknown") == invalid
        assert await take(three, await export(3), id=1) == "400 USER_ID_INVALID"
        assert await take(one, await export(3)) == invalid
        out = await export(3)
        assert await three.call("auth.importAuthorization", id=out.id, bytes=out.bytes)
        assert await take(three, out) == invalid
        late = await export(1)
        later(world, 301)
        one.start_again(world.pipe(dc=1))
        assert await take(one, late) == invalid


async def test_in_a_single_data_center_a_copy_is_as_good_as_the_login(world: World) -> None:
    first = await newcomer(world)
    there = await copy_to(world, first, 4)
    assert await there.call("updates.getState")
    assert await there.call("auth.logOut")
    assert await first.call("updates.getState")


async def test_a_copy_takes_the_place_of_nobody_s_own_login_but_of_another_s(
    world: World,
) -> None:
    first, second = await newcomer(world), await newcomer(world, "14155552671")

    async def take(client: Client) -> Any:
        out: Any = await first.call("auth.exportAuthorization", dc_id=4)
        return await client.call("auth.importAuthorization", id=out.id, bytes=out.bytes)

    assert (await take(first)).user.phone == PHONE
    listed: Any = await first.call("account.getAuthorizations")
    assert [each.current for each in listed.authorizations] == [True]
    assert (await take(second)).user.phone == PHONE
    assert (await take(second)).user.phone == PHONE
    me: Any = await second.call("users.getUsers", id=[second.schema.make("inputUserSelf")])
    assert me[0].phone == PHONE


@pytest.mark.parametrize("layer", [23, 132, 133, 229])
async def test_logins_are_copied_in_every_layer(world: World, layer: int) -> None:
    ada = await world.person("Ada", layer=layer)
    there = await world.another(ada, layer=layer)
    assert await there.call("updates.getState")
