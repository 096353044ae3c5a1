"""What an owner does with the list of chats: pin, mark, put away; and what it has not yet sent."""

from collections.abc import Collection, Sequence

from chappe.features.dialogs import store, threads
from chappe.features.dialogs.model import ARCHIVE, FOLDERS, MAIN
from chappe.features.notify.actions import find_muters, scope_of
from chappe.features.settings import store as settings
from chappe.features.settings.model import Name
from chappe.ids import BoxId, MessageId, PeerId, UserId
from chappe.rpc.errors import RpcError
from chappe.updates.facts import Counted, Fact, Kind, fact
from chappe.updates.log import Journal


@fact(Kind.DIALOG_PINNED)
class DialogPinned(Fact, frozen=True):
    """A dialog was pinned, or is not any more."""

    peer: PeerId


@fact(Kind.PINNED_DIALOGS)
class PinnedDialogs(Fact, frozen=True):
    """The pinned dialogs of a folder are in another order."""

    folder_id: int


@fact(Kind.UNREAD_MARK)
class UnreadMark(Fact, frozen=True):
    """A dialog was marked as unread, or is not any more."""

    peer: PeerId


@fact(Kind.DRAFT)
class Draft(Fact, frozen=True):
    """The draft of a dialog is another one, or gone."""

    peer: PeerId


@fact(Kind.FOLDER_PEERS)
class FolderPeers(Counted, frozen=True):
    """Dialogs were put into folders: pairs of a peer and the folder's number."""

    places: tuple[tuple[PeerId, int], ...]


async def toggle_pin(
    journal: Journal, owner: UserId, peer: PeerId, *, pinned: bool, premium: bool
) -> None:
    """Pin a dialog above all others of its folder, or let it go.

    Errors: PEER_HISTORY_EMPTY, PINNED_DIALOGS_TOO_MUCH
    """
    await journal.lock([BoxId(owner)])
    dialog = await store.find(journal.tx, owner, peer)
    if dialog is None or not dialog.top_at:
        if pinned:
            raise RpcError(400, "PEER_HISTORY_EMPTY")
        return
    if bool(dialog.pinned) == pinned:
        return
    place = 0
    if pinned:
        there = await store.pins(journal.tx, owner, dialog.folder_id)
        if len(there) >= pins_limit(dialog.folder_id, premium=premium):
            raise RpcError(400, "PINNED_DIALOGS_TOO_MUCH")
        place = max(there.values(), default=0) + 1
    await store.set_pins(journal.tx, owner, {peer: place})
    await journal.append(BoxId(owner), DialogPinned(peer))


async def reorder_pins(
    journal: Journal,
    owner: UserId,
    folder_id: int,
    order: Sequence[PeerId],
    *,
    force: bool,
    limit: int,
) -> None:
    """Pin the dialogs of a folder in this order. `force`: and no others; else those stay, below.

    Errors: PINNED_DIALOGS_TOO_MUCH
    """
    await journal.lock([BoxId(owner)])
    before = await store.pins(journal.tx, owner, folder_id)
    found = await store.find_many(journal.tx, owner, order)
    wanted = [
        peer
        for peer in dict.fromkeys(order)
        if peer in found and found[peer].top_at and found[peer].folder_id == folder_id
    ]
    after = wanted if force else wanted + [peer for peer in before if peer not in wanted]
    if len(after) > limit:
        raise RpcError(400, "PINNED_DIALOGS_TOO_MUCH")
    if after == list(before):
        return
    places = dict.fromkeys(before, 0)
    places |= {peer: len(after) - index for index, peer in enumerate(after)}
    await store.set_pins(journal.tx, owner, places)
    await journal.append(BoxId(owner), PinnedDialogs(folder_id))


async def mark_unread(journal: Journal, owner: UserId, peer: PeerId, *, unread: bool) -> None:
    """Mark a dialog as unread, or take the mark away."""
    await journal.lock([BoxId(owner)])
    if await store.set_unread_mark(journal.tx, owner, peer, unread=unread):
        await journal.append(BoxId(owner), UnreadMark(peer))


async def move(journal: Journal, owner: UserId, places: Sequence[tuple[PeerId, int]]) -> None:
    """Put dialogs into folders; whoever goes elsewhere is pinned no more.

    Errors: FOLDER_ID_INVALID
    """
    if any(folder_id not in FOLDERS for _, folder_id in places):
        raise RpcError(400, "FOLDER_ID_INVALID")
    await journal.lock([BoxId(owner)])
    wanted = dict(places)
    moved: list[tuple[PeerId, int]] = []
    for folder_id in FOLDERS:
        peers = [peer for peer, folder in wanted.items() if folder == folder_id]
        if peers:
            gone = set(await store.move(journal.tx, owner, peers, folder_id))
            moved += [(peer, folder_id) for peer in peers if peer in gone]
    if moved:
        await journal.append(BoxId(owner), FolderPeers(tuple(moved)))


async def come_back(journal: Journal, owners: Collection[UserId], peer: PeerId) -> None:
    """A message came into an archived dialog: it comes back to the main list, where it is neither muted
    nor to be kept there all the same. The boxes were taken before.

    `owners`: in whose archives it stands.
    """
    tx = journal.tx
    quiet = await find_muters(tx, owners, peer, scope_of(peer), journal.now)
    said = await settings.find_of(tx, owners, Name.GLOBAL_PRIVACY)
    kept = {owner for owner, each in said.items() if each.keep_archived_unmuted}
    back = sorted(set(owners) - quiet - kept)
    if back:
        await store.come_back(tx, back, peer)
        for owner in back:
            await journal.append(BoxId(owner), FolderPeers(((peer, MAIN),)))


async def save_draft(
    journal: Journal,
    owner: UserId,
    peer: PeerId,
    draft: bytes,
    thread: MessageId | None = None,
) -> None:
    """Keep what the owner has written to a peer and not sent (draftMessage, TL)."""
    if await threads.put(journal, owner, peer, thread, draft):
        return
    await journal.append(BoxId(owner), Draft(peer))
    await store.set_draft(journal.tx, owner, peer, draft)


async def clear_draft(
    journal: Journal, owner: UserId, peer: PeerId, thread: MessageId | None = None
) -> None:
    """Forget the draft of a dialog, if there is one: it was sent (`clear_draft`), or emptied.

    The other boxes of the transaction are taken before.
    """
    await journal.lock([BoxId(owner)])
    if await threads.put(journal, owner, peer, thread, None):
        return
    if await store.drop_draft(journal.tx, owner, peer):
        await journal.append(BoxId(owner), Draft(peer))


async def clear_drafts(journal: Journal, owner: UserId) -> None:
    """Forget all drafts."""
    await journal.lock([BoxId(owner)])
    peers = await store.drop_drafts(journal.tx, owner)
    if peers:
        await journal.append(BoxId(owner), *map(Draft, peers))
    for keeper in threads.KEEPERS:
        await keeper.drop_all(journal, owner)


def pins_limit(folder_id: int, *, premium: bool) -> int:
    """How many dialogs may be pinned in a folder; the same as help.getAppConfig says."""
    return PINS_MAX[folder_id == ARCHIVE, premium]


PINS_MAX = {(False, False): 5, (False, True): 10, (True, False): 100, (True, True): 200}
"""By whether it is the archive, and whether the account is premium."""


def folders_of(folder_id: int | None) -> Collection[int]:
    """The folders that a list is asked for; None: all, as clients of before the archive see it.

    Errors: FOLDER_ID_INVALID
    """
    if folder_id is None:
        return FOLDERS
    if folder_id not in FOLDERS:
        raise RpcError(400, "FOLDER_ID_INVALID")
    return (folder_id,)
