import struct

import pytest

from chappe.tl import wire


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4, 252, 253, 254, 255, 256, 70000])
def test_a_string_comes_back_and_keeps_the_step(length: int) -> None:
    out = bytearray()
    wire.write_bytes(out, b"x" * length)
    assert len(out) % 4 == 0
    assert wire.read_bytes(bytes(out), 0) == (b"x" * length, len(out))


def test_a_long_length_is_accepted_for_a_short_string() -> None:
    assert wire.read_bytes(b"\xfe\x03\0\0abc\xff", 0) == (b"abc", 8)


def test_no_string_begins_with_255() -> None:
    with pytest.raises(wire.WireError):
        wire.read_bytes(b"\xff" * 8, 0)


def test_a_string_beyond_24_bits_of_length_cannot_be_written() -> None:
    with pytest.raises(wire.NotWritable):
        wire.write_bytes(bytearray(), bytes(wire.STRING_BYTES_MAX + 1))


def test_a_bool_is_one_of_two_ids() -> None:
    assert wire.read_bool(wire.TRUE) is True
    assert wire.read_bool(wire.FALSE) is False
    with pytest.raises(wire.UnknownConstructor) as caught:
        wire.read_bool(7)
    assert caught.value.constructor_id == 7


def test_a_vector_is_believed_only_if_the_bytes_can_be_there() -> None:
    wire.check_head(wire.VECTOR, 8, 8)
    with pytest.raises(wire.WireError):
        wire.check_head(wire.VECTOR, 9, 8)
    with pytest.raises(wire.UnknownConstructor):
        wire.check_head(1, 0, 8)
    with pytest.raises(wire.WireError):
        wire.read_bare_count(struct.pack("<I", 2**31) + bytes(64), 0, 4)


@pytest.mark.parametrize("length", [-1, 5])
def test_a_counted_body_lies_within_the_bytes(length: int) -> None:
    assert wire.read_slice(b"abcdef", 2, 4) == (b"cdef", 6)
    with pytest.raises(wire.WireError):
        wire.read_slice(b"abcdef", 2, length)


def test_a_wide_number_is_narrowed_only_if_it_fits() -> None:
    assert wire.narrow(-(2**31)) == -(2**31)
    with pytest.raises(wire.NotWritable):
        wire.narrow(2**31)


def test_an_int128_is_never_padded() -> None:
    assert wire.exactly(b"1234", 4) == b"1234"
    with pytest.raises(ValueError, match="3 bytes where 16 belong"):
        wire.exactly(b"abc", 16)


def raising(error: Exception) -> None:
    def read(data: bytes, pos: int) -> tuple[object, int]:
        raise error

    wire.read_guarded(read, b"", 0)


@pytest.mark.parametrize(
    "error",
    [
        struct.error(),
        IndexError(),
        RecursionError(),
        UnicodeDecodeError("utf-8", b"", 0, 1, ""),
    ],
)
def test_what_strange_bytes_cause_becomes_a_wire_error(error: Exception) -> None:
    with pytest.raises(wire.WireError):
        raising(error)


def test_our_own_mistakes_are_not_hidden() -> None:
    with pytest.raises(KeyError):
        raising(KeyError())


def test_an_object_that_ends_behind_the_bytes_is_refused() -> None:
    with pytest.raises(wire.WireError):
        wire.read_guarded(lambda data, pos: (None, 5), b"1234", 0)
