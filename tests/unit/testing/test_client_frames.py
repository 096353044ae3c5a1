"""The client's end alone, on bytes written by hand."""

import pytest

from chappe.testing.frames import Answer, ClientFraming, Kind, QuickAck, TransportError

HEARD = [
    (Kind.ABRIDGED, "026162636465666768", Answer(b"abcdefgh")),
    (Kind.ABRIDGED, "7f0200006162636465666768", Answer(b"abcdefgh")),
    (Kind.ABRIDGED, "81020304", QuickAck(0x81020304)),
    (Kind.ABRIDGED, "016cfeffff", TransportError(-404)),
    (Kind.INTERMEDIATE, "080000006162636465666768", Answer(b"abcdefgh")),
    (Kind.INTERMEDIATE, "04030281", QuickAck(0x81020304)),
    (Kind.INTERMEDIATE, "040000006cfeffff", TransportError(-404)),
    (Kind.PADDED, "0a000000ffffffff040302810000", QuickAck(0x81020304)),
    (Kind.PADDED, "060000006cfeffff0000", TransportError(-404)),
    (Kind.FULL, "1000000000000000616263649e390bbb", TransportError(0x64636261)),
]


@pytest.mark.parametrize("step", [1, 100])
@pytest.mark.parametrize(("kind", "data", "heard"), HEARD)
def test_what_a_server_says_is_understood(
    kind: Kind, data: str, heard: object, step: int
) -> None:
    raw = bytes.fromhex(data)
    client = ClientFraming(kind)
    told = [
        said for at in range(0, len(raw), step) for said in client.feed(raw[at : at + step])
    ]
    assert told == [heard]


def test_a_servers_broken_checksum_is_noticed() -> None:
    with pytest.raises(ValueError, match="checksum"):
        ClientFraming(Kind.FULL).feed(bytes.fromhex("1000000000000000616263649e390bba"))


def test_the_full_framing_has_no_obfuscated_form_and_no_quick_acks() -> None:
    with pytest.raises(ValueError, match="obfuscated"):
        ClientFraming(Kind.FULL, obfuscated=True)
    with pytest.raises(ValueError, match="quick ack"):
        ClientFraming(Kind.FULL).frame(b"abcd", quick_ack=True)
