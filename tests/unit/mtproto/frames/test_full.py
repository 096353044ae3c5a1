import zlib

import pytest

from chappe.mtproto.errors import RemoteError
from chappe.mtproto.frames.framing import Packet
from chappe.mtproto.frames.full import Full


def framed(number: int, payload: bytes) -> bytes:
    body = (len(payload) + 12).to_bytes(4, "little") + number.to_bytes(4, "little") + payload
    return body + zlib.crc32(body).to_bytes(4, "little")


def test_a_known_frame() -> None:
    frame = bytes.fromhex("10000000 00000000 61626364 9e390bbb")
    assert Full().frame(b"abcd") == frame
    assert Full().feed(frame) == [Packet(b"abcd")]


def test_each_direction_counts_for_itself() -> None:
    framing = Full()
    assert framing.feed(framed(0, b"abcd") + framed(1, b"efgh")) == [
        Packet(b"abcd"),
        Packet(b"efgh"),
    ]
    assert framing.frame(b"ijkl") == framed(0, b"ijkl")
    assert framing.frame(b"mnop") == framed(1, b"mnop")
    assert framing.feed(framed(2, b"qrst")) == [Packet(b"qrst")]


@pytest.mark.parametrize("number", [0, 2, 0xFFFFFFFF])
def test_a_packet_out_of_turn_is_refused(number: int) -> None:
    framing = Full()
    framing.feed(framed(0, b"abcd"))
    with pytest.raises(RemoteError, match="came as packet 1"):
        framing.feed(framed(number, b"efgh"))


@pytest.mark.parametrize("at", range(4, 20))
def test_any_flipped_bit_breaks_the_checksum(at: int) -> None:
    frame = bytearray(framed(0, b"abcdefgh"))
    frame[at] ^= 1
    with pytest.raises(RemoteError, match="checksum"):
        Full().feed(bytes(frame))


@pytest.mark.parametrize("length", [0, 4, 11, 12, 15, 17, 4096 + 16, 0x7FFFFFFC, 0xFFFFFFFC])
def test_empty_uneven_and_oversized_packets_are_refused_by_their_header(length: int) -> None:
    with pytest.raises(RemoteError):
        Full(packet_bytes_max=4096).feed(length.to_bytes(4, "little"))


def test_the_largest_packet_is_let_through() -> None:
    assert Full(packet_bytes_max=4096).feed(framed(0, bytes(4096))) == [Packet(bytes(4096))]


def test_the_count_goes_round_after_32_bits() -> None:
    framing = Full()
    framing._sent = framing._received = 0xFFFFFFFF
    assert framing.frame(b"abcd") == framed(0xFFFFFFFF, b"abcd")
    assert framing.frame(b"abcd") == framed(0, b"abcd")
    frames = framed(0xFFFFFFFF, b"abcd") + framed(0, b"abcd")
    assert framing.feed(frames) == [Packet(b"abcd")] * 2


def test_there_are_no_quick_acks() -> None:
    assert Full().quick_ack(0x81020304) == b""
