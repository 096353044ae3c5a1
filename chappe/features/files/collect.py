"""Clearing away what nobody needs: parts that were never made into a file, blobs that no row points to.

Safe at any moment and on any number of nodes: bytes go only after it is certain that nobody will point to them
any more (`store/blobs.py`), and the rows that tell of them go last, so that a crash leaves work, not waste.
"""

from dataclasses import dataclass

from chappe.blobs.blobs import Blobs
from chappe.db.database import Database
from chappe.features.files.model import CLAIM_SECONDS, part_name
from chappe.features.files.store import blobs as blob_rows
from chappe.features.files.store import uploads

BATCH = 100
"""At a time: neither the writer of SQLite nor a job's lease must be held for long."""


@dataclass(frozen=True, slots=True)
class Collected:
    """How many uploads and blobs are gone."""

    uploads: int
    blobs: int

    @property
    def more(self) -> bool:
        """Whether there may be more of them."""
        return max(self.uploads, self.blobs) >= BATCH


async def collect(database: Database, blobs: Blobs, now: float) -> Collected:
    """Clear away a batch of what is not needed any more, the oldest first; `now`: Unix seconds."""
    at = int(now)
    return Collected(
        uploads=await _collect_uploads(database, blobs, at),
        blobs=await _collect_blobs(database, blobs, at),
    )


async def _collect_uploads(database: Database, blobs: Blobs, at: int) -> int:
    """Bytes first: a part that is sent anew in this moment is asked for once more, no byte is left over."""
    async with database.transaction(write=False) as tx:
        expired = await uploads.find_expired(tx, at, BATCH)
    count = 0
    for user_id, upload_id, parts in expired:
        await blobs.delete([part_name(user_id, upload_id, part) for part in parts])
        async with database.transaction(write=True) as tx:
            count += await uploads.forget(tx, user_id, upload_id, at)
    return count


async def _collect_blobs(database: Database, blobs: Blobs, at: int) -> int:
    async with database.transaction(write=True) as tx:
        await blob_rows.doom(tx, at - CLAIM_SECONDS, BATCH)
        doomed = await blob_rows.find_doomed(tx, BATCH)
    if doomed:
        await blobs.delete([blob.name for blob in doomed])
        async with database.transaction(write=True) as tx:
            await blob_rows.bury(tx, [blob.blob_id for blob in doomed])
    return len(doomed)
