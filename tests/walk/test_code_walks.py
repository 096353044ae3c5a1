"""Login codes over the wire: sent, sent again, shown, guessed at, forgotten."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from logins import (
    PHONE,
    Worlds,
    app_code,
    code_of,
    later,
    newcomer,
    refusal,
    send_code,
    show_code,
    sign_up,
    wrong,
)

from chappe.config import Profile, Settings
from chappe.features.apps import actions
from chappe.features.codes import bans
from chappe.features.codes.model import LETTERS_PER_DAY_MAX, TRIES_MAX
from chappe.testing.client import Client, Refused
from chappe.testing.person import API
from chappe.testing.world import World
from chappe.updates.viewer import Viewer

PRODUCTION = Settings(profile=Profile.PRODUCTION, couriers=("https://codes.example.org/",))
REAL = "14155552671"
HASH = "0123456789abcdef" * 2


async def test_a_new_number_gets_a_code_by_phone_and_then_an_account(world: World) -> None:
    client = await world.client()
    sent = await send_code(client, "+1 (202) 555-0111")
    assert sent.type.NAME == "auth.sentCodeTypeSms"
    assert (sent.type.length, sent.timeout) == (5, 60)
    assert sent.next_type.NAME == "auth.codeTypeSms"
    assert not sent.phone_registered
    code = code_of(world)
    answer = await show_code(client, sent, code)
    assert answer.NAME == "auth.authorizationSignUpRequired"
    signed = await sign_up(client, sent)
    assert signed.user.self
    assert (signed.user.first_name, signed.user.phone) == ("Ada", PHONE)
    assert len(signed.future_auth_token) == 32
    assert (await client.call("updates.getState")).pts == 1


async def test_a_known_number_gets_its_code_on_the_other_devices(world: World) -> None:
    first = await newcomer(world)
    letters = len(world.outbox.letters)
    second = await world.client()
    sent = await send_code(second)
    assert sent.type.NAME == "auth.sentCodeTypeApp"
    assert sent.timeout is None
    assert len(world.outbox.letters) == letters
    signed = await show_code(second, sent, await app_code(first))
    assert signed.user.phone == PHONE
    assert signed.user.first_name == "Ada"


async def test_the_other_devices_hear_of_a_new_one(world: World) -> None:
    first = await newcomer(world)
    await first.call("updates.getState")
    second = await world.client()
    sent = await send_code(second)
    await show_code(second, sent, await app_code(first))
    await world.settle()
    pushed = [update for each in first.updates for update in each.updates]
    (told,) = [each for each in pushed if each.NAME == "updateNewAuthorization"]
    assert told.unconfirmed
    assert told.device == "Testing, 1, app 1"
    assert told.date == int(world.clock.now())
    texts = [each.message.message for each in pushed if each.NAME == "updateNewMessage"]
    assert [text.split()[0] for text in texts] == ["Login", "Ada,"]


@pytest.mark.parametrize("layer", [68, 104])
async def test_before_layer_105_an_unknown_number_is_an_error_and_sign_up_brings_the_code(
    world: World, layer: int
) -> None:
    client = await world.client(layer=layer)
    fields = {"phone_number": PHONE, **API}
    if layer > 94:
        fields["settings"] = client.schema.make("codeSettings")
    sent: Any = await client.call("auth.sendCode", **fields)
    assert not sent.phone_registered
    code = code_of(world)
    said = await refusal(show_code(client, sent, code))
    assert said == "400 PHONE_NUMBER_UNOCCUPIED"
    names = {"first_name": "Ada", "last_name": ""}
    shown = {"phone_number": PHONE, "phone_code_hash": sent.phone_code_hash}
    signed: Any = await client.call("auth.signUp", **shown, phone_code=code, **names)
    assert signed.user.phone == PHONE


async def test_an_old_client_makes_an_account_with_the_code_alone(world: World) -> None:
    client = await world.client(layer=68)
    sent: Any = await client.call("auth.sendCode", phone_number=PHONE, **API)
    names = {"first_name": "Ada", "last_name": ""}
    shown = {"phone_number": PHONE, "phone_code_hash": sent.phone_code_hash}
    code = code_of(world)
    said = await refusal(client.call("auth.signUp", **shown, phone_code=wrong(code), **names))
    assert said == "400 PHONE_CODE_INVALID"
    assert await client.call("auth.signUp", **shown, phone_code=code, **names)
    again: Any = await client.call("auth.sendCode", phone_number=PHONE, **API)
    assert again.phone_registered


NO_NUMBERS = ["", "123", "abc", "1 202 555 0111 ext", "99966400001", "0" * 20, "1" * 5000]


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("auth.sendCode", {**API}),
        ("auth.resendCode", {"phone_code_hash": "x"}),
        ("auth.cancelCode", {"phone_code_hash": "x"}),
        ("auth.reportMissingCode", {"phone_code_hash": "x", "mnc": ""}),
        ("auth.signIn", {"phone_code_hash": "x", "phone_code": "1"}),
        ("auth.signUp", {"phone_code_hash": "x", "first_name": "A", "last_name": ""}),
    ],
)
async def test_what_is_no_number_is_refused(
    world: World, method: str, fields: dict[str, object]
) -> None:
    client = await world.client()
    if method == "auth.sendCode":
        fields = {**fields, "settings": client.schema.make("codeSettings")}
    for phone in NO_NUMBERS:
        said = await refusal(client.call(method, phone_number=phone, **fields))
        assert said == "400 PHONE_NUMBER_INVALID"


@pytest.mark.parametrize("phone", [PHONE, "9996620001"])
async def test_production_wants_numbers_that_are_given_out(worlds: Worlds, phone: str) -> None:
    async with worlds(PRODUCTION) as world:
        client = await world.client()
        # 202 555 01xx is kept for films; test numbers are for tests.
        if phone == PHONE:
            phone = "12"
        assert await refusal(send_code(client, phone)) == "400 PHONE_NUMBER_INVALID"


async def registered(world: World) -> Client:
    async with world.node.database.transaction(write=True) as tx:
        await actions.create(tx, 1, "Testing", pair=(API["api_id"], HASH))
    return await world.client()


async def ask(client: Client, api_id: int, api_hash: str) -> Any:
    settings = client.schema.make("codeSettings")
    asked = {"api_id": api_id, "api_hash": api_hash, "settings": settings}
    return await client.call("auth.sendCode", phone_number=REAL, **asked)


async def test_production_wants_a_registered_application_and_dev_does_not(
    worlds: Worlds,
) -> None:
    async with worlds(PRODUCTION) as world:
        client = await registered(world)
        assert await refusal(ask(client, 7, HASH)) == "400 API_ID_INVALID"
        assert await refusal(ask(client, 12345, "x")) == "400 API_ID_INVALID"
        assert await refusal(ask(client, 2040, HASH)) == "400 API_ID_PUBLISHED_FLOOD"
        qr = await refusal(
            client.call("auth.exportLoginToken", api_id=7, api_hash="", except_ids=[])
        )
        assert qr == "400 API_ID_INVALID"
        assert await ask(client, 12345, HASH)
    async with worlds() as world:
        client = await world.client()
        assert await ask(client, 7, "anything")
        assert await refusal(ask(client, 0, "")) == "400 API_ID_INVALID"


async def test_in_production_a_number_gets_so_many_codes_a_day(worlds: Worlds) -> None:
    async with worlds(PRODUCTION) as world:
        client = await registered(world)
        for _ in range(LETTERS_PER_DAY_MAX):
            await ask(client, 12345, HASH)
        assert await refusal(ask(client, 12345, HASH)) == "400 PHONE_NUMBER_FLOOD"
        later(world, 86_400, client)
        assert await ask(client, 12345, HASH)
    async with worlds() as world:
        client = await world.client()
        for _ in range(LETTERS_PER_DAY_MAX + 1):
            await send_code(client)


async def test_a_code_that_cannot_be_delivered_is_told(world: World) -> None:
    client = await world.client()
    world.outbox.broken = True
    assert await refusal(send_code(client)) == "400 SMS_CODE_CREATE_FAILED"


async def test_a_code_is_sent_again_after_a_minute_twice(world: World) -> None:
    client = await world.client()
    sent = await send_code(client)
    again = {"phone_number": PHONE, "phone_code_hash": sent.phone_code_hash}
    assert await refusal(client.call("auth.resendCode", **again)) == (
        "406 SEND_CODE_UNAVAILABLE"
    )
    for left in (True, False):
        later(world, 60, client)
        resent = await client.call("auth.resendCode", **again)
        assert resent.phone_code_hash == sent.phone_code_hash
        assert (resent.next_type is not None) is left
    assert len({letter.code for letter in world.outbox.letters}) == 1
    later(world, 60, client)
    assert await refusal(client.call("auth.resendCode", **again)) == (
        "406 SEND_CODE_UNAVAILABLE"
    )
    assert await show_code(client, sent, code_of(world))


async def test_a_code_that_went_to_other_devices_can_be_had_by_phone(world: World) -> None:
    first = await newcomer(world)
    second = await world.client()
    sent = await send_code(second)
    resent = await second.call(
        "auth.resendCode", phone_number=PHONE, phone_code_hash=sent.phone_code_hash
    )
    assert resent.type.NAME == "auth.sentCodeTypeSms"
    assert code_of(world) == await app_code(first)
    assert (await show_code(second, resent, code_of(world))).user


async def test_a_cancelled_code_is_worth_nothing(world: World) -> None:
    client = await world.client()
    sent = await send_code(client)
    named = {"phone_number": PHONE, "phone_code_hash": sent.phone_code_hash}
    assert await client.call("auth.reportMissingCode", **named, mnc="001")
    assert await client.call("auth.cancelCode", **named)
    assert await refusal(client.call("auth.cancelCode", **named)) == ("400 PHONE_CODE_EXPIRED")
    assert await refusal(show_code(client, sent, code_of(world))) == ("400 PHONE_CODE_EXPIRED")


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("auth.resendCode", {}),
        ("auth.cancelCode", {}),
        ("auth.reportMissingCode", {"mnc": ""}),
        ("auth.signIn", {"phone_code": "12345"}),
        ("auth.signUp", {"first_name": "A", "last_name": ""}),
    ],
)
async def test_a_code_is_its_number_s_and_its_device_s(
    world: World, method: str, fields: dict[str, object]
) -> None:
    client, other = await world.client(), await world.client()
    sent = await send_code(client)
    fields["phone_code_hash"] = sent.phone_code_hash
    expired = "400 PHONE_CODE_EXPIRED"
    assert await refusal(other.call(method, phone_number=PHONE, **fields)) == expired
    assert await refusal(client.call(method, phone_number=REAL, **fields)) == expired
    fields["phone_code_hash"] = "unknown"
    assert await refusal(client.call(method, phone_number=PHONE, **fields)) == expired
    fields["phone_code_hash"] = ""
    said = await refusal(client.call(method, phone_number=PHONE, **fields))
    assert said == "400 PHONE_CODE_HASH_EMPTY"


async def test_a_wrong_code_is_counted_and_the_right_one_comes_too_late_then(
    world: World,
) -> None:
    client = await world.client()
    sent = await send_code(client)
    code = code_of(world)
    assert await refusal(show_code(client, sent, "")) == "400 PHONE_CODE_EMPTY"
    for _ in range(TRIES_MAX):
        said = await refusal(show_code(client, sent, wrong(code)))
        assert said == "400 PHONE_CODE_INVALID"
    assert await refusal(show_code(client, sent, code)) == "400 PHONE_CODE_EXPIRED"


async def test_a_code_is_good_for_five_minutes(world: World) -> None:
    client = await world.client()
    sent = await send_code(client)
    later(world, 300, client)
    assert await refusal(show_code(client, sent, code_of(world))) == ("400 PHONE_CODE_EXPIRED")


async def test_no_account_is_made_without_a_right_code(world: World) -> None:
    client = await world.client()
    sent = await send_code(client)
    assert await refusal(sign_up(client, sent)) == "400 PHONE_CODE_INVALID"


@pytest.mark.parametrize(
    ("first", "last", "error"),
    [
        ("", "", "FIRSTNAME_INVALID"),
        (" \0 ", "", "FIRSTNAME_INVALID"),
        ("Ada", " \0", "LASTNAME_INVALID"),
    ],
)
async def test_names_that_are_none_are_refused_and_may_be_said_again(
    world: World, first: str, last: str, error: str
) -> None:
    client = await world.client()
    sent = await send_code(client)
    await show_code(client, sent, code_of(world))
    named = {"phone_number": PHONE, "phone_code_hash": sent.phone_code_hash}
    said = await refusal(client.call("auth.signUp", **named, first_name=first, last_name=last))
    assert said == f"400 {error}"
    assert await sign_up(client, sent)


async def test_of_two_who_are_making_the_same_account_one_comes_too_late(world: World) -> None:
    one, two = await world.client(), await world.client()
    first, second = await send_code(one), await send_code(two)
    codes = [letter.code for letter in world.outbox.letters]
    await show_code(one, first, codes[0])
    await show_code(two, second, codes[1])
    await sign_up(one, first)
    assert await refusal(sign_up(two, second)) == "400 PHONE_NUMBER_OCCUPIED"


async def test_a_test_number_has_the_code_that_everybody_knows_and_nobody_is_written_to(
    world: World,
) -> None:
    client = await world.client()
    sent = await send_code(client, "99966 2 1234")
    assert (await show_code(client, sent, "22222", "9996621234")).NAME
    assert world.outbox.letters == []


async def test_a_code_that_was_seen_by_others_is_made_worthless(world: World) -> None:
    first = await newcomer(world)
    second = await world.client()
    sent = await send_code(second)
    code = await app_code(first)
    assert await first.call("account.invalidateSignInCodes", codes=["99999", code])
    assert await refusal(show_code(second, sent, code)) == "400 PHONE_CODE_EXPIRED"


async def test_a_code_that_is_sent_to_somebody_is_worthless(world: World) -> None:
    first, bob = await newcomer(world), await world.person("Bob")
    second = await world.client()
    sent = await send_code(second)
    code = await app_code(first)
    me: Any = await first.call("users.getUsers", id=[first.schema.make("inputUserSelf")])
    known = Viewer(me[0].id, world.node.secret, 0.0).access_hash(bob.user_id)
    peer = first.schema.make("inputPeerUser", user_id=bob.user_id, access_hash=known)
    said = {"peer": peer, "message": f"they want {code[:2]}-{code[2:]}", "random_id": 1}
    await first.call("messages.sendMessage", **said)
    assert await refusal(show_code(second, sent, code)) == "400 PHONE_CODE_EXPIRED"


async def test_a_device_that_signed_out_comes_back_without_a_code_once(world: World) -> None:
    client = await newcomer(world)
    out = await client.call("auth.logOut")
    tokens = [b"another", out.future_auth_token]
    back = await send_code(client, logout_tokens=tokens)
    assert back.NAME == "auth.sentCodeSuccess"
    assert back.authorization.user.phone == PHONE
    assert await client.call("updates.getState")
    await client.call("auth.logOut")
    again = await send_code(client, logout_tokens=tokens)
    assert again.NAME == "auth.sentCode"


async def test_a_token_is_good_for_its_own_account_and_not_for_ever(world: World) -> None:
    client = await newcomer(world)
    out = await client.call("auth.logOut")
    other = await newcomer(world, REAL)
    await other.call("auth.logOut")
    tokens = [out.future_auth_token]
    assert (await send_code(other, REAL, logout_tokens=tokens)).NAME == "auth.sentCode"
    later(world, 91 * 86_400, client)
    assert (await send_code(client, logout_tokens=tokens)).NAME == "auth.sentCode"


async def test_a_banned_number_is_let_in_no_more_and_nobody_changes_to_it(world: World) -> None:
    client = await newcomer(world, REAL)
    async with world.node.database.transaction(write=True) as tx:
        assert await bans.ban(tx, PHONE, 1)
        assert not await bans.ban(tx, PHONE, 2)
        assert await bans.every(tx) == [(PHONE, 1)]
    banned = "400 PHONE_NUMBER_BANNED"
    assert await refusal(send_code(await world.client())) == banned
    settings = client.schema.make("codeSettings")
    asked = client.call("account.sendChangePhoneCode", phone_number=PHONE, settings=settings)
    assert await refusal(asked) == banned
    async with world.node.database.transaction(write=True) as tx:
        assert await bans.unban(tx, PHONE)
        assert not await bans.unban(tx, PHONE)
    assert await send_code(client)


async def test_a_newcomer_is_told_the_terms_that_the_administrator_wrote(
    tmp_path: Path,
) -> None:
    (tmp_path / "help.json").write_text('{"terms": "Be kind.", "terms_age": 16}')
    async with World(Settings(data=tmp_path)) as world:
        client = await world.client()
        sent = await send_code(client)
        answer = await show_code(client, sent, code_of(world))
        terms = answer.terms_of_service
        assert (terms.text, terms.min_age_confirm) == ("Be kind.", 16)
        assert await sign_up(client, sent)


async def test_of_two_devices_with_the_same_token_one_is_let_in(world: World) -> None:
    client = await newcomer(world)
    out = await client.call("auth.logOut")
    others = [await world.client() for _ in range(2)]
    asked = [send_code(each, logout_tokens=[out.future_auth_token]) for each in others]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    names = [each.text if isinstance(each, Refused) else each.NAME for each in answers]
    assert names.count("auth.sentCodeSuccess") == 1
    assert set(names) <= {"auth.sentCodeSuccess", "auth.sentCode", "AUTH_RESTART"}
