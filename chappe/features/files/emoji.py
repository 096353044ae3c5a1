"""Custom emoji in texts: documents that say that they are some."""

from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.files.store import files
from chappe.tl import api

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chappe.rpc.call import Call

ASKED_MAX = 200
"""Of more a text keeps none."""


async def custom_emoji_in(
    tx: Tx, entities: "Sequence[api.TypeMessageEntity] | None"
) -> frozenset[int]:
    """The custom emoji that some entities name, and that there are; everybody may use them here. Reads nothing when
    none is named."""
    named = {
        e.document_id for e in entities or () if isinstance(e, api.MessageEntityCustomEmoji)
    }
    if not named:
        return frozenset()
    found = await files.find_documents(tx, sorted(named)[:ASKED_MAX])
    return frozenset(number for number, each in found.items() if is_custom_emoji(each))


async def custom_emoji_early(
    call: "Call", entities: "Sequence[api.TypeMessageEntity] | None"
) -> frozenset[int]:
    """The same, for calls that wait for disks before their first statement."""
    if not any(isinstance(each, api.MessageEntityCustomEmoji) for each in entities or ()):
        return frozenset()
    async with call.world.database.transaction(write=False) as tx:
        return await custom_emoji_in(tx, entities)


def is_custom_emoji(document: api.Document) -> bool:
    """Whether a document is a custom emoji."""
    return any(
        isinstance(each, api.DocumentAttributeCustomEmoji) for each in document.attributes
    )
