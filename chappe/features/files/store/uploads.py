"""`upload` and `upload_part`: files on their way here."""

from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.files.model import UPLOAD_SECONDS, USED_SECONDS, UploadId
from chappe.ids import UserId

TOUCH = """
INSERT INTO upload (user_id, file_id, touched_at, top, used)
VALUES (:user_id, :file_id, :at, :top, 0)
ON CONFLICT (user_id, file_id) DO UPDATE SET
    parts = CASE WHEN upload.touched_at < :expired THEN NULL ELSE upload.parts END,
    part_bytes = CASE WHEN upload.touched_at < :expired THEN NULL ELSE upload.part_bytes END,
    top = CASE WHEN upload.top < excluded.top OR upload.touched_at < :expired
        THEN excluded.top ELSE upload.top END,
    touched_at = excluded.touched_at,
    used = 0
RETURNING parts, part_bytes
"""
AGREE = """
UPDATE upload SET parts = :parts, part_bytes = :part_bytes
WHERE user_id = :user_id AND file_id = :file_id
"""
PENDING = """
SELECT COUNT(*), COALESCE(SUM(top), 0) FROM upload
WHERE user_id = :user_id AND used = 0 AND touched_at >= :expired
"""
SAVE_PART = """
INSERT INTO upload_part (user_id, file_id, part, bytes, saved_at)
VALUES (:user_id, :file_id, :part, :bytes, :at)
ON CONFLICT (user_id, file_id, part) DO UPDATE SET
    bytes = excluded.bytes, saved_at = excluded.saved_at
"""
STATED = """
SELECT parts FROM upload
WHERE user_id = :user_id AND file_id = :file_id AND touched_at >= :expired
"""
PARTS = """
SELECT part, bytes FROM upload_part
WHERE user_id = :user_id AND file_id = :file_id AND saved_at >= :expired ORDER BY part
"""
USED = "UPDATE upload SET used = 1 WHERE user_id = :user_id AND file_id = :file_id"
EXPIRED = """
SELECT user_id, file_id FROM upload
WHERE touched_at < :expired OR (used = 1 AND touched_at < :used_before)
ORDER BY touched_at LIMIT :count
"""
PARTS_OF = "SELECT part FROM upload_part WHERE user_id = :user_id AND file_id = :file_id"
FORGET = """
DELETE FROM upload WHERE user_id = :user_id AND file_id = :file_id
    AND (touched_at < :expired OR (used = 1 AND touched_at < :used_before))
"""
FORGET_PARTS = "DELETE FROM upload_part WHERE user_id = :user_id AND file_id = :file_id"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What all parts of a file have to agree on; None: nothing yet."""

    parts: int | None
    part_bytes: int | None


async def touch(tx: Tx, user_id: UserId, upload_id: UploadId, top: int, at: int) -> Agreed:
    """Note that a file is on its way, and hold its row: what was agreed on until now."""
    row = await tx.row(
        TOUCH,
        user_id=user_id,
        file_id=upload_id,
        at=at,
        top=top,
        expired=at - UPLOAD_SECONDS,
    )
    assert row is not None
    return Agreed(*row)


async def agree(tx: Tx, user_id: UserId, upload_id: UploadId, agreed: Agreed) -> None:
    """Keep what the parts agree on from now on."""
    await tx.run(
        AGREE,
        user_id=user_id,
        file_id=upload_id,
        parts=agreed.parts,
        part_bytes=agreed.part_bytes,
    )


async def count_pending(tx: Tx, user_id: UserId, at: int) -> tuple[int, int]:
    """How many files of a user are on their way, and how many parts they may have."""
    row = await tx.row(PENDING, user_id=user_id, expired=at - UPLOAD_SECONDS)
    assert row is not None
    return int(row[0]), int(row[1])


async def save_part(
    tx: Tx, user_id: UserId, upload_id: UploadId, part: int, size: int, at: int
) -> None:
    """Note that a part is here, in the place of what was there under its number."""
    await tx.run(SAVE_PART, user_id=user_id, file_id=upload_id, part=part, bytes=size, at=at)


async def find_parts(
    tx: Tx, user_id: UserId, upload_id: UploadId, at: int
) -> tuple[int | None, list[tuple[int, int]]]:
    """How many parts there should be, if that was said, and those that are here: number, bytes."""
    expired = at - UPLOAD_SECONDS
    stated = await tx.row(STATED, user_id=user_id, file_id=upload_id, expired=expired)
    if stated is None:
        return None, []
    rows = await tx.rows(PARTS, user_id=user_id, file_id=upload_id, expired=expired)
    return stated[0], [(part, size) for part, size in rows]


async def mark_used(tx: Tx, user_id: UserId, upload_id: UploadId) -> None:
    """A file was made of the parts: they may go soon."""
    await tx.run(USED, user_id=user_id, file_id=upload_id)


async def find_expired(tx: Tx, at: int, count: int) -> list[tuple[UserId, UploadId, list[int]]]:
    """Uploads whose time is over, oldest first, with their parts."""
    rows = await tx.rows(
        EXPIRED, expired=at - UPLOAD_SECONDS, used_before=at - USED_SECONDS, count=count
    )
    found = []
    for user_id, upload_id in rows:
        parts = await tx.rows(PARTS_OF, user_id=user_id, file_id=upload_id)
        found.append((UserId(user_id), UploadId(upload_id), [part for (part,) in parts]))
    return found


async def forget(tx: Tx, user_id: UserId, upload_id: UploadId, at: int) -> int:
    """Drop an upload, unless it was taken up again meanwhile; 1 when it is gone."""
    gone = await tx.run(
        FORGET,
        user_id=user_id,
        file_id=upload_id,
        expired=at - UPLOAD_SECONDS,
        used_before=at - USED_SECONDS,
    )
    if gone:
        await tx.run(FORGET_PARTS, user_id=user_id, file_id=upload_id)
    return gone
