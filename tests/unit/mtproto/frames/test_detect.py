import pytest

from chappe.mtproto.errors import RemoteError
from chappe.mtproto.frames.abridged import Abridged
from chappe.mtproto.frames.detect import Detected, Detector
from chappe.mtproto.frames.framing import Packet
from chappe.mtproto.frames.full import Full
from chappe.mtproto.frames.intermediate import Intermediate
from chappe.mtproto.frames.obfuscated import Obfuscated
from chappe.mtproto.frames.padded import Padded
from chappe.testing.frames import ClientFraming, Kind

PLAIN = [
    ("ef", Abridged, ""),
    ("eeeeeeee", Intermediate, ""),
    ("dddddddd", Padded, ""),
    ("1000000000000000", Full, "1000000000000000"),
]


def fed(detector: Detector, data: bytes, step: int) -> Detected | None:
    """Feed pieces of `step` bytes until there is an answer; what was not fed joins the rest."""
    for at in range(0, len(data), step):
        if found := detector.feed(data[at : at + step]):
            return found._replace(rest=found.rest + data[at + step :])
    return None


@pytest.mark.parametrize("step", [1, 3, 100])
@pytest.mark.parametrize(("magic", "framing", "kept"), PLAIN)
def test_a_plain_framing_shows_in_the_first_bytes(
    magic: str, framing: type, kept: str, step: int
) -> None:
    found = fed(Detector(), bytes.fromhex(magic) + b"more", step)
    assert found is not None
    assert type(found.framing) is framing
    assert found.rest == bytes.fromhex(kept) + b"more"
    assert found.dc == 0


@pytest.mark.parametrize("magic", [magic for magic, _, _ in PLAIN])
def test_a_beginning_that_may_become_anything_is_waited_for(magic: str) -> None:
    assert Detector().feed(b"") is None
    assert Detector().feed(bytes.fromhex(magic)[:-1]) is None


@pytest.mark.parametrize("step", [1, 7, 100])
@pytest.mark.parametrize(
    "line",
    [
        b"GET / HTTP/1.1",
        b"POST /api HTTP/1.1",
        b"HEAD /",
        b"OPTIONS *",
        b"PUT /x",
        b"DELETE /x",
    ],
)
def test_http_is_handed_over_with_every_byte(line: bytes, step: int) -> None:
    assert fed(Detector(), line, step) == Detected(None, line)


def test_tls_is_refused_at_the_fourth_byte() -> None:
    detector = Detector()
    assert detector.feed(b"\x16\x03\x01") is None
    with pytest.raises(RemoteError, match="TLS"):
        detector.feed(b"\x02")


@pytest.mark.parametrize("step", [1, 63, 64, 65, 1000])
@pytest.mark.parametrize("kind", [Kind.ABRIDGED, Kind.INTERMEDIATE, Kind.PADDED])
@pytest.mark.parametrize("only", [True, False])
def test_an_obfuscated_header_names_the_framing_inside(
    kind: Kind, step: int, only: bool
) -> None:
    client = ClientFraming(kind, obfuscated=True)
    data = client.hello() + client.frame(b"key of 8" + bytes(32))
    found = fed(Detector(obfuscated_only=only), data, step)
    assert found is not None
    assert isinstance(found.framing, Obfuscated)
    assert found.framing.feed(found.rest) == [Packet(b"key of 8" + bytes(32))]


def test_63_bytes_of_a_header_are_not_enough() -> None:
    assert Detector().feed(ClientFraming(Kind.PADDED, obfuscated=True).hello()[:63]) is None


def test_64_bytes_that_name_no_framing_are_refused() -> None:
    with pytest.raises(RemoteError, match="names no framing"):
        Detector().feed(b"\x99" * 64)


@pytest.mark.parametrize("first", [b"\xef", b"\xee" * 4, b"GET ", b"\x16\x03\x01\x02"])
def test_where_only_obfuscation_is_lawful_nothing_else_is_looked_for(first: bytes) -> None:
    detector = Detector(obfuscated_only=True)
    assert detector.feed(first) is None
    with pytest.raises(RemoteError, match="names no framing"):
        detector.feed(bytes(64))


@pytest.mark.parametrize(
    ("written", "dc"),
    [
        (0, 0),
        (1, 1),
        (5, 5),
        (-2, 2),
        (10_002, 2),
        (-10_003, 3),
        (6, 0),
        (10_000, 0),
        (-10_000, 0),
        (10_006, 0),
        (32_767, 0),
        (-32_768, 0),
    ],
)
def test_the_data_center_is_told_and_noise_is_not(written: int, dc: int) -> None:
    hello = ClientFraming(Kind.INTERMEDIATE, obfuscated=True, dc=written).hello()
    found = Detector().feed(hello)
    assert found is not None
    assert found.dc == dc


def test_more_data_centers_than_telegram_has_may_be_lawful() -> None:
    found = Detector(dc_max=9).feed(ClientFraming(Kind.PADDED, obfuscated=True, dc=9).hello())
    assert found is not None
    assert found.dc == 9


@pytest.mark.parametrize("kind", [Kind.ABRIDGED, Kind.INTERMEDIATE, Kind.PADDED])
@pytest.mark.parametrize("obfuscated", [True, False])
def test_the_limit_reaches_the_framing(kind: Kind, obfuscated: bool) -> None:
    client = ClientFraming(kind, obfuscated=obfuscated)
    found = Detector(1024).feed(client.hello() + client.frame(b"k" * 1044))
    assert found is not None
    assert found.framing is not None
    with pytest.raises(RemoteError):
        found.framing.feed(found.rest)


def test_the_limit_reaches_the_full_framing() -> None:
    found = Detector(1024).feed(ClientFraming(Kind.FULL).frame(bytes(1028)))
    assert found is not None
    assert found.framing is not None
    with pytest.raises(RemoteError):
        found.framing.feed(found.rest)
