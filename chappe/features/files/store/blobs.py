"""`blob`: bytes in the store, and who may rely on them.

Whoever wants to point to bytes claims them first, in a transaction of its own: nothing that was claimed within
a day is collected, and no call lasts that long. So the transaction that points to them takes no lock on them: two
albums of the same pictures need not wait for each other. A blob that nobody points to and nobody has claimed for a day is doomed: from then on the same
content is another blob, so that its deletion can never take away what somebody has just begun to rely on.
"""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.files.model import Blob

CLAIM = """
INSERT INTO blob (id, sha256, bytes, claimed_at, doomed)
VALUES (:id, :sha256, :bytes, :at, 0)
ON CONFLICT (sha256) WHERE doomed = 0 DO UPDATE SET claimed_at = excluded.claimed_at
RETURNING id
"""
DOOM = """
UPDATE blob SET doomed = 1
WHERE doomed = 0 AND claimed_at < :before
    AND NOT EXISTS (SELECT 1 FROM rendition WHERE rendition.blob_id = blob.id)
    AND id IN (SELECT id FROM blob WHERE doomed = 0 AND claimed_at < :before
        AND NOT EXISTS (SELECT 1 FROM rendition WHERE rendition.blob_id = blob.id)
        ORDER BY claimed_at LIMIT :count)
"""
DOOMED = "SELECT id, sha256, bytes FROM blob WHERE doomed = 1 ORDER BY id LIMIT :count"
BURY = "DELETE FROM blob WHERE id IN :ids[] AND doomed = 1"


async def claim(tx: Tx, new_id: int, sha256: bytes, size: int, at: int) -> tuple[Blob, bool]:
    """The blob of this content, safe from being collected for a day; whether it is a new one.

    The bytes of one that is not new may still be missing: whoever claimed it may have died since.
    """
    row = await tx.row(CLAIM, id=new_id, sha256=sha256, bytes=size, at=at)
    assert row is not None
    return Blob(row[0], sha256, size), row[0] == new_id


async def doom(tx: Tx, before: int, count: int) -> int:
    """Give up blobs that nobody points to and nobody has claimed since; how many."""
    return await tx.run(DOOM, before=before, count=count)


async def find_doomed(tx: Tx, count: int) -> list[Blob]:
    """Blobs whose bytes may be deleted."""
    return [Blob(*row) for row in await tx.rows(DOOMED, count=count)]


async def bury(tx: Tx, blob_ids: Collection[int]) -> None:
    """Forget doomed blobs; their bytes are gone."""
    await tx.run(BURY, ids=sorted(blob_ids))
