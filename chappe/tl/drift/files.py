"""Where the sizes of a picture are, as it was told before layer 128: by volume and number of a file.

The numbers hold all that is needed to find the file again (`features/files/access.py`): the volume is the
photo or document, the number the letter of the size, the secret the access hash.
"""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import recast, up_from
from chappe.tl.drift.frame import Fields, down, down_to, old

File = api.Photo | api.Document


def _with_place(size: TLObject, place: TLObject) -> TLObject:
    """A size with its place, where that is not in the object itself."""
    match size:
        case api.PhotoSize():
            return recast(0x77BFB61B, size, location=place)
        case api.PhotoCachedSize():
            return recast(0xE9A734FA, size, location=place)
        case api.PhotoSizeProgressive():
            return recast(0x77BFB61B, whole_size(size), location=place)
    return size


@down_to("photoSizeProgressive", until=118)
def whole_size(o: api.PhotoSizeProgressive) -> api.PhotoSize:
    """Until layer 119 a picture came whole or not at all."""
    return api.PhotoSize(type=o.type, w=o.w, h=o.h, size=o.sizes[-1] if o.sizes else 0)


def _number(size: Any) -> int:
    return ord(size.type) if len(size.type) == 1 else 0


def _placed(file: File, sizes: list[Any]) -> list[TLObject]:
    """Layers 98 to 127."""
    return [
        _with_place(
            size, old("fileLocationToBeDeprecated", volume_id=file.id, local_id=_number(size))
        )
        for size in sizes
    ]


def _placed_with_secret(file: File, sizes: list[Any]) -> list[TLObject]:
    """Layers up to 97."""
    return [
        _with_place(
            size,
            old(
                "fileLocation",
                dc_id=file.dc_id,
                volume_id=file.id,
                local_id=_number(size),
                secret=file.access_hash,
                file_reference=file.file_reference,
            ),
        )
        for size in sizes
    ]


@down("photo", "sizes", until=97)
def photo_with_secrets(o: api.Photo) -> Fields:
    """Until layer 98 each size had all that was needed to fetch it."""
    return {"sizes": _placed_with_secret(o, o.sizes)}


@down("photo", "sizes", since=98, until=127)
def photo_with_places(o: api.Photo) -> Fields:
    """Until layer 128 the sizes were still numbered, though photos were fetched by id."""
    return {"sizes": _placed(o, o.sizes)}


@down("document", "thumb", until=92)
def document_with_thumbnail(o: api.Document) -> Fields:
    """Until layer 93 a document had one thumbnail."""
    whole = [size for size in o.thumbs or () if isinstance(size, api.PhotoSize)]
    placed = _placed_with_secret(o, whole[-1:])
    return {"thumb": placed[0] if placed else api.PhotoSizeEmpty(type="")}


@down("document", "thumbs", since=93, until=97)
def thumbnails_with_secrets(o: api.Document) -> Fields:
    """As `photo_with_secrets`."""
    return {"thumbs": None if o.thumbs is None else _placed_with_secret(o, o.thumbs)}


@down("document", "thumbs", since=98, until=127)
def thumbnails_with_places(o: api.Document) -> Fields:
    """As `photo_with_places`."""
    return {"thumbs": None if o.thumbs is None else _placed(o, o.thumbs)}


def _small_and_big(o: api.UserProfilePhoto | api.ChatPhoto) -> Fields:
    """The two squares of a picture of somebody, numbered as `_placed` does."""
    small, big = (
        old("fileLocationToBeDeprecated", volume_id=o.photo_id, local_id=ord(letter))
        for letter in "ac"
    )
    return {"photo_small": small, "photo_big": big}


down("userProfilePhoto", "photo_small", "photo_big", since=98, until=127)(_small_and_big)
down("chatPhoto", "photo_small", "photo_big", since=98, until=127)(_small_and_big)


@up_from("inputPeerPhotoFileLocation", "volume_id")
def photo_of_a_peer(before: Any) -> Fields:
    """The volume is the photo."""
    return {"photo_id": before.volume_id}
