"""What bots say of themselves and what they can be asked, to whom and in which language; who owns them."""

import io
from typing import Any

import aiohttp
import pytest
from bot_walks import met, told
from channel_walks import as_channel, as_peer, gathered
from file_walks import upload
from http_bots import port_of_bots
from PIL import Image

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 200), (9, 99, 199)).save(out, "JPEG")
    return out.getvalue()


def command(bot: Person, name: str, description: str = "does it") -> Any:
    return bot.make("botCommand", command=name, description=description)


async def say(bot: Person, *names: str, scope: Any = None, lang: str = "") -> bool:
    done: bool = await bot.call(
        "bots.setBotCommands",
        scope=scope or bot.make("botCommandScopeDefault"),
        lang_code=lang,
        commands=[command(bot, each) for each in names],
    )
    return done


async def info(person: Person, bot: Person) -> Any:
    full = await person.call("users.getFullUser", id=person.user(bot))
    return full.full_user.bot_info


async def names(person: Person, bot: Person) -> list[str]:
    return [each.command for each in (await info(person, bot)).commands or []]


async def test_a_bot_says_what_it_can_be_asked(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    assert await names(ada, bot) == []
    assert await say(bot, "start", "help")
    assert await names(ada, bot) == ["start", "help"]
    kept = await bot.call(
        "bots.getBotCommands", scope=bot.make("botCommandScopeDefault"), lang_code=""
    )
    assert [(each.command, each.description) for each in kept] == [
        ("start", "does it"),
        ("help", "does it"),
    ]
    found = await ada.call("contacts.resolveUsername", username=bot.username)
    assert found.users[0].bot_info_version == 2
    assert await bot.call(
        "bots.resetBotCommands", scope=bot.make("botCommandScopeDefault"), lang_code=""
    )
    assert await names(ada, bot) == []


async def test_the_narrowest_scope_counts(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    bob = await world.person("Bob")
    await met(world, ada, bot)
    await say(bot, "all")
    await say(bot, "private", scope=bot.make("botCommandScopeUsers"))
    await say(bot, "prive", scope=bot.make("botCommandScopeUsers"), lang="fr")
    mine = bot.make("botCommandScopePeer", peer=bot.peer(ada))
    await say(bot, "mine", scope=mine)
    assert await names(ada, bot) == ["mine"]
    assert await names(bob, bot) == ["private"]
    await bot.call("bots.resetBotCommands", scope=mine, lang_code="")
    assert await names(ada, bot) == ["private"]


async def test_a_group_has_commands_of_its_own_and_its_admins_others(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    bot = await world.bot("Echo")
    await ada.call(
        "channels.inviteToChannel", channel=as_channel(ada, channel_id), users=[ada.user(bot)]
    )
    await say(bot, "all")
    await say(bot, "groups", scope=bot.make("botCommandScopeChats"))

    async def shown(person: Person) -> list[str]:
        full = await person.call(
            "channels.getFullChannel", channel=as_channel(person, channel_id)
        )
        (said,) = full.full_chat.bot_info
        assert bot.user_id in {each.id for each in full.users}
        return [each.command for each in said.commands]

    assert await shown(ada) == await shown(bob) == ["groups"]
    await say(bot, "lead", scope=bot.make("botCommandScopeChatAdmins"))
    assert (await shown(ada), await shown(bob)) == (["lead"], ["groups"])
    here = as_peer(bot, channel_id)
    await say(bot, "here", scope=bot.make("botCommandScopePeer", peer=here))
    assert (await shown(ada), await shown(bob)) == (["here"], ["here"])
    await say(bot, "admins", scope=bot.make("botCommandScopePeerAdmins", peer=here))
    await say(
        bot,
        "bob",
        scope=bot.make("botCommandScopePeerUser", peer=here, user_id=bot.user(bob)),
    )
    assert (await shown(ada), await shown(bob)) == (["admins"], ["bob"])


BAD = [
    ({"names": ["Up"]}, "BOT_COMMAND_INVALID"),
    ({"names": ["x" * 33]}, "BOT_COMMAND_INVALID"),
    ({"names": [""]}, "BOT_COMMAND_INVALID"),
    ({"names": ["x"] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    ({"names": ["x"], "description": " "}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ({"names": ["x"], "description": "x" * 257}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ({"names": ["x"], "lang": "english"}, "LANG_CODE_INVALID"),
]


@pytest.mark.parametrize(("said", "error"), BAD)
async def test_what_cannot_be_a_command_is_refused(
    world: World, said: dict[str, Any], error: str
) -> None:
    await world.person("Ada")
    bot = await world.bot("Echo")
    with pytest.raises(Refused, match=error):
        await bot.call(
            "bots.setBotCommands",
            scope=bot.make("botCommandScopeDefault"),
            lang_code=said.get("lang", ""),
            commands=[
                command(bot, each, said.get("description", "does it")) for each in said["names"]
            ],
        )


async def test_only_groups_have_admins(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await met(world, ada, bot)
    scope = bot.make("botCommandScopePeerAdmins", peer=bot.peer(ada))
    with pytest.raises(Refused, match="PEER_ID_INVALID"):
        await say(bot, "x", scope=scope)


# -- what it says of itself -------------------------------------------------------------


async def test_a_bot_says_something_else_of_itself(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await bot.call(
        "bots.setBotInfo", lang_code="", name="Echo 2", about="I repeat.", description="Say it."
    )
    await bot.call("bots.setBotInfo", lang_code="fr", name="Écho", description="Dites-le.")
    full = await ada.call("users.getFullUser", id=ada.user(bot))
    assert (full.full_user.about, full.full_user.bot_info.description) == (
        "I repeat.",
        "Say it.",
    )
    assert full.users[0].first_name == "Echo 2"
    said = await bot.call("bots.getBotInfo", lang_code="fr")
    assert (said.name, said.about, said.description) == ("Écho", "I repeat.", "Dites-le.")
    await bot.call("bots.setBotInfo", lang_code="fr", name="", description="")
    said = await bot.call("bots.getBotInfo", lang_code="fr")
    assert (said.name, said.description) == ("Echo 2", "Say it.")
    with pytest.raises(Refused, match="ABOUT_TOO_LONG"):
        await bot.call("bots.setBotInfo", lang_code="", about="x" * 121)
    with pytest.raises(Refused, match="FIRSTNAME_INVALID"):
        await bot.call("bots.setBotInfo", lang_code="", name=" ")


async def test_who_speaks_another_language_knows_a_bot_by_another_name(world: World) -> None:
    bot = await world.bot("Echo", username="named_bot")
    await bot.call("bots.setBotInfo", lang_code="en", name="Echo, in English")
    ada = await world.person("Ada")  # the clients of tests speak English
    found = await ada.call("contacts.resolveUsername", username="named_bot")
    assert found.users[0].first_name == "Echo, in English"


async def test_a_bot_has_a_button_beside_the_input_field(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    bot = await world.bot("Echo")
    await met(world, ada, bot)
    assert (await info(ada, bot)).menu_button.NAME == "botMenuButtonCommands"
    button = bot.make("botMenuButton", text="Shop", url="https://shop.example/")
    await bot.call("bots.setBotMenuButton", user_id=bot.user(ada), button=button)
    await world.settle()
    (update,) = told(ada, "updateBotMenuButton")
    assert (update.bot_id, update.button.text) == (bot.user_id, "Shop")
    assert (await info(ada, bot)).menu_button.url == "https://shop.example/"
    assert (await info(bob, bot)).menu_button.NAME == "botMenuButtonCommands"
    everybody = bot.make("inputUserEmpty")
    other = bot.make("botMenuButton", text="News", url="https://news.example/")
    await bot.call("bots.setBotMenuButton", user_id=everybody, button=other)
    assert (await info(bob, bot)).menu_button.text == "News"
    kept = await bot.call("bots.getBotMenuButton", user_id=bot.user(ada))
    assert kept.text == "Shop"
    await bot.call(
        "bots.setBotMenuButton", user_id=bot.user(ada), button=bot.make("botMenuButtonDefault")
    )
    assert (await info(ada, bot)).menu_button.text == "News"
    for text, url, error in [
        ("", "https://a.example", "BUTTON_TEXT_INVALID"),
        ("x", "ftp://a.example", "BUTTON_URL_INVALID"),
    ]:
        with pytest.raises(Refused, match=error):
            await bot.call(
                "bots.setBotMenuButton",
                user_id=everybody,
                button=bot.make("botMenuButton", text=text, url=url),
            )


async def test_a_bot_says_which_rights_it_asks_for(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    rights = bot.make("chatAdminRights", delete_messages=True)
    await bot.call("bots.setBotGroupDefaultAdminRights", admin_rights=rights)
    with pytest.raises(Refused, match="RIGHTS_NOT_MODIFIED"):
        await bot.call("bots.setBotGroupDefaultAdminRights", admin_rights=rights)
    await bot.call(
        "bots.setBotBroadcastDefaultAdminRights",
        admin_rights=bot.make("chatAdminRights", post_messages=True),
    )
    full = (await ada.call("users.getFullUser", id=ada.user(bot))).full_user
    assert full.bot_group_admin_rights.delete_messages
    assert full.bot_broadcast_admin_rights.post_messages


# -- who owns it ------------------------------------------------------------------------


async def test_an_owner_leads_a_bot(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    bot = await world.bot("Echo", owner=ada)
    (mine,) = await ada.call("bots.getAdminedBots")
    assert (mine.id, mine.bot_can_edit) == (bot.user_id, True)
    assert await bob.call("bots.getAdminedBots") == []
    named = ada.user(bot)
    await ada.call("bots.setBotInfo", bot=named, lang_code="", about="Ada's.")
    assert (await ada.call("bots.getBotInfo", bot=named, lang_code="")).about == "Ada's."
    assert (await ada.call("bots.exportBotToken", bot=named, revoke=False)).token == bot.token
    for asked in (
        bob.call("bots.setBotInfo", bot=bob.user(bot), lang_code="", about="Bob's."),
        bob.call("bots.getBotInfo", bot=bob.user(bot), lang_code=""),
        bob.call("bots.exportBotToken", bot=bob.user(bot), revoke=False),
        bob.call("bots.toggleUsername", bot=bob.user(bot), username="x", active=True),
        bob.call("bots.reorderUsernames", bot=bob.user(bot), order=[]),
        ada.call("bots.exportBotToken", bot=ada.user(bob), revoke=False),
    ):
        with pytest.raises(Refused, match="BOT_INVALID"):
            await asked
    with pytest.raises(Refused, match="USER_BOT_INVALID"):
        await ada.call("bots.setBotInfo", lang_code="", about="mine")


async def opened(world: World, token: str) -> list[bool]:
    """Whether a token opens a call by HTTP, on each node."""
    answers = []
    for node in world.nodes:
        async with (
            port_of_bots(node) as server,
            aiohttp.ClientSession() as http,
            http.get(server.make_url(f"/bot{token}/getMe")) as response,
        ):
            answers.append((await response.json())["ok"])
    return answers


async def test_a_token_that_was_revoked_opens_nothing_anywhere(world: World) -> None:
    ada = await world.person("Ada")
    bot = await world.bot("Echo", owner=ada)
    assert all(await opened(world, bot.token))
    new = (await ada.call("bots.exportBotToken", bot=ada.user(bot), revoke=True)).token
    assert new != bot.token
    assert not any(await opened(world, bot.token))
    assert all(await opened(world, new))
    await world.settle()
    with pytest.raises(Refused, match="AUTH_KEY_UNREGISTERED"):
        await bot.call("updates.getState")
    world.people.remove(bot)


async def test_an_owner_gives_its_bot_a_photo(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    bot = await world.bot("Echo", owner=ada)
    file = await upload(ada, picture())
    await ada.call("photos.uploadProfilePhoto", bot=ada.user(bot), file=file)
    found = await bob.call("contacts.resolveUsername", username=bot.username)
    assert found.users[0].photo is not None
    file = await upload(bob, picture())
    with pytest.raises(Refused, match="BOT_INVALID"):
        await bob.call("photos.uploadProfilePhoto", bot=bob.user(bot), file=file)


async def test_a_name_for_a_bot_is_looked_at_before_there_is_one(world: World) -> None:
    ada = await world.person("Ada")
    await world.bot("Echo", username="taken_bot")
    assert await ada.call("bots.checkUsername", username="free_bot") is True
    with pytest.raises(Refused, match="USERNAME_OCCUPIED"):
        await ada.call("bots.checkUsername", username="Taken_Bot")
    with pytest.raises(Refused, match="USERNAME_INVALID"):
        await ada.call("bots.checkUsername", username="nobody")


async def test_a_bot_that_leads_no_bots_makes_none(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    with pytest.raises(Refused, match="BOT_INVALID"):
        await ada.call(
            "bots.createBot", name="New", username="new_bot", manager_id=ada.user(bot)
        )
