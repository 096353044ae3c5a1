"""Stars on the wire."""

from collections.abc import Sequence
from typing import Any

from chappe.db.database import Tx
from chappe.features.messages.payload import read_value
from chappe.features.messages.store import find_holders
from chappe.features.payments import ledger
from chappe.features.payments.actions import BalanceChanged
from chappe.features.payments.media_view import render_paid
from chappe.features.payments.model import BANK, Entry
from chappe.ids import BoxId, PeerId, is_bot, user_of
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, render_peers_of, renders
from chappe.updates.viewer import Viewer


def stars(amount: int) -> api.StarsAmount:
    """Whole Stars: there are no others here."""
    return api.StarsAmount(amount=amount, nanos=0)


async def render_status(
    tx: Tx, viewer: Viewer, balance: int, entries: Sequence[Entry], next_offset: str | None
) -> api.payments.StarsStatus:
    """payments.starsStatus: how many, and where they came from and went."""
    shown = [_transaction(viewer, each) for each in entries]
    await _add_media(tx, viewer, entries, shown)
    others = [
        each.peer.peer for each in shown if isinstance(each.peer, api.StarsTransactionPeer)
    ]
    users, chats = await render_peers_of(tx, viewer, others)
    return api.payments.StarsStatus(
        balance=stars(balance),
        history=shown or None,
        next_offset=next_offset,
        chats=chats,
        users=users,
    )


def _transaction(viewer: Viewer, entry: Entry) -> api.StarsTransaction:
    other: Any = api.StarsTransactionPeerUnsupported()
    if entry.other != BANK:
        other = api.StarsTransactionPeer(peer=peer_on_wire(entry.other))
    return api.StarsTransaction(
        refund=entry.refund,
        id=entry.name,
        amount=stars(entry.amount),
        date=entry.at,
        peer=other,
        title=entry.title or None,
        description=entry.description or None,
        photo=read_value(entry.photo),
        subscription_period=entry.period or None,
        bot_payload=entry.payload
        if is_bot(viewer.user_id) or _own_bot(viewer, entry)
        else None,
    )


async def _add_media(
    tx: Tx, viewer: Viewer, entries: Sequence[Entry], shown: Sequence[api.StarsTransaction]
) -> None:
    """Say of paid media in which message they are, and show those that the viewer sees."""
    bodies = {each.body for each in entries if each.paid}
    if not bodies:
        return
    found = await render_paid(tx, viewer, {each.paid for each in entries if each.paid})
    numbers = {
        holder.body_id: holder.id
        for holder in await find_holders(tx, bodies)
        if holder.box == BoxId(viewer.user_id) or PeerId(holder.box) == holder.peer
    }
    for entry, rendered in zip(entries, shown, strict=True):
        if not entry.paid:
            continue
        rendered.msg_id = numbers.get(entry.body)
        paid = found[entry.paid]
        if paid.opened:
            rendered.extended_media = [
                each.media for each in paid.media if isinstance(each, api.MessageExtendedMedia)
            ]


def _own_bot(viewer: Viewer, entry: Entry) -> bool:
    """Whether a bot's owner looks at what the bot has."""
    owner = user_of(entry.owner)
    return owner is not None and owner != viewer.user_id and is_bot(owner)


@renders(BalanceChanged)
async def render_balances(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateStarsBalance: the last one says it."""
    owner = PeerId(viewer.user_id)
    balance = (await ledger.find_balances(tx, [owner])).get(owner, 0)
    last = api.UpdateStarsBalance(balance=stars(balance))
    return [[last] for _ in entries]
