"""A small desk for writing Python source: lines with indentation, and the names they use."""

from collections.abc import Iterator
from contextlib import contextmanager
from struct import Struct
from typing import Any

FIXED = {
    "int": ("i", 4),
    "long": ("q", 8),
    "double": ("d", 8),
    "Bool": ("I", 4),
    "#": ("I", 4),
    "int128": ("16s", 16),
    "int256": ("32s", 32),
}
"""The fixed-width types: `struct` letter and width in bytes. A `Bool` is a constructor's id."""

PLAIN = {*FIXED, "string", "bytes", "true"}
REST = {"!X", "X", "Object"}
"""Types that take the rest of the input as bytes, unread."""


class Source:
    """One function being written. `space` holds the constants that its source refers to."""

    def __init__(self, head: str, **space: Any) -> None:
        self.space: dict[str, Any] = space
        self._lines = [head]
        self._depth = 1
        self._count = 0

    def add(self, line: str) -> None:
        """Append one line at the present indentation."""
        self._lines.append("    " * self._depth + line)

    def fresh(self, letter: str) -> str:
        """Return a local name not used before."""
        self._count += 1
        return f"{letter}{self._count}"

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Write `head` and indent what follows."""
        self.add(head)
        self._depth += 1
        yield
        self._depth -= 1

    def struct(self, letters: str, method: str) -> str:
        """Name a bound method of the struct `<letters`, such as `unpack_from`."""
        name = f"{method}_{letters}"
        self.space[name] = getattr(Struct(f"<{letters}"), method)
        return name

    def compile(self, label: str) -> Any:
        """Compile what was written and return the function."""
        text = "\n".join(self._lines)
        exec(compile(text, f"<tl {label}>", "exec"), self.space)  # noqa: S102 - source is ours
        return self.space[self._lines[0].split("(")[0].removeprefix("def ")]
