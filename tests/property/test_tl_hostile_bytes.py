"""Whatever the bytes are: an object comes out, or a WireError."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tl_values import Values

from chappe.tl import catalogue, layers, mtproto, secret
from chappe.tl.build import TLObject
from chappe.tl.wire import WireError, pack_u32, read_bytes, write_bytes

API_IDS = st.sampled_from(sorted(catalogue.everything()))
SERVICE_IDS = st.sampled_from(sorted(shape.id for shape in mtproto.shapes()))
READERS = [layers.read, mtproto.read, secret.read]


def read_or_refuse(read: object, raw: bytes) -> None:
    try:
        obj, end = read(raw)  # type: ignore[operator]  # one of READERS
    except WireError:
        return
    assert isinstance(obj, TLObject)
    assert 4 <= end <= len(raw)


@pytest.mark.parametrize("read", READERS)
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(read: object, raw: bytes) -> None:
    read_or_refuse(read, raw)


@given(id_=API_IDS, raw=st.binary(max_size=300))
def test_any_bytes_behind_a_known_id_are_read_or_refused(id_: int, raw: bytes) -> None:
    read_or_refuse(layers.read, pack_u32(id_) + raw)


@given(id_=SERVICE_IDS, raw=st.binary(max_size=300))
def test_any_bytes_behind_a_service_id_are_read_or_refused(id_: int, raw: bytes) -> None:
    read_or_refuse(mtproto.read, pack_u32(id_) + raw)


@given(ids=st.lists(API_IDS, min_size=1, max_size=40), seed=st.integers(0, 2**16))
def test_known_ids_in_any_order_are_read_or_refused(ids: list[int], seed: int) -> None:
    read_or_refuse(layers.read, b"".join(pack_u32(id_) for id_ in ids) + pack_u32(seed))


@given(data=st.data(), seed=st.integers(0, 200))
def test_a_request_with_some_bytes_changed_is_read_or_refused(
    data: st.DataObject, seed: int
) -> None:
    newest = catalogue.newest()
    shape = sorted(newest.methods.values(), key=lambda s: s.name)[seed * 4]
    raw = bytearray(layers.write(Values(newest, seed).make(shape)))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    read_or_refuse(layers.read, bytes(raw))


@given(st.binary(max_size=600))
def test_a_tl_string_comes_back_and_keeps_the_step(value: bytes) -> None:
    out = bytearray()
    write_bytes(out, value)
    assert read_bytes(bytes(out), 0) == (value, len(out))
    assert len(out) % 4 == 0
