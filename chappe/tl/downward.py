"""From a canonical object to a layer's own shape: what is decided, and the tables that obey.

For each class and layer one `Conversion` is decided, and compiled when first needed:

SAME      the layer has this very shape;
STEP      a hand-written step (`chappe.tl.drift`) supplies what the rules cannot;
RULE      fields the layer does not know are left out, flags are recomputed, `long` narrows to
          `int` where it fits, and what it requires and we lack is empty, where that is harmless;
REPLACED  the layer has no such constructor and another stands in, or it has one and some
          required field can only be invented (a step is wanted: `lost` names the fields);
UNWRITABLE  the layer does not even have the type.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from chappe.tl import catalogue
from chappe.tl.build import TLObject, field_name
from chappe.tl.drift import frame
from chappe.tl.drift.harmless import DEFAULT_DOWN
from chappe.tl.drift.replace import STAND_IN
from chappe.tl.parse import Combinator, Param, vector_item
from chappe.tl.simplest import simplest
from chappe.tl.wire import NotWritable
from chappe.tl.writer import ZERO, Origin, Writer, compile_writer

_PLAINLY = {
    ("int", "long"),
    ("Bool", "true"),
    ("true", "Bool"),
    ("Vector<int>", "Vector<long>"),
}


class Kind(Enum):
    """How a constructor is written at a layer."""

    SAME = "same"
    RULE = "rule"
    STEP = "step"
    REPLACED = "replaced"
    UNWRITABLE = "unwritable"


@dataclass(frozen=True, slots=True)
class Conversion:
    """How one shape is written at one layer.

    `shape` is what is written: None if nothing is (a vector drops the object, an optional field
    is left out), or if the step decides. `lost` are required fields that are invented.
    """

    kind: Kind
    shape: Combinator | None = None
    step: frame.Down | None = None
    lost: tuple[str, ...] = ()


def decide(source: Combinator, layer: catalogue.Layer) -> Conversion:
    """Decide how objects of the shape `source` are written at a layer."""
    own = layer.named(source)
    if own is source:
        return Conversion(Kind.SAME, source)
    step = None
    if catalogue.is_canonical(source):  # a step takes canonical objects, and may make old ones
        step = frame.find_down(source.name, layer.number, own.id if own else None)
    if step is not None and (step.supplies is None or own is not None):
        lost = missing(source, own, step) if own and step.supplies is not None else ()
        return Conversion(Kind.STEP, own if step.supplies is not None else None, step, lost)
    if own is not None:
        lost = missing(source, own, None)
        return Conversion(Kind.REPLACED if lost else Kind.RULE, own, None, lost)
    if source.result not in layer.types:
        return Conversion(Kind.UNWRITABLE)
    for name in STAND_IN.get(source.result, ()):
        shape = layer.constructors.get(name)
        if shape is not None and shape.result == source.result:
            return Conversion(Kind.REPLACED, shape)
    return Conversion(Kind.REPLACED)


def missing(source: Combinator, target: Combinator, step: frame.Down | None) -> tuple[str, ...]:
    """Return the fields of `target` for which neither rules nor step have an honest value.

    An optional field whose type has changed counts too: leaving it out is a loss.
    """
    known = {param.name: param for param in source.fields}
    supplied = (step.supplies if step else None) or frozenset()
    lost = []
    for param in target.fields:
        same = known.get(param.name)
        if param.name in supplied:
            continue
        if same is None:
            harmless = {f"{target.name}.{param.name}", f"*.{param.name}"} & DEFAULT_DOWN
            if param.flag is None and not harmless:
                lost.append(param.name)
        elif not _convertible(same, param):
            lost.append(param.name)
    return tuple(lost)


def _convertible(old: Param, new: Param) -> bool:
    pair = (old.type, new.type)
    return pair[0] == pair[1] or pair in _PLAINLY or pair[::-1] in _PLAINLY


def _value(same: Param, target: Param) -> str | None:
    """Return the source that turns a field into the target's field of the same name."""
    if not _convertible(same, target):
        return None
    here = f"o.{field_name(same)}"
    value = here
    if (same.type, target.type) == ("long", "int"):
        value = f"narrow({here})"
    elif (same.type, target.type) == ("Vector<long>", "Vector<int>"):
        value = f"[narrow(y) for y in {here}]"
    optional = same.flag is not None and same.type != "true"
    if optional and target.flag is None and target.type != "true":
        empty = "()" if vector_item(target.type) else ZERO.get(target.type, "None")
        return f"({empty} if {here} is None else {value})"
    if optional and value is not here:
        return f"(None if {here} is None else {value})"
    return value


@cache
def down_writer(
    source: Combinator, target: Combinator, step: frame.Down | None = None
) -> Writer:
    """Compile the writer from objects of one shape to another; shared by all layers."""
    known = {param.name: param for param in source.fields}
    supplied = (step.supplies if step else None) or frozenset()
    values: dict[str, str | None] = {}
    for param in target.fields:
        same = known.get(param.name)
        if param.name in supplied:
            values[param.name] = f"s[{param.name!r}]"
        elif source is not target:
            values[param.name] = None if same is None else _value(same, param)
    return compile_writer(target, Origin(values, step.function if step else None), careful=True)


def _refuse(obj: TLObject, out: bytearray, to: "LayerWriters") -> None:
    raise NotWritable(f"layer {to.layer.number} has no {type(obj).__name__}")


def _by_whole_step(step: Callable[[Any], Any]) -> Writer:
    def write(obj: TLObject, out: bytearray, to: "LayerWriters") -> None:
        made = step(obj)
        to[type(made)](made, out, to)

    return write


class LayerWriters(dict[type[TLObject], Writer]):
    """One layer's dispatch: class → writer, decided and compiled when first met."""

    def __init__(self, layer: catalogue.Layer) -> None:
        super().__init__()
        self.layer = layer
        self._simplest: dict[str, Combinator] | None = None
        self._defaults: dict[str, bytes] = {}

    def __missing__(self, cls: type[Any]) -> Writer:
        writer = self[cls] = self._decided(cls)
        return writer

    def _decided(self, cls: type[Any]) -> Writer:
        if not issubclass(cls, TLObject):
            if cls is type(None):  # an optional field that this layer requires
                return _refuse
            raise TypeError(f"{cls.__name__} stands where an object belongs")
        conversion = decide(cls.SHAPE, self.layer)
        step = conversion.step
        if step is not None and step.supplies is None:
            return _by_whole_step(step.function)
        if conversion.shape is None:
            return _refuse
        return down_writer(cls.SHAPE, conversion.shape, step)

    def force(self, obj: TLObject | None, out: bytearray, type_: str) -> None:
        """Write the simplest value of a type, carrying over what `obj` has of it.

        For a required field whose own value cannot be written. `NotWritable` if the type does
        not exist at this layer, or has no harmless value.
        """
        shape = self._plainest().get(type_)
        if shape is None:
            raise NotWritable(f"layer {self.layer.number} has no harmless {type_}")
        if obj is not None:
            mark = len(out)
            try:
                down_writer(obj.SHAPE, shape)(obj, out, self)
            except NotWritable:
                del out[mark:]
            else:
                return
        if type_ not in self._defaults:
            filled = bytearray()
            down_writer(_NOTHING, shape)(_nothing, filled, self)
            self._defaults[type_] = bytes(filled)
        out += self._defaults[type_]

    def _plainest(self) -> dict[str, Combinator]:
        if self._simplest is None:
            self._simplest = simplest(self.layer)
        return self._simplest


_NOTHING = Combinator("", 0, (), "")
_nothing = TLObject.__new__(TLObject)
