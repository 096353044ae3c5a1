"""Detection and framings: any bytes, in any pieces, end in packets, in waiting or in a RemoteError."""

from collections.abc import Iterator

from chappe.mtproto.errors import RemoteError
from chappe.mtproto.frames.detect import Detected, Detector
from chappe.mtproto.frames.framing import Packet
from chappe.testing.frames import ClientFraming, Kind, stream

PACKET_BYTES_MAX = 4096
OBFUSCATED = [Kind.ABRIDGED, Kind.INTERMEDIATE, Kind.PADDED]


def dice(count: int) -> bytes:
    return (b"\x9c\x01weather" * count)[:count]


def disguised(kind: Kind, data: bytes) -> bytes:
    """An obfuscated connection whose inner bytes are `data`: the fuzzer cannot guess a header."""
    header = ClientFraming(kind, obfuscated=True, dice=dice).hello()
    writer = stream(header[8:40], header[40:56])
    writer.update(bytes(64))
    return header + writer.update(data)


def heard(pieces: list[bytes], only: bool) -> list[Packet] | None:
    """What a connection carries; None when it is refused."""
    detector, found, packets = Detector(PACKET_BYTES_MAX, obfuscated_only=only), None, []
    try:
        for piece in pieces:
            if isinstance(found, Detected):
                rest = piece
            else:
                found = detector.feed(piece)
                if found is None:
                    continue
                rest = found.rest
            if found.framing is None:
                return []
            packets += found.framing.feed(rest)
    except RemoteError:
        return None
    return packets


def one_input(data: bytes) -> None:
    if len(data) < 2:
        return
    mode, step, body = data[0] % 5, data[1] % 64 + 1, data[2:]
    if mode < len(OBFUSCATED):
        body = disguised(OBFUSCATED[mode], body)
    only = mode == 4
    whole = heard([body], only)
    cut = heard([body[at : at + step] for at in range(0, len(body), step)], only)
    assert whole == cut, (whole, cut)
    for packet in whole or ():
        assert packet.payload
        assert len(packet.payload) % 4 == 0
        assert len(packet.payload) <= PACKET_BYTES_MAX


def seeds() -> Iterator[bytes]:
    sent = [b"key of 8" + bytes(16 * n) for n in (2, 33, 70)]
    sent += [bytes(16) + (8).to_bytes(4, "little") + b"req_pq.."]
    for kind in Kind:
        client = ClientFraming(kind, dice=dice)
        frames = [client.frame(p, quick_ack=kind is not Kind.FULL) for p in sent]
        yield b"\x03\x06" + client.hello() + b"".join(frames)
        if kind is not Kind.FULL:
            yield bytes((OBFUSCATED.index(kind), 30)) + b"".join(frames)
    yield b"\x03\x40POST /api HTTP/1.1\r\n\r\n"
    yield b"\x03\x40\x16\x03\x01\x02"
    yield b"\x04\x40" + ClientFraming(Kind.PADDED, obfuscated=True, dice=dice).hello()
