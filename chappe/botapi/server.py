"""The Bot API of a node: a token, a method's name and parameters in, JSON out. How they came is `door`'s."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from chappe.botapi import jobs, methods
from chappe.botapi.asking import Ask, House
from chappe.botapi.errors import BotError, bad, translated
from chappe.botapi.figures import Figures
from chappe.botapi.guesses import Guesses
from chappe.botapi.method import REFUSALS, TABLE, BotMethod
from chappe.botapi.pace import Pace
from chappe.botapi.queue import store
from chappe.botapi.queue.hearing import Hearing
from chappe.botapi.queue.polling import TWICE, Polling
from chappe.botapi.queue.webhooks import Webhooks
from chappe.botapi.reading import Uploaded, read_params
from chappe.botapi.schema import BY_LOWER
from chappe.clock import Clock
from chappe.config import Profile
from chappe.db.database import Database
from chappe.features.bots.actions import find_by_token
from chappe.features.bots.model import read_token
from chappe.ids import UserId
from chappe.logs import log
from chappe.rpc.call import World
from chappe.rpc.errors import RpcError
from chappe.updates.words import BotsWoken

Run = Callable[[Coroutine[Any, Any, None]], None]
Say = Callable[[BotsWoken], None]
JOBS = (jobs.Expire,)
"""What is done again and again; known before the runner begins."""
NOT_BUILT = "this server does not offer the method yet"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: the status of HTTP, and JSON."""

    status: int
    body: bytes


class BotApi:
    """All bots of a node. `run`: runs a coroutine of the house's own; `say`: tells the other nodes; `alone`:
    there are no others."""

    def __init__(
        self,
        world: World,
        database: Database,
        clock: Clock,
        run: Run,
        say: Say,
        *,
        alone: bool,
    ) -> None:
        methods.load()
        self._database = database
        self._run = run
        self._say = say
        self._looking = asyncio.Lock()
        self._out: dict[UserId, int] = {}
        self._guesses = Guesses(clock)
        self._counts = world.settings.profile is Profile.PRODUCTION
        self.asked: Counter[str] = Counter()
        """How often methods were asked for that are refused, or not built yet."""
        pace = world.settings.bot_pace
        self._pace = None if pace is None else Pace(pace, clock)
        self.figures = Figures(clock.now())
        self.polling = Polling(database, clock, self._say_polling, pace)
        self.webhooks = Webhooks(
            database,
            clock,
            world.settings.profile,
            self._execute,
            self._posted,
            alone=alone,
        )
        self.hearing = Hearing(world.secret, self._wake)
        self.house = House(world, database, clock, self.polling, self.hooks_changed)

    async def start(self) -> None:
        """Begin to deliver."""
        await self.webhooks.start()
        await self._look()

    async def stop(self) -> None:
        """Deliver no more; whoever waits is let go."""
        self.polling.end_all()
        await self.webhooks.stop()

    @property
    def idle(self) -> bool:
        """Whether nothing is being delivered (for tests)."""
        return self.webhooks.idle

    # -- calls --------------------------------------------------------------------------

    async def find_bot(self, token: str, address: str) -> UserId:
        """Whose token it is. `address`: of whoever asks.

        Raises: BotError (401; 429 for one that guesses).
        """
        seconds = self._guesses.wait_seconds(address) if self._counts else 0
        if seconds:
            self.figures.note_stranger(429)
            raise BotError(429, f"retry after {seconds}", {"retry_after": seconds})
        try:
            bot = await self._find_bot(token)
        except BotError as error:
            self._guesses.wrong(address)
            self.figures.note_stranger(error.code)
            raise
        if self._pace is not None and bot not in self.house.began_at:
            self._pace.take_bot(address)
        return bot

    async def _find_bot(self, token: str) -> UserId:
        """The token is read for every call, so that one that is withdrawn opens nothing more on any node. Rows that
        are not on the disk yet are not waited for here: the call itself waits for them."""
        if read_token(token) is None:
            raise BotError(401, "invalid token specified")
        tx = await self._database.begin(write=False)
        try:
            bot = await find_by_token(tx, token)
        except BaseException:
            await tx.rollback()
            raise
        durable = await tx.commit()
        if bot is None or self._out.get(bot, 0) > self.house.clock.now():
            if durable is not None:
                await durable.wait()
            raise BotError(401)
        return bot

    async def answer(
        self,
        bot: UserId,
        name: str,
        given: Mapping[str, Any],
        files: Mapping[str, Uploaded],
        bytes_in: int = 0,
    ) -> Reply:
        """Answer a call of a bot. `bytes_in`: how long its body was."""
        reply = await self._answer(bot, name, given, files)
        self.figures.note_answer(bot, reply.status, bytes_in, len(reply.body))
        return reply

    async def _answer(
        self, bot: UserId, name: str, given: Mapping[str, Any], files: Mapping[str, Uploaded]
    ) -> Reply:
        try:
            result = await self._result(bot, name.lower(), given, files)
        except BotError as error:
            return refused(error)
        except RpcError as error:
            words = TABLE[name.lower()].words if name.lower() in TABLE else {}
            return refused(translated(error, words))
        except RecursionError:
            return refused(bad("object is nested too deeply"))
        except Exception:
            log.exception("a bot's call failed", method=name)
            return refused(BotError(500))
        return Reply(200, _encode({"ok": True, "result": result}))

    async def _result(
        self, bot: UserId, name: str, given: Mapping[str, Any], files: Mapping[str, Uploaded]
    ) -> Any:
        method = self._find(name)
        params = read_params(method.shape, given, files) if method.shape.params else {}
        ask = Ask(self.house, bot, params, dict(files))
        self.house.began_at.setdefault(bot, self.house.clock.now())
        if self._pace is not None:
            self._pace.take_message(bot, name, params)
        if method.alone:
            result = await method.answer(ask)
            if name == "getupdates":
                self.figures.note_updates(bot, len(result))
            return result
        return await ask.run(method.answer, writes=method.writes)

    def _find(self, name: str) -> BotMethod:
        method = TABLE.get(name)
        if method is not None:
            return method
        shape = BY_LOWER.get(name)
        if shape is None:
            raise BotError(404, "method not found")
        self.asked[shape.name] += 1
        raise bad(REFUSALS.get(name, NOT_BUILT))

    async def _execute(self, bot: UserId, body: bytes) -> None:
        """Do what a bot's server has answered to an update: one method, whose result nobody hears."""
        try:
            said = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return
        if not isinstance(said, dict) or not isinstance(said.get("method"), str):
            return
        name = said.pop("method")
        if name.lower().startswith("get"):
            return
        reply = await self.answer(bot, name, said, {})
        if reply.status != 200:
            log.info("a webhook's answer was refused", bot=bot, method=name)

    # -- what happens -------------------------------------------------------------------

    def _wake(self, bots: Iterable[UserId]) -> None:
        """Bots have something new, on the disk."""
        bots = list(bots)
        self.polling.wake(bots)
        self.webhooks.wake(bots)
        self._say(BotsWoken(list(bots)))

    def _posted(self, bot: UserId) -> None:
        self.figures.note_updates(bot, 1)

    def _say_polling(self, bot: UserId) -> None:
        self._say(BotsWoken([bot], polling=True))

    def hooks_changed(self) -> None:
        """Bots want their updates elsewhere."""
        self._run(self._look())
        self._say(BotsWoken([]))

    def heard(self, word: BotsWoken) -> None:
        """What another node says."""
        bots = [UserId(each) for each in word.bot_ids]
        if word.polling:
            for bot in bots:
                self.polling.end(bot, TWICE)
            return
        self.polling.wake(bots)
        self.webhooks.wake(bots)
        if not bots:
            self._run(self._look())

    async def look(self) -> None:
        """Words may have been lost: see what there is."""
        self.polling.wake_all()
        await self._look()

    async def _look(self) -> None:
        async with self._looking:
            await self.webhooks.look()
            async with self._database.transaction(write=False) as tx:
                self._out = await store.find_out(tx, int(self.house.clock.now()))


def refused(error: BotError) -> Reply:
    """A refusal as an answer."""
    said: dict[str, Any] = {
        "ok": False,
        "error_code": error.code,
        "description": error.description,
    }
    if error.parameters:
        said["parameters"] = error.parameters
    return Reply(error.code, _encode(said))


_encode = msgspec.json.Encoder().encode
