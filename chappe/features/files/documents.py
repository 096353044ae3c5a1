"""Making documents: files of any kind, with what their sender says of them and a picture to show first."""

from contextlib import suppress
from dataclasses import replace
from functools import partial

from chappe.features.files import darkroom, pictures
from chappe.features.files.assembly import (
    Upload,
    find_upload,
    keep_bytes,
    keep_upload,
    read_whole,
)
from chappe.features.files.attributes import clean_attributes, clean_mime
from chappe.features.files.model import SMALL_BYTES_MAX, Blob, NewFile
from chappe.features.files.photos import JPEG, new_file_id, shown_sizes
from chappe.features.files.pictures import Developed
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

THUMB_BYTES_MAX = 1 << 20
"""Clients send 320 by 320 of at most 200 KB; some a good deal more."""
PICTURES = {"image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp"}
thumb = partial(pictures.develop, boxes=(("m", 320),))


async def prepare_document(call: Call, said: api.InputMediaUploadedDocument) -> NewFile:
    """A document from the caller's upload, its bytes in the store. Before the call's first statement.

    Errors: those of `find_upload`; MEDIA_INVALID (attributes)
    """
    attributes = clean_attributes(said.attributes)
    upload = await find_upload(call, said.file)
    mime = clean_mime(said.mime_type)
    picture = await _look_at(call, upload, mime)
    developed = await _given_thumb(call, said.thumb) or picture
    if picture is not None:
        describe(attributes, picture, force_file=said.force_file)
    blob = await keep_upload(call, upload)
    new = await document_of(call, blob, mime, attributes, developed)
    return replace(new, upload=upload.upload_id)


async def document_of(
    call: Call,
    blob: Blob,
    mime: str,
    attributes: "list[api.TypeDocumentAttribute]",
    developed: Developed | None,
) -> NewFile:
    """A document of bytes that are in the store. `developed`: what its thumbnail is."""
    sizes = () if developed is None else developed.sizes
    thumbs = [(size.type, await keep_bytes(call, size.data), JPEG) for size in sizes]
    document = api.Document(
        id=new_file_id(),
        access_hash=0,
        file_reference=b"",
        date=int(call.now),
        mime_type=mime,
        size=blob.size,
        thumbs=None if developed is None else shown_sizes(developed),
        dc_id=call.caller.dc_id,
        attributes=attributes,
    )
    return NewFile(call.user_id, document, (("", blob, mime), *thumbs))


async def _look_at(call: Call, upload: Upload, mime: str) -> Developed | None:
    """A document that is a picture, in the size of a thumbnail."""
    if mime not in PICTURES or upload.size > SMALL_BYTES_MAX:
        return None
    async with darkroom.place():
        data = await read_whole(call, upload)
        with suppress(RpcError):  # a document may be a picture that nobody can read
            return await darkroom.develop(thumb, data)
    return None


async def _given_thumb(call: Call, file: "api.TypeInputFile | None") -> Developed | None:
    """The thumbnail that a client sent along; what is no picture is left out."""
    if file is None:
        return None
    given = await find_upload(call, file)
    if given.size > THUMB_BYTES_MAX:
        return None
    async with darkroom.place():
        data = await read_whole(call, given)
        with suppress(RpcError):
            return await darkroom.develop(thumb, data)
    return None


def describe(
    attributes: "list[api.TypeDocumentAttribute]", picture: Developed, *, force_file: bool
) -> None:
    """Add what a client did not say, but can be seen."""
    kinds = {type(attribute) for attribute in attributes}
    if api.DocumentAttributeImageSize not in kinds:
        attributes.append(api.DocumentAttributeImageSize(w=picture.width, h=picture.height))
    if picture.moves and not force_file and api.DocumentAttributeAnimated not in kinds:
        attributes.append(api.DocumentAttributeAnimated())
