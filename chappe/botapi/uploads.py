"""Files that come with a call, saved part by part as they arrive: never more than a part of each in memory.

They are saved as an upload of the bot's over MTProto would be, and become photos and documents in the same way.
"""

import secrets
from collections.abc import AsyncIterator, Collection

from chappe.botapi.asking import House, caller_of
from chappe.botapi.errors import BotError, bad, translated
from chappe.botapi.reading import Uploaded
from chappe.features.files.model import PART_BYTES_MAX, UploadId
from chappe.features.files.parts import UNSAID, save_part
from chappe.features.files.store import uploads
from chappe.ids import Layer, MsgId, SessionId, UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import layers

FILE_BYTES_MAX = 2000 << 20
"""https://core.telegram.org/bots/api#using-a-local-bot-api-server"""


async def save(
    house: House, bot: UserId, pieces: AsyncIterator[bytes], name: str, mime: str
) -> Uploaded:
    """Save a file; `pieces`: its bytes as they come.

    Raises: BotError.
    """
    now = house.clock.now()
    layer = Layer(layers.LATEST)
    call = Call(house.world, caller_of(bot), now, layer, MsgId(0), SessionId(0))
    upload_id = secrets.randbits(63)
    held, part, size = bytearray(), 0, 0
    async for piece in pieces:
        held += piece
        size += len(piece)
        if size > FILE_BYTES_MAX:
            raise BotError(413)
        while len(held) > PART_BYTES_MAX:
            await _save(call, upload_id, part, bytes(held[:PART_BYTES_MAX]), UNSAID)
            del held[:PART_BYTES_MAX]
            part += 1
    if not size:
        raise bad("file must be non-empty")
    await _save(call, upload_id, part, bytes(held), part + 1)
    return Uploaded(upload_id, part + 1, size, name, mime)


async def _save(call: Call, upload_id: int, part: int, data: bytes, total: int) -> None:
    try:
        await save_part(call, UploadId(upload_id), part, data, total)
    except RpcError as error:
        raise translated(error, {}) from error


async def let_go(house: House, bot: UserId, files: Collection[Uploaded]) -> None:
    """Files came with a call that was refused: nobody asks for them again."""
    if files:
        async with house.database.transaction(write=True) as tx:
            for each in files:
                await uploads.mark_used(tx, bot, UploadId(each.upload_id))
