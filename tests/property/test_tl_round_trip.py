"""Every shape of every layer reads back as it was written, in its own layer's words."""

from typing import Any

import pytest
from tl_values import Values, differences

from chappe.tl import catalogue, layers, mtproto, secret
from chappe.tl.parse import load
from chappe.tl.wire import UnknownConstructor

# Their fields depend on each other (a body has as many bytes as it says): test_tl_mtproto.
COUNTED = {"message", "msg_container", "msg_copy"}


@pytest.mark.parametrize("seed", range(3))
def test_every_shape_reads_back_as_written(seed: int) -> None:
    seen: set[int] = set()  # a shape that several layers have is tried at the first of them
    for number in catalogue.distinct():
        layer, schema = catalogue.at(number), layers.schema(number)
        values = Values(layer, seed)
        for shape in [*layer.constructors.values(), *layer.methods.values()]:
            if shape.id not in seen:
                seen.add(shape.id)
                obj = values.make(shape, depth=seed)
                read = schema.read(schema.write(obj))
                assert read == obj, differences(obj, read)
    early = {shape.id for shape in load("history.tl") if not shape.runs}
    assert seen == catalogue.everything().keys() - early


@pytest.mark.parametrize("seed", range(3))
def test_a_canonical_object_reads_back_as_written(seed: int) -> None:
    newest = catalogue.newest()
    values = Values(newest, seed, presence=0.9)
    for shape in [*newest.constructors.values(), *newest.methods.values()]:
        obj = values.make(shape)
        raw = layers.write(obj)
        read, end = layers.read(raw)
        assert (read, end) == (obj, len(raw)), differences(obj, read)


def test_whatever_an_old_client_asks_is_read_or_unknown() -> None:
    for number in catalogue.distinct()[::6]:
        layer, schema = catalogue.at(number), layers.schema(number)
        values = Values(layer, number)
        for shape in layer.methods.values():
            try:
                request = layers.read_request(schema.write(values.make(shape)))
            except UnknownConstructor:
                continue
            assert catalogue.newest().named(request.SHAPE) is request.SHAPE
            assert request.asked_as == shape.id
            layers.write(request)  # nothing old is left inside


@pytest.mark.parametrize("module", [mtproto, secret])
def test_service_objects_and_secrets_read_back_as_written(module: Any) -> None:
    shapes = mtproto.shapes() if module is mtproto else load("secret.tl")
    classes = {cls.SHAPE.id: cls for cls in vars(module).values() if hasattr(cls, "SHAPE")}
    layer = catalogue.Layer(0)
    for shape in shapes:
        if not shape.is_method:
            layer.types[shape.result].append(shape)
    values = Values(layer, 1, class_for=lambda shape: classes[shape.id])
    for shape in shapes:
        if shape.name in COUNTED:
            continue
        obj = values.make(shape)
        raw = module.write(obj)
        assert module.read(raw) == (obj, len(raw)), shape.name
