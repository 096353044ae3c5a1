"""MTProto's own objects: handshake, service messages, containers.

Every `string` of this schema carries bytes, so the fields are `bytes`; a field of type `Object`
is the rest of the input, unread (or the counted body of a `message`).
"""

from chappe.tl.build import TLObject, class_name, class_of
from chappe.tl.parse import Combinator, Param, load
from chappe.tl.plain import PlainTables, PlainWriters


def _as_bytes(param: Param) -> Param:
    return Param(param.name, "bytes", param.flag) if param.type == "string" else param


def shapes() -> list[Combinator]:
    """Return the lines of the schema, with bytes where they say string."""
    return [
        Combinator(
            shape.name,
            shape.id,
            tuple(map(_as_bytes, shape.params)),
            shape.result,
            shape.runs,
            is_method=shape.is_method,
        )
        for shape in load("mtproto.tl")
    ]


def _class(shape: Combinator) -> type[TLObject]:
    return class_of(shape, class_name(shape.name), __name__)


_tables = PlainTables(shapes(), _class)
_writers = PlainWriters()
_classes = {class_name(shape.name): _class(shape) for shape in _tables.by_id.values()}


def read(data: bytes, pos: int = 0) -> tuple[TLObject, int]:
    """Read one boxed object; return it and the position behind it.

    Errors: `UnknownConstructor` for an id that is not MTProto's, else `WireError`.
    """
    obj: tuple[TLObject, int] = _tables.read_value(data, pos, "")
    return obj


def write(obj: TLObject) -> bytes:
    """Return an object of this module as bytes, id first."""
    return _writers.write(obj)


globals().update(_classes)
