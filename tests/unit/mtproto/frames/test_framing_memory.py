"""What a peer can make us keep."""

import tracemalloc

import pytest

from chappe.mtproto.errors import RemoteError
from chappe.mtproto.frames.abridged import Abridged
from chappe.mtproto.frames.framing import LengthFraming, Packet
from chappe.mtproto.frames.full import Full
from chappe.mtproto.frames.intermediate import Intermediate
from chappe.mtproto.frames.padded import Padded

EVERY = [Abridged, Intermediate, Padded, Full]


def peak_bytes(framing: LengthFraming, data: bytes) -> int:
    """The most memory that one feed took at any moment."""
    tracemalloc.start()
    try:
        framing.feed(data)
    except RemoteError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


@pytest.mark.parametrize("framing", EVERY)
def test_two_gibibytes_announced_cost_nothing(framing: type[LengthFraming]) -> None:
    for header in (
        b"\xfc\xff\xff\x7f",
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x80",
        b"\x7f\xff\xff\xff",
    ):
        assert peak_bytes(framing(), header + b"some") < 4096


@pytest.mark.parametrize("framing", EVERY)
def test_a_lawful_length_reserves_nothing_before_the_bytes_come(
    framing: type[LengthFraming],
) -> None:
    header = framing().frame(bytes(1 << 20))[:8]
    assert peak_bytes(framing(), header) < 4096


@pytest.mark.parametrize("framing", EVERY)
def test_between_packets_nothing_is_held(framing: type[LengthFraming]) -> None:
    sender, receiver = framing(), framing()
    frame = sender.frame(b"key of 8" + bytes(256))
    assert receiver.feed(frame[:100]) == []
    assert receiver._held is not None
    assert receiver.feed(frame[100:]) == [Packet(b"key of 8" + bytes(256))]
    assert receiver._held is None
    assert not hasattr(receiver, "__dict__")


@pytest.mark.parametrize("framing", EVERY)
def test_the_beginning_of_the_next_packet_alone_is_held(framing: type[LengthFraming]) -> None:
    sender, receiver = framing(), framing()
    first, second = (
        sender.frame(b"key of 8" + bytes(256)),
        sender.frame(b"key of 8" + bytes(64)),
    )
    assert len(receiver.feed(first + second[:3])) == 1
    assert receiver._held == second[:3]
    assert len(receiver.feed(second[3:])) == 1
