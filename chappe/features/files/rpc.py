"""`upload.*`: parts in, files out; and a document by its content."""

from chappe.features.files import download, view
from chappe.features.files.access import access_location
from chappe.features.files.attributes import clean_mime
from chappe.features.files.model import Rendition, UploadId
from chappe.features.files.parts import save_part
from chappe.features.files.store import files
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method, refuse
from chappe.tl import api

SHA256_BYTES = 32


@method("upload.saveFilePart", who=Who.SIGNED_IN, rows=False)
async def save_file_part(call: Call, q: api.upload.SaveFilePart) -> bool:
    """Take in a part of a file of at most 10 MB, under a number that the client chose.

    Wire:   https://core.telegram.org/method/upload.saveFilePart
    Errors: FILE_PART_EMPTY, FILE_PART_INVALID, FILE_PART_TOO_BIG, FLOOD_WAIT_%d (save_part)
    """
    await save_part(call, UploadId(q.file_id), q.file_part, q.bytes, None)
    return True


@method("upload.saveBigFilePart", who=Who.SIGNED_IN, rows=False)
async def save_big_file_part(call: Call, q: api.upload.SaveBigFilePart) -> bool:
    """Take in a part of a big file; `file_total_parts` is -1 until the last part of one of unknown length.

    Wire:   https://core.telegram.org/method/upload.saveBigFilePart
    Errors: FILE_PART_EMPTY, FILE_PART_INVALID, FILE_PART_TOO_BIG, FILE_PART_TOO_SMALL,
            FILE_PART_SIZE_INVALID, FILE_PART_SIZE_CHANGED, FILE_PARTS_INVALID, FLOOD_WAIT_%d (save_part)
    """
    await save_part(call, UploadId(q.file_id), q.file_part, q.bytes, q.file_total_parts)
    return True


@method("upload.getFile", who=Who.SIGNED_IN, rows=False)
async def get_file(call: Call, q: api.upload.GetFile) -> api.upload.File:
    """Give out a stretch of a file; less at its end, nothing behind it.

    Wire:   https://core.telegram.org/method/upload.getFile
    Errors: OFFSET_INVALID, LIMIT_INVALID (check_stretch); FILE_ID_INVALID, LOCATION_INVALID,
            FILE_REFERENCE_EMPTY, FILE_REFERENCE_INVALID, FILE_REFERENCE_EXPIRED, PEER_ID_INVALID
            (access_location); FILE_MIGRATE_%d (another data center has it)
    """
    download.check_stretch(q.offset, q.limit, precise=q.precise)
    found = await _locate(call, q.location)
    data = await download.read_stretch(call.world.blobs, found.blob, q.offset, q.limit)
    return api.upload.File(type=download.storage_type(found.mime), mtime=found.date, bytes=data)


@method("upload.getFileHashes", who=Who.SIGNED_IN, rows=False)
async def get_file_hashes(call: Call, q: api.upload.GetFileHashes) -> list[api.FileHash]:
    """SHA-256 of the stretches of the block that the offset is in.

    Wire:   https://core.telegram.org/method/upload.getFileHashes
    Errors: LOCATION_INVALID and the others of upload.getFile; OFFSET_INVALID
    """
    found = await _locate(call, q.location)
    return await download.hash_stretches(call.world.blobs, found.blob, q.offset)


@method("messages.getDocumentByHash", who=Who.SIGNED_IN)
async def get_document_by_hash(
    call: Call, q: api.messages.GetDocumentByHash
) -> "api.TypeDocument":
    """A document of this content, so that it need not be uploaded: an animation, or one of the caller's own.

    Whether anybody else has sent some file is nobody's business: it is answered as one that is not there.

    Wire:   https://core.telegram.org/method/messages.getDocumentByHash
    Errors: SHA256_HASH_INVALID
    """
    if len(q.sha256) != SHA256_BYTES:
        raise RpcError(400, "SHA256_HASH_INVALID")
    mime = clean_mime(q.mime_type)
    found = await files.find_by_content(call.tx, call.user_id, q.sha256, q.size, mime)
    return (
        api.DocumentEmpty(id=0) if found is None else view.sealed_document(call.viewer, found)
    )


async def _locate(call: Call, location: "api.TypeInputFileLocation") -> Rendition:
    """What is to be downloaded; its row is read in a transaction of its own, before the bytes."""
    async with call.world.database.transaction(write=False) as tx:
        found = await access_location(tx, call, location)
    if call.world.settings.strict_dcs and found.dc_id != call.caller.dc_id:
        raise RpcError(303, "FILE_MIGRATE_%d", found.dc_id)
    return found


refuse(
    "upload.getWebFile",
    400,
    "LOCATION_INVALID",
    "no answer names a web file: maps and covers are not drawn here",
)
refuse("upload.getCdnFile", 400, "METHOD_INVALID", "a method of CDN data centers only")
refuse("upload.getCdnFileHashes", 400, "FILE_TOKEN_INVALID", "no file is given to a CDN")
refuse("upload.reuploadCdnFile", 400, "FILE_TOKEN_INVALID", "no file is given to a CDN")
