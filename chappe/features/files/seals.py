"""Access hashes and file references: what an account has to name with a file.

Both are derived under the secret of the installation, for one account. A reference is good for a day or two
and then has to be fetched again with the message it came with; it changes at midnight UTC, so that the same
message looks the same all day.
https://core.telegram.org/api/file-references
"""

import hmac
from hashlib import blake2b

from chappe.features.files.model import FileId, Kind
from chappe.rpc.errors import RpcError
from chappe.updates.viewer import Viewer

DAY_SECONDS = 86_400
REFERENCE_DAYS = 2
VERSION = b"\x01"
TAG_BYTES = 12
_UNTIL = slice(1, 5)


def access_hash(viewer: Viewer, kind: Kind, file_id: FileId) -> int:
    """Signed 64 bits."""
    return int.from_bytes(_tag(viewer, kind, file_id, b"", 8), "little", signed=True)


def file_reference(viewer: Viewer, kind: Kind, file_id: FileId) -> bytes:
    """17 bytes: version, when it expires, the seal."""
    until = (int(viewer.now) // DAY_SECONDS + REFERENCE_DAYS) * DAY_SECONDS
    said = until.to_bytes(4, "big")
    return VERSION + said + _tag(viewer, kind, file_id, said, TAG_BYTES)


def opens(viewer: Viewer, kind: Kind, file_id: FileId, hash_: int) -> bool:
    """Whether the access hash is the right one, in constant time."""
    right = access_hash(viewer, kind, file_id)
    return hmac.compare_digest(
        right.to_bytes(8, "little", signed=True), hash_.to_bytes(8, "little", signed=True)
    )


def check_reference(
    viewer: Viewer, kind: Kind, file_id: FileId, reference: bytes, place: int | None = None
) -> None:
    """Refuse what is no reference, or not any more. `place`: in a list of media, told in the error.

    Errors: FILE_REFERENCE_EMPTY, FILE_REFERENCE_INVALID, FILE_REFERENCE_EXPIRED (or with the place)
    """
    if not reference:
        raise _refusal("EMPTY", place)
    said = reference[_UNTIL]
    right = VERSION + said + _tag(viewer, kind, file_id, said, TAG_BYTES)
    if not hmac.compare_digest(reference, right):
        raise _refusal("INVALID", place)
    if int.from_bytes(said, "big") <= viewer.now:
        raise _refusal("EXPIRED", place)


def _refusal(why: str, place: int | None) -> RpcError:
    if place is None:
        return RpcError(400, f"FILE_REFERENCE_{why}")
    return RpcError(400, f"FILE_REFERENCE_%d_{why}", place)


def _tag(viewer: Viewer, kind: Kind, file_id: FileId, said: bytes, size: int) -> bytes:
    signed = viewer.user_id.to_bytes(8, "little") + file_id.to_bytes(8, "little", signed=True)
    state = blake2b(signed + said, digest_size=size, key=viewer.secret, person=kind.value)
    return state.digest()
