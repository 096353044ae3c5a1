"""`messages.*`: paid media; what of `payments.*` is for them."""

from chappe.features.messages.access import find_seen
from chappe.features.payments import store
from chappe.features.payments.access import access_form
from chappe.features.payments.buying import boxes_of, buy
from chappe.features.payments.gate import check_open
from chappe.features.payments.media_access import Sold, access_sold, check_unbought, number_of
from chappe.features.payments.media_view import render_change, render_paid
from chappe.features.payments.model import FormState
from chappe.features.users.access import access_peer
from chappe.ids import MessageId
from chappe.rpc.apart import write_apart
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.render import render_container, render_own

MESSAGES_MAX = 100


async def buy_media(
    call: Call, form_id: int, named: "api.TypeInputInvoice", sold: Sold
) -> api.payments.PaymentResult:
    """Hand a form in for paid media, and pay; nobody is asked before.

    Errors: those of access_sold, check_unbought and access_form; BALANCE_TOO_LOW
    """
    boxes = boxes_of(call.user_id, sold.paid)

    async def work(journal: Journal) -> api.payments.PaymentResult:
        await journal.lock(boxes)
        there = await access_sold(journal.tx, call.viewer, named)
        if there is None or there.paid.id != sold.paid.id:
            raise RpcError(400, "MESSAGE_ID_INVALID")
        await check_unbought(journal.tx, call.user_id, there.paid)
        await access_form(
            journal.tx, call.user_id, call.now, form_id, there.wanted, FormState.OPEN
        )
        await store.send_form(journal.tx, form_id)
        await buy(journal, call.user_id, there, call.world.settings.stars)
        updates = await render_own(journal.tx, call.viewer, journal.entries)
        return api.payments.PaymentResult(updates=updates)

    return await write_apart(call, work, answers=True)


@method("messages.getExtendedMedia", who=Who.USER)
async def get_extended_media(call: Call, q: api.messages.GetExtendedMedia) -> "api.TypeUpdates":
    """Look again whether paid media can be seen by now; what cannot, or is not there, is left out.

    Wire:   https://core.telegram.org/method/messages.getExtendedMedia
    Errors: PAYMENT_UNSUPPORTED (406); PEER_ID_INVALID (access_peer)
    """
    check_open(call)
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    ids = [MessageId(each) for each in q.id[:MESSAGES_MAX]]
    messages = (await find_seen(call.tx, call.viewer, peer, ids)).values()
    numbers = {each.id: number for each in messages if (number := number_of(each)) is not None}
    found = await render_paid(call.tx, call.viewer, {*numbers.values()})
    shown = [
        render_change(peer, id_, found[number])
        for id_, number in numbers.items()
        if found[number].opened
    ]
    return await render_container(call.tx, call.viewer, [*shown], int(call.now))
