"""`payments.*`: subscriptions of channels."""

from dataclasses import replace

from chappe.features.channels import store as channels
from chappe.features.channels.limits import limits_of
from chappe.features.invites.access import access_hash
from chappe.features.invites.joining import come_by_link
from chappe.features.invites.pricing import form_of, has_paid
from chappe.features.invites.view import link_prefix
from chappe.features.payments import ledger
from chappe.features.payments.gate import check_open
from chappe.features.payments.rpc.paying import sells
from chappe.features.payments.stars_view import stars
from chappe.features.subscriptions import store
from chappe.features.subscriptions.actions import boxes_of, subscribe, take_boxes
from chappe.features.subscriptions.model import Subscription
from chappe.features.users.access import named_peer
from chappe.ids import channel_of, channel_peer, user_peer
from chappe.rpc.apart import write_apart
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import method
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import render_own, render_peers_of

PAGE = 20


@sells(api.InputInvoiceChatInviteSubscription)
async def pay(
    call: Call, form_id: int, named: api.InputInvoiceChatInviteSubscription
) -> api.payments.PaymentResult:
    """Pay for coming in by a link.

    Errors: INVITE_HASH_EMPTY, INVITE_HASH_INVALID, INVITE_HASH_EXPIRED (406) (access_hash), INVOICE_INVALID (nobody pays
            there), FORM_ID_EMPTY, FORM_EXPIRED, BALANCE_TOO_LOW; those of come_by_link
    """
    if not form_id:
        raise RpcError(400, "FORM_ID_EMPTY")
    prefix, limits = link_prefix(call), limits_of(call)

    async def work(journal: Journal) -> api.payments.PaymentResult:
        invite = await access_hash(journal.tx, named.hash, call.now)
        if not invite.stars:
            raise RpcError(400, "INVOICE_INVALID")
        if form_of(call.world.secret, call.user_id, invite) != form_id:
            raise RpcError(400, "FORM_EXPIRED")
        await take_boxes(journal, call.user_id, invite.peer)
        begin_with = call.world.settings.stars
        await subscribe(journal, call.user_id, invite, prefix, limits, begin_with)
        updates = await render_own(journal.tx, call.viewer, journal.entries)
        return api.payments.PaymentResult(updates=updates)

    return await write_apart(call, work, answers=True)


def _check_own(call: Call, named: "api.TypeInputPeer") -> None:
    """Whose subscriptions somebody may look at: one's own.

    Errors: PAYMENT_UNSUPPORTED (406), PEER_ID_INVALID
    """
    check_open(call)
    if named_peer(call.viewer, named) != user_peer(call.user_id):
        raise RpcError(400, "PEER_ID_INVALID")


async def _access(call: Call, id_: str) -> Subscription:
    """A subscription of the caller's.

    Errors: SUBSCRIPTION_ID_INVALID
    """
    found = await store.find(call.tx, id_)
    if found is None or found.user_id != call.user_id:
        raise RpcError(400, "SUBSCRIPTION_ID_INVALID")
    return found


@method("payments.getStarsSubscriptions")
async def get_subscriptions(
    call: Call, q: api.payments.GetStarsSubscriptions
) -> api.payments.StarsStatus:
    """Return for which channels the caller pays, or has paid.

    Wire:   https://core.telegram.org/method/payments.getStarsSubscriptions
    Errors: PAYMENT_UNSUPPORTED (406), PEER_ID_INVALID (_check_own)
    """
    _check_own(call, q.peer)
    skip = int(q.offset[:9]) if q.offset.isascii() and q.offset.isdecimal() else 0
    found = await store.find_page(
        call.tx, call.user_id, skip, PAGE + 1, missing=q.missing_balance
    )
    page, owner = found[:PAGE], user_peer(call.user_id)
    balance = (await ledger.find_balances(call.tx, [owner])).get(owner)
    own = call.world.settings.stars if balance is None else balance
    shown = await _shown(call, page)
    users, chats = await render_peers_of(call.tx, call.viewer, shown)
    lacking = sum(each.stars for each in page if each.missing)
    return api.payments.StarsStatus(
        balance=stars(own),
        subscriptions=[*shown],
        subscriptions_next_offset=str(skip + PAGE) if len(found) > PAGE else None,
        subscriptions_missing_balance=max(0, lacking - own) or None,
        chats=chats,
        users=users,
    )


async def _shown(call: Call, page: list[Subscription]) -> list[api.StarsSubscription]:
    """Some subscriptions. `can_refulfill`: it is paid for, and the caller is out."""
    ids = {each for one in page if (each := channel_of(one.peer)) is not None}
    mine = await channels.find_of_user(call.tx, call.user_id, ids)
    inside = {channel_peer(each) for each, seat in mine.items() if seat.standing.inside}
    return [
        api.StarsSubscription(
            canceled=each.canceled,
            can_refulfill=each.until > call.now and each.peer not in inside,
            missing_balance=each.missing,
            id=each.id,
            peer=peer_on_wire(each.peer),
            until_date=each.until,
            pricing=api.StarsSubscriptionPricing(period=each.period, amount=each.stars),
            chat_invite_hash=each.hash,
        )
        for each in page
    ]


@method("payments.changeStarsSubscription", writes=True)
async def change_subscription(call: Call, q: api.payments.ChangeStarsSubscription) -> bool:
    """Let a subscription end with its period, or go on after all.

    Wire:   https://core.telegram.org/method/payments.changeStarsSubscription
    Errors: PAYMENT_UNSUPPORTED (406), PEER_ID_INVALID (_check_own), SUBSCRIPTION_ID_INVALID
    """
    _check_own(call, q.peer)
    found = await _access(call, q.subscription_id)
    await call.journal.lock(boxes_of(call.user_id, found.peer))
    found = await _access(call, q.subscription_id)
    if q.canceled is not None and found.until > call.now:
        await store.put(call.tx, replace(found, canceled=q.canceled))
    return True


@method("payments.fulfillStarsSubscription", writes=True)
async def fulfill_subscription(call: Call, q: api.payments.FulfillStarsSubscription) -> bool:
    """Come back into a channel for which one has paid.

    Wire:   https://core.telegram.org/method/payments.fulfillStarsSubscription
    Errors: PAYMENT_UNSUPPORTED (406), PEER_ID_INVALID (_check_own), SUBSCRIPTION_ID_INVALID (none, or its period is
            over), INVITE_HASH_EXPIRED (406: the link was deleted, or the caller was put out); those of come_by_link
    """
    _check_own(call, q.peer)
    prefix, limits = link_prefix(call), limits_of(call)
    found = await _access(call, q.subscription_id)
    await take_boxes(call.journal, call.user_id, found.peer)
    if not await has_paid(call.tx, call.user_id, found.peer, call.now):
        raise RpcError(400, "SUBSCRIPTION_ID_INVALID")
    await come_by_link(
        call.journal, call.user_id, found.hash, prefix, limits, paid=True, again=True
    )
    return True
