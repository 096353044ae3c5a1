"""How many channels one may be in, how many admins and bots one may have: what clients are told is what holds."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from channel_walks import NO_CHANNELS, as_channel, gathered, limit, promote

from chappe.config import Settings
from chappe.features.channels import actions, ruling
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def make(who: Person, title: str = "Another", *, megagroup: bool = True) -> int:
    made = await who.call(
        "channels.createChannel",
        title=title,
        about="",
        megagroup=megagroup,
        broadcast=not megagroup,
    )
    return int(made.chats[0].id)


async def invite(who: Person, channel_id: int, *others: Person) -> Any:
    return await who.call(
        "channels.inviteToChannel",
        channel=as_channel(who, channel_id),
        users=[who.user(each) for each in others],
    )


async def test_the_numbers_that_clients_are_told_are_those_that_hold(
    worlds: Callable[..., Any], tmp_path: Path
) -> None:
    told = {"channels_limit_default": 2, "channels_public_limit_default": 1}
    (tmp_path / "help.json").write_text(json.dumps({"app_config": told}))
    async with worlds(Settings(data=tmp_path)) as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")
        app = await ada.call("help.getAppConfig", hash=0)
        config = {each.key: getattr(each.value, "value", None) for each in app.config.value}
        assert {name: config[name] for name in told} == told
        first, second = await make(ada, "One"), await make(ada, "Two")
        with pytest.raises(Refused, match="400 CHANNELS_TOO_MUCH"):
            await make(ada, "Three")
        await ada.call(
            "channels.updateUsername", channel=as_channel(ada, first), username="a_fine_place"
        )
        with pytest.raises(Refused, match="400 CHANNELS_ADMIN_PUBLIC_TOO_MUCH"):
            await ada.call(
                "channels.updateUsername",
                channel=as_channel(ada, second),
                username="another_place",
            )
        mine = [await make(bob, title) for title in ("A", "B")]
        with pytest.raises(Refused, match="403 USER_CHANNELS_TOO_MUCH"):
            await invite(ada, first, bob)
        await bob.call("channels.leaveChannel", channel=as_channel(bob, mine[0]))
        await invite(ada, first, bob)


async def test_a_number_that_is_none_stops_the_start(tmp_path: Path) -> None:
    wrong = {"app_config": {"channels_limit_default": "many"}}
    (tmp_path / "help.json").write_text(json.dumps(wrong))
    with pytest.raises(ValueError, match=r"app_config: .*channels_limit_default"):
        async with World(Settings(data=tmp_path)) as world:
            await make(await world.person("Ada"))


async def test_those_who_are_in_too_many_channels_are_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    cyd, dan = await world.person("Cyd"), await world.person("Dan")
    await make(dan)
    limit(monkeypatch, channels_limit_default=1)
    invited = await invite(ada, channel_id, cyd, dan)
    assert [each.user_id for each in invited.missing_invitees] == [dan.user_id]
    again = await invite(ada, channel_id, bob)
    assert again.missing_invitees == []
    limit(monkeypatch, **NO_CHANNELS)
    eve = await world.person("Eve")
    with pytest.raises(Refused, match="403 USER_CHANNELS_TOO_MUCH"):
        await promote(ada, channel_id, eve, change_info=True)


async def test_so_many_admins_and_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    monkeypatch.setattr(ruling, "ADMINS_MAX", 2)
    await promote(ada, channel_id, bob, change_info=True)
    with pytest.raises(Refused, match="400 ADMINS_TOO_MUCH"):
        await promote(ada, channel_id, cyd, change_info=True)
    await promote(ada, channel_id, bob, change_info=True, ban_users=True)
    await promote(ada, channel_id, bob)
    await promote(ada, channel_id, cyd, change_info=True)


async def test_so_many_bots_and_no_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    channel_id, (ada, _) = await gathered(world, "Ada", "Bob")
    followed = await make(ada, megagroup=False)
    one, other = await world.bot("One"), await world.bot("Other")
    monkeypatch.setattr(actions, "BOTS_MAX", 1)
    await invite(ada, channel_id, one)
    with pytest.raises(Refused, match="400 BOTS_TOO_MUCH"):
        await invite(ada, channel_id, other)
    with pytest.raises(Refused, match="400 USER_BOT"):
        await invite(ada, followed, one)
    await promote(ada, followed, one, post_messages=True)
