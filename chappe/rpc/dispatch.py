"""From a question to its answer: gates, one transaction, the handler, TL of the caller's layer.

A refusal by name is the caller's mistake and silent; any other exception is ours: logged with the
method and the msg_id, answered 500. Either way the transaction is rolled back, and nothing of the
call remains.
"""

from collections import Counter
from dataclasses import dataclass

from chappe.db.database import Database, Durable, lost_race
from chappe.ids import Layer, MsgId, SessionId
from chappe.logs import log
from chappe.rpc.bare import give_hashes
from chappe.rpc.behalf import admit_on_behalf, carry_out
from chappe.rpc.call import Call, World
from chappe.rpc.caller import Caller
from chappe.rpc.errors import RpcError
from chappe.rpc.gates import admit
from chappe.rpc.method import TABLE, Method
from chappe.rpc.wrap import Wrapped, peel
from chappe.tl import layers
from chappe.tl.wire import NotWritable
from chappe.updates.log import Journal

HEARD_SECONDS = 60 * 60
"""How exactly it is known when a device was last there."""
TOO_DEEP = RpcError(400, "INPUT_FETCH_ERROR")
"""Things in things in things: only a client nests them so, and no log needs to have all of that."""
RACES_MAX = 2
"""How often a call is begun again that has lost a race."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes into the rpc_result. `durable`: send it only when that is done; `journal`: what is to be
    told then."""

    body: bytes
    failed: bool = False
    durable: Durable | None = None
    journal: Journal | None = None


class Dispatcher:
    """Runs calls. `missing`: how often methods were asked for that this server does not have."""

    def __init__(self, world: World, database: Database) -> None:
        self._world = world
        self._database = database
        self.missing: Counter[str] = Counter()

    def peel(self, body: bytes) -> Wrapped | RpcError:
        """Undo the wrappers of a call; a refusal is returned, not raised."""
        try:
            return peel(body)
        except RpcError as error:
            return error
        except RecursionError:
            return TOO_DEEP
        except Exception:
            log.exception("a call could not be read")
            return RpcError(500, "RPC_CALL_FAIL")

    def writes(self, wrapped: Wrapped) -> bool:
        """Whether the call changes rows, so that its order among the others matters."""
        found = TABLE.get(type(wrapped.request)) if wrapped.request is not None else None
        return found is not None and found.writes

    def is_aside(self, wrapped: Wrapped) -> bool:
        """Whether the call may wait for long, and others must not wait for it."""
        found = TABLE.get(type(wrapped.request)) if wrapped.request is not None else None
        return found is not None and found.aside

    async def run(
        self, caller: Caller, wrapped: Wrapped, msg_id: MsgId, session_id: SessionId, now: float
    ) -> Answer:
        """Answer one call."""
        request = wrapped.request
        assert request is not None
        _note(caller, wrapped)
        news = caller.perm_key_id is not None and _has_news(caller, now)
        try:
            connection = wrapped.business_connection
            gate = admit if connection is None else admit_on_behalf
            method = gate(caller, type(request))
            layer = min(caller.layer or layers.LATEST, layers.LATEST)
            call = Call(self._world, caller, now, Layer(layer), msg_id, session_id)
            await give_hashes(self._database, call, request)
            if news and method.aside:
                await self._note_apart(call)
            elif method.rows or news:
                return await self._run_until_won(method, call, wrapped, news=news)
            result = await carry_out(call, connection, method, request)
            return Answer(layers.write_result(request, result, layer))
        except RpcError as error:
            self._count(error, request.NAME)
            return Answer(error.body(), failed=True)
        except NotWritable:
            # The caller's layer has no word for the result: for that layer there is no such method.
            return Answer(RpcError(400, "METHOD_INVALID").body(), failed=True)
        except RecursionError:
            return Answer(TOO_DEEP.body(), failed=True)
        except Exception:
            log.exception("call failed", method=request.NAME, msg_id=msg_id)
            return Answer(RpcError(500, "RPC_CALL_FAIL").body(), failed=True)

    async def _run_until_won(
        self, method: Method, call: Call, wrapped: Wrapped, *, news: bool
    ) -> Answer:
        """Run a call from the beginning again when its transaction has lost a race (the same message sent
        over two connections at once); only PostgreSQL has such races."""
        for _ in range(RACES_MAX):
            try:
                return await self._run_with_rows(method, call, wrapped, news=news)
            except Exception as error:
                if not lost_race(error):
                    raise
                why = type(error).__name__
                log.warning("a call lost a race", method=method.name, why=why)
        return await self._run_with_rows(method, call, wrapped, news=news)

    async def _run_with_rows(
        self, method: Method, call: Call, wrapped: Wrapped, *, news: bool
    ) -> Answer:
        request = wrapped.request
        assert request is not None
        tx = await self._database.begin(write=method.writes or news)
        journal = call.within(tx)
        failed = False
        try:
            try:
                result = await carry_out(call, wrapped.business_connection, method, request)
                body = layers.write_result(request, result, call.layer)
            except RpcError as error:
                if not error.keep:
                    raise
                body, failed = error.body(), True
            # Last: a handler may wait for the disk before its first statement. A binding forgets the news.
            if news and call.caller.layer is not None:
                await self._world.note_client(tx, call.caller, call.now)
            await journal.flush()
        except BaseException:
            await tx.rollback()
            raise
        durable = await tx.commit()
        if news:
            call.caller.noted_at = int(call.now)
            _kept_when(call.caller, durable)
        return Answer(body, failed, durable, journal)

    async def _note_apart(self, call: Call) -> None:
        """Keep what is new about a caller before a call that holds no transaction open."""
        if call.caller.layer is None:
            return
        tx = await self._database.begin(write=True)
        try:
            await self._world.note_client(tx, call.caller, call.now)
        except BaseException:
            await tx.rollback()
            raise
        call.caller.noted_at = int(call.now)
        _kept_when(call.caller, await tx.commit())

    def publish(self, journal: Journal) -> None:
        """Tell what a call has changed; its rows are on the disk, its answer is on the way."""
        if journal.entries or journal.told or journal.rung or journal.due_at is not None:
            self._world.publish(journal)

    def _count(self, error: RpcError, name: str) -> None:
        if error.name == "METHOD_INVALID":
            self.missing[name] += 1
            if self.missing[name] == 1:
                log.warning("a method that is not there was called", method=name)


def _has_news(caller: Caller, now: float) -> bool:
    """Whether the store should hear of a caller: it said something new, or was silent for long."""
    if not caller.kept:
        return True
    return caller.user_id is not None and now - caller.noted_at >= HEARD_SECONDS


def _kept_when(caller: Caller, durable: Durable | None) -> None:
    """The caller's news are kept once they are on the disk, unless there are newer ones by then."""
    told = (caller.layer, caller.info)

    def on_disk(error: Exception | None) -> None:
        if error is None and told == (caller.layer, caller.info):
            caller.kept = True

    if durable is None:
        on_disk(None)
    else:
        durable.when_done(on_disk)


def _note(caller: Caller, wrapped: Wrapped) -> None:
    """Take over the layer and the client that the wrappers name."""
    if wrapped.layer is not None and wrapped.layer != caller.layer:
        caller.layer, caller.kept = wrapped.layer, False
    if wrapped.info is not None and wrapped.info != caller.info:
        caller.info, caller.kept = wrapped.info, False
