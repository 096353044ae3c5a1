"""Subscribing, and what becomes of it when a period ends."""

from collections.abc import Collection
from dataclasses import replace

from chappe.db.database import Tx
from chappe.features.channels.access import Seat, find_seat
from chappe.features.channels.actions import leave
from chappe.features.channels.limits import Limits
from chappe.features.channels.paying import knows_paying
from chappe.features.invites.access import find_admins
from chappe.features.invites.joining import come_by_link
from chappe.features.invites.model import Invite
from chappe.features.invites.pricing import knows_paid
from chappe.features.invites.store import find_importers
from chappe.features.payments import ledger
from chappe.features.payments.actions import move_stars
from chappe.features.payments.ledger import Transfer, new_name
from chappe.features.payments.model import Reason
from chappe.features.subscriptions import store
from chappe.features.subscriptions.model import Subscription
from chappe.features.users.actions import takes_leave
from chappe.features.users.model import User
from chappe.ids import BoxId, PeerId, UserId, channel_of, user_peer
from chappe.jobs.kinds import Job, job
from chappe.jobs.schedule import schedule
from chappe.updates.log import Journal


@job("subscriptions.renew")
class Renew(Job, frozen=True):
    """A period ends: the next one is paid for, or its subscriber is out."""

    id: str


@knows_paid
async def has_paid(tx: Tx, user_id: UserId, peer: PeerId, now: float) -> bool:
    """Whether somebody has paid for being in a channel now."""
    found = await store.find_there(tx, user_id, peer)
    return found is not None and found.until > now


@knows_paying
async def paid_until(tx: Tx, peer: PeerId, users: Collection[UserId]) -> dict[UserId, int]:
    """Until when some members of a channel have paid."""
    return await store.find_until(tx, peer, users)


def boxes_of(user_id: UserId, peer: PeerId) -> list[BoxId]:
    """The boxes that are taken when somebody pays for being in a channel."""
    return sorted([BoxId(user_id), BoxId(peer)])


async def take_boxes(journal: Journal, user_id: UserId, peer: PeerId) -> None:
    """Take the boxes of whoever comes into a channel by paying; when he has asked to be let in before, those of the
    admins besides, who hear that he does not wait any more."""
    await journal.lock([BoxId(peer)])
    asked = (await find_importers(journal.tx, peer, [user_id])).get(user_id)
    waits = asked is not None and asked.requested
    admins = await find_admins(journal.tx, peer) if waits else []
    await journal.lock(BoxId(each) for each in [user_id, *admins])


async def subscribe(
    journal: Journal, user_id: UserId, invite: Invite, prefix: str, limits: Limits, stars: int
) -> None:
    """Somebody comes in by a link that has a price, and pays it; who has paid already only comes in. Boxes are taken
    (`take_boxes`). `prefix`: of links; `stars`: what everybody begins with.

    Errors: those of come_by_link; BALANCE_TOO_LOW
    """
    await come_by_link(journal, user_id, invite.hash, prefix, limits, paid=True)
    if await has_paid(journal.tx, user_id, invite.peer, journal.now):
        return
    begun = Subscription(
        *(user_id, invite.peer, new_name(), invite.hash),
        *(invite.period, invite.stars, journal.at + invite.period),
    )
    await _pay(journal, begun, stars)
    await store.put(journal.tx, begun)
    await schedule(journal, Renew(begun.id), begun.until, key=begun.id)


async def _pay(journal: Journal, paid: Subscription, stars: int) -> None:
    moved = Transfer(
        giver=user_peer(paid.user_id),
        taker=paid.peer,
        amount=paid.stars,
        reason=Reason.SUBSCRIPTION,
        period=paid.period,
    )
    await move_stars(journal, moved, stars)


async def renew(journal: Journal, id_: str, prefix: str, stars: int) -> int | None:
    """The period of a subscription has ended; when the next one will, when it is paid for."""
    found = await store.find(journal.tx, id_)
    if found is None:
        return None
    seat = await _seat(journal.tx, found)
    beside = [] if seat is None else seat.channel.boxes  # whoever is put out leaves its group
    await journal.lock(sorted({*boxes_of(found.user_id, found.peer), *beside}))
    found = await store.find(journal.tx, id_)
    if found is None or found.until > journal.now:
        return None if found is None else found.until
    seat = await _seat(journal.tx, found)
    if seat is None or not seat.mine.standing.inside or seat.mine.standing.leads:
        return None
    owner = user_peer(found.user_id)
    balance = (await ledger.find_balances(journal.tx, [owner])).get(owner, stars)
    if found.canceled or balance < found.stars:
        await store.put(journal.tx, replace(found, missing=not found.canceled))
        await leave(journal, seat, prefix)
        return None
    await _pay(journal, found, stars)
    until = found.until + found.period
    if until <= journal.now:  # nobody was at work meanwhile: that time is not asked for
        until = journal.at + found.period
    longer = replace(found, until=until)
    await store.put(journal.tx, longer)
    return longer.until


async def _seat(tx: Tx, found: Subscription) -> Seat | None:
    channel_id = channel_of(found.peer)
    assert channel_id is not None, "channels have subscribers"
    return await find_seat(tx, found.user_id, channel_id)


@takes_leave
async def forget(journal: Journal, user: User) -> None:
    """An account is gone; its jobs find nothing."""
    await store.forget(journal.tx, user.id)
