"""What is written for a layer is what a client of that layer can read."""

import pytest
from tl_values import Values

from chappe.tl import catalogue, layers
from chappe.tl.simplest import simplest
from chappe.tl.wire import NotWritable, UnknownConstructor

EVERY_LAYER = catalogue.distinct()
SOME_LAYERS = (2, 57, 73, 105, 133, 158, 181, 198, 214, 228)


def check_layer(number: int, seed: int, presence: float, depth: int) -> None:
    """Write one object of each canonical constructor, and read it as the layer's own."""
    layer, schema = catalogue.at(number), layers.schema(number)
    values = Values(catalogue.newest(), seed, presence=presence)
    harmless = simplest(layer)
    for shape in catalogue.newest().constructors.values():
        obj = values.make(shape, depth)
        try:
            raw = layers.write(obj, number)
        except NotWritable:
            # Only where there is no such type, or nothing of it that would be harmless.
            assert shape.result not in harmless, shape.name
        else:
            schema.read_as(shape.result, raw)


@pytest.mark.parametrize("number", SOME_LAYERS)
def test_a_layer_reads_what_is_written_for_it(number: int) -> None:
    check_layer(catalogue.clamp(number), number, presence=0.5, depth=2)


@pytest.mark.slow
@pytest.mark.parametrize("number", EVERY_LAYER)
def test_every_layer_reads_what_is_written_for_it(number: int) -> None:
    for seed, presence, depth in ((1, 0.5, 2), (2, 0.95, 3), (3, 1.0, 1)):
        check_layer(number, seed, presence, depth)


@pytest.mark.parametrize("number", [57, 133, 198])
def test_what_was_written_for_a_layer_comes_up_again_or_is_unknown(number: int) -> None:
    values = Values(catalogue.newest(), number)
    for shape in catalogue.newest().constructors.values():
        try:
            raw = layers.write(values.make(shape), number)
            read, end = layers.read(raw)
        except (NotWritable, UnknownConstructor):
            continue
        assert end == len(raw)
        assert read.SHAPE.result == shape.result
