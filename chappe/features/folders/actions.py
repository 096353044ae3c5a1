"""Making folders, changing them, putting them in order."""

from collections.abc import Sequence

from chappe.features.folders import store
from chappe.features.folders.store import ALL_CHATS
from chappe.ids import BoxId, UserId
from chappe.rpc.errors import RpcError
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal

FOLDERS_MAX = {False: 10, True: 30}
"""By whether the account is premium; the same as help.getAppConfig says."""


@fact(Kind.DIALOG_FILTER)
class FolderChanged(Fact, frozen=True):
    """A folder is another one, or gone; `ALL_CHATS`: anything about any of them."""

    id: int


@fact(Kind.DIALOG_FILTER_ORDER)
class FoldersOrdered(Fact, frozen=True):
    """The folders are in another order."""


async def put_folder(
    journal: Journal, owner: UserId, folder_id: int, kept: bytes, *, premium: bool
) -> None:
    """Keep a new folder, or another filter for an old one.

    Errors: LIMIT_INVALID (no more folders)
    """
    await journal.lock([BoxId(owner)])
    there = await store.find(journal.tx, owner)
    if there.get(folder_id) == kept:
        return
    if folder_id not in there and len(there) > FOLDERS_MAX[premium]:  # all chats is one of them
        raise RpcError(400, "LIMIT_INVALID")
    await store.put(journal.tx, owner, folder_id, kept)
    await journal.append(BoxId(owner), FolderChanged(folder_id))


async def drop_folder(journal: Journal, owner: UserId, folder_id: int) -> None:
    """Forget a folder; the chats in it stay."""
    await journal.lock([BoxId(owner)])
    if await store.drop(journal.tx, owner, folder_id):
        await journal.append(BoxId(owner), FolderChanged(folder_id))


async def order_folders(
    journal: Journal, owner: UserId, order: Sequence[int], *, premium: bool
) -> None:
    """Put the folders in order; those that are not named follow as they are. The list of all chats is
    anywhere but the first only for premium accounts."""
    await journal.lock([BoxId(owner)])
    there = list(await store.find(journal.tx, owner))
    wanted = [each for each in dict.fromkeys(order) if each in there]
    wanted += [each for each in there if each not in wanted]
    if not premium:
        wanted.remove(ALL_CHATS)
        wanted.insert(0, ALL_CHATS)
    if wanted != there:
        await store.set_order(journal.tx, owner, wanted)
        await journal.append(BoxId(owner), FoldersOrdered())


async def show_tags(journal: Journal, owner: UserId, *, shown: bool) -> None:
    """Show the names of folders beside the chats, or not."""
    await journal.lock([BoxId(owner)])
    if await store.set_tags(journal.tx, owner, shown=shown):
        await journal.append(BoxId(owner), FolderChanged(ALL_CHATS))
