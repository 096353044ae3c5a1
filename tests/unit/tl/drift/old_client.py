"""A client of an older layer: what it reads, what it gets, and how what it asks comes in."""

from typing import Any

from chappe.tl import layers
from chappe.tl.build import TLObject, TLRequest


def make(layer: int, name: str, /, **fields: Any) -> TLObject:
    """An object in the words of a layer."""
    return layers.schema(layer).make(name, **fields)


def reads(layer: int, obj: TLObject) -> Any:
    """What a client of a layer reads when the server writes `obj`."""
    return layers.schema(layer).read(layers.write(obj, layer))


def says(layer: int, obj: TLObject) -> Any:
    """The canonical object that an object of a layer comes in as."""
    return layers.read(layers.schema(layer).write(obj))[0]


def asks(layer: int, name: str, /, **fields: Any) -> TLRequest[Any]:
    """The canonical request that comes in when a client of a layer asks."""
    return layers.read_request(layers.schema(layer).write(make(layer, name, **fields)))


def gets(layer: int, request: type[TLRequest[Any]] | TLRequest[Any], result: Any) -> Any:
    """What a client of a layer reads as the result of a method that it still calls so."""
    raw = layers.write_result(request, result, layer)
    shape = request.SHAPE
    if isinstance(request, TLRequest):
        known = layers.schema(layer).layer.methods.values()
        shape = next(s for s in known if s.id == request.asked_as)
    return layers.schema(layer).read_result(shape.name, raw)
