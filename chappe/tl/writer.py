"""Compiled writers: from the parameters of one shape to the source of one function.

A writer is `write(o, out, to)`: it appends the object, id first, to a bytearray. `to` is a
layer's dispatch table, class → writer, so that one compiled function serves every layer which
has the shape. There are two kinds:

*plain*    the newest layer: nothing can be unwritable, nothing is caught.
*careful*  any other table: a child may raise `NotWritable`. An element then leaves its vector,
           an optional field is left out, and a required field takes the simplest value of its
           type (`to.force`). Try blocks cost nothing until they catch.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from struct import calcsize, pack
from typing import Any, TypeAlias

from chappe.tl import wire
from chappe.tl.build import TLObject, field_name
from chappe.tl.parse import Combinator, Param, vector_item
from chappe.tl.source import FIXED, PLAIN, REST, Source

Writer: TypeAlias = Callable[[TLObject, bytearray, Any], None]

_SPACE = {
    "write_bytes": wire.write_bytes,
    "pack_vector": wire.pack_vector,
    "pack": pack,
    "pack_u32": wire.pack_u32,
    "put_u32": wire.put_u32,
    "exactly": wire.exactly,
    "narrow": wire.narrow,
    "PAD": wire.PAD,
    "VECTOR": wire.VECTOR,
    "TRUE": wire.TRUE,
    "FALSE": wire.FALSE,
    "NotWritable": wire.NotWritable,
}

ZERO = {
    "int": "0",
    "long": "0",
    "double": "0.0",
    "Bool": "False",
    "string": "''",
    "bytes": "b''",
    "int128": "bytes(16)",
    "int256": "bytes(32)",
}
"""The empty value of each plain type, as source."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the values of a shape come from.

    `values` maps a parameter to Python source over `o` (the object) and `s` (what `step` made
    of it); a parameter not named there is the attribute of its own name. None means that there
    is no value: an optional one is left out, a required one takes the default of its type.
    """

    values: Mapping[str, str | None] = field(default_factory=dict)
    step: Callable[[Any], Any] | None = None


_VALUE = Combinator("value", 0, (), "")


class _WriterSource(Source):
    def __init__(self, shape: Combinator, origin: Origin, *, careful: bool) -> None:
        super().__init__("def write(o, out, to):", step=origin.step, **_SPACE)
        self.shape = shape
        self.origin = origin
        self.careful = careful
        self.run: list[tuple[str, str]] = [("I", f"0x{shape.id:08x}")]
        self.words: list[tuple[str, int]] = []

    def value(self, param: Param) -> str:
        """Return the source of a parameter's value; `None` where there is none."""
        if param.name in self.origin.values:
            return self.origin.values[param.name] or "None"
        return f"o.{field_name(param)}"

    def fixed(self, letters: str, value: str) -> None:
        """Let the next `struct` call pack `value`."""
        self.run.append((letters, value))

    def word(self, name: str) -> None:
        """Pack a flags word; a careful writer remembers where, to take a bit back."""
        self.words.append((name, calcsize("<" + "".join(letter for letter, _ in self.run))))
        self.fixed("I", f"f_{name}")

    def flush(self) -> None:
        """Write the pending `struct` call."""
        if self.careful:
            for name, offset in self.words:
                self.add(f"at_{name} = len(out) + {offset}")
        if self.run:
            letters = "".join(letter for letter, _ in self.run)
            values = ", ".join(value for _, value in self.run)
            self.add(f"out += {self.struct(letters, 'pack')}({values})")
        self.run, self.words = [], []


def compile_writer(shape: Combinator, origin: Origin, *, careful: bool) -> Writer:
    """Compile a writer of one shape, fed from `origin`."""
    src = _WriterSource(shape, origin, careful=careful)
    if origin.step is not None:
        src.add("s = step(o)")
    held = _write_words(src)
    for param in shape.params:
        if param.is_word:
            src.word(param.name)
        elif param.flag is None:
            _write_value(src, param.type, src.value(param))
        elif param.type != "true":
            src.flush()
            _write_optional(src, param, held)
    src.flush()
    write: Writer = src.compile(f"write {shape.name}#{shape.id:08x}")
    return write


@cache
def value_writer(type_: str, *, careful: bool) -> Callable[[Any, bytearray, Any], None]:
    """Compile the writer of a bare value: `Vector<User>`, `Bool`, `int` (results of methods)."""
    src = _WriterSource(_VALUE, Origin(), careful=careful)
    src.run.clear()
    _write_value(src, type_, "o")
    src.flush()
    write: Callable[[Any, bytearray, Any], None] = src.compile(f"write {type_}")
    return write


def _write_words(src: _WriterSource) -> dict[str, str]:
    """Compute the flags words; return the locals that hold the optional values."""
    held: dict[str, str] = {}
    for param in src.shape.params:
        if param.is_word:
            src.add(f"f_{param.name} = 0")
    for param in src.shape.params:
        if param.flag is None or (value := src.value(param)) == "None":
            continue
        word, bit = param.flag
        if param.type == "true":
            src.add(f"if {value}: f_{word} |= {1 << bit}")
            continue
        local = held[param.name] = src.fresh("x")
        src.add(f"{local} = {value}")
        src.add(f"if {local} is not None: f_{word} |= {1 << bit}")
    return held


def _write_optional(src: _WriterSource, param: Param, held: Mapping[str, str]) -> None:
    assert param.flag is not None
    local = held.get(param.name)
    word, bit = param.flag
    sharing = [p for p in src.shape.params if p.flag == param.flag]
    if len(sharing) > 1:
        # Fields that share a bit come together or not at all: an absent one takes a default.
        if local is not None and param.type in ZERO:
            local = f"({ZERO[param.type]} if {local} is None else {local})"
        with src.block(f"if f_{word} & {1 << bit}:"):
            _write_value(src, param.type, local or "None")
            src.flush()
    elif local is not None:
        with src.block(f"if {local} is not None:"):
            if src.careful and _may_refuse(src, param):
                _write_droppable(src, param, local)
            else:
                _write_value(src, param.type, local)
                src.flush()


def _may_refuse(src: _WriterSource, param: Param) -> bool:
    if "narrow" in src.value(param):
        return True
    return (
        param.type not in PLAIN and param.type not in REST and vector_item(param.type) is None
    )


def _write_droppable(src: _WriterSource, param: Param, local: str) -> None:
    """Write an optional field, or take its bit back."""
    assert param.flag is not None
    word, bit = param.flag
    src.add("m = len(out)")
    with src.block("try:"):
        if param.type in PLAIN or vector_item(param.type):
            _write_value(src, param.type, local)
            src.flush()
        else:
            src.add(f"to[type({local})]({local}, out, to)")
    with src.block("except NotWritable:"):
        src.add("del out[m:]")
        src.add(f"f_{word} ^= {1 << bit}")
        src.add(f"put_u32(out, at_{word}, f_{word})")


def _write_value(src: _WriterSource, type_: str, value: str) -> None:
    """Write a value that must be there; the source `None` stands for the type's default."""
    if type_ in FIXED:
        value = ZERO[type_] if value == "None" else value
        if type_ == "Bool":
            value = f"TRUE if {value} else FALSE"
        elif type_.startswith("int") and type_ != "int":
            value = f"exactly({value}, {FIXED[type_][1]})"
        src.fixed(FIXED[type_][0], value)
        return
    if type_ in ("string", "bytes"):
        _write_text(src, ZERO[type_] if value == "None" else value, type_)
    elif (item := vector_item(type_)) is not None:
        _write_vector(src, item, "()" if value == "None" else value, boxed=type_[0] == "V")
    elif type_ in REST:
        src.flush()
        src.add(f"out += {value}")
    elif type_[0].islower() and "." not in type_:
        src.flush()
        src.add(f"m = len(out); x = {value}; to[type(x)](x, out, to); del out[m:m + 4]")
    else:
        _write_boxed(src, type_, value)


def _write_text(src: _WriterSource, value: str, type_: str) -> None:
    src.flush()
    src.add(f"b = {value}{'.encode()' if type_ == 'string' else ''}")
    src.add("n = len(b)")
    with src.block("if n < 254:"):
        src.add("out.append(n); out += b; out += PAD[n + 1 & 3]")
    with src.block("else:"):
        src.add("write_bytes(out, b)")


def _write_boxed(src: _WriterSource, type_: str, value: str) -> None:
    src.flush()
    if value == "None" and src.careful:
        src.add(f"to.force(None, out, {type_!r})")
        return
    src.add(f"x = {value}")
    if not src.careful:
        src.add("to[type(x)](x, out, to)")
        return
    src.add("m = len(out)")
    with src.block("try:"):
        src.add("to[type(x)](x, out, to)")
    with src.block("except NotWritable:"):
        src.add(f"del out[m:]; to.force(x, out, {type_!r})")


def _write_vector(src: _WriterSource, item: str, value: str, *, boxed: bool) -> None:
    items, one = src.fresh("v"), src.fresh("y")
    src.flush()
    src.add(f"{items} = {value}")
    head = f"pack_vector(VECTOR, len({items}))" if boxed else f"pack_u32(len({items}))"
    if item in ("int", "long", "double"):
        letter = FIXED[item][0]
        src.add(f"out += {head}; out += pack('<%d{letter}' % len({items}), *{items})")
        return
    src.add(f"out += {head}")
    if not src.careful or item in PLAIN or vector_item(item) is not None:
        with src.block(f"for {one} in {items}:"):
            _write_value(src, item, one)
            src.flush()
        return
    at, kept = src.fresh("at"), src.fresh("k")
    src.add(f"{at} = len(out) - 4; {kept} = 0")
    with src.block(f"for {one} in {items}:"):
        src.add("m = len(out)")
        with src.block("try:"):
            src.add(f"to[type({one})]({one}, out, to); {kept} += 1")
        with src.block("except NotWritable:"):
            src.add("del out[m:]")
    src.add(f"if {kept} != len({items}): put_u32(out, {at}, {kept})")
