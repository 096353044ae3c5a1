"""The catalogue of errors: every name there is, its codes, and which method may return which.

From `schema/errors.tsv` and `schema/methods.tsv`. A `%d` in a name stands for a number.
Wire: https://core.telegram.org/api/errors
"""

import re
from dataclasses import dataclass
from functools import cache

from chappe.tl.parse import schema_text

NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class MethodFacts:
    """What the catalogue says of a method.

    `who`: user, bot, both, or ? where it is not known. `errors`: names that it may return, besides
    those that every method may.
    """

    who: str
    errors: tuple[str, ...]


@cache
def codes() -> dict[str, tuple[int, ...]]:
    """Return every error name with the codes that it comes with, the first the most usual."""
    rows = (line.split("\t") for line in schema_text("errors.tsv").splitlines()[1:])
    return {name: tuple(map(int, numbers.split(","))) for name, numbers in rows}


@cache
def methods() -> dict[str, MethodFacts]:
    """Return what is known of each method, by its wire name."""
    rows = (line.split("\t") for line in schema_text("methods.tsv").splitlines()[1:])
    return {name: MethodFacts(who, tuple(errors.split())) for name, who, errors in rows}


def catalogued(text: str) -> str | None:
    """Return the catalogue's name of an error as a client reads it: FLOOD_WAIT_30 → FLOOD_WAIT_%d."""
    names = codes()
    if text in names:
        return text
    spelled = (
        text[: number.start()] + "%d" + text[number.end() :] for number in NUMBER.finditer(text)
    )
    return next((name for name in spelled if name in names), None)
