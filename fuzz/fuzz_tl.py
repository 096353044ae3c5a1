"""The language: strange bytes end in an object or a WireError; lawful ones come back byte by byte."""

from collections.abc import Iterator

from grow import Dice, garden

from chappe.tl import layers
from chappe.tl.build import TLObject
from chappe.tl.wire import NotWritable, WireError

API = "api.tl"
HISTORY = "history.tl"
LAYER_MIN = 2


def strange(data: bytes) -> None:
    """Anything at all."""
    try:
        found, end = layers.read(data)
    except WireError:
        return
    assert 0 < end <= len(data)
    first = written(found, layers.LATEST)
    if first is not None:
        again, _ = layers.read(first)
        assert written(again, layers.LATEST) == first


def asked(data: bytes) -> None:
    """Anything at all, where a request is due."""
    try:
        layers.read_request(data)
    except WireError:
        return


def lawful(data: bytes) -> None:
    """A value of the newest layer: read whole, written the same, and told to an older layer."""
    dice = Dice(data)
    place = garden(API)
    shape = place.shapes[dice.draw(len(place.shapes))]
    layer = LAYER_MIN + dice.draw(layers.LATEST - LAYER_MIN + 1)
    raw = place.grow(shape, dice)
    found, end = (layers.read_request(raw), len(raw)) if shape.is_method else layers.read(raw)
    assert end == len(raw)
    assert layers.write(found) == raw
    told = written(found, layer)
    if told is not None and not shape.is_method:
        client = layers.schema(layer)
        assert client.write(client.read(told)) == told


def mixed(data: bytes) -> None:
    """A value of shapes from many layers: no client sends such a thing, but one could."""
    dice = Dice(data)
    place = garden(API, HISTORY)
    strange(place.grow(place.shapes[dice.draw(len(place.shapes))], dice))


def written(found: TLObject, layer: int) -> bytes | None:
    """The object at a layer; None when that layer has no words for it."""
    try:
        return layers.write(found, layer)
    except NotWritable:
        return None


MODES = [strange, asked, lawful, mixed]


def one_input(data: bytes) -> None:
    if data:
        MODES[data[0] % len(MODES)](data[1:])


def seeds() -> Iterator[bytes]:
    place = garden(API)
    for number, shape in enumerate(place.shapes):
        if number % 8 == 0:
            dice = Dice(bytes(range(1, 200)))
            yield bytes((shape.is_method,)) + place.grow(shape, dice)
        if number % 15 == 0:
            yield (
                bytes((2 + number % 2,))
                + number.to_bytes(2, "little")
                + bytes(range(0, 240, 3))
            )
