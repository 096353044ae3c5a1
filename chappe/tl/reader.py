"""Compiled readers: from the parameters of one shape to the source of one function.

A reader is `read(data, pos, tables) -> (object, pos)` and starts behind the constructor id.
`tables[type][id]` is the reader of a boxed field: the declared type decides which ids may stand
there. Fixed-width neighbours, the id of a boxed field and the head of a vector share one
`struct` call. Nothing asks for the end of the input (see `wire.read_guarded`), except before
a vector is allocated.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from struct import calcsize, unpack_from
from typing import Any, TypeAlias

from chappe.tl import catalogue, wire
from chappe.tl.build import TLObject, absent_value, field_name
from chappe.tl.parse import Combinator, Param, vector_item
from chappe.tl.source import FIXED, PLAIN, REST, Source

SKIP_TOGETHER = 6
"""Optional fields behind one test of the flags word; measured on `message`, flat from 4 to 8."""

Reader: TypeAlias = Callable[[bytes, int, Any], tuple[TLObject, int]]

SPACE: Mapping[str, Any] = {
    "new": object.__new__,
    "make": lambda name: catalogue.class_for(catalogue.newest().constructors[name])(),
    "read_id": wire.read_id,
    "read_bytes": wire.read_bytes,
    "read_bool": wire.read_bool,
    "read_bare_count": wire.read_bare_count,
    "check_head": wire.check_head,
    "read_slice": wire.read_slice,
    "unpack_from": unpack_from,
}
"""What the source of a reader may refer to; `make('peerNone')` is an object without fields."""


@dataclass(frozen=True, slots=True)
class Landing:
    """Where the read values go: into which class, under which names, and what is added.

    `names` maps a parameter to an attribute, or to None when the class has no place for it;
    `absent` is the source of an optional parameter's value when its bit is not set;
    `constants` are attributes that the shape does not carry.
    """

    cls: type[TLObject]
    names: Mapping[str, str | None] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


class _ReaderSource(Source):
    def __init__(self, landing: Landing) -> None:
        super().__init__("def read(data, pos, tables):", cls=landing.cls, **SPACE)
        self.landing = landing
        self.run: list[tuple[str, str]] = []
        self.after: list[str] = []

    def target(self, param: Param) -> str:
        name = self.landing.names.get(param.name, field_name(param))
        return "_" if name is None else f"o.{name}"

    def fixed(self, letters: str, target: str) -> None:
        """Let the next `struct` call fill `target`."""
        self.run.append((letters, target))

    def flush(self) -> None:
        """Write the pending `struct` call and what waits for its values."""
        if self.run:
            letters = "".join(letter for letter, _ in self.run)
            targets = ", ".join(target for _, target in self.run)
            self.add(f"{targets}, = {self.struct(letters, 'unpack_from')}(data, pos)")
            self.add(f"pos += {calcsize('<' + letters)}")
        for line in self.after:
            self.add(line)
        self.run, self.after = [], []


def compile_reader(shape: Combinator, landing: Landing) -> Reader:
    """Compile the reader of one shape; the objects are of `landing.cls`."""
    src = _ReaderSource(landing)
    src.add("o = new(cls)")
    _set_absent(src, shape)
    for word, params in groupby(shape.params, lambda p: p.flag[0] if p.flag else None):
        if word is None:
            _read_required(src, list(params))
        else:
            src.flush()
            _read_optionals(src, word, list(params))
    src.flush()
    for name, value in landing.constants.items():
        src.add(f"o.{name} = {value}")
    if shape.is_method:
        src.add(f"o._asked_as = {shape.id}")
    src.add("return o, pos")
    read: Reader = src.compile(f"read {shape.name}#{shape.id:08x}")
    return read


def _set_absent(src: _ReaderSource, shape: Combinator) -> None:
    """Set every optional field to its absent value first: most of them will stay so."""
    values: dict[str, list[str]] = {}
    for param in shape.params:
        if param.flag and (target := src.target(param)) != "_":
            value = src.landing.absent.get(param.name, absent_value(param))
            values.setdefault(value, []).append(target)
    for value, targets in values.items():
        if value.isidentifier():
            src.add(" = ".join([*targets, value]))
        else:  # an empty list or object of its own for each
            for target in targets:
                src.add(f"{target} = {value}")


@cache
def value_reader(type_: str) -> Callable[..., tuple[Any, int]]:
    """Compile the reader of a bare value: `Vector<User>`, `Bool`, `int` (results of methods)."""
    src = _ReaderSource(Landing(TLObject))
    _read_item(src, type_, "value")
    src.add("return value, pos")
    read: Callable[..., tuple[Any, int]] = src.compile(f"read {type_}")
    return read


def _read_optionals(src: _ReaderSource, word: str, params: Sequence[Param]) -> None:
    """Read neighbours of one flags word, with one test to skip several absent ones."""
    for start in range(0, len(params), SKIP_TOGETHER):
        part = params[start : start + SKIP_TOGETHER]
        mask = 0
        for param in part:
            assert param.flag is not None
            mask |= 1 << param.flag[1]
        with src.block(f"if f_{word} & {mask}:"):
            for bit, group in groupby(part, lambda p: p.flag):
                assert bit is not None
                _read_optional(src, f"f_{word} & {1 << bit[1]}", list(group))
            src.add("pass")


def _read_optional(src: _ReaderSource, test: str, params: Sequence[Param]) -> None:
    """Read the neighbours that one bit announces."""
    present = [p for p in params if p.type != "true" or src.target(p) != "_"]
    if not present:
        return
    with src.block(f"if {test}:"):
        for param in present:
            if param.type == "true":
                src.add(f"{src.target(param)} = True")
        _read_required(src, [p for p in present if p.type != "true"])
        src.flush()


def _read_required(src: _ReaderSource, params: Sequence[Param]) -> None:
    previous = None
    for param in params:
        _read_param(src, param, previous)
        previous = param


def _read_param(src: _ReaderSource, param: Param, previous: Param | None) -> None:
    target = src.target(param)
    if param.is_word:
        src.fixed("I", f"f_{param.name}")
    elif param.type == "Bool":
        local = src.fresh("b")
        src.fixed("I", local)
        src.after.append(f"{target} = read_bool({local})")
    elif param.type in FIXED:
        src.fixed(FIXED[param.type][0], target)
    elif param.type in REST:
        src.flush()
        # A message of MTProto says in `bytes` how long its body is; any other rest is all.
        if previous is not None and previous.name == "bytes":
            src.add(f"{target}, pos = read_slice(data, pos, {src.target(previous)})")
        else:
            src.add(f"{target} = data[pos:]; pos = len(data)")
    else:
        _read_value(src, param.type, target)


def _read_value(src: _ReaderSource, type_: str, target: str) -> None:
    if type_ in ("string", "bytes"):
        src.flush()
        _read_text(src, target, ".decode()" if type_ == "string" else "")
    elif (item := vector_item(type_)) is not None:
        _read_vector(src, item, target, boxed=type_[0] == "V")
    elif type_[0].islower() and "." not in type_:
        src.flush()
        src.add(f"{target}, pos = tables.bare({type_!r})(data, pos, tables)")
    else:
        local = src.fresh("c")
        src.fixed("I", local)
        src.flush()
        src.add(f"{target}, pos = tables[{type_!r}][{local}](data, pos, tables)")


def _read_text(src: _ReaderSource, target: str, decode: str) -> None:
    src.add("n = data[pos]")
    with src.block("if n < 254:"):
        src.add(f"{target} = data[pos + 1:pos + 1 + n]{decode}")
        src.add("pos += n + 4 & -4")
    with src.block("else:"):
        src.add(f"{'s' if decode else target}, pos = read_bytes(data, pos)")
        if decode:
            src.add(f"{target} = s.decode()")


def _read_vector(src: _ReaderSource, item: str, target: str, *, boxed: bool) -> None:
    count = src.fresh("n")
    width = FIXED[item][1] if item in FIXED else 4
    if boxed:
        head = src.fresh("v")
        src.fixed("II", f"{head}, {count}")
        src.flush()
        src.add(f"check_head({head}, {count} * {width}, len(data) - pos)")
    else:
        src.flush()
        src.add(f"{count}, pos = read_bare_count(data, pos, {width})")
    if item in ("int", "long", "double"):
        src.add(f"{target} = list(unpack_from('<%d{FIXED[item][0]}' % {count}, data, pos))")
        src.add(f"pos += {count} * {width}")
        return
    made, one = src.fresh("l"), src.fresh("x")
    src.add(f"{made} = []")
    if item not in PLAIN and vector_item(item) is None and not item[0].islower():
        table = src.fresh("t")
        src.add(f"{table} = tables[{item!r}]")
        with src.block(f"for _ in range({count}):"):
            src.add(f"{one}, pos = {table}[read_id(data, pos)[0]](data, pos + 4, tables)")
            src.add(f"{made}.append({one})")
    else:
        with src.block(f"for _ in range({count}):"):
            _read_item(src, item, one)
            src.add(f"{made}.append({one})")
    src.add(f"{target} = {made}")


def _read_item(src: _ReaderSource, item: str, target: str) -> None:
    if item in FIXED:
        local = src.fresh("b")
        src.fixed(FIXED[item][0], local if item == "Bool" else target)
        if item == "Bool":
            src.after.append(f"{target} = read_bool({local})")
    else:
        _read_value(src, item, target)
    src.flush()
