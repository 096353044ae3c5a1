"""What a bot is asked before somebody pays: what shipping costs, and whether the order stands."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.bots import queries
from chappe.features.bots.queries import Kind as QueryKind
from chappe.features.bots.queries import bell_of, wait
from chappe.features.messages.payload import read_value
from chappe.ids import BoxId, UserId
from chappe.rpc.apart import write_apart
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal, Logged
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer

KEPT_SECONDS = 150
"""For so long a bot hears of it when it was away, though whoever asked waits no more."""
NOTICE = "PAYMENT"


@fact(Kind.BOT_SHIPPING_QUERY)
class ShippingQuery(Fact, frozen=True):
    """Somebody wants something sent to an address (PostAddress, TL)."""

    query_id: int
    user_id: UserId
    payload: bytes
    address: bytes


@fact(Kind.BOT_PRECHECKOUT_QUERY)
class PrecheckoutQuery(Fact, frozen=True):
    """Somebody is about to pay. `info`: PaymentRequestedInfo, TL."""

    query_id: int
    user_id: UserId
    payload: bytes
    info: bytes | None
    option: str | None
    currency: str
    total: int


async def ask_shipping(
    journal: Journal, bot: UserId, user_id: UserId, payload: bytes, address: bytes
) -> int:
    """Ask a bot what it costs to ship something; the number of the question."""
    tx = journal.tx
    query_id = await queries.ask(tx, bot, user_id, QueryKind.SHIPPING, journal.at)
    await journal.append(BoxId(bot), ShippingQuery(query_id, user_id, payload, address))
    return query_id


async def answer_to(call: Call, query_id: int) -> TLObject:
    """What a bot answers, as far as it says yes; no transaction is open meanwhile.

    Errors: BOT_RESPONSE_TIMEOUT, PRECHECKOUT_FAILED (406: the bot says no; a notice says why)
    """
    with call.world.bells.listening(bell_of(query_id)) as bell:
        bell.ring()  # it may have answered by now
        answer: TLObject = await wait(call, bell, query_id)
    if isinstance(answer, api.DataJSON) and answer.data:
        await _tell_why(call, answer.data)
        raise RpcError(406, "PRECHECKOUT_FAILED")
    return answer


async def _tell_why(call: Call, why: str) -> None:
    """Show somebody what the bot says."""
    notice = api.UpdateServiceNotification(
        popup=True, type=NOTICE, message=why, media=api.MessageMediaEmpty(), entities=[]
    )

    async def work(journal: Journal) -> None:
        journal.tell(notice, [call.user_id])

    await write_apart(call, work)


@renders(ShippingQuery)
async def render_shipping(_tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateBotShippingQuery; nothing when nobody waits any more."""
    shown: list[Updates] = []
    for entry in entries:
        asked = entry.fact
        assert isinstance(asked, ShippingQuery)
        update = api.UpdateBotShippingQuery(
            query_id=asked.query_id,
            user_id=asked.user_id,
            payload=asked.payload,
            shipping_address=read_value(asked.address),
        )
        shown.append([] if entry.at < viewer.now - KEPT_SECONDS else [update])
    return shown


@renders(PrecheckoutQuery)
async def render_precheckout(
    _tx: Tx, viewer: Viewer, entries: Sequence[Logged]
) -> list[Updates]:
    """updateBotPrecheckoutQuery; nothing when nobody waits any more."""
    shown: list[Updates] = []
    for entry in entries:
        asked = entry.fact
        assert isinstance(asked, PrecheckoutQuery)
        update = api.UpdateBotPrecheckoutQuery(
            query_id=asked.query_id,
            user_id=asked.user_id,
            payload=asked.payload,
            info=read_value(asked.info),
            shipping_option_id=asked.option,
            currency=asked.currency,
            total_amount=asked.total,
        )
        shown.append([] if entry.at < viewer.now - KEPT_SECONDS else [update])
    return shown
