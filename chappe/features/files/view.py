"""Files as one viewer sees them: with the access hashes and references of that account."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from chappe.db.database import Tx
from chappe.features.files import seals
from chappe.features.files.model import FileId, Kind
from chappe.features.files.store import files
from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.updates.viewer import Viewer

Shown = TypeVar("Shown", bound=TLObject)


async def fill_media(
    tx: Tx, viewer: Viewer, medias: "Sequence[api.TypeMessageMedia]"
) -> "list[api.TypeMessageMedia]":
    """Media with real photos and documents in the place of `photoEmpty` and `documentEmpty`, wherever they
    stand; a file that is gone stays empty. One query for all photos, one for all documents.

    The objects that are given are changed.
    """
    return await fill(tx, viewer, medias)


async def fill(tx: Tx, viewer: Viewer, objects: Sequence[Shown]) -> list[Shown]:
    """As `fill_media`, for any objects: messages, web pages, stories."""
    places = [place for each in objects for place in _places(each)]
    if not places:
        return list(objects)
    photos = await find_photos(
        tx, viewer, [e.id for _, e in places if isinstance(e, api.PhotoEmpty)]
    )
    documents = await find_documents(
        tx, viewer, [e.id for _, e in places if isinstance(e, api.DocumentEmpty)]
    )
    for put, empty in places:
        ours = photos if isinstance(empty, api.PhotoEmpty) else documents
        found = ours.get(empty.id)
        if found is not None:
            put(found)
    return list(objects)


def empty(objects: Sequence[TLObject]) -> None:
    """The way back from `fill`: what is to be kept for others, who see files in their own way. The objects that are given
    are changed."""
    for each in objects:
        for put, shown in _places(each, (api.Photo, api.Document)):
            kind = api.PhotoEmpty if isinstance(shown, api.Photo) else api.DocumentEmpty
            put(kind(id=shown.id))


async def find_photos(tx: Tx, viewer: Viewer, ids: Collection[int]) -> dict[int, api.Photo]:
    """Photos by id as the viewer sees them; one query."""
    found = await files.find_photos(tx, ids)
    for photo in found.values():
        _seal(viewer, Kind.PHOTO, photo)
    return found


async def find_documents(
    tx: Tx, viewer: Viewer, ids: Collection[int]
) -> dict[int, api.Document]:
    """Documents by id, as `find_photos`."""
    found = await files.find_documents(tx, ids)
    for document in found.values():
        _seal(viewer, Kind.DOCUMENT, document)
    return found


def sealed_document(viewer: Viewer, document: api.Document) -> api.Document:
    """The document with what this viewer has to name it with."""
    _seal(viewer, Kind.DOCUMENT, document)
    return document


def profile_photo(photo: api.Photo) -> api.UserProfilePhoto:
    """The photo as it stands in a user."""
    stripped = [s.bytes for s in photo.sizes if isinstance(s, api.PhotoStrippedSize)]
    return api.UserProfilePhoto(
        has_video=bool(photo.video_sizes),
        photo_id=photo.id,
        stripped_thumb=stripped[0] if stripped else None,
        dc_id=photo.dc_id,
    )


def _seal(viewer: Viewer, kind: Kind, file: api.Photo | api.Document) -> None:
    file.access_hash = seals.access_hash(viewer, kind, FileId(file.id))
    file.file_reference = seals.file_reference(viewer, kind, FileId(file.id))


Put = Callable[[object], None]
EMPTY = (api.PhotoEmpty, api.DocumentEmpty)


def _places(
    holder: object, kinds: tuple[type[Any], type[Any]] = EMPTY
) -> Iterator[tuple[Put, Any]]:
    """Where in an object files are missing (or what else is sought), and how to put something there."""
    if isinstance(holder, list):
        for index, value in enumerate(holder):
            if isinstance(value, kinds):
                yield partial(holder.__setitem__, index), value
            else:
                yield from _places(value, kinds)
    elif isinstance(holder, TLObject):
        for name in holder.FIELDS:
            value = getattr(holder, name)
            if isinstance(value, kinds):
                yield partial(setattr, holder, name), value
            elif isinstance(value, TLObject | list):
                yield from _places(value, kinds)
