"""What is known of files."""

import enum
from dataclasses import dataclass
from typing import NewType

from chappe.ids import DcId, UserId
from chappe.tl import api

FileId = NewType("FileId", int)
"""A photo or a document; random, 1..2^63-1."""
UploadId = NewType("UploadId", int)
"""A file on its way here, as its sender numbers it; signed 64 bits."""

PART_BYTES_MAX = 512 << 10
PARTS_MAX = 8000
"""Of a file of 4 GB, as Premium accounts may send; here everybody may."""
SMALL_BYTES_MAX = 10 << 20
"""Up to here a file is sent with `saveFilePart` and has an MD5."""
UPLOAD_SECONDS = 6 * 3600
"""Parts older than this are gone."""
USED_SECONDS = 900
"""A file that was made of its parts may be asked for again: its answer may have been lost."""
CLAIM_SECONDS = 24 * 3600
"""For so long a blob is waited for to be pointed to: longer than any call lasts."""


class Kind(enum.Enum):
    """What an id is the id of."""

    PHOTO = b"photo"
    DOCUMENT = b"document"


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes in the store."""

    blob_id: int
    sha256: bytes
    size: int

    @property
    def name(self) -> str:
        """Its name there: the content first; the id, because a doomed one may have the same content."""
        digest = self.sha256.hex()
        return f"files/{digest[:2]}/{digest}-{self.blob_id:x}"


@dataclass(frozen=True, slots=True)
class Rendition:
    """Something that can be downloaded."""

    blob: Blob
    mime: str
    dc_id: DcId
    date: int


@dataclass(frozen=True, slots=True)
class NewFile:
    """A photo or document that has no row yet; its blobs are in the store, claimed.

    `shown`: without access hash and reference. `blobs`: by type, each with its MIME type. `upload`: what it
    was made of. `fleeting`: it is shown in one message alone, and goes with it.
    """

    user_id: UserId
    shown: api.Photo | api.Document
    blobs: tuple[tuple[str, Blob, str], ...]
    upload: UploadId | None = None
    fleeting: bool = False


def part_name(user_id: UserId, upload_id: UploadId, part: int) -> str:
    """Where the bytes of a part are."""
    return f"parts/{user_id:x}/{upload_id & 0xFFFFFFFFFFFFFFFF:x}/{part}"
