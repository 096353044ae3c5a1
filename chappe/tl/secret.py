"""The end-to-end language of secret chats. The server never reads it; the testing kit does.

The newest shape of a constructor has the plain class name; an older one carries the secret
layer that brought it (`DecryptedMessage45`). Reading knows every shape and converts nothing.
"""

from chappe.tl.build import TLObject, class_name, class_of
from chappe.tl.parse import Combinator, load
from chappe.tl.plain import PlainTables, PlainWriters

_newest = {shape.name: shape for shape in load("secret.tl")}


def name_of(shape: Combinator) -> str:
    """Return the class name of a shape of this schema."""
    plain = class_name(shape.name)
    return plain if _newest[shape.name] is shape else f"{plain}{shape.runs[0][0]}"


def _class(shape: Combinator) -> type[TLObject]:
    return class_of(shape, name_of(shape), __name__)


_tables = PlainTables(load("secret.tl"), _class)
_writers = PlainWriters()


def read(data: bytes, pos: int = 0) -> tuple[TLObject, int]:
    """Read one boxed object of any secret layer; return it and the position behind it.

    Errors: `UnknownConstructor` for an id of another schema, else `WireError`.
    """
    obj: tuple[TLObject, int] = _tables.read_value(data, pos, "")
    return obj


def write(obj: TLObject) -> bytes:
    """Return an object of this module as bytes, id first."""
    return _writers.write(obj)


globals().update({name_of(shape): _class(shape) for shape in load("secret.tl")})
