"""What walks of inline mode share: a bot that answers, questions, results, what is chosen."""

import asyncio
import io
from typing import Any

from bot_walks import told
from PIL import Image

from chappe.features.bots import store as bots
from chappe.features.bots.actions import change_face
from chappe.features.users import store as users
from chappe.features.users.model import BotFace
from chappe.testing.person import Person, Robot
from chappe.testing.world import World
from chappe.updates.log import Journal


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 200), (9, 99, 199)).save(out, "JPEG")
    return out.getvalue()


async def inline_bot(world: World, *, feedback: int = 100, geo: bool = False) -> Robot:
    """A bot that answers inline queries, and hears of what is chosen."""
    bot = await world.bot("Echo")
    await open_inline(world, bot, feedback=feedback, geo=geo)
    return bot


async def open_inline(
    world: World, bot: Robot, *, feedback: int = 100, geo: bool = False
) -> None:
    """Let a bot answer inline queries."""
    async with world.node.database.transaction(write=True) as tx:
        journal = Journal(tx, world.clock.now())
        user = await users.find(tx, bot.user_id)
        assert user is not None
        await change_face(journal, user, BotFace(inline_placeholder="Say it…", inline_geo=geo))
        await bots.set_value(tx, bot.user_id, "inline_feedback", feedback)
        await journal.flush()


def ask(
    person: Person, bot: Person, query: str, peer: Any = None, **more: Any
) -> "asyncio.Task[Any]":
    return asyncio.ensure_future(
        person.call(
            "messages.getInlineBotResults",
            bot=person.user(bot),
            peer=peer or person.make("inputPeerSelf"),
            query=query,
            **{"offset": "", **more},
        )
    )


def said(bot: Person, text: str, **more: Any) -> Any:
    return bot.make("inputBotInlineMessageText", message=text, **more)


def article(bot: Person, name: str = "1", text: str = "hello", **more: Any) -> Any:
    return bot.make(
        "inputBotInlineResult",
        id=name,
        type="article",
        title="Title",
        send_message=said(bot, text, **more),
    )


async def answer(bot: Person, *results: Any, cache_time: int = 0, **more: Any) -> bool:
    """Answer the last question."""
    query = told(bot, "updateBotInlineQuery")[-1]
    done: bool = await bot.call(
        "messages.setInlineBotResults",
        query_id=query.query_id,
        results=list(results),
        cache_time=cache_time,
        **more,
    )
    return done


async def asked(
    world: World, person: Person, bot: Person, *results: Any, query: str = "q", **more: Any
) -> Any:
    """What a bot offers that answers so."""
    waiting = ask(person, bot, query)
    await world.settle()
    await answer(bot, *results, **more)
    return await waiting


async def choose(person: Person, shown: Any, peer: Any, name: str = "1", **more: Any) -> Any:
    """Send a result."""
    return await person.call(
        "messages.sendInlineBotResult",
        peer=peer,
        random_id=person.client.next_msg_id(),
        query_id=shown.query_id,
        id=name,
        **more,
    )
