import pytest

from chappe.mtproto.errors import RemoteError
from chappe.mtproto.frames.framing import Packet
from chappe.mtproto.frames.padded import Padded

ENCRYPTED = b"key of 8" + b"K" * 16 + b"E" * 32
PLAIN = bytes(8) + b"msgid..." + (20).to_bytes(4, "little") + b"P" * 20


def framed(payload: bytes, flag: int = 0) -> bytes:
    return (len(payload) | flag << 31).to_bytes(4, "little") + payload


@pytest.mark.parametrize("tail", range(16))
@pytest.mark.parametrize("message", [ENCRYPTED, PLAIN])
def test_a_tail_of_up_to_15_bytes_is_cut(message: bytes, tail: int) -> None:
    assert Padded().feed(framed(message + b"\xaa" * tail)) == [Packet(message)]


def test_a_padded_packet_may_ask_for_a_quick_ack() -> None:
    assert Padded().feed(framed(ENCRYPTED + b"tail.", flag=1)) == [Packet(ENCRYPTED, True)]


@pytest.mark.parametrize("length", [0, 2, 21, 100, 0xFFFFFFFF])
def test_a_plain_length_that_does_not_fit_is_left_to_the_handshake(length: int) -> None:
    message = bytes(16) + length.to_bytes(4, "little") + b"P" * 21
    assert Padded().feed(framed(message)) == [Packet(message[:40])]


@pytest.mark.parametrize("size", [4, 7, 23])
def test_a_packet_too_short_for_a_message_comes_through_in_whole_words(size: int) -> None:
    assert Padded().feed(framed(b"x" * size)) == [Packet(b"x" * (size // 4 * 4))]


@pytest.mark.parametrize("length", [0, 1, 3, 4097, 0x7FFFFFFF])
def test_empty_and_oversized_packets_are_refused_by_their_header(length: int) -> None:
    with pytest.raises(RemoteError):
        Padded(packet_bytes_max=4096).feed(length.to_bytes(4, "little"))


@pytest.mark.parametrize(("drawn", "tail"), [(b"abc\x04", b""), (b"abc\xff", b"abc")])
def test_we_pad_by_at_most_three_bytes_for_clients_that_cut_part_words_only(
    drawn: bytes, tail: bytes
) -> None:
    framing = Padded(dice=lambda _: drawn)
    assert framing.frame(ENCRYPTED) == framed(ENCRYPTED + tail)


def test_a_transport_error_is_not_padded_because_mtcute_knows_it_by_its_length() -> None:
    error = (-404).to_bytes(4, "little", signed=True)
    assert Padded().frame(error) == framed(error)


def test_a_quick_ack_is_a_packet_of_its_own_behind_four_ff() -> None:
    framing = Padded(dice=lambda _: b"abc\x02")
    assert framing.quick_ack(0x01020304) == framed(bytes.fromhex("ffffffff04030281") + b"ab")
