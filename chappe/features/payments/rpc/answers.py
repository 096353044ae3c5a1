"""`messages.*`: what bots answer when somebody is about to pay."""

from chappe.features.bots import queries
from chappe.features.bots.queries import Kind, access_query
from chappe.features.payments.gate import check_open
from chappe.features.payments.invoices import TOTAL_MAX
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api

REASON_CHARACTERS_MAX = 1024
OPTIONS_MAX = 10


@method("messages.setBotShippingResults", who=Who.BOT, writes=True)
async def set_shipping_results(call: Call, q: api.messages.SetBotShippingResults) -> bool:
    """Say what it costs to ship something, or that it cannot be.

    Wire:   https://core.telegram.org/method/messages.setBotShippingResults
    Errors: BOT_PAYMENTS_DISABLED; QUERY_ID_INVALID (access_query), ERROR_TEXT_EMPTY (neither options nor a reason),
            MEDIA_INVALID (options that are none), CURRENCY_TOTAL_AMOUNT_INVALID (what one of them costs)
    """
    check_open(call)
    query = await access_query(call, q.query_id, Kind.SHIPPING)
    if q.error or not q.shipping_options:
        await queries.answer(call.journal, query, _refusal(q.error))
        return True
    options = q.shipping_options
    names = {each.id for each in options}
    if len(names) != len(options) or len(options) > OPTIONS_MAX or "" in names:
        raise RpcError(400, "MEDIA_INVALID")
    if any(not each.title.strip() or not each.prices for each in options):
        raise RpcError(400, "MEDIA_INVALID")
    costs = [sum(price.amount for price in each.prices) for each in options]
    if not all(0 <= each <= TOTAL_MAX for each in costs):
        raise RpcError(400, "CURRENCY_TOTAL_AMOUNT_INVALID")
    said = api.payments.ValidatedRequestedInfo(shipping_options=options)
    await queries.answer(call.journal, query, said)
    return True


@method("messages.setBotPrecheckoutResults", who=Who.BOT, writes=True)
async def set_precheckout_results(call: Call, q: api.messages.SetBotPrecheckoutResults) -> bool:
    """Say that an order stands, or why it does not.

    Wire:   https://core.telegram.org/method/messages.setBotPrecheckoutResults
    Errors: BOT_PAYMENTS_DISABLED; QUERY_ID_INVALID (access_query), ERROR_TEXT_EMPTY
    """
    check_open(call)
    query = await access_query(call, q.query_id, Kind.PRECHECKOUT)
    said = api.DataJSON(data="") if q.success else _refusal(q.error)
    await queries.answer(call.journal, query, said)
    return True


def _refusal(why: str | None) -> api.DataJSON:
    cleaned = (why or "").strip()
    if not cleaned:
        raise RpcError(400, "ERROR_TEXT_EMPTY")
    return api.DataJSON(data=cleaned[:REASON_CHARACTERS_MAX])
