import pytest

from chappe.mtproto.errors import RemoteError
from chappe.mtproto.frames.framing import Packet
from chappe.mtproto.frames.intermediate import Intermediate


def test_a_length_is_four_bytes_little_endian() -> None:
    assert Intermediate().feed(bytes.fromhex("08000000") + b"abcdefgh") == [Packet(b"abcdefgh")]
    assert Intermediate().frame(b"abcdefgh") == bytes.fromhex("08000000") + b"abcdefgh"


def test_bit_31_of_the_length_asks_for_a_quick_ack() -> None:
    frame = bytes.fromhex("04000080") + b"abcd"
    assert Intermediate().feed(frame) == [Packet(b"abcd", quick_ack=True)]


@pytest.mark.parametrize("token", [0x01020304, 0x81020304, 0x81020304 - (1 << 32)])
def test_a_quick_ack_is_bare_and_always_has_its_top_bit(token: int) -> None:
    assert Intermediate().quick_ack(token) == bytes.fromhex("04030281")


@pytest.mark.parametrize("length", [0, 3, 5, 4097, 4100, 0x7FFFFFFC, 0x80000000, 0xFFFFFFFC])
def test_empty_uneven_and_oversized_packets_are_refused_by_their_header(length: int) -> None:
    with pytest.raises(RemoteError) as refused:
        Intermediate(packet_bytes_max=4096).feed(length.to_bytes(4, "little"))
    assert refused.value.code is None


def test_the_largest_packet_is_let_through() -> None:
    frame = (4096).to_bytes(4, "little") + bytes(4096)
    assert Intermediate(packet_bytes_max=4096).feed(frame) == [Packet(bytes(4096))]
