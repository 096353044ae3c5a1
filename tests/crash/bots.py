"""Kill the server while people talk with bots over HTTP, and look whether a bot missed anything or heard it again.

People send to two bots by MTProto, several things at a time. One bot asks for its updates and answers each by
HTTP; the other has them posted to a small server of its own, which sometimes refuses. The server is killed when
somebody's message has just been answered, while an update is on its way, and at other moments. What was answered
has to be with the bot, or in its queue as that lies in the database; what was confirmed never comes again.

    python tests/crash/bots.py --rounds 200 --seconds 900 [--database postgresql://…]
"""

import argparse
import asyncio
import secrets
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
from aiohttp import web
from killable import Killable
from mayhem import check_log, secret_of

from chappe import features
from chappe.clock import SystemClock
from chappe.db.open import open_database
from chappe.features.bots.actions import make_bot
from chappe.features.bots.model import Bot
from chappe.testing.carrier import Socket
from chappe.testing.client import Client
from chappe.testing.person import Person, sign_in
from chappe.testing.place import OwnSchema
from chappe.updates.log import Journal

PEOPLE = 3
AT_A_TIME = 3
"""Messages that each of them has on the way."""
LOAD_SECONDS = 0.3
MOMENTS = ("answered", "woken", "asked", "polled", "posted", "taken", "whenever")
"""When the server dies: a message was just answered; the bot is being told of it; the bot has just asked, and the
answer has begun to come; an update was posted and not answered; it was answered; at any other time."""
MOMENT_SECONDS_MAX = 1.0
DRAIN_SECONDS_MAX = 30.0
REFUSED_OF_100 = 3
QUEUED = "SELECT update_id, body FROM bot_update WHERE bot_id = :bot"


@dataclass(eq=False, slots=True)
class Said:
    """A message to a bot. `answered`: the server has it."""

    bot: "Program"
    text: str
    random_id: int = field(default_factory=lambda: secrets.randbits(62) + 1)
    answered: bool = False


@dataclass(eq=False, slots=True)
class Talker:
    """One who talks with the bots. `pts`, `date`: how far her own updates were looked at."""

    me: Person
    pts: int = 1
    date: int = 1
    said: list[Said] = field(default_factory=list)


class Program:
    """What a bot's program knows. `texts`: what came, by number; `gone`: numbers that must not come again;
    `taken`: those that it has answered with 200 since the server started; `faults`: what should not be."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.texts: dict[int, str] = {}
        self.numbers: dict[str, int] = {}
        self.gone: set[int] = set()
        self.taken: set[int] = set()
        self.newest: dict[int, int] = {}
        self.last = 0
        self.again = 0
        self.faults: list[str] = []

    def take(self, update: Any) -> str:
        """An update has come; its text."""
        number, message = update["update_id"], update["message"]
        text: str = message["text"]
        chat: int = message["chat"]["id"]
        if number in self.gone | self.taken:
            self.faults.append(f"update {number} was confirmed and came again")
        self.again += number in self.texts
        if self.texts.setdefault(number, text) != text:
            self.faults.append(f"update {number} is {text}, and was {self.texts[number]}")
        if self.numbers.setdefault(text, number) != number:
            self.faults.append(f"{text} is {number}, and was {self.numbers[text]}")
        if number < self.newest.get(chat, 0):
            self.faults.append(f"update {number} after {self.newest[chat]} of one chat")
        self.newest[chat] = number
        return text

    def server_died(self, queued: dict[int, str]) -> None:
        """The server is down: what is not in the queue any more is over. `queued`: what is."""
        self.gone |= self.taken - queued.keys()
        self.taken = set()
        self.newest = {}
        wrong = [number for number in queued if number in self.gone]
        assert not wrong, f"{wrong} were confirmed and are still there"
        for number, text in queued.items():
            assert self.texts.get(number, text) == text, f"{number} is another update now"


class BotMayhem:
    """The whole run. `killed`: how often; `answered`: how many messages and answers were; `again`: updates that
    came again, as they were not confirmed."""

    def __init__(self, folder: Path, database: str | None) -> None:
        self._url = database or f"sqlite:///{folder / 'data' / 'chappe.db'}"
        self._server = Killable(folder / "data", database)
        self._talkers: list[Talker] = []
        self._http: aiohttp.ClientSession
        self._polling: Program
        self._posted: Program
        self._echoed: dict[str, bool] = {}
        """What the polling bot has sent: whether it was answered."""
        self._found: Counter[str] = Counter()
        """What people have got from it."""
        self._armed: str | None = None
        self._down = asyncio.Event()
        self.killed = 0
        self.answered = 0

    @property
    def again(self) -> int:
        return self._polling.again + self._posted.again

    async def run(self, rounds: int, seconds: float) -> None:
        """So many rounds, or as many as the time allows.

        Raises: AssertionError when something was lost, or came again.
        """
        until = time.monotonic() + seconds
        own = web.AppRunner(self._own_server(), access_log=None)
        await own.setup()
        site = web.TCPSite(own, "127.0.0.1", 0)
        await site.start()
        try:
            async with aiohttp.ClientSession() as self._http:
                await self._server.start()
                await self._gather(f"http://127.0.0.1:{own.addresses[0][1]}/hook")
                while self.killed < rounds and time.monotonic() < until:
                    await self._load()
                    await self._look_into_queues()
                    await check_log(self._url)
                    await self._server.start()
                    await self._prove()
        finally:
            self._server.kill()
            await own.cleanup()

    # -- who there is -------------------------------------------------------------------

    async def _gather(self, hook: str) -> None:
        secret = await secret_of(self._url)
        for number in range(PEOPLE):
            socket = await Socket.connect(*self._server.place)
            client = Client(socket, self._server.key, SystemClock())
            await client.shake_hands()
            phone = f"999662{number:04d}"
            answer = await sign_in(client, phone, "22222", f"Talker {number}")
            talker = Talker(Person(client, phone, answer.user.id, secret))
            state = await talker.me.call("updates.getState")
            talker.pts, talker.date = state.pts, state.date
            self._talkers.append(talker)
        self._polling, self._posted = [Program(bot) for bot in await _make_bots(self._url)]
        await self._ask(self._posted, "setWebhook", url=hook)

    def _own_server(self) -> web.Application:
        """Of the bot that has its updates posted."""
        application = web.Application()
        application.router.add_post("/hook", self._hook)
        return application

    async def _hook(self, request: web.Request) -> web.Response:
        update = await request.json()
        self._posted.take(update)
        if self._at("posted"):
            return web.Response(status=500)
        await asyncio.sleep(secrets.randbelow(3) / 1000)
        if secrets.randbelow(100) < REFUSED_OF_100:
            return web.Response(status=503)
        self._posted.taken.add(update["update_id"])
        self._at("taken", secrets.randbelow(4) / 1000)
        return web.Response()

    # -- dying --------------------------------------------------------------------------

    def _at(self, moment: str, seconds: float = 0.0) -> bool:
        """It is such a moment: whether the server died of it, now or so many seconds later."""
        if self._armed != moment:
            return False
        self._armed = None
        if seconds:
            asyncio.get_running_loop().call_later(seconds, self._kill)
        else:
            self._kill()
        return True

    def _kill(self) -> None:
        self._server.kill()
        self._down.set()

    async def _load(self) -> None:
        """Everybody talks, until the server is dead."""
        self._down.clear()
        tasks = [asyncio.create_task(self._poll())]
        tasks += [
            asyncio.create_task(self._talk(each))
            for each in self._talkers
            for _ in range(AT_A_TIME)
        ]
        await asyncio.sleep(LOAD_SECONDS * secrets.randbelow(1000) / 1000)
        self._armed = secrets.choice(MOMENTS)
        with suppress(TimeoutError):
            seconds = secrets.randbelow(50) / 1000
            seconds = seconds if self._armed == "whenever" else MOMENT_SECONDS_MAX
            await asyncio.wait_for(self._down.wait(), seconds)
        self._armed = None
        self._kill()
        self.killed += 1
        await self._hung_up()
        await _end(tasks)

    async def _hung_up(self) -> None:
        """What the server had sent before it died is read to its end."""
        async with asyncio.timeout(10):
            while not all(each.me.client.carrier.closed for each in self._talkers):  # noqa: ASYNC110 - a flag
                await asyncio.sleep(0.002)
        await asyncio.sleep(0.02)

    # -- the load -----------------------------------------------------------------------

    async def _talk(self, talker: Talker) -> None:
        while True:
            bot = secrets.choice((self._polling, self._posted))
            said = Said(bot, f"message {secrets.token_hex(8)}")
            talker.said.append(said)
            await self._say(talker, said)
            if not self._at("answered"):
                self._at("woken", secrets.randbelow(6) / 1000)

    async def _say(self, talker: Talker, said: Said) -> None:
        me, bot_id = talker.me, said.bot.bot.id
        peer = me.make("inputPeerUser", user_id=bot_id, access_hash=me.access_hash(bot_id))
        await me.client.begin(
            "messages.sendMessage", peer=peer, message=said.text, random_id=said.random_id
        ).answer
        said.answered = True
        self.answered += 1

    async def _poll(self) -> None:
        """The program of the bot that asks. It ends with the server."""
        program = self._polling
        with suppress(aiohttp.ClientError, ConnectionError):
            while True:
                offset = program.last + 1
                limit = secrets.randbelow(20) + 1
                updates = await self._ask(
                    program, "getUpdates", offset=offset, limit=limit, timeout=3
                )
                program.gone |= {each for each in program.texts if each < offset}
                texts = [program.take(each) for each in updates]
                if texts:
                    program.last = updates[-1]["update_id"]
                for text in texts:
                    self._echoed[text] = False
                    chat = updates[texts.index(text)]["message"]["chat"]["id"]
                    await self._ask(program, "sendMessage", chat_id=chat, text=f"echo {text}")
                    self._echoed[text] = True
                    self.answered += 1

    async def _ask(self, program: Program, method: str, **params: Any) -> Any:
        url = f"{self._server.http}/bot{program.bot.token}/{method}"
        if method == "getUpdates":
            self._at("asked", secrets.randbelow(4) / 1000)
        async with self._http.post(url, json=params) as response:
            if method == "getUpdates":
                self._at("polled")
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    # -- the proof ----------------------------------------------------------------------

    async def _look_into_queues(self) -> None:
        """The server is down: what was answered is with the bot, or waits for it."""
        database = open_database(self._url)
        await database.open()
        try:
            async with database.transaction(write=False) as tx:
                for program in (self._polling, self._posted):
                    rows = await tx.rows(QUEUED, bot=program.bot.id)
                    queued = {row[0]: _text_of(row[1]) for row in rows}
                    program.server_died(queued)
                    known = {*program.numbers, *queued.values()}
                    lost = [
                        each.text for each in self._answered(program) if each.text not in known
                    ]
                    assert not lost, f"answered, and not in the queue: {lost}"
        finally:
            await database.close()

    def _answered(self, program: Program) -> list[Said]:
        every = [said for talker in self._talkers for said in talker.said]
        return [each for each in every if each.bot is program and each.answered]

    async def _prove(self) -> None:
        """The server is there again: everybody goes on where it was, and the bots get all that there is."""
        for talker in self._talkers:
            talker.me.client.start_again(await Socket.connect(*self._server.place))
            for said in talker.said:
                if not said.answered:
                    await self._say(talker, said)
        poll = asyncio.create_task(self._poll())
        try:
            await self._drained()
        finally:
            await _end([poll])
        for program in (self._polling, self._posted):
            assert not program.faults, program.faults
        for talker in self._talkers:
            await self._prove_echoes(talker)
        for text, answered in self._echoed.items():
            times = self._found[f"echo {text}"]
            assert times == 1 if answered else times <= 1, f"echo {text}: {times} times"

    async def _drained(self) -> None:
        """Wait until both bots have got everything, and have confirmed it."""
        every = self._answered(self._polling) + self._answered(self._posted)
        try:
            async with asyncio.timeout(DRAIN_SECONDS_MAX):
                while True:
                    there = all(each.text in each.bot.numbers for each in every)
                    if there and await self._nothing_waits():
                        return
                    await asyncio.sleep(0.02)
        except TimeoutError:
            missed = [each.text for each in every if each.text not in each.bot.numbers]
            raise AssertionError(
                f"did not come: {missed or 'confirmed, and still kept'}"
            ) from None

    async def _nothing_waits(self) -> bool:
        """Whether the queues are empty; and the asking bot has sent all its answers."""
        for program in (self._polling, self._posted):
            info = await self._ask(program, "getWebhookInfo")
            if info["pending_update_count"]:
                return False
        return True

    async def _prove_echoes(self, talker: Talker) -> None:
        """What she got of the bot."""
        last = False
        while not last:
            answer = await talker.me.call(
                "updates.getDifference", pts=talker.pts, date=talker.date, qts=1
            )
            if answer.NAME == "updates.differenceEmpty":
                break
            for message in answer.new_messages:
                if not message.out:
                    self._found[message.message] += 1
            last = answer.NAME == "updates.difference"
            state = answer.state if last else answer.intermediate_state
            talker.pts, talker.date = state.pts, state.date


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    """Stop what runs; what went wrong in it, and is not the end of the server, is raised."""
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            raise result


async def _make_bots(url: str) -> list[Bot]:
    """Two bots, made beside the running server."""
    features.load()
    database = open_database(url, beside=True)
    await database.open()
    try:
        async with database.transaction(write=True) as tx:
            journal = Journal(tx, SystemClock().now())
            bots = [
                await make_bot(journal, None, name, f"{name.lower()}_crash_bot")
                for name in ("Asks", "Hears")
            ]
            await journal.flush()
    finally:
        await database.close()
    return bots


def _text_of(body: bytes) -> str:
    text: str = msgspec.json.decode(body)["message"]["text"]
    return text


async def rage_with_bots(database: str | None, rounds: int, seconds: float) -> BotMayhem:
    """A whole run in a folder of its own; `database`: a PostgreSQL server, SQLite where None."""
    schema = None if database is None else OwnSchema(database)
    if schema is not None:
        await schema.make()
    try:
        with tempfile.TemporaryDirectory() as folder:
            mayhem = BotMayhem(Path(folder), None if schema is None else schema.database)
            await mayhem.run(rounds, seconds)
            return mayhem
    finally:
        if schema is not None:
            await schema.clear()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=900.0)
    parser.add_argument("--database")
    asked = parser.parse_args()
    begun = time.monotonic()
    mayhem = asyncio.run(rage_with_bots(asked.database, asked.rounds, asked.seconds))
    engine = "SQLite" if asked.database is None else "PostgreSQL"
    sys.stdout.write(
        f"{engine}: killed {mayhem.killed} times in {time.monotonic() - begun:.0f} s,"
        f" {mayhem.answered} messages were answered, {mayhem.again} updates came again before they"
        " were confirmed: none lost, none after it was\n"
    )


if __name__ == "__main__":
    main()
