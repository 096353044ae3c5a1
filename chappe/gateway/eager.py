"""Running a coroutine without a task when it never waits.

Most calls end without waiting for anything: SQLite answers at once, and many methods read no rows.
A task costs more than such a call, so the first step is taken by hand; only a coroutine that does wait
gets a task, which goes on from there.
"""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from types import coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(
    work: Coroutine[Any, Any, T], done: Callable[[T], None], *, by_hand: bool
) -> asyncio.Task[None] | None:
    """Run `work` and hand its result to `done`; the task when it had to wait, else None.

    `by_hand` False: begin in a task, for engines that look at the current task. An exception of `work`
    or `done` is raised here, or by the task.
    """
    if not by_hand:
        return asyncio.get_running_loop().create_task(_whole(work, done))
    try:
        waiting_for = work.send(None)
    except StopIteration as end:
        done(end.value)
        return None
    return asyncio.get_running_loop().create_task(_rest(work, waiting_for, done))


async def _whole(work: Coroutine[Any, Any, T], done: Callable[[T], None]) -> None:
    done(await work)


async def _rest(work: Coroutine[Any, Any, T], waiting_for: Any, done: Callable[[T], None]) -> None:
    done(await _go_on(work, waiting_for))


@coroutine
def _go_on(work: Coroutine[Any, Any, T], waiting_for: Any) -> Generator[Any, Any, T]:
    """Wait for what the coroutine asked for in its first step, and drive it to its end."""
    try:
        while True:
            try:
                value = yield waiting_for
            except BaseException as error:  # noqa: BLE001 - carried into the coroutine, cancellation too
                waiting_for = work.throw(error)
            else:
                waiting_for = work.send(value)
    except StopIteration as end:
        result: T = end.value
        return result
