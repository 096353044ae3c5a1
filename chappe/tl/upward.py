"""From any known id to a canonical object: the rules for what old clients send.

A field that the newest shape does not have is read and dropped; one that it has and the old
shape lacks is absent if it is optional, else the default of its type, where that is harmless
(`drift.harmless`); `int` widens to `long`, `Bool` and `true` are one. Whatever else has changed
needs a step. An id whose name is gone and that has no step is an `UnknownConstructor`.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from typing_extensions import override

from chappe.tl import catalogue, wire
from chappe.tl.build import TLObject, TLRequest, absent_value, field_name
from chappe.tl.drift import frame
from chappe.tl.drift.harmless import DEFAULT_UP, EMPTY_UP
from chappe.tl.parse import Combinator, Param, vector_item
from chappe.tl.plain import Tables, fits, plain_reader
from chappe.tl.reader import SPACE, Landing, Reader, compile_reader
from chappe.tl.source import Source
from chappe.tl.stand_ins import meaning, meant_by
from chappe.tl.writer import ZERO

_WIDENS = {("int", "long"), ("Bool", "true"), ("true", "Bool"), ("Vector<int>", "Vector<long>")}


class CanonicalTables(Tables):
    """Every id that any layer ever had; canonical objects come out.

    `loose` tables let a step up return an object of another type (see `frame.up`).
    """

    def __init__(self, *, loose: bool = False) -> None:
        super().__init__()
        self.loose = loose

    @override
    def reader(self, id_: int, type_: str) -> Reader:
        shape = catalogue.everything().get(id_)
        if shape is not None and shape.name in meant_by(type_):
            return _standing_in(shape, meant_by(type_)[shape.name])
        if shape is None or not fits(shape, type_):
            raise wire.UnknownConstructor(id_, is_method=type_ == "!")
        reader = canonical_reader(shape)
        if reader is None and type_ not in catalogue.newest().types and type_ not in ("", "!"):
            # The type is gone with all its constructors: only a step, or nobody, wants the value.
            reader = plain_reader(catalogue.class_for(shape))
        if reader is None:
            raise wire.UnknownConstructor(id_, is_method=shape.is_method)
        return reader


def _standing_in(shape: Combinator, meant: type[TLObject]) -> Reader:
    """The reader of an object that stands for another (`stand_ins`)."""
    reader = canonical_reader(shape)
    assert reader is not None, f"{shape.name} has no way to the newest layer"

    def read(data: bytes, pos: int, tables: Any) -> tuple[TLObject, int]:
        sent, end = reader(data, pos, tables)
        return meaning(sent, meant), end

    return read


_loose = CanonicalTables(loose=True)


@cache
def canonical_reader(shape: Combinator) -> Reader | None:
    """Return the reader from a shape to a canonical object; None if there is no way there."""
    newest = catalogue.newest().named(shape)
    if newest is shape:
        return plain_reader(catalogue.class_for(shape))
    step = frame.find_up(shape.name, shape.id)
    if step is not None:
        return _stepping_reader(shape, step)
    if newest is None or missing(shape, newest):
        return None
    return compile_reader(shape, landing(shape, newest))


def missing(shape: Combinator, newest: Combinator) -> list[str]:
    """Return the required fields of `newest` for which the rules find no honest value."""
    old = {param.name: param for param in shape.fields}
    lost = []
    for param in newest.fields:
        same = old.get(param.name)
        if same is None:
            if param.flag is None and default_up(newest, param) is None:
                lost.append(param.name)
        elif not _same_value(same, param) or _may_lack(same, param):
            lost.append(param.name)
    return lost


def landing(shape: Combinator, newest: Combinator) -> Landing:
    """Return where the rules put each value of an old shape in the newest one."""
    new = {param.name: param for param in newest.fields}
    old = {param.name: param for param in shape.fields}
    absent, constants = {}, {}
    for param in newest.fields:
        same = old.get(param.name)
        if same is None or not _same_value(same, param):
            constants[field_name(param)] = (
                absent_value(param) if param.flag else default_up(newest, param) or "None"
            )
        elif same.flag:
            absent[param.name] = absent_value(param) if param.flag else _empty(param) or "None"
    names = {
        param.name: field_name(param)
        if param.name in new and _same_value(param, new[param.name])
        else None
        for param in shape.fields
    }
    return Landing(catalogue.class_for(newest), names, absent, constants)


def _same_value(old: Param, new: Param) -> bool:
    return old.type == new.type or (old.type, new.type) in _WIDENS


def _may_lack(old: Param, new: Param) -> bool:
    """Whether an optional field has become a required one without an empty value."""
    optional = old.flag is not None and old.type != "true"
    return optional and new.flag is None and _empty(new) is None


def _empty(param: Param) -> str | None:
    """Return the source of a type's empty value, where it has one."""
    if vector_item(param.type) is not None:
        return "[]"
    return EMPTY_UP.get(param.type) or ZERO.get(param.type)


def default_up(newest: Combinator, param: Param) -> str | None:
    """Return the source of a harmless value for a field that the old shape does not have."""
    for key in (f"{newest.name}.{param.name}", f"*.{param.name}"):
        if key in DEFAULT_UP:
            return _empty(param)
    return None


def _stepping_reader(shape: Combinator, step: frame.Up) -> Reader:
    raw = plain_reader(catalogue.class_for(shape))
    newest = catalogue.newest().named(shape)
    rules = _by_rule(shape, newest) if newest is not None else None

    def read(data: bytes, pos: int, tables: Any) -> tuple[TLObject, int]:
        obj, end = raw(data, pos, _loose if step.loose else tables)
        made = step.function(obj)
        if isinstance(made, dict):
            assert rules is not None, f"{shape.name} is gone: its step has to return an object"
            made = rules(obj, made)
        assert isinstance(made, TLObject), f"the step up from {shape.name} made {made!r}"
        assert made.SHAPE.is_method == shape.is_method
        if isinstance(made, TLRequest):
            made.asked_as = shape.id
        elif made.SHAPE.result != shape.result and not tables.loose:
            raise wire.UnknownConstructor(shape.id)
        return made, end

    return read


def _by_rule(shape: Combinator, newest: Combinator) -> Callable[[TLObject, Any], TLObject]:
    """Compile the function that completes what a step supplied, by the rules."""
    rules = landing(shape, newest)
    src = Source("def convert(o, s):", cls=catalogue.class_for(newest), **SPACE)
    src.add("n = new(cls)")
    unsourced = set(missing(shape, newest))
    carried = {attribute: name for name, attribute in rules.names.items() if attribute}
    for param in newest.fields:
        name = field_name(param)
        if param.name in unsourced:
            value = f"s[{name!r}]"
        elif name in carried:
            value = f"o.{name}"
            if param.name in rules.absent:
                value = f"({rules.absent[param.name]} if {value} is None else {value})"
        else:
            value = rules.constants[name]
        src.add(f"n.{name} = s[{name!r}] if {name!r} in s else {value}")
    src.add("return n")
    convert: Callable[[TLObject, Any], TLObject] = src.compile(f"convert {shape.name}")
    return convert
