"""One schema without layers: the tables that turn ids into readers and classes into writers.

MTProto and secret chats are such schemas, and so is every raw layer of the API
(`chappe.tl.raw`): ids in, objects of exactly those shapes out, no conversion.
"""

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

from typing_extensions import override

from chappe.tl import wire
from chappe.tl.build import TLObject
from chappe.tl.parse import Combinator, vector_item
from chappe.tl.reader import Landing, Reader, compile_reader, value_reader
from chappe.tl.source import PLAIN
from chappe.tl.writer import Origin, Writer, compile_writer

ClassOf = Callable[[Combinator], type[TLObject]]


plain_writer = cache(partial(compile_writer, origin=Origin(), careful=False))
"""The writer of a shape from objects of its own class; compiled once for all tables."""


_readers: dict[type[TLObject], Reader] = {}


def plain_reader(cls: type[TLObject]) -> Reader:
    """Return the reader of a class's own shape; compiled once for all tables."""
    if cls not in _readers:
        _readers[cls] = compile_reader(cls.SHAPE, Landing(cls))
    return _readers[cls]


class TypeReaders(dict[int, Reader]):
    """The readers of one declared type, by id, compiled when first met."""

    def __init__(self, tables: "Tables", type_: str) -> None:
        super().__init__()
        self._tables = tables
        self._type = type_

    def __missing__(self, id_: int) -> Reader:
        reader = self._tables.reader(id_, self._type)
        self[id_] = reader
        return reader


class Tables(dict[str, TypeReaders]):
    """Declared type → id → reader. Subclasses say what an id means (`reader`)."""

    def __missing__(self, type_: str) -> TypeReaders:
        readers = self[type_] = TypeReaders(self, type_)
        return readers

    def reader(self, id_: int, type_: str) -> Reader:
        """Return the reader of an id where `type_` is declared; `''` is any, `'!'` a method."""
        raise NotImplementedError

    def bare(self, name: str) -> Reader:
        """Return the reader of a bare constructor (no id on the wire)."""
        raise NotImplementedError

    def read_value(self, data: bytes, pos: int, type_: str) -> tuple[Any, int]:
        """Read one value of a type from strange bytes, or raise a `WireError`.

        `type_` is as in `reader`, or a type that is no constructor's: `Bool`, `Vector<long>`.
        """
        if type_ in PLAIN or vector_item(type_) is not None:
            return wire.read_guarded(partial(value_reader(type_), tables=self), data, pos)

        def read(data: bytes, pos: int) -> tuple[TLObject, int]:
            return self[type_][wire.read_id(data, pos)[0]](data, pos + 4, self)

        return wire.read_guarded(read, data, pos)


class PlainTables(Tables):
    """The tables of a fixed set of shapes."""

    def __init__(self, shapes: Iterable[Combinator], class_of: ClassOf) -> None:
        super().__init__()
        self.by_id = {shape.id: shape for shape in shapes}
        self._by_name = {shape.name: shape for shape in self.by_id.values()}
        self._class_of = class_of

    @override
    def reader(self, id_: int, type_: str) -> Reader:
        shape = self.by_id.get(id_)
        if shape is None or not fits(shape, type_):
            raise wire.UnknownConstructor(id_, is_method=type_ == "!")
        return plain_reader(self._class_of(shape))

    @override
    def bare(self, name: str) -> Reader:
        return self["%"][self._by_name[name].id]


def fits(shape: Combinator, type_: str) -> bool:
    """Whether a shape may stand where `type_` is declared (see `Tables.reader`)."""
    if type_ == "!":
        return shape.is_method
    return type_ in ("", "%") or (shape.result == type_ and not shape.is_method)


class PlainWriters(dict[type[TLObject], Writer]):
    """Class → writer for objects that are written in exactly their own shape."""

    def __missing__(self, cls: type[TLObject]) -> Writer:
        writer = self[cls] = self.make(cls)
        return writer

    def make(self, cls: type[TLObject]) -> Writer:
        """Return the writer of a class."""
        if not issubclass(cls, TLObject):
            raise TypeError(f"{cls.__name__} stands where an object belongs")
        return plain_writer(cls.SHAPE)

    def write(self, obj: TLObject) -> bytes:
        """Return the boxed object as bytes."""
        out = bytearray()
        self[type(obj)](obj, out, self)
        return bytes(out)
