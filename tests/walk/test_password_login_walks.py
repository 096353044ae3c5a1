"""Signing in to an account that has a password."""

from typing import Any

from logins import PHONE, app_code, code_of, later, newcomer, refusal, send_code, show_code
from logins import sign_up as make_account

from chappe.testing.client import Client
from chappe.testing.password import new_settings, prove
from chappe.testing.person import API
from chappe.testing.world import World

NEEDED = "401 SESSION_PASSWORD_NEEDED"
ADDRESS = "ada@example.org"
DAY = 86_400


async def set_password(world: World, client: Client, email: str | None = None) -> None:
    asked = await client.call("account.getPassword")
    more = {} if email is None else {"email": email}
    done = client.call(
        "account.updatePasswordSettings",
        password=client.schema.make("inputCheckPasswordEmpty"),
        new_settings=new_settings(client.schema, asked, "correct horse", **more),
    )
    if email is None:
        assert await done
        return
    assert await refusal(done) == "400 EMAIL_UNCONFIRMED_6"
    await client.call("account.confirmPasswordEmail", code=world.outbox.code_for(email))


async def come(world: World, first: Client) -> Client:
    """A device that has shown the code, and is asked for the password."""
    client = await world.client()
    sent = await send_code(client)
    assert await refusal(show_code(client, sent, await app_code(first))) == NEEDED
    return client


async def proof(client: Client, password: str = "correct horse") -> Any:
    return prove(client.schema, await client.call("account.getPassword"), password)


async def test_the_password_is_asked_for_after_the_code(world: World) -> None:
    first = await newcomer(world)
    await set_password(world, first)
    second = await come(world, first)
    unregistered = "401 AUTH_KEY_UNREGISTERED"
    assert await refusal(second.call("updates.getState")) == unregistered
    wrong = await proof(second, "battery staple")
    said = await refusal(second.call("auth.checkPassword", password=wrong))
    assert said == "400 PASSWORD_HASH_INVALID"
    signed: Any = await second.call("auth.checkPassword", password=await proof(second))
    assert signed.user.phone == PHONE
    assert await second.call("updates.getState")


async def test_nobody_is_asked_for_a_password_before_the_code(world: World) -> None:
    first = await newcomer(world)
    await set_password(world, first)
    stranger = await world.client()
    known = await proof(first)
    for method, fields in (
        ("auth.checkPassword", {"password": known}),
        ("auth.recoverPassword", {"code": "1"}),
        ("account.deleteAccount", {"reason": ""}),
    ):
        said = await refusal(stranger.call(method, **fields))
        assert said == "401 AUTH_KEY_UNREGISTERED"


async def test_an_app_from_before_layer_91_cannot_prove_a_password(world: World) -> None:
    first = await newcomer(world)
    old = await world.client(layer=68)
    await first.call("updates.getState")
    sent: Any = await old.call("auth.sendCode", phone_number=PHONE, **API)
    assert await show_code(old, sent, await app_code(first))
    assert (await old.call("account.getPassword")).NAME == "account.noPassword"
    await set_password(world, first)
    assert (await old.call("account.getPassword")).NAME == "account.password"
    older = await world.client(layer=90)
    sent = await older.call("auth.sendCode", phone_number=PHONE, **API)
    said = await refusal(show_code(older, sent, await app_code(first)))
    assert said == "406 UPDATE_APP_TO_LOGIN"


async def test_in_an_account_with_one_device_the_password_keeps_it_as_well(
    world: World,
) -> None:
    first = await newcomer(world)
    await set_password(world, first)
    later(world, 8 * DAY, first)
    said = await refusal(first.call("account.deleteAccount", reason="a stolen phone"))
    assert said == f"420 2FA_CONFIRM_WAIT_{7 * DAY}"


async def test_the_code_is_worth_nothing_a_day_later(world: World) -> None:
    first = await newcomer(world)
    await set_password(world, first)
    second = await come(world, first)
    later(world, DAY, second)
    assert await refusal(second.call("account.getPassword")) == "401 AUTH_KEY_UNREGISTERED"


async def test_a_token_of_a_log_out_opens_no_account_with_a_password_by_itself(
    world: World,
) -> None:
    first = await newcomer(world)
    await set_password(world, first)
    out: Any = await first.call("auth.logOut")
    back = send_code(first, logout_tokens=[out.future_auth_token])
    assert await refusal(back) == NEEDED
    assert await first.call("auth.checkPassword", password=await proof(first))


async def test_a_forgotten_password_is_recovered_and_taken_away(world: World) -> None:
    first = await newcomer(world)
    await set_password(world, first, ADDRESS)
    second = await come(world, first)
    assert (await second.call("auth.requestPasswordRecovery")).email_pattern
    for shown, error in (("", "CODE_EMPTY"), ("x", "CODE_INVALID")):
        said = await refusal(second.call("auth.recoverPassword", code=shown))
        assert said == f"400 {error}"
    code = world.outbox.code_for(ADDRESS)
    signed: Any = await second.call("auth.recoverPassword", code=code)
    assert signed.user.phone == PHONE
    assert not (await second.call("account.getPassword")).has_password


async def test_a_forgotten_password_is_recovered_and_set_anew(world: World) -> None:
    first = await newcomer(world)
    await set_password(world, first, ADDRESS)
    second = await come(world, first)
    await second.call("auth.requestPasswordRecovery")
    asked = await second.call("account.getPassword")
    code = world.outbox.code_for(ADDRESS)
    bare = second.schema.make("account.passwordInputSettings", email=ADDRESS)
    said = await refusal(second.call("auth.recoverPassword", code=code, new_settings=bare))
    assert said == "400 NEW_SETTINGS_INVALID"
    wish = new_settings(second.schema, asked, "battery staple")
    assert await second.call("auth.recoverPassword", code=code, new_settings=wish)
    shown: Any = await second.call("account.getPassword")
    assert shown.has_password
    assert shown.has_recovery
    assert await second.call(
        "account.getPasswordSettings", password=await proof(second, "battery staple")
    )


async def test_who_is_signed_in_recovers_the_password_as_well(world: World) -> None:
    first = await newcomer(world)
    await set_password(world, first, ADDRESS)
    await first.call("auth.requestPasswordRecovery")
    code = world.outbox.code_for(ADDRESS)
    signed: Any = await first.call("auth.recoverPassword", code=code)
    assert signed.user.phone == PHONE
    said = await refusal(first.call("auth.recoverPassword", code=code))
    assert said == "400 PASSWORD_RECOVERY_EXPIRED"


async def test_an_account_with_its_password_is_deleted_at_once(world: World) -> None:
    first = await newcomer(world)
    await set_password(world, first)
    wrong = await proof(first, "battery staple")
    said = await refusal(first.call("account.deleteAccount", reason="", password=wrong))
    assert said == "400 PASSWORD_HASH_INVALID"
    known = await proof(first)
    assert await first.call("account.deleteAccount", reason="", password=known)
    assert await refusal(first.call("updates.getState")) == "401 AUTH_KEY_UNREGISTERED"


async def test_without_a_password_an_account_is_deleted_and_its_number_is_free(
    world: World,
) -> None:
    first = await newcomer(world)
    assert await first.call("account.deleteAccount", reason="tired")
    again = await newcomer(world)
    assert await again.call("updates.getState")


async def test_without_knowing_the_password_of_an_account_in_use_one_waits_a_week(
    world: World,
) -> None:
    first = await newcomer(world)
    await set_password(world, first)
    later(world, 8 * DAY, first)
    second = await come(world, first)
    said = await refusal(second.call("account.deleteAccount", reason="forgot"))
    assert said == f"420 2FA_CONFIRM_WAIT_{7 * DAY}"
    later(world, DAY - 60, second)
    said = await refusal(second.call("account.deleteAccount", reason="forgot"))
    assert said == f"420 2FA_CONFIRM_WAIT_{6 * DAY + 60}"
    later(world, 6 * DAY + 60, first)
    second = await come(world, first)
    assert await second.call("account.deleteAccount", reason="forgot")
    first.start_again(world.pipe())
    assert await refusal(first.call("updates.getState")) == "401 AUTH_KEY_UNREGISTERED"


async def test_a_password_that_was_set_just_now_delays_nothing_and_the_number_is_used_anew(
    world: World,
) -> None:
    first = await newcomer(world)
    await set_password(world, first)
    second = await world.client()
    sent = await send_code(second)
    assert await refusal(show_code(second, sent, await app_code(first))) == NEEDED
    assert await second.call("account.deleteAccount", reason="forgot")
    made = await make_account(second, sent, "Ada again")
    assert made.user.first_name == "Ada again"


async def confirmation(client: Client) -> str:
    history: Any = await client.call(
        "messages.getHistory",
        peer=client.schema.make("inputPeerUser", user_id=777000, access_hash=0),
        offset_id=0,
        offset_date=0,
        add_offset=0,
        limit=10,
        max_id=0,
        min_id=0,
        hash=0,
    )
    return next(m.message for m in history.messages if "hash=" in m.message).split("hash=")[1]


async def test_the_owner_calls_a_deletion_off_with_a_code(world: World) -> None:
    first = await newcomer(world)
    await set_password(world, first)
    later(world, 8 * DAY, first)
    second = await come(world, first)
    await refusal(second.call("account.deleteAccount", reason="forgot"))
    token = await confirmation(first)
    settings = first.schema.make("codeSettings")
    asked = {"settings": settings, "hash": "unknown"}
    assert await refusal(first.call("account.sendConfirmPhoneCode", **asked)) == (
        "400 HASH_INVALID"
    )
    asked["hash"] = token
    sent: Any = await first.call("account.sendConfirmPhoneCode", **asked)
    shown = {"phone_code_hash": sent.phone_code_hash}
    code = code_of(world)
    wrong = "00000" if code != "00000" else "11111"
    for given, error in (("", "PHONE_CODE_EMPTY"), (wrong, "PHONE_CODE_INVALID")):
        said = await refusal(first.call("account.confirmPhone", **shown, phone_code=given))
        assert said == f"400 {error}"
    said = await refusal(second.call("account.confirmPhone", **shown, phone_code=code))
    assert said == "401 AUTH_KEY_UNREGISTERED"
    assert await first.call("account.confirmPhone", **shown, phone_code=code)
    said = await refusal(first.call("account.confirmPhone", **shown, phone_code=code))
    assert said == "400 CODE_HASH_INVALID"
    said = await refusal(second.call("account.deleteAccount", reason="forgot"))
    assert said == f"420 2FA_CONFIRM_WAIT_{7 * DAY}"
