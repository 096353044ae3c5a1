"""The only road to paid media on a caller's behalf."""

from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.messages.access import access_message
from chappe.features.messages.model import MediaKind, Message
from chappe.features.messages.payload import read_value
from chappe.features.payments import media_store
from chappe.features.payments.model import PaidMedia
from chappe.features.users import store as users
from chappe.features.users.access import access_peer
from chappe.ids import UserId, user_of
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Sold:
    """Paid media, and the message in which somebody wants to buy them."""

    paid: PaidMedia
    message: Message

    @property
    def wanted(self) -> tuple[int, int]:
        """By which a form for it is known: no invoice, and a body."""
        return 0, self.message.body_id


def number_of(message: Message) -> int | None:
    """The number of the paid media that a message shows."""
    if message.body.media_kind is not MediaKind.OTHER:
        return None
    media = read_value(message.body.media)
    return media.stars_amount if isinstance(media, api.MessageMediaPaidMedia) else None


async def access_sold(tx: Tx, viewer: Viewer, named: "api.TypeInputInvoice") -> Sold | None:
    """The paid media that an InputInvoice names; None: it names something else.

    Errors: PEER_ID_INVALID (access_peer), MESSAGE_ID_INVALID, BOT_INVOICE_INVALID (the bot is gone)
    """
    if not isinstance(named, api.InputInvoiceMessage):
        return None
    peer = await access_peer(tx, viewer, named.peer, reading=True)
    message = await access_message(tx, viewer, peer, named.msg_id)
    number = number_of(message)
    if number is None:
        return None
    paid = (await media_store.find_many(tx, [number]))[number]
    bot = user_of(paid.seller)
    seller = None if bot is None else await users.find(tx, bot)
    if bot is not None and (seller is None or seller.deleted):
        raise RpcError(400, "BOT_INVOICE_INVALID")
    return Sold(paid, message)


async def check_unbought(tx: Tx, user_id: UserId, paid: PaidMedia) -> None:
    """Refuse what the caller sees already.

    Errors: MEDIA_ALREADY_PAID
    """
    if paid.author_id == user_id or await media_store.find_bought(tx, user_id, [paid.id]):
        raise RpcError(400, "MEDIA_ALREADY_PAID")
