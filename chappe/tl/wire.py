"""The primitives of TL on the wire, and the errors of the language.

Everything is little-endian and comes in steps of four bytes. A string is its length (one byte,
or 254 and three bytes), the bytes, and zeros up to the step; non-minimal lengths and non-zero
padding are accepted, because clients send them. Readers take `(data, pos)` and move `pos`
forward without asking whether the end is passed: `read_whole` asks once, at the end.
"""

from collections.abc import Callable
from struct import Struct, error
from typing import Final, TypeVar

T = TypeVar("T")

VECTOR: Final = 0x1CB5C415
TRUE: Final = 0x997275B5
FALSE: Final = 0xBC799737
STRING_BYTES_MAX: Final = 0xFFFFFF

PAD: Final = (b"", b"\0\0\0", b"\0\0", b"\0")
"""The zeros after a string, by its length with the length prefix, modulo 4."""

_U32 = Struct("<I")
read_id: Final = _U32.unpack_from
pack_u32: Final = _U32.pack
put_u32: Final = _U32.pack_into
pack_vector: Final = Struct("<II").pack


class WireError(ValueError):
    """The bytes are not TL."""


class UnknownConstructor(WireError):
    """An id that means nothing here: in no schema, gone for good, or of another type.

    `is_method` tells whether a method was looked for (the id stands where a request begins).
    """

    def __init__(self, constructor_id: int, *, is_method: bool = False) -> None:
        super().__init__(
            f"no {'method' if is_method else 'constructor'} #{constructor_id:08x} here"
        )
        self.constructor_id = constructor_id
        self.is_method = is_method


class TrailingBytes(WireError):
    """A whole object was read, and bytes are left."""


class NotWritable(Exception):
    """A layer has no words for this object."""


def read_bytes(data: bytes, pos: int) -> tuple[bytes, int]:
    """Read a TL string as bytes, and the position after its padding."""
    length = data[pos]
    if length < 254:
        return data[pos + 1 : pos + 1 + length], pos + (length + 4 & ~3)
    if length == 255:
        raise WireError("a string cannot begin with 255")
    length = data[pos + 1] | data[pos + 2] << 8 | data[pos + 3] << 16
    return data[pos + 4 : pos + 4 + length], pos + (length + 7 & ~3)


def write_bytes(out: bytearray, value: bytes) -> None:
    """Append a TL string."""
    length = len(value)
    if length < 254:
        out.append(length)
        out += value
        out += PAD[length + 1 & 3]
        return
    if length > STRING_BYTES_MAX:
        raise NotWritable(f"a string of {length} bytes; TL holds {STRING_BYTES_MAX}")
    out += pack_u32(254 | length << 8)
    out += value
    out += PAD[length & 3]


def read_bool(value: int) -> bool:
    """Turn the id of a boxed `Bool` into a bool."""
    if value == TRUE:
        return True
    if value == FALSE:
        return False
    raise UnknownConstructor(value)


def check_head(head: int, needed: int, left: int) -> None:
    """Check a boxed vector's head before anything is allocated: its id, and that it can be."""
    if head != VECTOR:
        raise UnknownConstructor(head)
    if needed > left:
        raise WireError(f"a vector of at least {needed} bytes in {left}")


def read_bare_count(data: bytes, pos: int, item_bytes: int) -> tuple[int, int]:
    """Read the count of a bare vector, believed only if the bytes can be there."""
    count: int = read_id(data, pos)[0]
    pos += 4
    check_head(VECTOR, count * item_bytes, len(data) - pos)
    return count, pos


def read_slice(data: bytes, pos: int, length: int) -> tuple[bytes, int]:
    """Read a body whose length in bytes stands before it."""
    if not 0 <= length <= len(data) - pos:
        raise WireError(f"a body of {length} bytes in {len(data) - pos}")
    return data[pos : pos + length], pos + length


def exactly(value: bytes, length: int) -> bytes:
    """Return `value` if it has `length` bytes: an int128 or int256 is never padded."""
    if len(value) != length:
        raise ValueError(f"{len(value)} bytes where {length} belong")
    return value


def narrow(value: int) -> int:
    """Return a 64-bit value for a 32-bit field, if it fits."""
    if -0x80000000 <= value <= 0x7FFFFFFF:
        return value
    raise NotWritable(f"{value} does not fit into 32 bits")


def read_guarded(
    read: Callable[[bytes, int], tuple[T, int]], data: bytes, pos: int
) -> tuple[T, int]:
    """Run a reader over strange bytes: an object within the bytes comes out, or a WireError.

    Compiled readers lean on Python's own checks and on positions that only grow, so this is the
    one place that turns their exceptions into ours and asks whether the end was passed.
    """
    try:
        value, end = read(data, pos)
    except (error, IndexError) as cut:
        raise WireError("the bytes end too early") from cut
    except UnicodeDecodeError as text:
        raise WireError("a string that is not UTF-8") from text
    except RecursionError as deep:
        raise WireError("nested too deeply") from deep
    if end > len(data):
        raise WireError("the bytes end too early")
    return value, end
