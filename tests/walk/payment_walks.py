"""What walks about payments share: an invoice, a form, the answer of a bot, who has how many Stars."""

from typing import Any

from http_bots import HttpBot, in_flight

from chappe.features.payments import ledger
from chappe.testing.person import Person
from chappe.testing.world import World

CARD = '{"type":"card","id":"tok_visa","title":"Visa *4242"}'
MONEY = {
    "provider_token": "TEST:provider",
    "currency": "EUR",
    "prices": [{"label": "Socks", "amount": 700}, {"label": "Tax", "amount": 133}],
}
STARS = {"currency": "XTR", "prices": [{"label": "Socks", "amount": 120}]}
POST = {"id": "post", "title": "By post", "prices": [{"label": "Post", "amount": 500}]}
WORDS = {"title": "Socks", "description": "Warm ones", "payload": "order-7"}


async def sell(shop: HttpBot, ada: Person, **more: Any) -> Any:
    """A bot sends an invoice; the message as the bot has it."""
    return await shop.call("sendInvoice", chat_id=ada.user_id, **{**WORDS, **STARS, **more})


async def met(world: World, ada: Person, shop: HttpBot) -> None:
    """Somebody has written to a bot, which has read it."""
    await ada.send(shop.robot, "hello")
    await world.settle()
    await shop.updates()
    ada.updates.clear()


async def newest(person: Person, other: Person) -> Any:
    """The newest message of a private chat."""
    page = await person.call(
        "messages.getHistory",
        peer=person.peer(other),
        **dict.fromkeys(
            ["offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"], 0
        ),
        limit=1,
    )
    return page.messages[0]


async def invoice_in(person: Person, other: Person) -> Any:
    """The newest message of a private chat as an InputInvoice."""
    message = await newest(person, other)
    return person.make("inputInvoiceMessage", peer=person.peer(other), msg_id=message.id)


async def form_of(person: Person, invoice: Any) -> Any:
    """The form that a client shows."""
    return await person.call("payments.getPaymentForm", invoice=invoice)


def stars_form(person: Person, form: Any, invoice: Any) -> Any:
    """Paying with Stars: to be awaited."""
    return person.call("payments.sendStarsForm", form_id=form.form_id, invoice=invoice)


def card_form(person: Person, form: Any, invoice: Any, **more: Any) -> Any:
    """Paying with a card: to be awaited."""
    credentials = person.make(
        "inputPaymentCredentials", data=person.make("dataJSON", data=CARD)
    )
    return person.call(
        "payments.sendPaymentForm",
        form_id=form.form_id,
        invoice=invoice,
        **{"credentials": credentials, **more},
    )


async def asked(shop: HttpBot, kind: str) -> Any:
    """What a bot is asked, when it is the one thing that is new."""
    (update,) = await shop.updates(timeout=5)
    assert list(update) == ["update_id", kind]
    return update[kind]


async def agree(shop: HttpBot) -> Any:
    """A bot agrees to an order."""
    query = await asked(shop, "pre_checkout_query")
    await shop.call("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    return query


async def buy(shop: HttpBot, ada: Person, invoice: Any) -> Any:
    """Somebody pays with Stars, and the bot agrees; payments.paymentResult."""
    form = await form_of(ada, invoice)
    paying = await in_flight(stars_form(ada, form, invoice))
    await agree(shop)
    return await paying


async def balance(person: Person) -> int:
    """How many Stars somebody has."""
    status = await person.call("payments.getStarsStatus", peer=person.make("inputPeerSelf"))
    found: int = status.balance.amount
    return found


async def check_ledger(world: World) -> None:
    """Nothing has come from nowhere, and nothing is lost."""
    async with world.node.database.transaction(write=False) as tx:
        assert await ledger.find_faults(tx) == []


def filled_in(person: Person) -> Any:
    """Who somebody is and where something shall go."""
    address = person.make(
        "postAddress",
        street_line1="Rue 1",
        street_line2="",
        city="Paris",
        state="",
        country_iso2="fr",
        post_code="75001",
    )
    return person.make(
        "paymentRequestedInfo",
        name="Ada",
        email="ada@example.org",
        phone="123",
        shipping_address=address,
    )
