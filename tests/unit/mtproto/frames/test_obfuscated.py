"""Against the official description done by hand: raw AES blocks, one counter at a time."""

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from chappe.mtproto.frames.framing import Packet
from chappe.mtproto.frames.obfuscated import open_header

NONCE = bytes(range(100, 156))


def keystream(key: bytes, counter: bytes, size: int) -> bytes:
    block = Cipher(AES(key), ECB()).encryptor()
    first = int.from_bytes(counter, "big")
    count = -(-size // 16)
    blocks = (((first + i) % (1 << 128)).to_bytes(16, "big") for i in range(count))
    return b"".join(block.update(each) for each in blocks)[:size]


def mixed(data: bytes, stream: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(data, stream, strict=True))


def opened(tail: bytes, sent: bytes, nonce: bytes = NONCE) -> tuple[bytes, bytes]:
    """The header and first bytes as a client sends them, from the tag on encrypted."""
    clear = nonce + tail + sent
    coded = mixed(clear, keystream(nonce[8:40], nonce[40:56], len(clear)))
    return nonce + coded[56:64], coded[64:]


def test_both_streams_follow_the_header_and_never_start_again() -> None:
    frame = bytes.fromhex("04000000") + b"abcd"
    header, sent = opened(
        b"\xee" * 4 + (-2).to_bytes(2, "little", signed=True) + b"xx", frame * 9
    )
    framing, dc = open_header(header)
    assert dc == -2
    assert [p for i in range(0, 72, 5) for p in framing.feed(sent[i : i + 5])] == [
        Packet(b"abcd")
    ] * 9
    back = NONCE[:7:-1]
    stream = keystream(back[:32], back[32:48], 20)
    told = framing.frame(b"efgh") + framing.quick_ack(0x81020304) + framing.frame(b"ijkl")
    assert mixed(told, stream) == b"\4\0\0\0efgh" + b"\4\3\2\x81" + b"\4\0\0\0ijkl"


def test_a_counter_at_its_end_goes_round() -> None:
    nonce = NONCE[:40] + b"\xff" * 16
    header, sent = opened(b"\xef" * 4 + bytes(4), b"\1abcd", nonce)
    assert open_header(header).framing.feed(sent) == [Packet(b"abcd")]
