"""Running a coroutine without a task when it never waits.

Most calls end without waiting for anything: SQLite answers at once, and many methods read no rows.
A task costs more than such a call, so the first step is taken by hand; only a coroutine that does wait
gets a task, which goes on from there.
"""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from types import coroutine
from typing import Any, TypeVar

from chappe.logs import log

T = TypeVar("T")
Rest = Coroutine[Any, Any, T]


def first_step(work: Coroutine[Any, Any, T]) -> tuple[T, None] | tuple[None, Rest[T]]:
    """Run `work` to its end, or to where it first waits: its result, or the rest of it."""
    try:
        waiting_for = work.send(None)
    except StopIteration as end:
        return end.value, None
    return None, _rest(work, waiting_for)


def run(
    work: Coroutine[Any, Any, T],
    done: Callable[[T], None],
    failed: Callable[[], None],
    *,
    by_hand: bool,
) -> None:
    """Run `work` and hand its result to `done`, now or from a task.

    `failed`: called instead when `work` raised; what it raised is in the log. `by_hand` False: begin in
    a task, for engines that look at the current task.
    """

    async def whole() -> None:
        try:
            result = await work
        except Exception:
            log.exception("work for a connection failed")
            failed()
        else:
            done(result)

    if not by_hand:
        in_task(whole(), _nothing_more)
        return
    _, rest = first_step(whole())
    if rest is not None:
        in_task(rest, _nothing_more)


def _nothing_more(_result: None) -> None:
    pass


def in_task(work: Coroutine[Any, Any, T], done: Callable[[T], None]) -> None:
    """Run `work` in a task and hand its result to `done`."""

    async def whole() -> None:
        done(await work)

    task = asyncio.get_running_loop().create_task(whole())
    _TASKS.add(task)
    task.add_done_callback(_TASKS.discard)


_TASKS: set[asyncio.Task[None]] = set()
"""The event loop itself keeps no hold on its tasks."""


async def _rest(work: Coroutine[Any, Any, T], waiting_for: Any) -> T:
    return await _go_on(work, waiting_for)


@coroutine
def _go_on(work: Coroutine[Any, Any, T], waiting_for: Any) -> Generator[Any, Any, T]:
    """Wait for what the coroutine asked for in its first step, and drive it to its end."""
    try:
        while True:
            try:
                value = yield waiting_for
            except BaseException as error:
                waiting_for = work.throw(error)
            else:
                waiting_for = work.send(value)
    except StopIteration as end:
        result: T = end.value
        return result
