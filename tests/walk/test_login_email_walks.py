"""Login addresses: set up in the middle of a login, used in the place of the phone, changed, given up."""

from collections.abc import AsyncIterator
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
)

from chappe.config import Settings
from chappe.testing.client import Client
from chappe.testing.world import World

ADDRESS = "ada.lovelace@example.org"
PATTERN = "ad***e@example.org"
DAY = 86_400


@pytest.fixture
async def strict(worlds: Worlds) -> AsyncIterator[World]:
    async with worlds(Settings(login_email=True)) as world:
        yield world


def setup_of(client: Client, sent: Any, phone: str = PHONE) -> Any:
    return client.schema.make(
        "emailVerifyPurposeLoginSetup",
        phone_number=phone,
        phone_code_hash=sent.phone_code_hash,
    )


def digits(client: Client, code: str) -> Any:
    return client.schema.make("emailVerificationCode", code=code)


async def ask(client: Client, purpose: Any, email: str = ADDRESS) -> Any:
    return await client.call("account.sendVerifyEmailCode", purpose=purpose, email=email)


async def prove(client: Client, purpose: Any, code: str) -> Any:
    shown = digits(client, code)
    return await client.call("account.verifyEmail", purpose=purpose, verification=shown)


async def with_address(world: World) -> Client:
    """An account without a device and with a login address."""
    client = await newcomer(world)
    await client.call("auth.logOut")
    sent = await send_code(client)
    assert sent.type.NAME == "auth.sentCodeTypeSetUpEmailRequired"
    purpose = setup_of(client, sent)
    asked = await ask(client, purpose)
    assert (asked.email_pattern, asked.length) == (PATTERN, 6)
    proven = await prove(client, purpose, world.outbox.code_for(ADDRESS))
    assert proven.email == ADDRESS
    code = proven.sent_code
    assert code.type.NAME == "auth.sentCodeTypeSms"
    assert (await show_code(client, code, code_of(world))).user.phone == PHONE
    return client


async def test_an_address_is_asked_for_in_the_middle_of_a_login(strict: World) -> None:
    client = await with_address(strict)
    assert (await client.call("account.getPassword")).login_email_pattern == PATTERN


async def test_the_next_code_goes_there_when_there_is_no_other_device(strict: World) -> None:
    client = await with_address(strict)
    second = await strict.client()
    assert (await send_code(second)).type.NAME == "auth.sentCodeTypeApp"
    await client.call("auth.logOut")
    sent = await send_code(client)
    assert (sent.type.NAME, sent.type.email_pattern, sent.type.length) == (
        "auth.sentCodeTypeEmailCode",
        PATTERN,
        6,
    )
    shown = digits(client, strict.outbox.code_for(ADDRESS))
    signed: Any = await client.call(
        "auth.signIn",
        phone_number=PHONE,
        phone_code_hash=sent.phone_code_hash,
        email_verification=shown,
    )
    assert signed.user.phone == PHONE


async def test_an_app_that_knows_of_no_addresses_is_not_asked_for_one(strict: World) -> None:
    client = await newcomer(strict)
    await client.call("auth.logOut")
    old = await strict.client(layer=144)
    assert (await send_code(old)).type.NAME == "auth.sentCodeTypeSms"


async def test_an_address_alone_opens_no_account(strict: World) -> None:
    """Whoever knows a number and has any address must not get in by that."""
    owner = await newcomer(strict)
    thief = await strict.client()
    sent = await send_code(thief)
    purpose = setup_of(thief, sent)
    await ask(thief, purpose, "thief@example.org")
    proven = await prove(thief, purpose, strict.outbox.code_for("thief@example.org"))
    assert proven.sent_code.type.NAME == "auth.sentCodeTypeApp"
    await owner.call("auth.logOut")
    again = await send_code(await strict.client())
    assert again.type.NAME == "auth.sentCodeTypeSetUpEmailRequired"


async def test_nothing_is_set_up_where_nothing_is_asked_for(world: World) -> None:
    client = await newcomer(world)
    await client.call("auth.logOut")
    sent = await send_code(client)
    assert await refusal(ask(client, setup_of(client, sent))) == "400 EMAIL_NOT_ALLOWED"
    sent.phone_code_hash = "unknown"
    assert await refusal(ask(client, setup_of(client, sent))) == "400 PHONE_HASH_EXPIRED"
    nobody = setup_of(client, sent, "12")
    assert await refusal(ask(client, nobody)) == "400 PHONE_NUMBER_INVALID"


@pytest.mark.parametrize("name", ["Passport", "LoginChange"])
async def test_other_purposes_have_their_own_refusals(world: World, name: str) -> None:
    client, stranger = await newcomer(world), await world.client()
    purpose = client.schema.make(f"emailVerifyPurpose{name}")
    mine, theirs = {
        "Passport": ("400 EMAIL_NOT_ALLOWED", "400 EMAIL_NOT_ALLOWED"),
        "LoginChange": ("400 EMAIL_NOT_SETUP", "401 AUTH_KEY_UNREGISTERED"),
    }[name]
    assert await refusal(ask(client, purpose)) == mine
    assert await refusal(prove(client, purpose, "1")) == mine
    assert await refusal(ask(stranger, purpose)) == theirs
    assert await refusal(prove(stranger, purpose, "1")) == theirs


async def test_an_address_that_is_none_or_not_proven_is_refused(strict: World) -> None:
    client = await newcomer(strict)
    await client.call("auth.logOut")
    sent = await send_code(client)
    purpose = setup_of(client, sent)
    assert await refusal(ask(client, purpose, "nobody")) == "400 EMAIL_INVALID"
    assert await refusal(prove(client, purpose, "1")) == "400 EMAIL_VERIFY_EXPIRED"
    strict.outbox.broken = True
    assert await refusal(ask(client, purpose)) == "400 EMAIL_NOT_ALLOWED"
    strict.outbox.broken = False
    await ask(client, purpose)
    assert await refusal(prove(client, purpose, "x")) == "400 CODE_INVALID"
    google = client.schema.make("emailVerificationGoogle", token="x")
    asked = client.call("account.verifyEmail", purpose=purpose, verification=google)
    assert await refusal(asked) == "400 EMAIL_NOT_ALLOWED"
    code = strict.outbox.code_for(ADDRESS)
    later(strict, 1801, client)
    assert await refusal(prove(client, purpose, code)) == "400 PHONE_HASH_EXPIRED"


async def test_an_address_is_changed_by_its_owner(strict: World) -> None:
    client = await with_address(strict)
    purpose = client.schema.make("emailVerifyPurposeLoginChange")
    await ask(client, purpose, "other@example.org")
    assert await refusal(prove(client, purpose, "x")) == "400 CODE_INVALID"
    code = strict.outbox.code_for("other@example.org")
    assert (await prove(client, purpose, code)).email == "other@example.org"
    assert await refusal(prove(client, purpose, code)) == "400 EMAIL_VERIFY_EXPIRED"
    shown: Any = await client.call("account.getPassword")
    assert shown.login_email_pattern == "ot***r@example.org"


async def test_an_address_that_cannot_be_read_is_given_up_after_a_week(strict: World) -> None:
    client = await with_address(strict)
    await client.call("auth.logOut")
    sent = await send_code(client)
    named = {"phone_number": PHONE, "phone_code_hash": sent.phone_code_hash}
    reset: Any = await client.call("auth.resetLoginEmail", **named)
    due = int(strict.clock.now()) + 7 * DAY
    assert reset.type.reset_pending_date == due
    said = await refusal(client.call("auth.resetLoginEmail", **named))
    assert said == "400 TASK_ALREADY_EXISTS"
    later(strict, DAY, client)
    assert (await send_code(client)).type.reset_pending_date == due
    later(strict, 6 * DAY, client)
    again = await send_code(client)
    assert again.type.NAME == "auth.sentCodeTypeSetUpEmailRequired"


async def test_only_a_code_by_e_mail_resets_the_address(strict: World) -> None:
    client = await with_address(strict)
    second = await strict.client()
    sent = await send_code(second)
    named = {"phone_number": PHONE, "phone_code_hash": sent.phone_code_hash}
    said = await refusal(second.call("auth.resetLoginEmail", **named))
    assert said == "400 EMAIL_INSTALL_MISSING"
    named["phone_code_hash"] = ""
    said = await refusal(second.call("auth.resetLoginEmail", **named))
    assert said == "400 PHONE_CODE_HASH_EMPTY"
    named["phone_code_hash"] = "unknown"
    said = await refusal(second.call("auth.resetLoginEmail", **named))
    assert said == "400 PHONE_CODE_EXPIRED"
    assert await show_code(second, sent, await app_code(client))
