"""Buying paid media: Stars go to the seller, and the buyer sees."""

from chappe.features.messages.store import find_holders
from chappe.features.payments import media_store
from chappe.features.payments.actions import move_stars
from chappe.features.payments.ledger import Transfer
from chappe.features.payments.media_access import Sold
from chappe.features.payments.model import Entry, PaidMedia, Reason
from chappe.ids import BoxId, MessageId, PeerId, UserId, user_of, user_peer
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal


@fact(Kind.PAID_MEDIA)
class PaidMediaChanged(Fact, frozen=True):
    """The owner of the box sees paid media of a message now, or not any more. `paid`: which."""

    peer: PeerId
    id: MessageId
    paid: int


@fact(Kind.BOT_PURCHASED_PAID_MEDIA)
class PaidMediaSold(Fact, frozen=True):
    """Somebody has bought what the bot whose box this is sells under a name of its own."""

    user_id: UserId
    payload: bytes


def boxes_of(user_id: UserId, paid: PaidMedia) -> list[BoxId]:
    """The boxes that are taken when somebody buys."""
    return sorted({BoxId(user_id), BoxId(paid.seller)})


async def buy(journal: Journal, user_id: UserId, sold: Sold, begin_with: int) -> None:
    """Somebody buys paid media that he has not bought. Both boxes are taken.

    Errors: BALANCE_TOO_LOW
    """
    paid, message = sold.paid, sold.message
    moved = Transfer(
        giver=user_peer(user_id),
        taker=paid.seller,
        amount=paid.stars,
        reason=Reason.PAID_MEDIA,
        payload=paid.payload,
        body=message.body_id,
        paid=paid.id,
    )
    await move_stars(journal, moved, begin_with)
    await media_store.add_buyer(journal.tx, paid.id, user_id)
    await journal.append(BoxId(user_id), PaidMediaChanged(message.peer, message.id, paid.id))
    if paid.payload is not None and user_of(paid.seller) is not None:
        await journal.append(BoxId(paid.seller), PaidMediaSold(user_id, paid.payload))


async def take_back(journal: Journal, user_id: UserId, payment: Entry) -> None:
    """Somebody has got the Stars back that he gave for paid media, and does not see them any more. `payment`: either
    side of what he gave; his box is taken."""
    await media_store.drop_buyer(journal.tx, payment.paid, user_id)
    for holder in await find_holders(journal.tx, [payment.body]):
        if holder.box == BoxId(user_id) or PeerId(holder.box) == holder.peer:
            changed = PaidMediaChanged(holder.peer, holder.id, payment.paid)
            await journal.append(BoxId(user_id), changed)
