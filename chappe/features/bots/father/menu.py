"""The buttons of /mybots: a bot, and what can be seen and changed of it."""

from dataclasses import replace

from chappe.features.bots import actions, said
from chappe.features.bots.callbacks import BUILT_IN
from chappe.features.bots.father import keys, talk
from chappe.features.bots.father.changing import IN_A_ROW, NO_BOTS, ask_value, list_bots
from chappe.features.bots.father.settings import show_face, token_words
from chappe.features.bots.father.talk import Reply, Turn, at_name, owned_one
from chappe.features.bots.model import Bot
from chappe.features.messages.actions.edits import edit
from chappe.features.messages.model import BodyMark, Message
from chappe.features.users.model import User
from chappe.features.users.news import boxes_told
from chappe.ids import BOT_FATHER, BoxId, UserId
from chappe.rpc.call import Call
from chappe.tl import api
from chappe.updates.log import Journal

EDITS = (
    ("Name", "setname"),
    ("Description", "setdescription"),
    ("Profile line", "setabouttext"),
    ("Photo", "setuserpic"),
    ("Commands", "setcommands"),
    ("Inline", "setinline"),
)


def _of_bot(user: User, bot: Bot) -> Reply:
    return Reply(
        f"{at_name(user)}: what would you like?",
        keys.buttons(
            [("Token", f"token {bot.id}"), ("Edit", f"edit {bot.id}")],
            [("Groups and inline", f"switches {bot.id}"), ("Delete", f"delete {bot.id}")],
            [("« All bots", "list 0")],
        ),
    )


def _token(turn: Turn, user: User, bot: Bot) -> Reply:
    text = f"The token of {at_name(user)}:\n{token_words(turn, bot)}"
    back = [("Another token", f"revoke {bot.id}"), ("« Back", f"bot {bot.id}")]
    return Reply(text, keys.buttons(back), bot.token)


def _edit(user: User, bot: Bot) -> Reply:
    words = [(text, f"{action} {bot.id}") for text, action in EDITS]
    rows = [words[at : at + IN_A_ROW] for at in range(0, len(words), IN_A_ROW)]
    text = f"{at_name(user)}: what shall be different?"
    return Reply(text, keys.buttons(*rows, [("« Back", f"bot {bot.id}")]))


def _switches(user: User, bot: Bot) -> Reply:
    face = said.face_of(user)
    inline = "none" if face.inline_placeholder is None else face.inline_placeholder
    text = (
        f"{at_name(user)}\n\nMay be added to groups: {'no' if face.no_groups else 'yes'}\n"
        f"Privacy mode in groups: {'off' if face.reads_all else 'on'}\nInline queries: {inline}"
    )
    return Reply(
        text,
        keys.buttons(
            [("Groups", f"groups {bot.id}"), ("Privacy mode", f"privacy {bot.id}")],
            [("« Back", f"bot {bot.id}")],
        ),
    )


def _delete(user: User, bot: Bot) -> Reply:
    text = (
        f"Delete {at_name(user)}? It cannot be brought back, and its name is free for others."
    )
    yes = [("Yes, delete it", f"gone {bot.id}"), ("No", f"bot {bot.id}")]
    return Reply(text, keys.buttons(yes))


PAGES = {"edit": _edit, "delete": _delete, "switches": _switches, "bot": _of_bot}


async def _press(turn: Turn, word: str, user: User, bot: Bot) -> Reply:
    """What stands in the place of the message after a button of it was pressed."""
    match word:
        case "token":
            return _token(turn, user, bot)
        case "revoke":
            return _token(turn, user, await actions.revoke_token(turn.world, turn.journal, bot))
        case "gone":
            await actions.delete_bot(turn.world, turn.journal, bot)
            return Reply(f"{at_name(user)} is gone.", keys.buttons([("« All bots", "list 0")]))
        case _:
            return PAGES.get(word, _of_bot)(user, bot)


async def _switch(turn: Turn, word: str, user: User, bot: Bot) -> Reply:
    """Turn a switch of a bot."""
    face = said.face_of(user)
    if word == "groups":
        await show_face(turn, user, no_groups=not face.no_groups)
    else:
        await show_face(turn, user, reads_all=not face.reads_all)
    again = await owned_one(turn.tx, turn.talk.user_id, bot.id)
    assert again is not None, "it was there a moment ago"
    return _switches(*again)


async def pressed(
    call: Call, journal: Journal, message: Message, data: bytes
) -> api.messages.BotCallbackAnswer:
    """A button of BotFather's was pressed."""
    word, _, number = data.decode().partition(" ")
    bot_id = UserId(int(number or 0))
    told = await boxes_told(journal.tx, bot_id) if bot_id else []
    await journal.lock([BoxId(call.user_id), BoxId(BOT_FATHER), *told])
    turn = Turn(call.world, journal, await talk.hold(journal.tx, call.user_id))
    answer = api.messages.BotCallbackAnswer(cache_time=0)
    found = await owned_one(journal.tx, call.user_id, bot_id) if bot_id else None
    if word == "list":
        shown = await list_bots(turn) or Reply(NO_BOTS)
    elif found is None:
        shown = Reply(
            "That bot is not yours any more.", keys.buttons([("« All bots", "list 0")])
        )
    elif word in dict(EDITS).values():
        question = await ask_value(turn, word, bot_id)
        await talk.put(journal.tx, turn.talk)
        await talk.say(journal, call.user_id, [question])
        return answer
    elif word in {"groups", "privacy"}:
        shown = await _switch(turn, word, *found)
    else:
        shown = await _press(turn, word, *found)
    await _show(journal, message, shown)
    return answer


async def _show(journal: Journal, message: Message, reply: Reply) -> None:
    body = talk.dressed(message.body, reply)
    if body != message.body:
        marks = body.marks | BodyMark.EDIT_HIDE
        await edit(journal, message, replace(body, edited_at=journal.at, marks=marks))


BUILT_IN[BOT_FATHER] = pressed
