"""`payments.*`: Stars."""

from chappe.features.bots import store as bots
from chappe.features.channels.access import access_channel
from chappe.features.chats.model import Standing
from chappe.features.payments import ledger
from chappe.features.payments.actions import refund
from chappe.features.payments.buying import take_back
from chappe.features.payments.gate import check_open
from chappe.features.payments.stars_view import render_status
from chappe.features.users.access import access_user, named_peer
from chappe.ids import BoxId, PeerId, channel_of, is_bot, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_own

PAGE_MAX = 100
STATUS_MAX = 20
NAMES_MAX = 100


async def _access_purse(call: Call, named: "api.TypeInputPeer", *, ton: bool = False) -> PeerId:
    """Whose Stars the caller may look at: one's own, those of one's bots and one's channels.

    Errors: PAYMENT_UNSUPPORTED (406), BOT_PAYMENTS_DISABLED (check_open); PEER_ID_INVALID (also for TON, which there
            is none of here), CHAT_ADMIN_REQUIRED, those of access_channel
    """
    check_open(call)
    if ton:
        raise RpcError(400, "PEER_ID_INVALID")
    peer = named_peer(call.viewer, named)
    channel_id, user_id = channel_of(peer), user_of(peer)
    if channel_id is not None:
        seat = await access_channel(call.tx, call.user_id, channel_id)
        if seat.mine.standing is not Standing.CREATOR:
            raise RpcError(400, "CHAT_ADMIN_REQUIRED")
        return peer
    if user_id == call.user_id:
        return peer
    bot = await bots.find(call.tx, user_id) if user_id is not None and is_bot(user_id) else None
    if bot is None or bot.owner_id != call.user_id:
        raise RpcError(400, "PEER_ID_INVALID")
    return peer


async def _balance(call: Call, owner: PeerId) -> int:
    """How many Stars there are, those that everybody begins with among them."""
    await call.journal.lock([BoxId(owner)])
    return await ledger.open_account(call.journal, owner, call.world.settings.stars)


@method("payments.getStarsStatus", who=Who.SIGNED_IN, writes=True)
async def get_stars_status(
    call: Call, q: api.payments.GetStarsStatus
) -> api.payments.StarsStatus:
    """Return how many Stars there are, and the newest transactions.

    Wire:   https://core.telegram.org/method/payments.getStarsStatus
    Errors: those of _access_purse
    """
    owner = await _access_purse(call, q.peer, ton=q.ton)
    balance = await _balance(call, owner)
    found = await ledger.find_page(call.tx, owner, skip=0, limit=STATUS_MAX + 1)
    more = str(STATUS_MAX) if len(found) > STATUS_MAX else None
    return await render_status(call.tx, call.viewer, balance, found[:STATUS_MAX], more)


@method("payments.getStarsTransactions", who=Who.SIGNED_IN, writes=True)
async def get_stars_transactions(
    call: Call, q: api.payments.GetStarsTransactions
) -> api.payments.StarsStatus:
    """Return transactions, those that came in or went out if it is asked for.

    Wire:   https://core.telegram.org/method/payments.getStarsTransactions
    Errors: those of _access_purse; SUBSCRIPTION_ID_INVALID (there are no subscriptions)
    """
    owner = await _access_purse(call, q.peer, ton=q.ton)
    if q.subscription_id:
        raise RpcError(400, "SUBSCRIPTION_ID_INVALID")
    balance = await _balance(call, owner)
    limit = max(1, min(q.limit, PAGE_MAX))
    skip = int(q.offset[:9]) if q.offset.isascii() and q.offset.isdecimal() else 0
    found = await ledger.find_page(
        call.tx,
        owner,
        skip=skip,
        limit=limit + 1,
        inbound=q.inbound or not q.outbound,
        outbound=q.outbound or not q.inbound,
        ascending=q.ascending,
    )
    more = str(skip + limit) if len(found) > limit else None
    return await render_status(call.tx, call.viewer, balance, found[:limit], more)


@method("payments.getStarsTransactionsByID", who=Who.SIGNED_IN, writes=True)
async def get_stars_transactions_by_id(
    call: Call, q: api.payments.GetStarsTransactionsByID
) -> api.payments.StarsStatus:
    """Return some transactions by their names, in the order of the question.

    Wire:   https://core.telegram.org/method/payments.getStarsTransactionsByID
    Errors: those of _access_purse; TRANSACTION_ID_INVALID
    """
    owner = await _access_purse(call, q.peer, ton=q.ton)
    balance = await _balance(call, owner)
    names = [each.id for each in q.id[:NAMES_MAX]]
    found = await ledger.find_named(call.tx, owner, names) if names else {}
    wanted = [(each.id, each.refund) for each in q.id[:NAMES_MAX]]
    if not wanted or any(each not in found for each in wanted):
        raise RpcError(400, "TRANSACTION_ID_INVALID")
    entries = [found[each] for each in wanted]
    return await render_status(call.tx, call.viewer, balance, entries, None)


@method("payments.refundStarsCharge", who=Who.BOT, writes=True)
async def refund_stars_charge(
    call: Call, q: api.payments.RefundStarsCharge
) -> "api.TypeUpdates":
    """Give the Stars of a payment back.

    Wire:   https://core.telegram.org/method/payments.refundStarsCharge
    Errors: BOT_PAYMENTS_DISABLED; USER_ID_INVALID (access_user); CHARGE_ID_EMPTY, CHARGE_ID_INVALID,
            CHARGE_ALREADY_REFUNDED, BALANCE_TOO_LOW (refund)
    """
    check_open(call)
    user = await access_user(call.tx, call.viewer, q.user_id)
    boxes = sorted([BoxId(user.id), BoxId(call.user_id)])
    await call.journal.lock(boxes)
    given = await refund(call.journal, call.user_id, user.id, q.charge_id)
    if given.paid:
        await take_back(call.journal, user.id, given)
    return await render_own(call.tx, call.viewer, call.journal.entries)
