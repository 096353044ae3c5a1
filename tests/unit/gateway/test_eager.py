"""Running a coroutine without a task when it never waits."""

import asyncio

import pytest
import structlog

from chappe.gateway import eager


async def at_once(value: int) -> int:
    return value


async def later(value: int) -> int:
    await asyncio.sleep(0)
    await asyncio.sleep(0.001)
    return value


async def broken(*, waits: bool) -> int:
    if waits:
        await asyncio.sleep(0)
    raise OSError("the disk is gone")


def never() -> None:
    pytest.fail("it did not fail")


async def test_what_never_waits_is_done_before_run_returns() -> None:
    got: list[int] = []
    eager.run(at_once(5), got.append, never, by_hand=True)
    assert got == [5]


async def test_what_waits_is_done_later() -> None:
    got: list[int] = []
    eager.run(later(5), got.append, never, by_hand=True)
    assert got == []
    await asyncio.sleep(0.01)
    assert got == [5]


async def test_an_engine_that_wants_a_task_gets_one_from_the_start() -> None:
    tasks: list[object] = []

    async def who() -> object:
        return asyncio.current_task()

    eager.run(who(), tasks.append, never, by_hand=False)
    assert tasks == []
    await asyncio.sleep(0)
    assert isinstance(tasks[0], asyncio.Task)


@pytest.mark.parametrize("waits", [False, True])
@pytest.mark.parametrize("by_hand", [False, True])
async def test_a_failure_is_logged_and_told(waits: bool, by_hand: bool) -> None:
    failed: list[bool] = []
    with structlog.testing.capture_logs() as lines:
        eager.run(
            broken(waits=waits),
            lambda _: pytest.fail("there is no result"),
            lambda: failed.append(True),
            by_hand=by_hand,
        )
        await asyncio.sleep(0.01)
    assert failed == [True]
    assert [line["log_level"] for line in lines] == ["error"]


async def test_the_first_step_gives_the_result_or_the_rest() -> None:
    assert eager.first_step(at_once(3)) == (3, None)
    nothing, rest = eager.first_step(later(4))
    assert nothing is None
    assert rest is not None
    assert await rest == 4


async def test_errors_and_cancellation_reach_the_coroutine_through_its_rest() -> None:
    seen: list[str] = []

    async def careful() -> int:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise
        return 1

    _, rest = eager.first_step(careful())
    assert rest is not None
    task = asyncio.get_running_loop().create_task(rest)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert seen == ["cancelled"]
    _, failing = eager.first_step(broken(waits=True))
    with pytest.raises(OSError, match="the disk"):
        await failing


async def test_tasks_are_held_on_to_until_they_end() -> None:
    got: list[int] = []
    others = set(eager._TASKS)
    eager.in_task(later(1), got.append)
    assert len(eager._TASKS - others) == 1
    await asyncio.sleep(0.01)
    assert got == [1]
    assert not eager._TASKS - others
