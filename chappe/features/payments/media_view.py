"""Paid media on the wire: whoever has sent them or paid sees them, all others see previews."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from chappe.config import Profile
from chappe.db.database import Tx
from chappe.features.channels import store as channels
from chappe.features.chats.full import Full, completes_group_of_call
from chappe.features.files.view import fill_media
from chappe.features.messages.model import Message
from chappe.features.messages.view import enriches, knows_apart
from chappe.features.payments import media_store
from chappe.features.payments.buying import PaidMediaChanged, PaidMediaSold
from chappe.features.payments.media_access import Sold, number_of
from chappe.features.payments.model import STARS, PaidMedia
from chappe.features.payments.view import users_of
from chappe.features.users.model import SERVICE_USER
from chappe.ids import ChannelId, PeerId, UserId, user_of
from chappe.rpc.call import Call
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer

TITLE = "Paid media"


class Shown(NamedTuple):
    """Paid media as one account sees them. `opened`: they themselves."""

    paid: PaidMedia
    opened: bool
    media: "list[api.TypeMessageExtendedMedia]"


async def render_paid(tx: Tx, viewer: Viewer, ids: Collection[int]) -> dict[int, Shown]:
    """Some paid media as an account sees them."""
    if not ids:
        return {}
    found = await media_store.find_many(tx, ids)
    bought = await media_store.find_bought(tx, viewer.user_id, found) if found else set()
    shown, opened = {}, []
    for id_, paid in found.items():
        if id_ in bought or paid.author_id == viewer.user_id:
            media = paid.read_media()
            opened += media
            extended: list[Any] = [api.MessageExtendedMedia(media=each) for each in media]
            shown[id_] = Shown(paid, True, extended)
        else:
            shown[id_] = Shown(paid, False, paid.read_previews())
    await fill_media(tx, viewer, opened)
    return shown


def _paid_in(rendered: "api.TypeMessage") -> "list[api.MessageMediaPaidMedia]":
    """Where a message shows paid media: its own, or those of what it answers."""
    reply = getattr(rendered, "reply_to", None)
    places = (getattr(rendered, "media", None), getattr(reply, "reply_media", None))
    return [each for each in places if isinstance(each, api.MessageMediaPaidMedia)]


@enriches
async def add_paid(
    tx: Tx, viewer: Viewer, _source: Sequence[Message], shown: Sequence["api.TypeMessage"]
) -> None:
    """Put price and previews in the place of the number, and the media for whoever sees them."""
    places = [place for rendered in shown for place in _paid_in(rendered)]
    if not places:
        return
    found = await render_paid(tx, viewer, {place.stars_amount for place in places})
    for place in places:
        paid = found[place.stars_amount]
        place.stars_amount, place.extended_media = paid.paid.stars, paid.media


@knows_apart
async def seers(tx: Tx, messages: Sequence[Message]) -> set[UserId]:
    """Who sees the paid media in some messages."""
    ids = {number for message in messages if (number := number_of(message)) is not None}
    if not ids:
        return set()
    authors = {paid.author_id for paid in (await media_store.find_many(tx, ids)).values()}
    return authors | await media_store.find_buyers(tx, ids)


@renders(PaidMediaChanged)
async def render_changed(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateMessageExtendedMedia, as the media are seen by now."""
    facts = [each.fact for each in entries if isinstance(each.fact, PaidMediaChanged)]
    found = await render_paid(tx, viewer, {each.paid for each in facts})
    return [[render_change(each.peer, each.id, found[each.paid])] for each in facts]


def render_change(
    peer: PeerId, message_id: int, shown: Shown
) -> api.UpdateMessageExtendedMedia:
    """What is seen of a message's paid media."""
    return api.UpdateMessageExtendedMedia(
        peer=peer_on_wire(peer), msg_id=message_id, extended_media=shown.media
    )


@renders(PaidMediaSold)
async def render_sold(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateBotPurchasedPaidMedia. It has no qts: here it lies in the log with all the rest."""
    return [
        [
            api.UpdateBotPurchasedPaidMedia(
                user_id=each.fact.user_id,
                payload=each.fact.payload.decode(errors="replace"),
                qts=0,
            )
        ]
        for each in entries
        if isinstance(each.fact, PaidMediaSold)
    ]


@completes_group_of_call
async def allow(call: Call, _peer: PeerId, full: Full) -> None:
    """Say of a channel that media may be sold there."""
    if isinstance(full, api.ChannelFull) and call.world.settings.profile is Profile.DEV:
        channel_id = ChannelId(full.id)
        channel = (await channels.find_many(call.tx, [channel_id])).get(channel_id)
        full.paid_media_allowed = channel is not None and channel.broadcast


async def render_sale(
    tx: Tx, viewer: Viewer, sold: Sold, form_id: int
) -> api.payments.PaymentFormStars:
    """payments.paymentFormStars. A channel is no account: the service sells for it."""
    bot = user_of(sold.paid.seller) or SERVICE_USER
    price = api.LabeledPrice(label=TITLE, amount=sold.paid.stars)
    return api.payments.PaymentFormStars(
        form_id=form_id,
        bot_id=bot,
        title=TITLE,
        description="",
        invoice=api.Invoice(test=True, currency=STARS, prices=[price]),
        users=await users_of(tx, viewer, PeerId(bot)),
    )
