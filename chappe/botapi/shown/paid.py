"""Paid media: previews for a bot that has not bought them. https://core.telegram.org/bots/api#paidmediainfo"""

from chappe.botapi.shown import updates
from chappe.botapi.shown.media import show_media, shows_media
from chappe.botapi.shown.people import show_user
from chappe.botapi.shown.scene import Json, Scene
from chappe.botapi.shown.updates import Shown
from chappe.tl import api


@shows_media(api.MessageMediaPaidMedia)
def _paid_media(scene: Scene, media: api.MessageMediaPaidMedia) -> Json:
    shown = [_extended(scene, each) for each in media.extended_media]
    return {"paid_media": {"star_count": media.stars_amount, "paid_media": shown}}


def _extended(scene: Scene, said: "api.TypeMessageExtendedMedia") -> Json:
    if isinstance(said, api.MessageExtendedMedia):
        return show_item(scene, said.media)
    shown: Json = {"type": "preview"}
    if said.w and said.h:
        shown.update(width=said.w, height=said.h)
    if said.video_duration:
        shown["duration"] = said.video_duration
    return shown


def show_item(scene: Scene, media: "api.TypeMessageMedia") -> Json:
    """One of some paid media that the bot sees."""
    fields = show_media(scene, media)
    for kind in ("live_photo", "photo", "video"):
        if kind in fields:
            return {"type": kind, kind: fields[kind]}
    return {"type": "other"}


@updates.shows(api.UpdateBotPurchasedPaidMedia)
def _purchased(scene: Scene, update: api.UpdateBotPurchasedPaidMedia) -> Shown:
    shown = {
        "from": show_user(scene, update.user_id),
        "paid_media_payload": update.payload,
    }
    return Shown("purchased_paid_media", update.user_id, shown)
