"""Pinning in Saved Messages."""

from collections.abc import Sequence

from chappe.features.messages import saved
from chappe.features.saved import store
from chappe.ids import BoxId, PeerId, UserId
from chappe.rpc.errors import RpcError
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal

PINS_MAX = {False: 5, True: 100}
"""By whether the account is premium; the same as help.getAppConfig says."""


@fact(Kind.SAVED_DIALOG_PINNED)
class SavedPinned(Fact, frozen=True):
    """A dialog of Saved Messages was pinned, or is not any more."""

    peer: PeerId


@fact(Kind.PINNED_SAVED_DIALOGS)
class SavedOrdered(Fact, frozen=True):
    """What is pinned in Saved Messages is in another order."""


async def toggle_pin(
    journal: Journal, owner: UserId, peer: PeerId, *, pinned: bool, premium: bool
) -> None:
    """Pin a dialog of Saved Messages above the others, or let it go.

    Errors: PEER_ID_INVALID (nothing of this peer was saved), PINNED_DIALOGS_TOO_MUCH
    """
    await journal.lock([BoxId(owner)])
    before = await store.find_pins(journal.tx, owner)
    if (peer in before) == pinned:
        return
    after = [each for each in before if each != peer]
    if pinned:
        if not await saved.find_tops_of(journal.tx, BoxId(owner), [peer]):
            raise RpcError(400, "PEER_ID_INVALID")
        after.insert(0, peer)
        if len(after) > PINS_MAX[premium]:
            raise RpcError(400, "PINNED_DIALOGS_TOO_MUCH")
    await store.set_pins(journal.tx, owner, after)
    await journal.append(BoxId(owner), SavedPinned(peer))


async def reorder_pins(
    journal: Journal, owner: UserId, order: Sequence[PeerId], *, force: bool, premium: bool
) -> None:
    """Pin dialogs of Saved Messages in this order. `force`: and no others; else those stay, below.

    Errors: PINNED_DIALOGS_TOO_MUCH
    """
    await journal.lock([BoxId(owner)])
    before = await store.find_pins(journal.tx, owner)
    there = await saved.find_tops_of(journal.tx, BoxId(owner), order)
    after = [peer for peer in dict.fromkeys(order) if peer in there]
    if not force:
        after += [peer for peer in before if peer not in after]
    if len(after) > PINS_MAX[premium]:
        raise RpcError(400, "PINNED_DIALOGS_TOO_MUCH")
    if after != before:
        await store.set_pins(journal.tx, owner, after)
        await journal.append(BoxId(owner), SavedOrdered())
