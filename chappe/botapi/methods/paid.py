"""Selling photos and videos for Stars. https://core.telegram.org/bots/api#sendpaidmedia"""

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.fileids import Medium
from chappe.botapi.method import bot_method
from chappe.botapi.methods.files import document, photo
from chappe.botapi.methods.livephotos import live_photo
from chappe.botapi.methods.media import with_cover
from chappe.botapi.methods.sending import send_media
from chappe.botapi.shown import paid
from chappe.botapi.shown.scene import Json
from chappe.tl import api

__all__ = ["paid", "send_paid_media"]


@bot_method("sendPaidMedia", writes=True)
async def send_paid_media(ask: Ask) -> Json:
    """Send photos and videos that are seen by whoever pays."""
    said = ask.params["media"]
    if not said:
        raise bad("there are no media to send")
    media = api.InputMediaPaidMedia(
        stars_amount=ask.params["star_count"],
        extended_media=[await _read(ask, each) for each in said],
        payload=ask.get("payload") or None,
    )
    return await send_media(ask, media)


async def _read(ask: Ask, said: Json) -> "api.TypeInputMedia":
    """One InputPaidMedia.

    Raises: BotError, RpcError.
    """
    match said["type"]:
        case "photo":
            return photo(ask, said["media"], spoiler=False)
        case "video":
            video = document(ask, said["media"], Medium.VIDEO, said)
            return await with_cover(ask, video, said.get("cover"))
        case "live_photo":
            return await live_photo(ask, said["media"], said["photo"])
        case _:
            raise bad("wrong type of the paid media")
