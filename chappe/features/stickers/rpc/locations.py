"""Where the pictures of sets are fetched."""

from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.files.access import finds_file
from chappe.features.files.model import FileId
from chappe.features.stickers.access import find_set
from chappe.rpc.call import Call
from chappe.tl import api

if TYPE_CHECKING:
    from chappe.tl.build import TLObject


@finds_file(api.InputStickerSetThumb)
async def find_thumb(tx: Tx, call: Call, location: "TLObject") -> FileId | None:
    """The picture of a set, as long as it is the one that the caller names."""
    assert isinstance(location, api.InputStickerSetThumb)
    found = await find_set(tx, location.stickerset)
    if found is None or found.thumb_id is None:
        return None
    return FileId(found.thumb_id) if found.thumb_version == location.thumb_version else None
