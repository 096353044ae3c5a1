"""`photo`, `document` and `rendition`: what is shown of files, and what can be downloaded."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from chappe.db.database import Tx
from chappe.features.files.model import Blob, FileId, NewFile, Rendition
from chappe.ids import UserId
from chappe.tl import api, layers

File = TypeVar("File", api.Photo, api.Document)

INSERT_PHOTO = """
INSERT INTO photo (id, user_id, date, tl, fleeting)
VALUES (:id, :user_id, :date, :tl, :fleeting)
"""
INSERT_DOCUMENT = """
INSERT INTO document (id, user_id, date, mime, animated, tl, fleeting)
VALUES (:id, :user_id, :date, :mime, :animated, :tl, :fleeting)
"""
FLEETING = """
SELECT fleeting FROM photo WHERE id = :id UNION ALL SELECT fleeting FROM document WHERE id = :id
"""
INSERT_RENDITION = """
INSERT INTO rendition (file_id, type, blob_id, mime, dc_id, date)
VALUES (:file_id, :type, :blob_id, :mime, :dc_id, :date)
"""
PHOTOS = "SELECT tl FROM photo WHERE id IN :ids[]"
DOCUMENTS = "SELECT tl FROM document WHERE id IN :ids[]"
TYPES = "SELECT type FROM rendition WHERE file_id = :file_id"
RENDITIONS = """
SELECT rendition.type, blob.id, blob.sha256, blob.bytes, rendition.mime
FROM rendition JOIN blob ON blob.id = rendition.blob_id
WHERE rendition.file_id = :file_id ORDER BY rendition.type
"""
RENDITION = """
SELECT blob.id, blob.sha256, blob.bytes, rendition.mime, rendition.dc_id, rendition.date
FROM rendition JOIN blob ON blob.id = rendition.blob_id
WHERE rendition.file_id = :file_id AND rendition.type = :type
"""
BY_CONTENT = """
SELECT document.tl FROM blob
JOIN rendition ON rendition.blob_id = blob.id AND rendition.type = ''
JOIN document ON document.id = rendition.file_id
WHERE blob.sha256 = :sha256 AND blob.bytes = :bytes AND document.mime = :mime
    AND (document.animated = 1 OR document.user_id = :user_id)
ORDER BY document.date, document.id LIMIT 1
"""
REWRITE_DOCUMENT = "UPDATE document SET tl = :tl WHERE id = :id"
FORGET_RENDITIONS = "DELETE FROM rendition WHERE file_id IN :ids[]"
FORGET_PHOTOS = "DELETE FROM photo WHERE id IN :ids[]"
FORGET_DOCUMENTS = "DELETE FROM document WHERE id IN :ids[]"


async def insert(tx: Tx, new: NewFile) -> None:
    """Write the rows of a new file; its blobs are held (`rely_on`)."""
    shown = new.shown
    tl = layers.write(shown)
    if isinstance(shown, api.Photo):
        await tx.run(
            INSERT_PHOTO,
            id=shown.id,
            user_id=new.user_id,
            date=shown.date,
            tl=tl,
            fleeting=int(new.fleeting),
        )
    else:
        animated = any(isinstance(a, api.DocumentAttributeAnimated) for a in shown.attributes)
        await tx.run(
            INSERT_DOCUMENT,
            id=shown.id,
            user_id=new.user_id,
            date=shown.date,
            mime=shown.mime_type,
            animated=int(animated),
            tl=tl,
            fleeting=int(new.fleeting),
        )
    await tx.run_many(
        INSERT_RENDITION,
        [
            {
                "file_id": shown.id,
                "type": type_,
                "blob_id": blob.blob_id,
                "mime": mime,
                "dc_id": shown.dc_id,
                "date": shown.date,
            }
            for type_, blob, mime in new.blobs
        ],
    )


async def find_photos(tx: Tx, ids: Collection[int]) -> dict[int, api.Photo]:
    """Photos by id, fit to be changed; those that are not there are left out."""
    if not ids:
        return {}
    found = [_read(row[0], api.Photo) for row in await tx.rows(PHOTOS, ids=sorted(set(ids)))]
    return {photo.id: photo for photo in found}


async def find_documents(tx: Tx, ids: Collection[int]) -> dict[int, api.Document]:
    """Documents by id, as `find_photos`."""
    if not ids:
        return {}
    rows = await tx.rows(DOCUMENTS, ids=sorted(set(ids)))
    found = [_read(row[0], api.Document) for row in rows]
    return {document.id: document for document in found}


async def find_rendition(tx: Tx, file_id: FileId, type_: str) -> Rendition | None:
    """What can be downloaded of a file under a type; '' is the document itself."""
    row = await tx.row(RENDITION, file_id=file_id, type=type_)
    return None if row is None else Rendition(Blob(*row[:3]), *row[3:])


async def is_fleeting(tx: Tx, file_id: FileId) -> bool:
    """Whether a file is of one message alone."""
    row = await tx.row(FLEETING, id=file_id)
    return row is not None and bool(row[0])


async def find_types(tx: Tx, file_id: FileId) -> set[str]:
    """What there is to download of a file."""
    return {type_ for (type_,) in await tx.rows(TYPES, file_id=file_id)}


async def find_blobs(tx: Tx, file_id: FileId) -> tuple[tuple[str, Blob, str], ...]:
    """What a file is made of, as `NewFile` has it."""
    rows = await tx.rows(RENDITIONS, file_id=file_id)
    return tuple((type_, Blob(*blob), mime) for type_, *blob, mime in rows)


async def find_by_content(
    tx: Tx, user_id: UserId, sha256: bytes, size: int, mime: str
) -> api.Document | None:
    """The oldest document of this content that the user uploaded, or that is an animation."""
    row = await tx.row(BY_CONTENT, user_id=user_id, sha256=sha256, bytes=size, mime=mime)
    return None if row is None else _read(row[0], api.Document)


async def rewrite_document(tx: Tx, document: api.Document) -> None:
    """Let a document say something else of itself; given without access hash and reference, as it is kept."""
    await tx.run(REWRITE_DOCUMENT, id=document.id, tl=layers.write(document))


async def forget(tx: Tx, ids: Sequence[FileId]) -> None:
    """Delete photos and documents; blobs that only they showed will be collected."""
    for statement in (FORGET_RENDITIONS, FORGET_PHOTOS, FORGET_DOCUMENTS):
        await tx.run(statement, ids=sorted(ids))


def _read(tl: bytes, kind: type[File]) -> File:
    found = layers.read(tl)[0]
    assert isinstance(found, kind)
    return found
