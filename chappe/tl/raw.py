"""The raw schema of one layer: what a client of that layer knows, and nothing else.

For clients and tests. Objects are of the layer's own shapes; nothing is converted.
"""

from functools import cache

from typing_extensions import override

from chappe.tl import catalogue, wire
from chappe.tl.build import TLObject
from chappe.tl.parse import Combinator
from chappe.tl.plain import PlainTables, PlainWriters
from chappe.tl.writer import Writer


class _ExactWriters(PlainWriters):
    def __init__(self, layer: catalogue.Layer) -> None:
        super().__init__()
        self._layer = layer

    @override
    def make(self, cls: type[TLObject]) -> Writer:
        if self._layer.named(cls.SHAPE) is not cls.SHAPE:
            raise wire.NotWritable(f"{cls.__name__} is no shape of layer {self._layer.number}")
        return super().make(cls)


class Schema:
    """One layer as its own clients see it."""

    def __init__(self, layer: catalogue.Layer) -> None:
        self.layer = layer
        shapes = [*layer.constructors.values(), *layer.methods.values()]
        self._tables = PlainTables(shapes, catalogue.class_for)
        self._writers = _ExactWriters(layer)

    def shape(self, name: str) -> Combinator:
        """Return the shape of a constructor or method; KeyError if the layer has none."""
        return self.layer.constructors.get(name) or self.layer.methods[name]

    def make(self, name: str, /, **fields: object) -> TLObject:
        """Return a new object, such as `make("user", id=1, first_name="Ada")`."""
        return catalogue.class_for(self.shape(name))(**fields)

    def write(self, obj: TLObject) -> bytes:
        """Return an object as bytes; `NotWritable` if anything in it is not of this layer."""
        return self._writers.write(obj)

    def read(self, data: bytes) -> TLObject:
        """Read bytes that are exactly one object of this layer, or raise a `WireError`."""
        obj = self.read_as("", data)
        assert isinstance(obj, TLObject)
        return obj

    def read_result(self, method: str, data: bytes) -> object:
        """Read the whole result of a method: an object, a bool, a number or a list."""
        return self.read_as(self.layer.methods[method].result, data)

    def read_as(self, type_: str, data: bytes) -> object:
        """Read bytes that are exactly one value of `type_`, or raise a `WireError`."""
        value, end = self._tables.read_value(data, 0, type_)
        if end != len(data):
            raise wire.TrailingBytes(f"{len(data) - end} bytes too many")
        return value


@cache
def schema_of(number: int) -> Schema:
    """Return the raw schema of a layer; `number` comes from `catalogue.clamp`."""
    return Schema(catalogue.at(number))
