"""What a client confides in a handshake: opened, verified, judged.

Hashes are found right before a byte is parsed; what is sealed must then repeat what was said in
the clear. Every doubt is a `Wrong`, which kills the run.
"""

from dataclasses import dataclass
from hashlib import sha1
from hmac import compare_digest

from chappe.crypto import ige, kdf
from chappe.ids import DcId
from chappe.mtproto.errors import UNKNOWN_KEY, WRONG_DC
from chappe.mtproto.handshake_state import Opened, Refuse
from chappe.tl import mtproto
from chappe.tl.build import TLObject
from chappe.tl.wire import TrailingBytes, WireError

DEFAULT_DC = DcId(2)
"""Where a client belongs that does not say which DC it means (inner data without `dc`)."""
DC_ID_MAX = 1000
"""A larger number (after the marks are taken off) is noise."""
TEST_DC_OFFSET = 10000
CLIENT_DATA_BYTES_MAX = 512
"""Encrypted client_DH_inner_data has 336 bytes; longer is no g_b."""
PADDINGS = (0, 4, 8, 12)
"""TL data and a SHA1 come in fours, so 0..15 bytes up to a multiple of 16 are one of these."""

InnerData = (
    mtproto.PQInnerData
    | mtproto.PQInnerDataDc
    | mtproto.PQInnerDataTemp
    | mtproto.PQInnerDataTempDc
)


class Wrong(Exception):
    """The query is wrong: the run dies, and `refusal` is the answer."""

    def __init__(self, reason: str, code: int = UNKNOWN_KEY, *, costly: bool = False) -> None:
        super().__init__(reason)
        self.refusal = Refuse(code, reason, costly)


@dataclass(frozen=True, slots=True)
class DcRule:
    """Which DC a key is made for, and who came to the wrong one.

    `strict`: the DC that this server is. None: the server is every DC, and the key remembers
    which one its client believes in. `accept_test`: whether a strict server takes its own
    id + 10000 for itself.
    """

    strict: DcId | None
    accept_test: bool

    def judge(self, inner: InnerData) -> DcId:
        """The plain DC id; Wrong with -444 when a strict server is not that DC.

        Wire: https://core.telegram.org/mtproto/auth_key#4-encrypted-data-payload-generation
        (the sign marks a media DC, + 10000 a test DC)
        """
        if isinstance(inner, mtproto.PQInnerData | mtproto.PQInnerDataTemp):
            return self.strict or DEFAULT_DC
        number = abs(inner.dc)
        is_test = number > TEST_DC_OFFSET
        dc_id = DcId(number - TEST_DC_OFFSET if is_test else number)
        if self.strict is None:
            return dc_id if 1 <= dc_id <= DC_ID_MAX else DEFAULT_DC
        if dc_id != self.strict or (is_test and not self.accept_test):
            raise Wrong("meant for another DC", WRONG_DC, costly=True)
        return dc_id


def read_inner(data: bytes, run: bytes, phase: Opened) -> InnerData:
    """The inner data at the beginning of an opened block (random bytes follow), if it is ours."""
    try:
        inner, _ = mtproto.read(data)
    except WireError as error:
        raise Wrong("sealed, but no TL", costly=True) from error
    if not isinstance(inner, InnerData):
        raise Wrong("sealed, but no inner data", costly=True)
    numbers = (strip(inner.pq), strip(inner.p), strip(inner.q))
    if inner.nonce + inner.server_nonce != run or numbers != (phase.pq, phase.p, phase.q):
        raise Wrong("sealed for another handshake", costly=True)
    return inner


def expires_in(inner: InnerData) -> int | None:
    """Seconds that a temporary key shall live at most; None for a permanent key."""
    if isinstance(inner, mtproto.PQInnerData | mtproto.PQInnerDataDc):
        return None
    if inner.expires_in <= 0:
        raise Wrong("a temporary key that is dead already", costly=True)
    return inner.expires_in


def open_client_data(
    sealed: bytes, new_nonce: bytes, server_nonce: bytes
) -> mtproto.ClientDHInnerData:
    """Decrypt SHA1(data) + data + padding; the hash is found right before anything is read."""
    if len(sealed) % ige.BLOCK_BYTES or not 32 <= len(sealed) <= CLIENT_DATA_BYTES_MAX:
        raise Wrong("encrypted data of an impossible length")
    plain = ige.decrypt(sealed, *kdf.handshake_aes(new_nonce, server_nonce))
    digest, rest = plain[:20], plain[20:]
    length = 0
    for padding in PADDINGS:
        candidate = len(rest) - padding
        length += candidate * compare_digest(hash_of(rest[:candidate]), digest)
    if length == 0:
        raise Wrong("the hash of the client's data is wrong")
    inner = read_whole(rest[:length])
    if not isinstance(inner, mtproto.ClientDHInnerData):
        raise Wrong("not client_DH_inner_data")
    return inner


PADDING_BYTES_MAX = 255
"""TDLib hangs so many random bytes behind a question of the handshake, and counts them in its length."""


def read_padded(body: bytes) -> tuple[TLObject, int]:
    """The object at the beginning of a body, and where it ends; WireError when there is none, or when more
    hangs behind it than padding."""
    value, end = mtproto.read(body)
    if len(body) - end > PADDING_BYTES_MAX:
        raise TrailingBytes("something stands behind the object")
    return value, end


def read_whole(body: bytes) -> TLObject:
    """The one object that a body consists of; WireError when it is none, or more."""
    value, end = mtproto.read(body)
    if end != len(body):
        raise TrailingBytes("something stands behind the object")
    return value


def strip(number: bytes) -> bytes:
    """A big-endian number without the leading zeros that some clients send."""
    return number.lstrip(b"\0")


def hash_of(data: bytes) -> bytes:
    """SHA1, as it stands before everything that a handshake encrypts."""
    return sha1(data).digest()  # noqa: S324 - the protocol's choice
