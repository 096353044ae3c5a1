"""Somebody with Telethon who buys from the shop of `test_bot_libraries.py`; what was seen, as JSON."""

import asyncio
import json
from typing import Any

from human import Human, arguments
from telethon import functions, types

CARD = '{"type":"card","id":"tok_visa","title":"Visa *4242"}'


class Buyer(Human):
    async def shop(self) -> dict[str, Any]:
        self.bot = await self.client.get_entity(self.chosen.bot)
        seen: dict[str, Any] = {}
        await self.client.send_message(self.bot, "/stars")
        offer = await self.next()
        seen["button"] = offer.buttons[0][0].text
        invoice = types.InputInvoiceMessage(await offer.get_input_chat(), offer.id)
        form = await self.client(functions.payments.GetPaymentFormRequest(invoice))
        seen["stars"] = type(form).__name__
        await self.client(functions.payments.SendStarsFormRequest(form.form_id, invoice))
        seen["said"] = [await self._words(), await self._words()]
        await self.client.send_message(self.bot, "/money")
        seen["money"] = await self._pay_by_card(await self.next())
        seen["thanks"] = await self._words()
        seen["album"] = await self._buy_album()
        seen["sold"] = await self._words()
        purse = types.InputPeerSelf()
        status = await self.client(functions.payments.GetStarsStatusRequest(purse))
        seen["balance"] = status.balance.amount
        return seen

    async def _buy_album(self) -> list[Any]:
        """What is seen of paid media before and after they are paid for, and how many bytes they have."""
        await self.client.send_message(self.bot, "/album")
        offer = await self.next()
        before = [type(each).__name__ for each in offer.media.extended_media]
        invoice = types.InputInvoiceMessage(await offer.get_input_chat(), offer.id)
        form = await self.client(functions.payments.GetPaymentFormRequest(invoice))
        paying = functions.payments.SendStarsFormRequest(form.form_id, invoice)
        updates = (await self.client(paying)).updates.updates
        (opened,) = [e for e in updates if isinstance(e, types.UpdateMessageExtendedMedia)]
        sizes = [
            len(await self.client.download_media(each.media, bytes))
            for each in opened.extended_media
        ]
        (offer,) = await self.client.get_messages(self.bot, ids=[offer.id])
        after = [type(each).__name__ for each in offer.media.extended_media]
        return [before, after, sizes[0] > 0, sizes[1]]

    async def _words(self) -> str:
        """The next message that has words: invoices are edited when they are paid."""
        while True:
            message = await self.next()
            if message.raw_text:
                return str(message.raw_text)

    async def _pay_by_card(self, offer: Any) -> str:
        invoice = types.InputInvoiceMessage(await offer.get_input_chat(), offer.id)
        form = await self.client(functions.payments.GetPaymentFormRequest(invoice))
        address = types.PostAddress("Rue 1", "", "Paris", "", "FR", "75001")
        info = types.PaymentRequestedInfo(shipping_address=address)
        asked = functions.payments.ValidateRequestedInfoRequest(invoice, info)
        filled = await self.client(asked)
        card = types.InputPaymentCredentials(types.DataJSON(CARD))
        paying = functions.payments.SendPaymentFormRequest(
            form.form_id,
            invoice,
            card,
            requested_info_id=filled.id,
            shipping_option_id=filled.shipping_options[0].id,
        )
        return type(await self.client(paying)).__name__


async def main() -> None:
    buyer = Buyer(arguments())
    await buyer.sign_up()
    try:
        print(json.dumps(await buyer.shop()))
    finally:
        await buyer.client.disconnect()


asyncio.run(main())
