"""Another number for an account, and the news that somebody has joined."""

from typing import Any

import pytest
from logins import PHONE, code_of, newcomer, refusal, send_code, show_code, sign_up, wrong

from chappe.testing.client import Client
from chappe.testing.world import World

OTHER = "14155552671"


async def ask_for(client: Client, phone: str = OTHER) -> Any:
    settings = client.schema.make("codeSettings")
    return await client.call(
        "account.sendChangePhoneCode", phone_number=phone, settings=settings
    )


async def test_an_account_gets_another_number_by_its_code(world: World) -> None:
    client = await newcomer(world)
    sent = await ask_for(client, "+1 415 555 2671")
    assert sent.type.NAME == "auth.sentCodeTypeSms"
    named = {"phone_number": OTHER, "phone_code_hash": sent.phone_code_hash}
    code = code_of(world, OTHER)
    for shown, error in (
        ("", "PHONE_CODE_EMPTY"),
        (wrong(code), "PHONE_CODE_INVALID"),
    ):
        said = await refusal(client.call("account.changePhone", **named, phone_code=shown))
        assert said == f"400 {error}"
    user: Any = await client.call("account.changePhone", **named, phone_code=code)
    assert (user.self, user.phone) == (True, OTHER)
    said = await refusal(client.call("account.changePhone", **named, phone_code=code))
    assert said == "400 PHONE_CODE_EXPIRED"
    again = await newcomer(world)
    assert await again.call("updates.getState")


@pytest.mark.parametrize(
    ("phone", "error"),
    [("123", "PHONE_NUMBER_INVALID"), (PHONE, "PHONE_NUMBER_OCCUPIED")],
)
async def test_a_number_that_cannot_be_had_is_refused(
    world: World, phone: str, error: str
) -> None:
    client = await newcomer(world)
    assert await refusal(ask_for(client, phone)) == f"400 {error}"
    said = await refusal(
        client.call(
            "account.changePhone", phone_number="12", phone_code_hash="x", phone_code="1"
        )
    )
    assert said == "400 PHONE_NUMBER_INVALID"


async def test_a_number_that_was_taken_meanwhile_is_refused(world: World) -> None:
    client = await newcomer(world)
    sent = await ask_for(client)
    code = code_of(world, OTHER)
    await newcomer(world, OTHER)
    named = {"phone_number": OTHER, "phone_code_hash": sent.phone_code_hash}
    said = await refusal(client.call("account.changePhone", **named, phone_code=code))
    assert said == "400 PHONE_NUMBER_OCCUPIED"


async def test_a_login_code_changes_no_number_and_the_other_way_round(world: World) -> None:
    client = await newcomer(world)
    asked = await ask_for(client)
    said = await refusal(show_code(client, asked, code_of(world, OTHER), OTHER))
    assert said == "400 PHONE_CODE_EXPIRED"
    stranger = await send_code(client, OTHER)
    said = await refusal(
        client.call(
            "account.changePhone",
            phone_number=OTHER,
            phone_code_hash=stranger.phone_code_hash,
            phone_code=code_of(world, OTHER),
        )
    )
    assert said == "400 PHONE_CODE_EXPIRED"


async def with_number(world: World, name: str, *, quiet: bool = False) -> Any:
    """Somebody who has PHONE in the address book before it belongs to anybody."""
    person = await world.person(name)
    card = person.make(
        "inputPhoneContact", client_id=1, phone=PHONE, first_name="Zoe", last_name=""
    )
    await person.call("contacts.importContacts", contacts=[card])
    assert await person.call("account.getContactSignUpNotification") is False
    if quiet:
        assert await person.call("account.setContactSignUpNotification", silent=True)
        assert await person.call("account.getContactSignUpNotification") is True
    await person.call("updates.getState")
    return person


async def test_who_has_had_the_number_hears_that_somebody_has_joined_and_nobody_else(
    world: World,
) -> None:
    ada, bob = await with_number(world, "Ada"), await with_number(world, "Bob", quiet=True)
    await world.settle()
    ada.updates.clear()
    zoe = await newcomer(world)
    await world.settle()
    pushed = [each for update in ada.updates for each in update.updates]
    (joined,) = [each.message for each in pushed if each.NAME == "updateNewMessage"]
    assert joined.action.NAME == "messageActionContactSignUp"
    assert not joined.out
    heard = [each for update in bob.updates for each in update.updates]
    (quietly,) = [each.message for each in heard if each.NAME == "updateNewMessage"]
    assert (joined.silent, quietly.silent) == (False, True)
    page = {"offset_date": 0, "offset_id": 0, "limit": 9, "hash": 0}
    start = zoe.schema.make("inputPeerEmpty")
    assert not (await zoe.call("messages.getDialogs", **page, offset_peer=start)).dialogs


async def test_one_may_join_without_news(world: World) -> None:
    ada = await with_number(world, "Ada")
    client = await world.client()
    sent = await send_code(client)
    await show_code(client, sent, code_of(world))
    await client.call(
        "auth.signUp",
        no_joined_notifications=True,
        phone_number=PHONE,
        phone_code_hash=sent.phone_code_hash,
        first_name="Zoe",
        last_name="",
    )
    await world.settle()
    pushed = [each.NAME for update in ada.updates for each in update.updates]
    assert "updateNewMessage" not in pushed


async def test_a_second_sign_up_with_the_same_code_is_none(world: World) -> None:
    client = await world.client()
    sent = await send_code(client)
    await show_code(client, sent, code_of(world))
    await sign_up(client, sent)
    assert await refusal(sign_up(client, sent)) == "400 PHONE_CODE_EXPIRED"
