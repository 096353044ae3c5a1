"""What other rooms do with files.

Media of messages:

    prepared = await prepare_media(call, q.media)        # all slow work; before the call's first statement
    body = await keep_media(call.journal, prepared)      # rows, in the transaction of the message
    shown = await view.fill_media(tx, viewer, [layers.read(body)[0], …])

`keep_media` gives what a message keeps: canonical TL bytes with `photoEmpty(id)` and `documentEmpty(id)` where
files are shown. `messages.uploadMedia` is the three of them in a row. Further kinds of media: `kinds.media_kind`.

Profile photos: `photos.prepare_photo(call, file, pictures.crop)`, `keep_file`, `view.find_photos`,
`view.profile_photo`; `access.access_photo` for one that is there already, `access.finds_peer_photo` for
their download.
"""

from chappe.db.database import Tx
from chappe.features.files import external, plain, uploaded
from chappe.features.files.kinds import KINDS, PreparedMedia
from chappe.features.files.model import FileId, NewFile
from chappe.features.files.store import files, uploads
from chappe.jobs.kinds import Job, job
from chappe.jobs.schedule import schedule
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api, layers
from chappe.updates.log import Journal

PLAYING_SECONDS = 3600
"""A medium is marked as seen when it begins to play, and may still be on its way then."""
OWN_KINDS = (external, plain, uploaded)
"""They enter what they know into `KINDS` when they are loaded."""


async def prepare_media(
    call: Call, said: "api.TypeInputMedia", place: int | None = None
) -> PreparedMedia:
    """Do everything about a medium that takes time: before the call's first statement.

    `place`: in an album; FILE_REFERENCE_* then names it.

    Errors: MEDIA_EMPTY (inputMediaEmpty, or a file that is not there), MEDIA_INVALID (a kind that this
            server does not have), TTL_MEDIA_INVALID, FILE_REFERENCE_EMPTY / INVALID / EXPIRED (or
            FILE_REFERENCE_%d_…), those of `find_upload`, of `prepare_photo` and of the kind
    """
    if isinstance(said, api.InputMediaEmpty):
        raise RpcError(400, "MEDIA_EMPTY")
    prepare = KINDS.get(type(said))
    if prepare is None:
        raise RpcError(400, "MEDIA_INVALID")
    return await prepare(call.agent or call, said, place)


async def keep_media(journal: Journal, prepared: PreparedMedia) -> bytes:
    """Write the rows of a prepared medium; what the message keeps: canonical TL bytes."""
    for new in prepared.files:
        await keep_file(journal.tx, new)
    if prepared.keep is not None:
        await prepared.keep(journal)
    return layers.write(prepared.media)


async def keep_file(tx: Tx, new: NewFile) -> None:
    """Write the rows of a prepared photo or document."""
    await files.insert(tx, new)
    if new.upload is not None:
        await uploads.mark_used(tx, new.user_id, new.upload)


@job("files.forget")
class Forget(Job, frozen=True):
    """Delete a file that was of one message alone."""

    file_id: int


async def forget_later(journal: Journal, file_id: int) -> None:
    """Have the file of a medium that has destroyed itself deleted, once whoever began to play it has it all.

    Take the boxes first (`schedule`).
    """
    await schedule(journal, Forget(file_id), journal.at + PLAYING_SECONDS)


async def forget_fleeting(tx: Tx, file_id: int) -> None:
    """Delete a file that was of one message alone: nobody can fetch it any more. Its bytes are collected, when
    no other file has the same. Any other file stays.
    """
    if await files.is_fleeting(tx, FileId(file_id)):
        await files.forget(tx, [FileId(file_id)])
