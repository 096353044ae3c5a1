"""Both ends of every framing against each other, with the stream cut anywhere."""

from hypothesis import given
from hypothesis import strategies as st

from chappe.mtproto.errors import RemoteError
from chappe.mtproto.frames.detect import Detected, Detector
from chappe.mtproto.frames.framing import Framing, Packet
from chappe.mtproto.frames.obfuscated import HEADER_BYTES
from chappe.testing.frames import Answer, ClientFraming, Heard, Kind, QuickAck, TransportError

PACKET_BYTES_MAX = 4096
FULL_FIRST = bytes.fromhex("10000000 00000000")

encrypted = st.builds(
    lambda head, blocks: b"\1" + head + bytes(16) * blocks,
    st.binary(min_size=23, max_size=23),
    st.integers(1, 40),
)
plain = st.builds(
    lambda words: bytes(16) + (words * 4).to_bytes(4, "little") + b"data" * words,
    st.integers(1, 200),
)
messages = st.lists(st.tuples(encrypted | plain, st.booleans()), min_size=1, max_size=6)
cuts = st.lists(st.integers(1, 90), min_size=1, max_size=8)
speech = st.sampled_from(
    [(kind, False) for kind in Kind] + [(kind, True) for kind in Kind if kind is not Kind.FULL]
)


def pieces(data: bytes, sizes: list[int]) -> list[bytes]:
    """`data` cut into pieces of these sizes, over and over."""
    cut, at = [], 0
    while at < len(data):
        size = sizes[len(cut) % len(sizes)]
        cut.append(data[at : at + size])
        at += size
    return cut


def receive(detector: Detector, stream: list[bytes]) -> tuple[Framing | None, list[Packet]]:
    """What a server does with a connection: detect, then feed."""
    framing: Framing | None = None
    packets: list[Packet] = []
    for piece in stream:
        data = piece
        if framing is None:
            found = detector.feed(data)
            if found is None:
                continue
            framing, data = found.framing, found.rest
            if framing is None:
                break
        packets += framing.feed(data)
    return framing, packets


@given(speech, messages, cuts)
def test_any_cut_of_what_a_client_sends_gives_the_same_packets(
    spoken: tuple[Kind, bool], sent: list[tuple[bytes, bool]], sizes: list[int]
) -> None:
    kind, obfuscated = spoken
    client = ClientFraming(kind, obfuscated=obfuscated)
    sent = [(payload, wish and kind is not Kind.FULL) for payload, wish in sent]
    frames = [client.frame(payload, quick_ack=wish) for payload, wish in sent]
    stream = client.hello() + b"".join(frames)
    framing, packets = receive(Detector(PACKET_BYTES_MAX), pieces(stream, sizes))
    assert framing is not None
    assert packets == sent


@given(speech, messages, cuts, st.integers(0, 0xFFFFFFFF))
def test_any_cut_of_what_we_send_is_understood_by_a_client(
    spoken: tuple[Kind, bool], sent: list[tuple[bytes, bool]], sizes: list[int], token: int
) -> None:
    kind, obfuscated = spoken
    client = ClientFraming(kind, obfuscated=obfuscated)
    hello = client.hello() if kind is not Kind.FULL else FULL_FIRST
    found = Detector().feed(hello)
    assert found is not None
    framing = found.framing
    assert framing is not None
    expected: list[Heard] = []
    stream = b""
    for payload, acked in sent:
        if acked and kind is not Kind.FULL:
            stream += framing.quick_ack(token)
            expected.append(QuickAck(token | 0x80000000))
        stream += framing.frame(payload)
        expected.append(Answer(payload))
    stream += framing.frame((-404).to_bytes(4, "little", signed=True))
    expected.append(TransportError(-404))
    assert [said for piece in pieces(stream, sizes) for said in client.feed(piece)] == expected


@given(
    st.sampled_from([b"", b"\xef", b"\xee" * 4, b"\xdd" * 4, FULL_FIRST, b"GET "]),
    st.binary(max_size=300),
    cuts,
    st.booleans(),
)
def test_garbage_ends_in_a_refusal_or_in_waiting(
    magic: bytes, garbage: bytes, sizes: list[int], only: bool
) -> None:
    detector = Detector(PACKET_BYTES_MAX, obfuscated_only=only)
    try:
        _, packets = receive(detector, pieces(magic + garbage, sizes))
    except RemoteError:
        return
    assert all(packet.payload and len(packet.payload) % 4 == 0 for packet in packets)


@given(
    st.sampled_from([Kind.ABRIDGED, Kind.INTERMEDIATE, Kind.PADDED]),
    st.binary(max_size=300),
    cuts,
)
def test_garbage_inside_obfuscation_ends_in_a_refusal_or_in_waiting(
    kind: Kind, garbage: bytes, sizes: list[int]
) -> None:
    hello = ClientFraming(kind, obfuscated=True).hello()
    try:
        framing, _ = receive(Detector(PACKET_BYTES_MAX), pieces(hello + garbage, sizes))
    except RemoteError:
        return
    assert framing is not None


@given(st.binary(min_size=0, max_size=HEADER_BYTES + 20), cuts)
def test_detection_does_not_depend_on_the_cut(data: bytes, sizes: list[int]) -> None:
    def answer(stream: list[bytes]) -> object:
        detector = Detector()
        left = list(stream)
        try:
            found: Detected | None = None
            while left and found is None:
                found = detector.feed(left.pop(0))
        except RemoteError as refused:
            return str(refused)
        if found is None:
            return None
        return type(found.framing), found.rest + b"".join(left), found.dc

    assert answer(pieces(data, sizes)) == answer([data])
