"""Having sets, in an order; and what lies on the shelves. Each takes the account's box first."""

from collections.abc import Awaitable, Callable, Collection, Sequence

from chappe.features.stickers import shelves
from chappe.features.stickers.facts import (
    FavedChanged,
    GifsChanged,
    NewSet,
    RecentChanged,
    SetMoved,
    SetsChanged,
    SetsOrdered,
)
from chappe.features.stickers.model import INSTALLED_MAX, SetKind, Shelf, StickerSet
from chappe.ids import BoxId, UserId
from chappe.updates.facts import Fact
from chappe.updates.log import Journal, OutOfOrder

RECENT_MAX = 200
"""As clients are told by `stickers_recent_limit`."""
FAVED_MAX = {False: 5, True: 10}
GIFS_MAX = {False: 200, True: 400}
"""By whether the account is premium; the same as help.getAppConfig says."""
CHANGES: dict[Shelf, type[Fact]] = {
    Shelf.FAVED: FavedChanged,
    Shelf.RECENT: RecentChanged,
    Shelf.ATTACHED: RecentChanged,
    Shelf.GIFS: GifsChanged,
}


def shelf_max(shelf: Shelf, *, premium: bool) -> int:
    """How many find a place on a shelf."""
    match shelf:
        case Shelf.FAVED:
            return FAVED_MAX[premium]
        case Shelf.GIFS:
            return GIFS_MAX[premium]
        case _:
            return RECENT_MAX


async def install(
    journal: Journal, user_id: UserId, wanted: StickerSet, *, archived: bool
) -> list[int]:
    """Have a set, or put it into the archive; which others were archived, because there are too many."""
    box, kind = BoxId(user_id), wanted.kind
    await journal.lock([box])
    mine = (await shelves.find_among(journal.tx, user_id, [wanted.id])).get(wanted.id)
    if mine is not None and mine.archived == archived:
        return []
    await shelves.install(journal.tx, user_id, wanted.id, kind, journal.at, archived=archived)
    if archived:
        await journal.append(box, SetsChanged(int(kind)))
        return []
    there = await shelves.find_installed(journal.tx, user_id, kind, archived=False)
    beyond = [each.set_id for each in there[INSTALLED_MAX:]]
    if beyond:
        await shelves.archive(journal.tx, user_id, beyond)
        await journal.append(box, SetsChanged(int(kind)))
    await journal.append(box, NewSet(wanted.id))
    return beyond


Change = Callable[[Journal, UserId, Collection[int]], Awaitable[None]]


async def change_some(
    journal: Journal, user_id: UserId, wanted: Sequence[StickerSet], change: Change
) -> None:
    """Do something with those of some sets that an account has."""
    box = BoxId(user_id)
    await journal.lock([box])
    ids = [each.id for each in wanted]
    mine = await shelves.find_among(journal.tx, user_id, ids)
    if not mine:
        return
    await change(journal, user_id, mine.keys())
    for kind in sorted({each.kind for each in mine.values()}):
        await journal.append(box, SetsChanged(int(kind)))


async def uninstall_some(journal: Journal, user_id: UserId, ids: Collection[int]) -> None:
    """Have them no more."""
    await shelves.uninstall(journal.tx, user_id, ids)


async def archive_some(journal: Journal, user_id: UserId, ids: Collection[int]) -> None:
    """Put them away."""
    await shelves.archive(journal.tx, user_id, ids)


async def unarchive_some(journal: Journal, user_id: UserId, ids: Collection[int]) -> None:
    """Take them out of the archive, to the top."""
    mine = await shelves.find_among(journal.tx, user_id, ids)
    for each in mine.values():
        if each.archived:
            await shelves.install(
                journal.tx, user_id, each.set_id, each.kind, each.at, archived=False
            )


async def reorder(
    journal: Journal, user_id: UserId, kind: SetKind, order: Sequence[int]
) -> None:
    """Put the sets of a kind in order; those that are not named follow as they are."""
    box = BoxId(user_id)
    await journal.lock([box])
    installed = await shelves.find_installed(journal.tx, user_id, kind, archived=False)
    there = [each.set_id for each in installed]
    wanted = [each for each in dict.fromkeys(order) if each in there]
    wanted += [each for each in there if each not in wanted]
    if wanted != there:
        await shelves.set_order(journal.tx, user_id, wanted)
        await journal.append(box, SetsOrdered(int(kind)))


async def bring_to_top(journal: Journal, user_id: UserId, set_id: int) -> None:
    """Have a set, which the account has in use, before the others of its kind. Where the boxes of others were taken
    already (somebody was mentioned in a channel), the order stays as it is."""
    box = BoxId(user_id)
    mine = (await shelves.find_among(journal.tx, user_id, [set_id])).get(set_id)
    if mine is None or mine.archived:
        return
    try:
        await journal.lock([box])
    except OutOfOrder:
        return
    there = await shelves.find_installed(journal.tx, user_id, mine.kind, archived=False)
    if not there or there[0].set_id == set_id:
        return
    await shelves.install(journal.tx, user_id, set_id, mine.kind, mine.at, archived=False)
    await journal.append(box, SetMoved(set_id, int(mine.kind)))


async def put_on(
    journal: Journal, user_id: UserId, shelf: Shelf, document_id: int, *, premium: bool
) -> None:
    """Put a document in front on a shelf."""
    box = BoxId(user_id)
    await journal.lock([box])
    most = shelf_max(shelf, premium=premium)
    await shelves.put_on(journal.tx, user_id, shelf, document_id, journal.at, most)
    await journal.append(box, CHANGES[shelf]())


async def take_from(journal: Journal, user_id: UserId, shelf: Shelf, document_id: int) -> None:
    """Take a document from a shelf."""
    box = BoxId(user_id)
    await journal.lock([box])
    if await shelves.take_from(journal.tx, user_id, shelf, [document_id]):
        await journal.append(box, CHANGES[shelf]())


async def clear(journal: Journal, user_id: UserId, shelf: Shelf) -> None:
    """Take everything from a shelf."""
    box = BoxId(user_id)
    await journal.lock([box])
    if await shelves.clear(journal.tx, user_id, shelf):
        await journal.append(box, CHANGES[shelf]())
