"""One check of `chappe doctor`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it is, and what to do when it is not well.

    `level`: ok; warn: the server starts, but may disappoint; fail: it does not, or clients cannot use it.
    """

    level: Literal["ok", "warn", "fail"]
    about: str
    text: str
    remedy: str = ""


def ok(about: str, text: str) -> Check:
    """All is well."""
    return Check("ok", about, text)


def warn(about: str, text: str, remedy: str) -> Check:
    """The server starts, but may disappoint."""
    return Check("warn", about, text, remedy)


def fail(about: str, text: str, remedy: str) -> Check:
    """The server does not start, or clients cannot use it."""
    return Check("fail", about, text, remedy)
