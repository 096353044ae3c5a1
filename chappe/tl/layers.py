"""The face of the language: read what any client sends, write what a client of a layer reads."""

from functools import cache
from typing import Any

from chappe.tl import catalogue, drift
from chappe.tl.build import TLObject, TLRequest
from chappe.tl.downward import LayerWriters
from chappe.tl.drift import frame
from chappe.tl.parse import vector_item
from chappe.tl.plain import PlainWriters
from chappe.tl.raw import Schema, schema_of
from chappe.tl.source import PLAIN
from chappe.tl.upward import CanonicalTables
from chappe.tl.wire import NotWritable, TrailingBytes
from chappe.tl.writer import Writer, value_writer

LATEST = catalogue.LATEST
OLDEST = catalogue.OLDEST

drift.load()
_tables = CanonicalTables()
_newest = PlainWriters()


def read(data: bytes, pos: int = 0) -> tuple[TLObject, int]:
    """Read one object or request of any layer; return it in canonical form, and where it ends.

    Errors: `UnknownConstructor` if the id, or one inside, is unknown, gone without a way up, or
    not of the type declared there; `WireError` for anything else that is not TL.
    """
    obj: tuple[TLObject, int] = _tables.read_value(data, pos, "")
    return obj


def read_request(data: bytes) -> TLRequest[Any]:
    """Read bytes that are exactly one request of any layer, in canonical form.

    Errors: as `read`; `UnknownConstructor.is_method` is set for an id that is no method;
    `TrailingBytes` if something is left.
    """
    request, end = _tables.read_value(data, 0, "!")
    if end != len(data):
        raise TrailingBytes(f"{len(data) - end} bytes behind {request.NAME}")
    assert isinstance(request, TLRequest)
    return request


def write(obj: TLObject, layer: int = LATEST) -> bytes:
    """Return a canonical object as the bytes that a client of `layer` reads.

    Errors: `NotWritable` if that layer does not have the type, or nothing harmless of it.
    """
    out = bytearray()
    _append_object(obj, out, layer, "!" if obj.SHAPE.is_method else obj.SHAPE.result)
    return bytes(out)


def write_result(
    request: TLRequest[Any] | type[TLRequest[Any]], result: Any, layer: int
) -> bytes:
    """Return a method's result as the bytes that a client of `layer` reads.

    `result` is of the type that the method has now: an object, a bool, a number or a list. Given
    the request itself rather than its class, the method is the one that the client asked for by
    its old name. Errors: `NotWritable`, as `write`; also when the method's result has another
    type at that layer, and no step leads there.
    """
    asked_as = request.asked_as if isinstance(request, TLRequest) else request.SHAPE.id
    step, type_, writer = _way_of_result(asked_as, request.SHAPE.result, layer)
    if step is not None:
        result = step(result)
    out = bytearray()
    if writer is not None:
        writer(result, out, _newest if layer >= LATEST else writers(layer))
    else:
        _append_object(result, out, layer, type_)
    return bytes(out)


@cache
def _way_of_result(
    asked_as: int, type_now: str, layer: int
) -> tuple[frame.AnyStep | None, str, Writer | None]:
    """How a method's result goes to a layer: the step, its type there, its writer if it is no object."""
    shape = catalogue.everything()[asked_as]
    number = catalogue.clamp(layer)
    then = catalogue.at(number).named(shape) or shape
    step = frame.find_down_result(shape.name, number)
    if step is None and then.result != type_now:
        raise NotWritable(f"{shape.name} gave {then.result} at layer {number}")
    if then.result in PLAIN or vector_item(then.result) is not None:
        return step, then.result, value_writer(then.result, careful=layer < LATEST)
    return step, then.result, None


def schema(layer: int) -> Schema:
    """Return the raw schema of one layer: what a client of it knows."""
    return schema_of(catalogue.clamp(layer))


@cache
def writers(layer: int) -> LayerWriters:
    """Return the dispatch table of a layer older than the newest (for tests and reports)."""
    number = catalogue.clamp(layer)
    return writers(number) if number != layer else LayerWriters(catalogue.at(number))


def _append_object(obj: TLObject, out: bytearray, layer: int, type_: str) -> None:
    if layer >= LATEST:
        _newest[type(obj)](obj, out, _newest)
        return
    to = writers(layer)
    try:
        to[type(obj)](obj, out, to)
    except NotWritable:
        out.clear()
        to.force(obj, out, type_)
