"""What walks about paid media share: sending them, buying them, and looking for what nobody may see yet."""

import io
from typing import Any

import aiohttp
from channel_walks import as_peer
from file_walks import upload
from http_bots import HttpBot
from leak_walks import places
from PIL import Image

from chappe.testing.person import Person

PAGE = dict.fromkeys(["offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"], 0)
HIDDEN, SEEN = "messageExtendedMediaPreview", "messageExtendedMedia"
SENT = {"updateNewChannelMessage", "updateNewScheduledMessage"}
MOVING = b"moving pictures" * 999


def picture(size: int = 320) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((size, size), 50).convert("RGB").save(out, "JPEG")
    return out.getvalue()


async def sell_media(bot: HttpBot, chat_id: int, **more: str) -> Any:
    """A bot sells a photo and a video, which come along with the call; the message as the bot has it."""
    media = (
        '[{"type":"photo","media":"attach://one"},'
        '{"type":"video","media":"attach://two","width":320,"height":240,"duration":9}]'
    )
    fields = {"chat_id": str(chat_id), "star_count": "50", "media": media, **more}
    form = aiohttp.FormData(fields)
    form.add_field("one", picture(), filename="one.jpg")
    form.add_field("two", MOVING, filename="two.mp4", content_type="video/mp4")
    return await bot.post("sendPaidMedia", form)


async def post_media(
    owner: Person, channel_id: int, text: str, stars: int = 70, **more: Any
) -> Any:
    """Somebody sells a photo in a channel; the message as the answer shows it."""
    file = await upload(owner, picture(400), file_id=owner.client.next_msg_id())
    photo = owner.make("inputMediaUploadedPhoto", file=file)
    updates = await owner.call(
        "messages.sendMedia",
        peer=as_peer(owner, channel_id),
        media=owner.make("inputMediaPaidMedia", stars_amount=stars, extended_media=[photo]),
        message=text,
        random_id=owner.client.next_msg_id(),
        **more,
    )
    return next(u.message for u in updates.updates if u.NAME in SENT)


async def buy_media(person: Person, peer: Any, message_id: int) -> Any:
    """Somebody pays for the media in a message; the updates of the answer."""
    invoice = person.make("inputInvoiceMessage", peer=peer, msg_id=message_id)
    form = await person.call("payments.getPaymentForm", invoice=invoice)
    assert form.NAME == "payments.paymentFormStars"
    result = await person.call("payments.sendStarsForm", form_id=form.form_id, invoice=invoice)
    return result.updates.updates


async def read(person: Person, peer: Any, limit: int = 1) -> list[Any]:
    """The newest messages of a chat."""
    page = await person.call("messages.getHistory", peer=peer, **PAGE, limit=limit)
    found: list[Any] = page.messages
    return found


def kinds(message: Any) -> list[str]:
    """What is seen of the paid media of a message."""
    assert message.media.NAME == "messageMediaPaidMedia"
    return [each.NAME for each in message.media.extended_media]


def known_to(person: Person, *ids: int) -> list[str]:
    """Where in what somebody was pushed some files stand."""
    return [where for each in ids for where in places(list(person.updates), each)]


async def look_again(person: Person, channel_id: int, post: int) -> Any:
    """Ask whether a post's media can be seen by now."""
    return await person.call(
        "messages.getExtendedMedia", peer=as_peer(person, channel_id), id=[post, 999]
    )
