"""From lines of TL to `Combinator`s.

A line is `name#id field:type … = Result; // 57..103, 105..`. The trailing runs are ours: the
layers in which that very line is served. A constructor's id is the CRC32 of its line once the
line is normalised (no id, no `flags.N?true` fields, no angle brackets, `bytes` as `string`).
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from typing_extensions import override

LAYER_MAX = 10_000
"""Stands for the open end of a run (`229..`)."""

_LINE = re.compile(r"^([\w.]+)#([0-9a-f]{1,8}) (.*?)= ([^;\n]+);(?: // (.+))?$", re.MULTILINE)
_TRUE_FIELD = re.compile(r" \w+:\w+\.\d+\?true")


@dataclass(frozen=True, slots=True)
class Param:
    """One field of a combinator as the line spells it; `flag` is the word and the bit, if any."""

    name: str
    type: str
    flag: tuple[str, int] | None

    @property
    def is_word(self) -> bool:
        """Whether this is a flags word (`flags:#`), which is no field of the object."""
        return self.type == "#"


class Combinator:
    """One shape of one constructor or method: what a single id stands for. Never changes.

    `words` are the parameters as the line spells them; they are taken apart when first asked
    for, because most of the 4,000 shapes are never needed in one process.
    """

    __slots__ = ("_params", "_words", "id", "is_method", "name", "result", "runs")

    def __init__(
        self,
        name: str,
        id_: int,
        words: str | tuple[Param, ...],
        result: str,
        runs: tuple[tuple[int, int], ...] = (),
        *,
        is_method: bool = False,
    ) -> None:
        self.name = name
        self.id = id_
        self.result = result
        self.runs = runs
        self.is_method = is_method
        self._words = words
        self._params: tuple[Param, ...] | None = None

    @override
    def __repr__(self) -> str:
        return f"<{self.name}#{self.id:08x} = {self.result}>"

    @property
    def params(self) -> tuple[Param, ...]:
        """The parameters in the order of the wire, flags words among them."""
        if self._params is None:
            words = self._words
            if isinstance(words, str):
                words = tuple(_param(word) for word in words.split() if word[0] != "{")
            self._params = words
        return self._params

    @property
    def fields(self) -> tuple[Param, ...]:
        """The parameters that are fields of the object: all but the flags words."""
        return tuple(p for p in self.params if p.type != "#")

    def at(self, layer: int) -> bool:
        """Whether this very shape is served at `layer`."""
        return any(first <= layer <= last for first, last in self.runs)


def vector_item(type_: str) -> str | None:
    """Return the element type of a (boxed or bare) vector type, or None for any other type."""
    return type_[7:-1] if type_.startswith(("Vector<", "vector<")) else None


def crc_of(line: str) -> int:
    """Compute the id that a TL line (with or without its own id) ought to have."""
    body = re.sub(r"#[0-9a-f]{1,8}(?= )", "", line.partition(";")[0], count=1)
    body = _TRUE_FIELD.sub("", body)
    body = body.translate(str.maketrans("<>", "  ", "{}"))
    body = body.replace(":bytes ", ":string ").replace("?bytes ", "?string ")
    return zlib.crc32(" ".join(body.split()).encode())


@cache
def _param(word: str) -> Param:
    name, type_ = word.split(":", 1)
    if "?" not in type_:
        return Param(name, type_, None)
    flag, type_ = type_.split("?", 1)
    field, bit = flag.split(".")
    return Param(name, type_, (field, int(bit)))


@cache
def _runs(text: str) -> tuple[tuple[int, int], ...]:
    if text == "early":
        return ()
    pairs = (run.strip().split("..") for run in text.split(","))
    return tuple((int(first), int(last) if last else LAYER_MAX) for first, last in pairs)


def parse(text: str) -> Iterator[Combinator]:
    """Yield the combinators of a schema text in its order; `// 8..` comments become runs."""
    types, _, functions = text.partition("---functions---\n")
    for part, is_method in ((types, False), (functions, True)):
        for name, id_, words, result, runs in _LINE.findall(part):
            known = _runs(runs or "0..")
            yield Combinator(name, int(id_, 16), words, result, known, is_method=is_method)


def schema_text(name: str) -> str:
    """Return the text of one file of `chappe/tl/schema`, such as `api.tl`."""
    return (Path(__file__).parent / "schema" / name).read_text(encoding="utf-8")


@cache
def load(name: str) -> tuple[Combinator, ...]:
    """Parse one file of `chappe/tl/schema` once, and keep the result."""
    return tuple(parse(schema_text(name)))
