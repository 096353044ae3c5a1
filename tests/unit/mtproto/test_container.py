"""Containers and compressed bodies, as bytes."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chappe.mtproto import container
from chappe.mtproto.container import (
    CONTAINER_ID,
    COPY_ID,
    GZIP_ID,
    INFLATED_BYTES_MAX,
    ContainerFault,
    InflateError,
    Message,
    TooManyMessages,
)

BODIES = st.binary(min_size=1, max_size=20).map(lambda part: part * 4)
MESSAGES = st.lists(
    st.builds(
        Message, st.integers(-(2**63), 2**63 - 1), st.integers(-(2**31), 2**31 - 1), BODIES
    ),
    max_size=8,
)


@given(MESSAGES)
def test_what_is_packed_comes_out_again(messages: list[Message]) -> None:
    assert container.unpack(container.pack(messages)) == messages


@given(MESSAGES, st.integers(0, 2000), st.integers(0, 255))
def test_changed_bytes_are_a_container_or_a_fault(
    messages: list[Message], place: int, byte: int
) -> None:
    body = bytearray(container.pack(messages))
    body[place % len(body)] = byte
    try:
        taken = container.unpack(bytes(body))
    except ContainerFault:
        return
    assert len(container.pack(taken)) == len(body)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_container_or_a_fault(body: bytes) -> None:
    try:
        container.unpack(CONTAINER_ID + body)
    except ContainerFault:
        return


@pytest.mark.parametrize("count", [1025, 2**31 - 1, -1, -(2**31)])
def test_too_many_are_refused_before_they_are_counted(count: int) -> None:
    with pytest.raises(TooManyMessages):
        container.unpack(CONTAINER_ID + count.to_bytes(4, "little", signed=True))


@pytest.mark.parametrize("length", [0, 1, 2, 3, 6, -4, 2**31 - 1])
def test_a_body_has_a_head_and_whole_words(length: int) -> None:
    one = container.pack([Message(4, 1, b"body")])
    with pytest.raises(ContainerFault):
        container.unpack(one[:20] + length.to_bytes(4, "little", signed=True) + one[24:])


@given(BODIES)
def test_a_copy_holds_one_message(body: bytes) -> None:
    original = Message(8, 3, body)
    copy = COPY_ID + container.pack([original])[8:]
    if body[:4] in {CONTAINER_ID, COPY_ID}:
        return
    assert container.unpack_copy(copy) == original


@pytest.mark.parametrize("head", [CONTAINER_ID, COPY_ID])
def test_a_copy_of_something_that_holds_messages_is_refused(head: bytes) -> None:
    copy = COPY_ID + container.pack([Message(8, 3, head + bytes(16))])[8:]
    with pytest.raises(ContainerFault):
        container.unpack_copy(copy)


@given(st.binary(min_size=4, max_size=5000))
def test_what_is_deflated_inflates_to_the_same(body: bytes) -> None:
    packed = container.deflate(body)
    assert len(packed) <= len(body)
    if packed is body:
        return
    assert len(packed) % 4 == 0
    assert packed[:4] == GZIP_ID
    if body[:4] != GZIP_ID:
        assert container.inflate(packed) == body


def test_small_and_noisy_bodies_are_left_alone() -> None:
    assert container.deflate(bytes(255)) == bytes(255)
    noise = b"".join(zlib.crc32(bytes((n,))).to_bytes(4, "little") for n in range(200))
    assert container.deflate(noise) is noise
    assert container.deflate(bytes(256))[:4] == GZIP_ID


def wrapped(data: bytes) -> bytes:
    return GZIP_ID + b"\xfe" + len(data).to_bytes(3, "little") + data


def test_both_heads_are_taken() -> None:
    assert container.inflate(wrapped(gzip.compress(b"body", mtime=0))) == b"body"
    assert container.inflate(wrapped(zlib.compress(b"body"))) == b"body"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage",
        gzip.compress(b"body", mtime=0)[:-9],
        gzip.compress(b"abc", mtime=0),
        zlib.compress(GZIP_ID + bytes(8)),
    ],
)
def test_what_is_no_single_whole_message_is_refused(data: bytes) -> None:
    with pytest.raises(InflateError) as refused:
        container.inflate(wrapped(data))
    assert not refused.value.too_long


@pytest.mark.parametrize("cut", [0, 4, 7, 8, 12])
def test_a_length_beyond_the_bytes_is_refused(cut: int) -> None:
    with pytest.raises(InflateError):
        container.inflate(wrapped(gzip.compress(b"body", mtime=0))[:cut])


@pytest.mark.parametrize(
    ("room", "fits"), [(1000, True), (999, False), (0, False), (-5, False)]
)
def test_no_more_is_unpacked_than_there_is_room_for(room: int, fits: bool) -> None:
    packed = wrapped(zlib.compress(bytes(1000)))
    if fits:
        assert container.inflate(packed, room) == bytes(1000)
        return
    with pytest.raises(InflateError) as refused:
        container.inflate(packed, room)
    assert refused.value.too_long


def test_the_limit_itself_is_allowed_and_a_byte_more_is_not() -> None:
    assert len(container.inflate(wrapped(zlib.compress(bytes(INFLATED_BYTES_MAX))))) == 10 << 20
    with pytest.raises(InflateError):
        container.inflate(wrapped(zlib.compress(bytes(INFLATED_BYTES_MAX + 1))))
