"""Taking in the parts of files: the law of part numbers and sizes.

Parts come in any order, over several connections, some of them twice. All parts of a file are of one size,
which divides 512 KiB and is a multiple of 1 KiB; only the last may be smaller. What can not be told part by
part is looked at again when the file is made (`assembly.py`).
https://core.telegram.org/api/files#uploading-files
"""

from chappe.features.files.model import (
    PART_BYTES_MAX,
    PARTS_MAX,
    UploadId,
    part_name,
)
from chappe.features.files.store import uploads
from chappe.features.files.store.uploads import Agreed
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError

PART_BYTES_STEP = 1024
PENDING_FILES_MAX = 4000
PENDING_PARTS_MAX = 32_000
"""Of one account at a time: 16 GB at the most that lie about unsent."""
FULL_SECONDS = 600
"""What somebody with too much lying about is told to wait."""
UNSAID = -1
"""The number of parts of a file that is sent while it is made, in all parts but the last."""


async def save_part(
    call: Call, upload_id: UploadId, part: int, data: bytes, total: int | None
) -> None:
    """Keep one part. `total`: how many there are, as a big file says; None for a small one.

    Errors: FILE_PART_EMPTY, FILE_PART_TOO_BIG, FILE_PART_INVALID, FILE_PARTS_INVALID,
            FILE_PART_TOO_SMALL, FILE_PART_SIZE_INVALID, FILE_PART_SIZE_CHANGED, FLOOD_WAIT_%d (too much unsent)
    """
    check_part(part, len(data), total)
    user_id, at = call.user_id, int(call.now)
    name = part_name(user_id, upload_id, part)
    # Not brought to the disk: it outlives this process, and after a power cut it is asked for again.
    await call.world.blobs.put(name, data, durable=False)
    try:
        async with call.world.database.transaction(write=True) as tx:
            before = await uploads.touch(tx, user_id, upload_id, part + 1, at)
            after = agree(before, part, len(data), total)
            if after != before:
                await uploads.agree(tx, user_id, upload_id, after)
            _refuse_hoards(*await uploads.count_pending(tx, user_id, at))
            await uploads.save_part(tx, user_id, upload_id, part, len(data), at)
    except RpcError:
        await call.world.blobs.delete([name])
        raise


def check_part(part: int, size: int, total: int | None) -> None:
    """Refuse what no file can have. `total`: as in `save_part`."""
    if not size:
        raise RpcError(400, "FILE_PART_EMPTY")
    if size > PART_BYTES_MAX:
        raise RpcError(400, "FILE_PART_TOO_BIG")
    if total is not None and total != UNSAID and not 1 <= total <= PARTS_MAX:
        raise RpcError(400, "FILE_PARTS_INVALID")
    if not 0 <= part < PARTS_MAX or (total is not None and total != UNSAID and part >= total):
        raise RpcError(400, "FILE_PART_INVALID")


def agree(before: Agreed, part: int, size: int, total: int | None) -> Agreed:
    """What the parts of a file agree on, with one more.

    Of a small file nobody knows which part is the last until it is made.
    """
    if total is None:
        return before
    if total != UNSAID and before.parts not in {None, total}:
        raise RpcError(400, "FILE_PARTS_INVALID")
    parts = before.parts if total == UNSAID else total
    if part + 1 == total:
        if before.part_bytes is not None and size > before.part_bytes:
            raise RpcError(400, "FILE_PART_SIZE_CHANGED")
        return Agreed(parts, before.part_bytes)
    if size < PART_BYTES_STEP:
        raise RpcError(400, "FILE_PART_TOO_SMALL")
    if not is_part_size(size):
        raise RpcError(400, "FILE_PART_SIZE_INVALID")
    if before.part_bytes not in {None, size}:
        raise RpcError(400, "FILE_PART_SIZE_CHANGED")
    return Agreed(parts, size)


def is_part_size(size: int) -> bool:
    """Whether all parts but the last may be of this size."""
    return size > 0 and not size % PART_BYTES_STEP and not PART_BYTES_MAX % size


def _refuse_hoards(files: int, parts: int) -> None:
    if files > PENDING_FILES_MAX or parts > PENDING_PARTS_MAX:
        raise RpcError(420, "FLOOD_WAIT_%d", FULL_SECONDS)
