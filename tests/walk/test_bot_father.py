"""BotFather: every command, as one types it, and every button."""

import io
import re
from typing import Any

import pytest
from bot_walks import messages
from file_walks import upload
from PIL import Image

from chappe.features.bots.model import TOKEN
from chappe.ids import BOT_FATHER
from chappe.testing.client import Refused
from chappe.testing.person import API, Person
from chappe.testing.world import World

WORD = re.compile(r"\d+:[A-Za-z0-9_-]{35}")


def father(person: Person) -> Any:
    return person.make(
        "inputPeerUser", user_id=BOT_FATHER, access_hash=person.access_hash(BOT_FATHER)
    )


async def say(world: World, person: Person, *texts: str) -> Any:
    """Say something, one after the other; the last answer."""
    for text in texts:
        await person.call(
            "messages.sendMessage",
            peer=father(person),
            message=text,
            random_id=person.client.next_msg_id(),
        )
        await world.settle()
    return messages(person)[-1]


async def made(world: World, person: Person, username: str = "tetris_bot") -> str:
    """A new bot; its token."""
    last = await say(world, person, "/newbot", "Tetris", username)
    token = WORD.search(last.message)
    assert token is not None, last.message
    return token[0]


async def shown(person: Person, username: str = "tetris_bot") -> Any:
    """The bot as somebody sees it."""
    found = await person.call("contacts.resolveUsername", username=username)
    return found.users[0]


async def full(person: Person, username: str = "tetris_bot") -> Any:
    bot = await shown(person, username)
    named = person.make("inputUser", user_id=bot.id, access_hash=bot.access_hash)
    return (await person.call("users.getFullUser", id=named)).full_user


def keys(message: Any) -> list[str]:
    return [key.text for row in message.reply_markup.rows for key in row.buttons]


async def test_botfather_is_found_and_says_what_it_can_do(world: World) -> None:
    ada = await world.person("Ada")
    bot = await shown(ada, "BotFather")
    assert (bot.id, bot.bot, bot.verified, bot.bot_nochats) == (93372553, True, True, True)
    known = await full(ada, "BotFather")
    assert {"newbot", "token"} <= {each.command for each in known.bot_info.commands}
    assert known.bot_info.description
    answer = await say(world, ada, "/start")
    assert "/newbot" in answer.message
    assert "I did not understand" in (await say(world, ada, "hello")).message
    assert "do not know /dance" in (await say(world, ada, "/dance")).message


async def test_a_bot_is_made_and_its_token_works(world: World) -> None:
    ada = await world.person("Ada")
    assert "called" in (await say(world, ada, "/newbot")).message
    assert "ends with bot" in (await say(world, ada, "Tetris")).message
    assert "cannot be" in (await say(world, ada, "tetris")).message
    assert "cannot be" in (await say(world, ada, "a b bot")).message
    last = await say(world, ada, "@tetris_bot")
    (code,) = [each for each in last.entities if each.NAME == "messageEntityCode"]
    token = last.message[code.offset : code.offset + code.length]
    assert TOKEN.fullmatch(token)
    host, port = world.settings.http
    assert f"http://{host}:{port}" in last.message
    bot = await shown(ada)
    assert (bot.first_name, bot.bot, bot.bot_can_edit) == ("Tetris", True, True)
    client = await world.client()
    signed = await client.call(
        "auth.importBotAuthorization", flags=0, bot_auth_token=token, **API
    )
    assert signed.user.id == bot.id
    assert "has this name" in (await say(world, ada, "/newbot", "Again", "Tetris_Bot")).message
    assert "Then not" in (await say(world, ada, "/cancel")).message
    assert "nothing to stop" in (await say(world, ada, "/cancel")).message


async def test_messages_are_answered_in_their_order(world: World) -> None:
    ada = await world.person("Ada")
    for text in ("/newbot", "Tetris", "tetris_bot"):
        await ada.call(
            "messages.sendMessage",
            peer=father(ada),
            message=text,
            random_id=ada.client.next_msg_id(),
        )
    await world.settle()
    answers = [each.message for each in messages(ada)]
    assert len(answers) == 3
    assert WORD.search(answers[-1])


async def test_a_link_begins_what_it_names(world: World) -> None:
    ada = await world.person("Ada")
    await ada.call(
        "messages.startBot",
        bot=ada.make("inputUser", user_id=BOT_FATHER, access_hash=ada.access_hash(BOT_FATHER)),
        peer=father(ada),
        random_id=ada.client.next_msg_id(),
        start_param="newbot",
    )
    await world.settle()
    assert "called" in messages(ada)[-1].message


async def test_who_has_no_bots_changes_none(world: World) -> None:
    ada = await world.person("Ada")
    for command in ("/setname", "/token", "/mybots", "/deletebot"):
        assert "no bots yet" in (await say(world, ada, command)).message


async def test_a_token_is_shown_again_and_given_anew(world: World) -> None:
    ada = await world.person("Ada")
    token = await made(world, ada)
    asked = await say(world, ada, "/token")
    assert keys(asked) == ["@tetris_bot"]
    assert "no bot of yours" in (await say(world, ada, "@other_bot")).message
    assert token in (await say(world, ada, "@tetris_bot")).message
    last = await say(world, ada, "/revoke", "@tetris_bot")
    new = WORD.search(last.message)
    assert new is not None
    assert new[0] != token
    client = await world.client()
    with pytest.raises(Refused, match="ACCESS_TOKEN_INVALID"):
        await client.call("auth.importBotAuthorization", flags=0, bot_auth_token=token, **API)
    await client.call("auth.importBotAuthorization", flags=0, bot_auth_token=new[0], **API)


async def test_a_bot_is_called_otherwise_and_says_something_else(world: World) -> None:
    ada = await world.person("Ada")
    await made(world, ada)
    await say(world, ada, "/setname", "@tetris_bot", "Blocks")
    assert (await shown(ada)).first_name == "Blocks"
    await say(world, ada, "/setabouttext", "@tetris_bot", "A game.")
    await say(world, ada, "/setdescription", "@tetris_bot", "Say /play.")
    known = await full(ada)
    assert (known.about, known.bot_info.description) == ("A game.", "Say /play.")
    too_long = await say(world, ada, "/setabouttext", "@tetris_bot", "x" * 121)
    assert "too long" in too_long.message
    await say(world, ada, "/empty")
    assert (await full(ada)).about is None
    assert (
        "too long"
        in (await say(world, ada, "/setdescription", "@tetris_bot", "x" * 513)).message
    )


async def test_a_bot_lists_commands(world: World) -> None:
    ada = await world.person("Ada")
    await made(world, ada)
    bad = await say(world, ada, "/setcommands", "@tetris_bot", "Play the game")
    assert "Each line" in bad.message
    await say(world, ada, "play - begin a game\n/stop - end it")
    said = (await full(ada)).bot_info.commands
    assert [(each.command, each.description) for each in said] == [
        ("play", "begin a game"),
        ("stop", "end it"),
    ]
    await say(world, ada, "/setcommands", "@tetris_bot", "/empty")
    assert (await full(ada)).bot_info.commands is None


async def test_a_bot_shows_a_photo(world: World) -> None:
    ada = await world.person("Ada")
    await made(world, ada)
    assert (
        "I need a photo"
        in (await say(world, ada, "/setuserpic", "@tetris_bot", "a photo")).message
    )
    out = io.BytesIO()
    Image.new("RGB", (400, 300), (9, 99, 199)).save(out, "JPEG")
    await ada.call(
        "messages.sendMedia",
        peer=father(ada),
        media=ada.make("inputMediaUploadedPhoto", file=await upload(ada, out.getvalue())),
        message="",
        random_id=ada.client.next_msg_id(),
    )
    await world.settle()
    assert "this photo" in messages(ada)[-1].message
    assert (await shown(ada)).photo is not None
    await say(world, ada, "/setuserpic", "@tetris_bot", "/empty")
    assert (await shown(ada)).photo is None


SWITCHES = [
    ("/setjoingroups", "Disable", "bot_nochats", True),
    ("/setprivacy", "Disable", "bot_chat_history", True),
    ("/setinlinegeo", "Enable", "bot_inline_geo", True),
    ("/setmanager", "Enable", "bot_can_manage_bots", True),
    ("/setbusiness", "Enable", "bot_business", True),
    ("/setinline", "Search blocks…", "bot_inline_placeholder", "Search blocks…"),
]


@pytest.mark.parametrize(("command", "answer", "field", "value"), SWITCHES)
async def test_a_switch_is_turned(
    world: World, command: str, answer: str, field: str, value: object
) -> None:
    ada = await world.person("Ada")
    await made(world, ada)
    before = getattr(await shown(ada), field)
    await say(world, ada, command, "@tetris_bot")
    if command != "/setinline":
        assert "Enable or Disable?" in (await say(world, ada, "perhaps")).message
    await say(world, ada, answer)
    assert getattr(await shown(ada), field) == value
    back = {"Enable": "Disable", "Disable": "Enable"}.get(answer, "/empty")
    await say(world, ada, command, "@tetris_bot", back)
    assert getattr(await shown(ada), field) == before


async def test_it_is_said_how_many_chosen_results_a_bot_hears_of(world: World) -> None:
    ada = await world.person("Ada")
    await made(world, ada)
    asked = await say(world, ada, "/setinlinefeedback", "@tetris_bot")
    assert keys(asked) == ["Enabled", "1/10", "1/100", "Disabled"]
    assert "Enabled, 1/10" in (await say(world, ada, "some")).message
    assert "100 in 100" in (await say(world, ada, "enabled")).message


async def test_a_bot_is_deleted_by_one_who_is_sure(world: World) -> None:
    ada = await world.person("Ada")
    await made(world, ada)
    bot = await shown(ada)
    await say(world, ada, "/deletebot", "@tetris_bot")
    assert "Nothing is deleted" in (await say(world, ada, "yes")).message
    assert "is gone" in (await say(world, ada, "Yes, I am totally sure.")).message
    with pytest.raises(Refused, match="USERNAME_NOT_OCCUPIED"):
        await shown(ada)
    named = ada.make("inputUser", user_id=bot.id, access_hash=bot.access_hash)
    (left,) = await ada.call("users.getUsers", id=[named])
    assert left.deleted
    await made(world, ada)


@pytest.mark.parametrize("command", ["/editapp", "/editgame"])
async def test_what_is_not_offered_is_said_so(world: World, command: str) -> None:
    ada = await world.person("Ada")
    assert "this server" in (await say(world, ada, command)).message


# -- buttons ----------------------------------------------------------------------------


async def press(world: World, person: Person, text: str) -> Any:
    """Press the button with these words under the last message with buttons; how that reads then."""
    page = await person.call(
        "messages.getHistory",
        peer=father(person),
        **dict.fromkeys(
            ["offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"], 0
        ),
        limit=20,
    )
    message = next(
        each
        for each in page.messages
        if each.reply_markup is not None and each.reply_markup.NAME == "replyInlineMarkup"
    )
    data = next(
        button.type.data
        for row in message.reply_markup.rows
        for button in row.buttons
        if button.text == text
    )
    await person.call(
        "messages.getBotCallbackAnswer", peer=father(person), msg_id=message.id, data=data
    )
    await world.settle()
    found = await person.call(
        "messages.getMessages", id=[person.make("inputMessageID", id=message.id)]
    )
    return found.messages[0]


async def test_the_buttons_lead_through_all_of_a_bot(world: World) -> None:
    ada = await world.person("Ada")
    token = await made(world, ada)
    assert keys(await say(world, ada, "/mybots")) == ["@tetris_bot"]
    assert keys(await press(world, ada, "@tetris_bot"))[:2] == ["Token", "Edit"]
    assert token in (await press(world, ada, "Token")).message
    again = await press(world, ada, "Another token")
    assert WORD.search(again.message)
    assert token not in again.message
    await press(world, ada, "« Back")
    await press(world, ada, "Groups and inline")
    assert "added to groups: no" in (await press(world, ada, "Groups")).message
    assert (await shown(ada)).bot_nochats
    assert "groups: off" in (await press(world, ada, "Privacy mode")).message
    await press(world, ada, "« Back")
    assert "different" in (await press(world, ada, "Edit")).message
    await press(world, ada, "Name")
    assert "What shall people see" in messages(ada)[-1].message
    await say(world, ada, "Blocks")
    assert (await shown(ada)).first_name == "Blocks"
    await press(world, ada, "« Back")
    await press(world, ada, "Delete")
    await press(world, ada, "No")
    await press(world, ada, "Delete")
    assert "is gone" in (await press(world, ada, "Yes, delete it")).message
    assert "no bots yet" in (await press(world, ada, "« All bots")).message


async def test_the_buttons_of_one_do_nothing_for_another(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await made(world, ada)
    await made(world, bob, "bobs_bot")
    await say(world, ada, "/mybots")
    await press(world, ada, "@tetris_bot")
    await say(world, ada, "/deletebot", "@tetris_bot", "Yes, I am totally sure.")
    assert "not yours" in (await press(world, ada, "Token")).message
    assert (await shown(bob, "bobs_bot")).bot_can_edit
    assert not (await shown(ada, "bobs_bot")).bot_can_edit
