"""`payments.*`: where to and for whom; kept for the next time."""

import secrets

from chappe.features.messages.payload import read_value, write_value, write_values
from chappe.features.payments import store
from chappe.features.payments.access import Offer, access_offer
from chappe.features.payments.asking import answer_to, ask_shipping
from chappe.features.payments.gate import check_open
from chappe.features.payments.model import Info
from chappe.rpc.apart import look_apart, write_apart
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import method
from chappe.tl import api
from chappe.updates.log import Journal

TEXT_CHARACTERS_MAX = 128
COUNTRY_LETTERS = 2
ID_BYTES = 16


@method("payments.validateRequestedInfo", rows=False, aside=True)
async def validate_requested_info(
    call: Call, q: api.payments.ValidateRequestedInfo
) -> api.payments.ValidatedRequestedInfo:
    """Take what somebody has filled in, and ask the bot what it ships it by.

    Wire:   https://core.telegram.org/method/payments.validateRequestedInfo
    Errors: PAYMENT_UNSUPPORTED (406); those of access_offer; FIRSTNAME_INVALID, PHONE_NUMBER_INVALID,
            EMAIL_INVALID, ADDRESS_INVALID; those of answer_to
    """
    check_open(call)
    offer = await look_apart(call, lambda tx: access_offer(tx, call.viewer, q.invoice))
    asked = offer.invoice.read()
    info = _requested(asked, q.info)
    options = None
    if asked.flexible and info.shipping_address is not None:
        options = await _options(call, offer, info.shipping_address)
    info_id = secrets.token_urlsafe(ID_BYTES)
    kept = write_value(info)
    assert kept is not None
    number = offer.invoice.id

    async def keep(journal: Journal) -> None:
        filled = Info(info_id, call.user_id, number, journal.at, kept, write_values(options))
        await store.add_info(journal.tx, filled)
        if q.save:
            await store.save(journal.tx, call.user_id, kept)

    await write_apart(call, keep)
    return api.payments.ValidatedRequestedInfo(id=info_id, shipping_options=options)


async def _options(
    call: Call, offer: Offer, address: "api.TypePostAddress"
) -> "list[api.TypeShippingOption]":
    """What the bot offers."""
    invoice = offer.invoice
    kept = write_value(address)
    assert kept is not None

    async def work(journal: Journal) -> int:
        return await ask_shipping(journal, invoice.bot_id, call.user_id, invoice.payload, kept)

    query_id = await write_apart(call, work)
    answer = await answer_to(call, query_id)
    assert isinstance(answer, api.payments.ValidatedRequestedInfo)
    return answer.shipping_options or []


def _requested(
    asked: api.Invoice, said: "api.TypePaymentRequestedInfo"
) -> api.PaymentRequestedInfo:
    """What was asked for, and nothing else.

    Errors: FIRSTNAME_INVALID, PHONE_NUMBER_INVALID, EMAIL_INVALID, ADDRESS_INVALID
    """
    info = api.PaymentRequestedInfo()
    if asked.name_requested:
        info.name = _text(said.name, "FIRSTNAME_INVALID")
    if asked.phone_requested:
        phone = _text(said.phone, "PHONE_NUMBER_INVALID").lstrip("+")
        if not phone.isdecimal():
            raise RpcError(400, "PHONE_NUMBER_INVALID")
        info.phone = phone
    if asked.email_requested:
        info.email = _text(said.email, "EMAIL_INVALID")
        if "@" not in info.email.strip("@"):
            raise RpcError(400, "EMAIL_INVALID")
    if asked.shipping_address_requested or asked.flexible:
        info.shipping_address = _address(said.shipping_address)
    return info


def _address(said: "api.TypePostAddress | None") -> api.PostAddress:
    if said is None:
        raise RpcError(400, "ADDRESS_INVALID")
    country = said.country_iso2.upper()
    needed = (said.street_line1, said.city, said.post_code)
    lines = (*needed, said.street_line2, said.state)
    if not (len(country) == COUNTRY_LETTERS and country.isascii() and country.isalpha()):
        raise RpcError(400, "ADDRESS_INVALID")
    if not all(each.strip() for each in needed) or max(map(len, lines)) > TEXT_CHARACTERS_MAX:
        raise RpcError(400, "ADDRESS_INVALID")
    said.country_iso2 = country
    return said


def _text(said: str | None, error: str) -> str:
    cleaned = (said or "").strip()
    if not 0 < len(cleaned) <= TEXT_CHARACTERS_MAX:
        raise RpcError(400, error)
    return cleaned


@method("payments.getSavedInfo")
async def get_saved_info(call: Call, _q: api.payments.GetSavedInfo) -> api.payments.SavedInfo:
    """Return what the caller has let be kept. Cards are not kept here.

    Wire:   https://core.telegram.org/method/payments.getSavedInfo
    Errors: PAYMENT_UNSUPPORTED (406)
    """
    check_open(call)
    saved = read_value(await store.find_saved(call.tx, call.user_id))
    return api.payments.SavedInfo(saved_info=saved)


@method("payments.clearSavedInfo", writes=True)
async def clear_saved_info(call: Call, q: api.payments.ClearSavedInfo) -> bool:
    """Forget what was kept: `info`; of `credentials` there are none.

    Wire:   https://core.telegram.org/method/payments.clearSavedInfo
    Errors: PAYMENT_UNSUPPORTED (406)
    """
    check_open(call)
    if q.info:
        await store.save(call.tx, call.user_id, None)
    return True
