"""Bots: how they come into the world and sign in, and what is for them and what for people."""

import pytest

from chappe.ids import is_bot
from chappe.testing.client import Refused
from chappe.testing.person import API
from chappe.testing.world import World


async def test_a_bot_signs_in_with_its_token_and_talks(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo", username="echo_bot")
    assert is_bot(bot.user_id)
    assert not is_bot(ada.user_id)
    found = await ada.call("contacts.resolveUsername", username="Echo_Bot")
    (shown,) = found.users
    assert (shown.id, shown.bot, shown.first_name, shown.phone) == (
        bot.user_id,
        True,
        "Echo",
        None,
    )
    assert shown.bot_info_version == 1
    await ada.send(bot, "hello")
    await world.settle()
    (said,) = [each for each in bot.told if "NewMessage" in each.NAME or "Short" in each.NAME]
    assert "hello" in repr(said)
    await bot.send(ada, "and hello to you")
    await world.settle()
    assert any("and hello to you" in repr(each) for each in ada.told)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "1:2",
        "1500000001:AA",
        "01:" + "A" * 35,
        "99:" + "A" * 35,
        "1" * 90 + ":" + "A" * 35,
    ],
)
async def test_a_token_that_is_none_is_refused(world: World, token: str) -> None:
    await world.person("Ada")
    client = await world.client()
    with pytest.raises(Refused, match="ACCESS_TOKEN_INVALID"):
        await client.call("auth.importBotAuthorization", flags=0, bot_auth_token=token, **API)


async def test_the_token_of_another_bot_is_refused(world: World) -> None:
    await world.person("Ada")
    one, other = await world.bot("One"), await world.bot("Other")
    _, _, secret = other.token.partition(":")
    client = await world.client()
    with pytest.raises(Refused, match="ACCESS_TOKEN_INVALID"):
        await client.call(
            "auth.importBotAuthorization",
            flags=0,
            bot_auth_token=f"{one.user_id}:{secret}",
            **API,
        )


async def test_people_and_bots_each_have_methods_of_their_own(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    with pytest.raises(Refused, match="BOT_METHOD_INVALID"):
        await bot.call(
            "messages.getDialogs",
            offset_date=0,
            offset_id=0,
            limit=1,
            hash=0,
            offset_peer=bot.make("inputPeerEmpty"),
        )
    with pytest.raises(Refused, match="USER_BOT_REQUIRED"):
        await ada.call("help.setBotUpdatesStatus", pending_updates_count=0, message="")


async def test_nobody_is_told_of_a_second_process_of_a_bot(world: World) -> None:
    await world.person("Ada")
    bot = await world.bot("Echo")
    client = await world.client()
    answer = await client.call(
        "auth.importBotAuthorization", flags=0, bot_auth_token=bot.token, **API
    )
    await world.settle()
    assert answer.user.id == bot.user_id
    assert answer.user.self
    assert answer.future_auth_token is None
    assert not bot.told


async def test_what_a_bot_shows_is_readable_for_old_clients(world: World) -> None:
    old, bot = await world.person("Old", layer=133), await world.bot("Echo", username="old_bot")
    found = await old.call("contacts.resolveUsername", username="old_bot")
    assert (found.users[0].bot, found.users[0].id) == (True, bot.user_id)
