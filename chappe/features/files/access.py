"""The only roads to files on a caller's behalf.

Whoever knows id and access hash was shown the file; a fresh reference says that it was lately. The same
error for "none" and "not yours".
"""

from collections.abc import Awaitable, Callable

from chappe.db.database import Tx
from chappe.features.files import seals
from chappe.features.files.model import FileId, Kind, Rendition
from chappe.features.files.store import files
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.tl.build import TLObject

REFERENCES_SINCE = 91
"""Clients of older layers have no file references: theirs are not asked for."""
SMALL, BIG = "abmsxcyw", "cxywbmas"
"""The sizes that a profile photo may be shown in, the best first: one that was made for it has squares (a, b, c),
one that was taken from a message has not. https://core.telegram.org/api/files#image-thumbnail-types"""

FindPeerPhoto = Callable[[Tx, Call, "api.TypeInputPeer", int], Awaitable[int | None]]
_peer_photos: list[FindPeerPhoto] = []


def finds_peer_photo(find: FindPeerPhoto) -> FindPeerPhoto:
    """Let the decorated function answer for photos of peers.

    It gets the transaction, the call, the peer and the photo id that the client names (0: whatever it is
    now), and returns the id of that photo if the peer shows it to the caller, None if not. It refuses a peer
    that the caller cannot reach.
    """
    _peer_photos.append(find)
    return find


FindFile = Callable[[Tx, Call, TLObject], Awaitable[FileId | None]]
_elsewhere: dict[type[TLObject], FindFile] = {}


def finds_file(kind: type[TLObject]) -> Callable[[FindFile], FindFile]:
    """Let the decorated function answer for locations of this kind: the file that is there as a whole, or None."""

    def enter(find: FindFile) -> FindFile:
        _elsewhere[kind] = find
        return find

    return enter


async def access_photo(
    tx: Tx, call: Call, said: "api.TypeInputPhoto", place: int | None = None
) -> api.Photo:
    """The photo that a client names; without access hash and reference, as it is kept.

    Errors: MEDIA_EMPTY, FILE_REFERENCE_EMPTY / INVALID / EXPIRED (with `place`: FILE_REFERENCE_%d_…)
    """
    if not isinstance(said, api.InputPhoto):
        raise RpcError(400, "MEDIA_EMPTY")
    file_id = FileId(said.id)
    if not seals.opens(call.viewer, Kind.PHOTO, file_id, said.access_hash):
        raise RpcError(400, "MEDIA_EMPTY")
    _check_reference(call, Kind.PHOTO, file_id, said.file_reference, place)
    photo = (await files.find_photos(tx, [file_id])).get(file_id)
    if photo is None:
        raise RpcError(400, "MEDIA_EMPTY")
    return photo


async def access_document(
    tx: Tx, call: Call, said: "api.TypeInputDocument", place: int | None = None
) -> api.Document:
    """The document that a client names, as `access_photo`."""
    if not isinstance(said, api.InputDocument):
        raise RpcError(400, "MEDIA_EMPTY")
    file_id = FileId(said.id)
    if not seals.opens(call.viewer, Kind.DOCUMENT, file_id, said.access_hash):
        raise RpcError(400, "MEDIA_EMPTY")
    _check_reference(call, Kind.DOCUMENT, file_id, said.file_reference, place)
    document = (await files.find_documents(tx, [file_id])).get(file_id)
    if document is None:
        raise RpcError(400, "MEDIA_EMPTY")
    return document


async def access_location(
    tx: Tx, call: Call, location: "api.TypeInputFileLocation"
) -> Rendition:
    """What can be downloaded at a location.

    Errors: FILE_ID_INVALID, LOCATION_INVALID (a kind of place that this server does not have, or a size
            that the file has not), FILE_REFERENCE_EMPTY / INVALID / EXPIRED, those of peers
    """
    match location:
        case api.InputDocumentFileLocation():
            file_id, type_ = FileId(location.id), location.thumb_size
            _check_seals(call, Kind.DOCUMENT, location)
        case api.InputPhotoFileLocation():
            file_id, type_ = FileId(location.id), location.thumb_size
            _check_seals(call, Kind.PHOTO, location)
            if not type_:
                raise RpcError(400, "LOCATION_INVALID")
        case api.InputPeerPhotoFileLocation():
            file_id = await _peer_photo(tx, call, location)
            there = await files.find_types(tx, file_id)
            wanted = BIG if location.big else SMALL
            type_ = next((each for each in wanted if each in there), SMALL[0])
        case api.InputFileLocation():
            file_id, type_ = _legacy(call, location)
        case _:
            file_id, type_ = await _found_elsewhere(tx, call, location), ""
    found = await files.find_rendition(tx, file_id, type_.replace("\0", ""))
    if found is None:
        raise RpcError(400, "LOCATION_INVALID" if type_ else "FILE_ID_INVALID")
    return found


async def _found_elsewhere(tx: Tx, call: Call, location: "api.TypeInputFileLocation") -> FileId:
    find = _elsewhere.get(type(location))
    found = None if find is None else await find(tx, call, location)
    if found is None:
        raise RpcError(400, "LOCATION_INVALID")
    return found


def _check_seals(
    call: Call,
    kind: Kind,
    location: api.InputDocumentFileLocation | api.InputPhotoFileLocation,
) -> None:
    file_id = FileId(location.id)
    if not seals.opens(call.viewer, kind, file_id, location.access_hash):
        raise RpcError(400, "FILE_ID_INVALID")
    _check_reference(call, kind, file_id, location.file_reference)


def _check_reference(
    call: Call, kind: Kind, file_id: FileId, reference: bytes, place: int | None = None
) -> None:
    if not reference and call.layer < REFERENCES_SINCE:
        return
    seals.check_reference(call.viewer, kind, file_id, reference, place)


def _legacy(call: Call, location: api.InputFileLocation) -> tuple[FileId, str]:
    """A size of a photo as clients named it before layer 98: the numbers that `drift/media.py` gives them,
    photo, type and access hash."""
    file_id, type_ = FileId(location.volume_id), chr(location.local_id & 0x7F)
    for kind in (Kind.PHOTO, Kind.DOCUMENT):
        if seals.opens(call.viewer, kind, file_id, location.secret):
            _check_reference(call, kind, file_id, location.file_reference)
            return file_id, type_
    raise RpcError(400, "FILE_ID_INVALID")


async def _peer_photo(tx: Tx, call: Call, location: api.InputPeerPhotoFileLocation) -> FileId:
    for find in _peer_photos:
        photo_id = await find(tx, call, location.peer, location.photo_id)
        if photo_id is not None:
            return FileId(photo_id)
    raise RpcError(400, "LOCATION_INVALID")
