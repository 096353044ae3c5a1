"""A bot's call, carried out in this process: canonical requests go through the gates and handlers that a call
over MTProto goes through, in one transaction, and what they give is shown before it is committed.

A handler may wait for disks and the network before its first statement, and so may a bot's method: what it
asks for first should be what waits. What a method has to read before that, it reads in a transaction of its
own (`Ask.reading`).
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from chappe.botapi.queue.polling import Polling
from chappe.clock import Clock
from chappe.db.database import Database, Tx, lost_race
from chappe.ids import AuthKeyId, DcId, Layer, MsgId, SessionId, UserId
from chappe.logs import log
from chappe.rpc.behalf import admit_on_behalf, carry_out, is_carried_out
from chappe.rpc.call import Call, World
from chappe.rpc.caller import Caller, ClientInfo
from chappe.rpc.errors import RpcError
from chappe.rpc.gates import admit
from chappe.tl import layers
from chappe.tl.build import TLRequest
from chappe.updates.viewer import Viewer

T = TypeVar("T")
HTTP = SessionId(0)
"""No session: all that the bot has over MTProto hear what it does over HTTP."""
INFO = ClientInfo(0, "Bot API", "HTTP", "Bot API", "en")
RACES_MAX = 2


def caller_of(bot_id: UserId) -> Caller:
    """A bot as the gates know it: signed in, and of the newest layer."""
    caller = Caller(
        AuthKeyId(0),
        DcId(2),
        perm_key_id=AuthKeyId(0),
        layer=Layer(layers.LATEST),
        info=INFO,
        user_id=bot_id,
    )
    caller.kept = True
    return caller


@dataclass(slots=True)
class House:
    """What calls are carried out with. `hooks_changed`: to be called when a bot's webhook is another."""

    world: World
    database: Database
    clock: Clock
    polling: Polling
    hooks_changed: Callable[[], None]
    began_at: dict[UserId, float] = field(default_factory=dict)
    """When bots called for the first time, here."""


class Ask:
    """One call of a bot. `call`: with its transaction; `params`: as they were read."""

    __slots__ = ("bot_id", "call", "files", "house", "params")

    def __init__(
        self, house: House, bot_id: UserId, params: dict[str, Any], files: dict[str, Any]
    ) -> None:
        self.house = house
        self.bot_id = bot_id
        self.params = params
        self.files = files
        self.call = self._new_call()

    def _new_call(self) -> Call:
        now = self.house.clock.now()
        layer = Layer(layers.LATEST)
        return Call(self.house.world, caller_of(self.bot_id), now, layer, MsgId(0), HTTP)

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter, or what stands for it."""
        return self.params.get(name, default)

    @property
    def viewer(self) -> Viewer:
        """Who is shown the answer."""
        return self.call.viewer

    @property
    def tx(self) -> Tx:
        """The transaction of the call."""
        return self.call.tx

    async def tell(self, request: TLRequest[T]) -> T:
        """Carry out a canonical request: the bot's own, or on behalf of the account whose connection the call names.

        Raises: RpcError.
        """
        connection = self.get("business_connection_id")
        if connection is None or not is_carried_out(type(request)):
            method = admit(self.call.caller, type(request))
            answer: Any = await method.handler(self.call, request)
        else:
            method = admit_on_behalf(self.call.caller, type(request))
            answer = await carry_out(self.call, connection, method, request)
        return answer  # type: ignore[no-any-return]  # what the schema says of the request

    async def look(self, request: TLRequest[T]) -> T:
        """Carry out a request that only reads, in a transaction of its own, before anything else.

        Raises: RpcError.
        """
        kept = self.call
        self.call = self._new_call()
        try:
            async with self.reading() as tx:
                self.call.within(tx)
                return await self.tell(request)
        finally:
            self.call = kept

    async def beforehand(self, request: TLRequest[T]) -> T:
        """Carry out a request that writes, in a transaction of its own, before anything else.

        Raises: BotError, RpcError.
        """
        kept = self.call
        self.call = self._new_call()

        async def answer(asked: "Ask") -> T:
            return await asked.tell(request)

        try:
            answered: T = await self.run(answer, writes=True)
        finally:
            self.call = kept
        return answered

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        """A transaction for what has to be known before the call's own begins."""
        async with self.house.database.transaction(write=False) as tx:
            yield tx

    async def run(self, answer: Callable[["Ask"], Awaitable[Any]], *, writes: bool) -> Any:
        """Answer the call in its one transaction; what comes back is on the disk, and has been told.

        Raises: BotError, RpcError.
        """
        for _ in range(RACES_MAX):
            try:
                return await self._once(answer, writes=writes)
            except Exception as error:
                if not lost_race(error):
                    raise
                log.warning("a bot's call lost a race", why=type(error).__name__)
                self.call = self._new_call()
        return await self._once(answer, writes=writes)

    async def _once(self, answer: Callable[["Ask"], Awaitable[Any]], *, writes: bool) -> Any:
        tx = await self.house.database.begin(write=writes)
        journal = self.call.within(tx)
        result, refusal = None, None
        try:
            try:
                result = await answer(self)
            except RpcError as error:
                if not error.keep:
                    raise
                refusal = error  # what the call wrote is kept all the same
            await journal.flush()
        except BaseException:
            await tx.rollback()
            raise
        durable = await tx.commit()
        if durable is not None:
            await durable.wait()
        for action in journal.actions:
            action()
        if journal.entries or journal.told or journal.rung or journal.due_at is not None:
            self.house.world.publish(journal)
        if refusal is not None:
            raise refusal
        return result
