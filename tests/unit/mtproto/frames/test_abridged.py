import pytest

from chappe.mtproto.errors import RemoteError
from chappe.mtproto.frames.abridged import Abridged
from chappe.mtproto.frames.framing import Packet


@pytest.mark.parametrize(
    ("header", "length"),
    [("01", 4), ("7e", 504), ("7f7f0000", 508), ("7f010000", 4), ("7f000100", 1024)],
)
def test_a_length_is_counted_in_words(header: str, length: int) -> None:
    payload = bytes(range(4)) * (length // 4)
    assert Abridged().feed(bytes.fromhex(header) + payload) == [Packet(payload)]


@pytest.mark.parametrize("header", ["81", "ff010000"])
def test_the_top_bit_of_the_first_byte_asks_for_a_quick_ack(header: str) -> None:
    assert Abridged().feed(bytes.fromhex(header) + b"abcd") == [Packet(b"abcd", quick_ack=True)]


@pytest.mark.parametrize(("length", "header"), [(4, "01"), (504, "7e"), (508, "7f7f0000")])
def test_the_short_header_is_written_as_long_as_it_fits(length: int, header: str) -> None:
    assert Abridged().frame(bytes(length)) == bytes.fromhex(header) + bytes(length)


def test_a_quick_ack_is_turned_round_so_that_its_mark_comes_first() -> None:
    assert Abridged().quick_ack(0x01020304) == bytes.fromhex("81020304")


@pytest.mark.parametrize("header", ["00", "80", "7f000000", "ff000000", "7f010008", "7fffffff"])
def test_empty_and_oversized_packets_are_refused_by_their_header(header: str) -> None:
    with pytest.raises(RemoteError):
        Abridged().feed(bytes.fromhex(header))


def test_the_largest_packet_is_let_through() -> None:
    payload = bytes(2 * 1024 * 1024)
    framing = Abridged()
    assert framing.feed(b"\x7f\x00\x00\x08") == []
    assert framing.feed(payload) == [Packet(payload)]


def test_we_never_frame_half_a_word() -> None:
    with pytest.raises(AssertionError):
        Abridged().frame(b"abc")
