"""The table of the Bot API's methods: each name once, beside the function that answers it.

What is not in the table is refused with words that say so, and counted: because this server does not offer
the product (`refuse`), or because it is not built yet.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.schema import METHODS, MethodShape

Answer = Callable[[Ask], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class BotMethod:
    """One row. `writes`: it may change rows; `alone`: it looks after its transactions itself; `words`:
    errors of the Telegram API that have words of their own here."""

    shape: MethodShape
    answer: Answer
    writes: bool
    alone: bool = False
    words: Mapping[str, str] = field(default_factory=dict)


TABLE: dict[str, BotMethod] = {}
"""By name in lower case."""
REFUSALS: dict[str, str] = {}
"""Methods that are refused for good, and why."""


def bot_method(
    name: str,
    *,
    writes: bool = False,
    alone: bool = False,
    words: Mapping[str, str] | None = None,
) -> Callable[[Answer], Answer]:
    """Put the decorated function into the table as the answer to `name`."""

    def enter(answer: Answer) -> Answer:
        shape = METHODS[name]
        assert name.lower() not in TABLE, f"{name} has two answers"
        TABLE[name.lower()] = BotMethod(shape, answer, writes, alone, words or {})
        return answer

    return enter


def refuse(reason: str, *names: str) -> None:
    """Declare that methods are refused, for a reason that holds for good."""
    for name in names:
        assert name in METHODS, name
        assert name.lower() not in TABLE, f"{name} is answered"
        REFUSALS[name.lower()] = reason
