"""Paying bots: with Stars and with cards, by message and by link; what is refused, and what both hear."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from http_bots import HttpBot, http_bot, in_flight
from http_bots import Refused as BotRefused
from payment_walks import (
    MONEY,
    POST,
    STARS,
    WORDS,
    agree,
    asked,
    balance,
    buy,
    card_form,
    check_ledger,
    filled_in,
    form_of,
    invoice_in,
    met,
    newest,
    sell,
    stars_form,
)

from chappe.config import Profile, Settings
from chappe.features.bots.actions import make_bot
from chappe.testing.client import Refused
from chappe.testing.world import World
from chappe.updates.log import Journal


@pytest.fixture
async def shop(world: World) -> AsyncIterator[HttpBot]:
    """A bot that sells."""
    await world.person("Nobody")  # the shop's node is another one than the buyer's
    async with http_bot(world, "Shop") as bot:
        yield bot


async def test_an_invoice_is_paid_with_stars_and_both_hear_of_it(
    world: World, shop: HttpBot
) -> None:
    ada = await world.person("Ada")
    await met(world, ada, shop)
    sold = await sell(shop, ada)
    assert sold["invoice"] == {
        "title": "Socks",
        "description": "Warm ones",
        "start_parameter": "",
        "currency": "XTR",
        "total_amount": 120,
    }
    assert sold["reply_markup"]["inline_keyboard"][0][0]["pay"] is True
    assert await balance(ada) == 1000
    shown = await newest(ada, shop.robot)
    assert (shown.media.NAME, shown.media.receipt_msg_id) == ("messageMediaInvoice", None)
    invoice = await invoice_in(ada, shop.robot)
    form = await form_of(ada, invoice)
    assert (form.NAME, form.bot_id) == ("payments.paymentFormStars", shop.id)
    paying = await in_flight(stars_form(ada, form, invoice))
    query = await agree(shop)
    assert (query["from"]["id"], query["invoice_payload"]) == (ada.user_id, "order-7")
    assert (query["currency"], query["total_amount"]) == ("XTR", 120)
    result = await paying
    assert result.NAME == "payments.paymentResult"
    assert {"updateNewMessage", "updateEditMessage", "updateStarsBalance"} <= {
        each.NAME for each in result.updates.updates
    }
    receipt = await newest(ada, shop.robot)
    assert receipt.action.NAME == "messageActionPaymentSent"
    assert (receipt.action.currency, receipt.action.total_amount) == ("XTR", 120)
    assert receipt.reply_to.reply_to_msg_id == shown.id
    page = await ada.call("messages.getMessages", id=[ada.make("inputMessageID", id=shown.id)])
    assert page.messages[0].media.receipt_msg_id == receipt.id
    (update,) = await shop.updates()
    paid = update["message"]["successful_payment"]
    assert (paid["total_amount"], paid["invoice_payload"]) == (120, "order-7")
    assert await balance(ada) == 880
    assert await shop.call("getMyStarBalance") == {"amount": 120}
    found = await ada.call(
        "payments.getPaymentReceipt", peer=ada.peer(shop.robot), msg_id=receipt.id
    )
    assert found.NAME == "payments.paymentReceiptStars"
    assert found.transaction_id == paid["telegram_payment_charge_id"]
    with pytest.raises(Refused, match="NO_PAYMENT_NEEDED"):
        await form_of(ada, invoice)
    await check_ledger(world)


async def test_what_a_card_pays_for_is_shipped_where_the_bot_says_it_can_be(
    world: World, shop: HttpBot
) -> None:
    ada = await world.person("Ada")
    await met(world, ada, shop)
    await sell(
        shop,
        ada,
        **MONEY,
        need_name=True,
        need_email=True,
        need_shipping_address=True,
        is_flexible=True,
        max_tip_amount=500,
        suggested_tip_amounts=[100, 200],
    )
    invoice = await invoice_in(ada, shop.robot)
    form = await form_of(ada, invoice)
    assert (form.NAME, form.invoice.currency) == ("payments.paymentForm", "EUR")
    with pytest.raises(Refused, match="INVOICE_INVALID"):
        await card_form(ada, form, invoice)
    info = filled_in(ada)
    validating = await in_flight(
        ada.call("payments.validateRequestedInfo", invoice=invoice, info=info, save=True)
    )
    query = await asked(shop, "shipping_query")
    await _ask_too_much(shop, query["id"])
    assert query["shipping_address"]["country_code"] == "FR"
    await shop.call(
        "answerShippingQuery",
        shipping_query_id=query["id"],
        ok=True,
        shipping_options=[POST],
    )
    validated = await validating
    assert [each.id for each in validated.shipping_options] == ["post"]
    with pytest.raises(Refused, match="CURRENCY_TOTAL_AMOUNT_INVALID"):
        await card_form(ada, form, invoice, tip_amount=501)
    filled = {"requested_info_id": validated.id, "shipping_option_id": "post"}
    paying = await in_flight(card_form(ada, form, invoice, tip_amount=100, **filled))
    query = await agree(shop)
    assert (query["total_amount"], query["shipping_option_id"]) == (833 + 500 + 100, "post")
    assert query["order_info"]["name"] == "Ada"
    assert "phone_number" not in query["order_info"]
    await paying
    (update,) = await shop.updates()
    paid = update["message"]["successful_payment"]
    assert (paid["currency"], paid["total_amount"]) == ("EUR", 1433)
    assert paid["order_info"]["email"] == "ada@example.org"
    said = await newest(ada, shop.robot)
    found = await ada.call(
        "payments.getPaymentReceipt", peer=ada.peer(shop.robot), msg_id=said.id
    )
    assert (found.tip_amount, found.shipping.id, found.credentials_title) == (
        100,
        "post",
        "Visa *4242",
    )
    saved = await ada.call("payments.getSavedInfo")
    assert saved.saved_info.name == "Ada"
    await ada.call("payments.clearSavedInfo", info=True)
    assert (await ada.call("payments.getSavedInfo")).saved_info is None
    assert await balance(ada) == 1000


async def _ask_too_much(shop: HttpBot, query: str) -> None:
    """Nothing costs less than nothing to ship, nor more than a total holds."""
    for amount in (-1000, 1 << 50):
        wrong = {**POST, "prices": [{"label": "Post", "amount": amount}]}
        answer = {"shipping_query_id": query, "ok": True, "shipping_options": [wrong]}
        with pytest.raises(BotRefused, match="CURRENCY_TOTAL_AMOUNT_INVALID"):
            await shop.call("answerShippingQuery", **answer)


async def test_a_bot_that_says_no_is_heard_and_the_form_may_be_handed_in_again(
    world: World, shop: HttpBot
) -> None:
    ada = await world.person("Ada")
    await met(world, ada, shop)
    await sell(shop, ada)
    invoice = await invoice_in(ada, shop.robot)
    form = await form_of(ada, invoice)
    paying = await in_flight(stars_form(ada, form, invoice))
    query = await asked(shop, "pre_checkout_query")
    with pytest.raises(BotRefused, match="ERROR_TEXT_EMPTY"):
        await shop.call("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=False)
    with pytest.raises(Refused, match="FORM_SUBMIT_DUPLICATE"):
        await stars_form(ada, form, invoice)
    await shop.call(
        "answerPreCheckoutQuery",
        pre_checkout_query_id=query["id"],
        ok=False,
        error_message="Sold out",
    )
    with pytest.raises(Refused, match="406 PRECHECKOUT_FAILED"):
        await paying
    await world.settle()
    (notice,) = [each for each in ada.told if each.NAME == "updateServiceNotification"]
    assert (notice.message, notice.popup) == ("Sold out", True)
    with pytest.raises(BotRefused, match="query is too old"):
        await shop.call("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    paying = await in_flight(stars_form(ada, form, invoice))
    await agree(shop)
    await paying
    assert await balance(ada) == 880


async def test_a_bot_that_does_not_answer_gets_nothing(world: World, shop: HttpBot) -> None:
    ada = await world.person("Ada")
    await met(world, ada, shop)
    await sell(shop, ada)
    invoice = await invoice_in(ada, shop.robot)
    form = await form_of(ada, invoice)
    paying = await in_flight(stars_form(ada, form, invoice))
    await asyncio.sleep(0.1)
    world.advance(11)
    with pytest.raises(Refused, match="BOT_RESPONSE_TIMEOUT"):
        await paying
    assert await balance(ada) == 1000
    world.advance(151)
    assert await shop.updates() == []  # nobody waits for that any more
    world.advance(600)
    with pytest.raises(Refused, match="FORM_EXPIRED"):
        await stars_form(ada, form, invoice)


async def test_a_link_is_paid_by_everybody_as_often_as_they_like(
    world: World, shop: HttpBot
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    link = await shop.call("createInvoiceLink", **WORDS, **STARS)
    assert link.startswith("https://t.me/$")
    for person in (ada, bob, ada):
        invoice = person.make("inputInvoiceSlug", slug=link.removeprefix("https://t.me/$"))
        await buy(shop, person, invoice)
        (update,) = await shop.updates()
        assert update["message"]["chat"]["id"] == person.user_id
    said = await newest(ada, shop.robot)
    assert said.action.invoice_slug == link.removeprefix("https://t.me/$")
    assert (await balance(ada), await balance(bob)) == (760, 880)
    found = await shop.call("getStarTransactions", offset=1, limit=1)
    assert [each["source"]["user"]["id"] for each in found["transactions"]] == [bob.user_id]
    with pytest.raises(Refused, match="SLUG_INVALID"):
        await form_of(ada, ada.make("inputInvoiceSlug", slug="nothing"))
    await check_ledger(world)


async def test_stars_come_back_once(world: World, shop: HttpBot) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await met(world, ada, shop)
    await met(world, bob, shop)
    await sell(shop, ada)
    await buy(shop, ada, await invoice_in(ada, shop.robot))
    (update,) = await shop.updates()
    charge = update["message"]["successful_payment"]["telegram_payment_charge_id"]
    named = {"telegram_payment_charge_id": charge}
    with pytest.raises(BotRefused, match="CHARGE_ID_INVALID"):
        await shop.call("refundStarPayment", user_id=bob.user_id, **named)
    with pytest.raises(Refused, match="CHARGE_ID_EMPTY"):
        await shop.robot.call(
            "payments.refundStarsCharge", user_id=shop.robot.user(ada), charge_id=""
        )
    assert await shop.call("refundStarPayment", user_id=ada.user_id, **named) is True
    with pytest.raises(BotRefused, match="CHARGE_ALREADY_REFUNDED"):
        await shop.call("refundStarPayment", user_id=ada.user_id, **named)
    (update,) = await shop.updates()
    assert update["message"]["refunded_payment"]["telegram_payment_charge_id"] == charge
    said = await newest(ada, shop.robot)
    assert (said.action.NAME, said.action.payload) == ("messageActionPaymentRefunded", None)
    assert said.action.peer.user_id == shop.id
    assert await balance(ada) == 1000
    mine = await ada.call(
        "payments.getStarsTransactions", peer=ada.make("inputPeerSelf"), offset="", limit=2
    )
    assert [(each.amount.amount, each.refund) for each in mine.history] == [
        (120, True),
        (-120, False),
    ]
    assert {each.id for each in mine.history} == {charge}
    assert mine.next_offset == "2"
    wanted = ada.make("inputStarsTransaction", id=charge, refund=True)
    one = await ada.call(
        "payments.getStarsTransactionsByID", peer=ada.make("inputPeerSelf"), id=[wanted]
    )
    assert [each.amount.amount for each in one.history] == [120]
    with pytest.raises(Refused, match="TRANSACTION_ID_INVALID"):
        await bob.call(
            "payments.getStarsTransactionsByID", peer=bob.make("inputPeerSelf"), id=[wanted]
        )
    await check_ledger(world)


async def test_nobody_pays_more_than_there_is(world: World, shop: HttpBot) -> None:
    ada = await world.person("Ada")
    link = await shop.call(
        "createInvoiceLink", **WORDS, currency="XTR", prices=[{"label": "Car", "amount": 600}]
    )
    invoice = ada.make("inputInvoiceSlug", slug=link.removeprefix("https://t.me/$"))
    forms = [await form_of(ada, invoice) for _ in range(4)]
    paying = [await in_flight(stars_form(ada, each, invoice)) for each in forms]
    queries: list[Any] = []
    while len(queries) < len(forms):
        queries += await shop.updates(timeout=5)
    await asyncio.gather(
        *(
            shop.call(
                "answerPreCheckoutQuery",
                pre_checkout_query_id=each["pre_checkout_query"]["id"],
                ok=True,
            )
            for each in queries
        )
    )
    ended = await asyncio.gather(*paying, return_exceptions=True)
    assert sorted(type(each).__name__ for each in ended).count("Refused") == 3
    assert all("BALANCE_TOO_LOW" in str(each) for each in ended if isinstance(each, Refused))
    assert await balance(ada) == 400
    assert await shop.call("getMyStarBalance") == {"amount": 600}
    with pytest.raises(Refused, match="BALANCE_TOO_LOW"):
        await stars_form(ada, await form_of(ada, invoice), invoice)
    await check_ledger(world)


async def test_one_message_is_not_paid_twice(world: World, shop: HttpBot) -> None:
    ada = await world.person("Ada")
    await met(world, ada, shop)
    await sell(shop, ada)
    invoice = await invoice_in(ada, shop.robot)
    forms = [await form_of(ada, invoice) for _ in range(2)]
    paying = [await in_flight(stars_form(ada, each, invoice)) for each in forms]
    queries: list[Any] = []
    while len(queries) < len(forms):
        queries += await shop.updates(timeout=5)
    for each in queries:
        await shop.call(
            "answerPreCheckoutQuery",
            pre_checkout_query_id=each["pre_checkout_query"]["id"],
            ok=True,
        )
    ended = await asyncio.gather(*paying, return_exceptions=True)
    assert [str(each) for each in ended if isinstance(each, Refused)] == [
        "400 FORM_SUBMIT_DUPLICATE"
    ]
    assert await balance(ada) == 880


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"currency": "XXX"}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"prices": [{"label": "Socks", "amount": 0}]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"prices": []}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"payload": ""}, "payload"),
        ({"payload": "x" * 129}, "INVOICE_PAYLOAD_INVALID"),
        ({"title": ""}, "title"),
        ({"title": "x" * 33}, "TITLE_INVALID"),
        ({"description": "x" * 256}, "description"),
        ({"need_name": True}, "STARS_INVOICE_INVALID"),
        ({"provider_token": "TEST"}, "STARS_INVOICE_INVALID"),
        ({"currency": "EUR"}, "PAYMENT_PROVIDER_INVALID"),
        ({**MONEY, "suggested_tip_amounts": [5]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({**MONEY, "provider_data": "{"}, "DATA_JSON_INVALID"),
        ({"photo_url": "ftp://x"}, "WEBDOCUMENT_URL_INVALID"),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}},
            "REPLY_MARKUP_BUY_EMPTY",
        ),
    ],
)
async def test_an_invoice_that_is_none_is_refused(
    world: World, shop: HttpBot, wrong: Any, why: str
) -> None:
    ada = await world.person("Ada")
    await met(world, ada, shop)
    with pytest.raises(BotRefused, match=why):
        await sell(shop, ada, **wrong)


@pytest.mark.parametrize("how", ["createInvoiceLink", "payments.exportInvoice"])
async def test_nothing_is_sold_by_the_month(world: World, shop: HttpBot, how: str) -> None:
    if how == "createInvoiceLink":
        with pytest.raises(BotRefused, match="SUBSCRIPTION_PERIOD_INVALID"):
            await shop.call(how, **WORDS, **STARS, subscription_period=30 * 86_400)
        return
    ada = await world.person("Ada")
    media = ada.make(
        "inputMediaInvoice",
        title="Socks",
        description="Warm",
        invoice=ada.make("invoice", currency="XTR", prices=[]),
        payload=b"x",
        provider_data=ada.make("dataJSON", data="{}"),
    )
    with pytest.raises(Refused, match="USER_BOT_REQUIRED"):
        await ada.call(how, invoice_media=media)


async def test_a_forwarded_invoice_is_paid_by_whoever_got_it(
    world: World, shop: HttpBot
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await met(world, ada, shop)
    await sell(shop, ada)
    mine = await newest(ada, shop.robot)
    await ada.call(
        "messages.forwardMessages",
        from_peer=ada.peer(shop.robot),
        id=[mine.id],
        random_id=[7],
        to_peer=ada.peer(bob),
    )
    copy = await newest(bob, ada)
    assert copy.reply_markup.rows[0].buttons[0].type.NAME == "inlineButtonTypeBuy"
    await buy(shop, bob, await invoice_in(bob, ada))
    page = await bob.call("messages.getMessages", id=[bob.make("inputMessageID", id=copy.id)])
    assert page.messages[0].media.receipt_msg_id is not None
    assert (await newest(ada, bob)).media.receipt_msg_id is None
    await shop.updates()
    await buy(shop, ada, await invoice_in(ada, shop.robot))
    assert (await balance(ada), await balance(bob)) == (880, 880)


async def test_forms_and_ways_to_pay_belong_together(world: World, shop: HttpBot) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await met(world, ada, shop)
    await sell(shop, ada, **MONEY)
    invoice = await invoice_in(ada, shop.robot)
    form = await form_of(ada, invoice)
    with pytest.raises(Refused, match="FORM_UNSUPPORTED"):
        await stars_form(ada, form, invoice)
    empty = ada.make("inputPaymentCredentials", data=ada.make("dataJSON", data="nonsense"))
    with pytest.raises(Refused, match="PAYMENT_CREDENTIALS_INVALID"):
        await card_form(ada, form, invoice, credentials=empty)
    with pytest.raises(Refused, match="FORM_EXPIRED"):
        await ada.call("payments.sendStarsForm", form_id=form.form_id + 1, invoice=invoice)
    with pytest.raises(Refused, match="FORM_ID_EMPTY"):
        await ada.call("payments.sendStarsForm", form_id=0, invoice=invoice)
    with pytest.raises(Refused, match="PEER_ID_INVALID"):
        await bob.call("payments.getStarsStatus", peer=bob.peer(ada))
    message = await newest(ada, shop.robot)
    theirs = bob.make("inputInvoiceMessage", peer=bob.peer(shop.robot), msg_id=message.id)
    with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):
        await form_of(bob, theirs)
    with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):
        await ada.call(
            "payments.getPaymentReceipt", peer=ada.peer(shop.robot), msg_id=message.id
        )
    gift = ada.make("inputInvoiceStarGift", peer=ada.make("inputPeerSelf"), gift_id=1)
    with pytest.raises(Refused, match="STARGIFT_INVALID"):
        await form_of(ada, gift)


async def test_an_old_client_pays_as_well(world: World, shop: HttpBot) -> None:
    ada = await world.person("Ada", layer=181)
    await met(world, ada, shop)
    await sell(shop, ada, **MONEY)
    invoice = await invoice_in(ada, shop.robot)
    form = await form_of(ada, invoice)
    paying = await in_flight(card_form(ada, form, invoice))
    await agree(shop)
    await paying
    assert (await newest(ada, shop.robot)).action.NAME == "messageActionPaymentSent"


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("createInvoiceLink", {**WORDS, **STARS}),
        ("getMyStarBalance", {}),
        ("getStarTransactions", {}),
        ("refundStarPayment", {"user_id": 5, "telegram_payment_charge_id": "x"}),
        ("answerPreCheckoutQuery", {"pre_checkout_query_id": "1", "ok": True}),
    ],
)
async def test_in_production_there_is_no_play_money(method: str, given: Any) -> None:
    settings = Settings(profile=Profile.PRODUCTION, couriers=("https://example.com/",))
    async with World(settings) as world:
        async with world.node.database.transaction(write=True) as tx:
            journal = Journal(tx, world.clock.now())
            bot = await make_bot(journal, None, "Shop", "shop_test_bot")
        reply = await world.node.bots.answer(bot.id, method, given, {})
        assert (reply.status, b"BOT_PAYMENTS_DISABLED" in reply.body) == (400, True)
