"""From photos and videos that somebody sells to a message: the road of inputMediaPaidMedia.

What the message keeps has neither the media nor a price: the number of the row stands in the place of the price, and
only `media_view` puts more there. Whoever forgets to ask it shows nothing, and cannot show too much.
https://core.telegram.org/api/paid-media
"""

from chappe.db.database import Tx
from chappe.features.channels import store as channels
from chappe.features.files.actions import keep_media, prepare_media
from chappe.features.files.kinds import PreparedMedia, media_kind
from chappe.features.messages.payload import write_values
from chappe.features.payments import media_store
from chappe.features.payments.gate import check_open
from chappe.features.payments.model import PaidMedia
from chappe.ids import PeerId, UserId, channel_of, is_bot
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal

ITEMS_MAX = 10
STARS_MAX = 25_000
"""As clients are told by `stars_paid_post_amount_max`."""
PAYLOAD_BYTES_MAX = 128
PHOTOS = (api.InputMediaUploadedPhoto, api.InputMediaPhoto, api.InputMediaPhotoExternal)
VIDEOS = (
    *(api.InputMediaUploadedDocument, api.InputMediaDocument),
    api.InputMediaDocumentExternal,
)


@media_kind(api.InputMediaPaidMedia)
async def prepare(
    call: Call, said: api.InputMediaPaidMedia, _place: int | None
) -> PreparedMedia:
    """Photos and videos that are seen by whoever pays.

    Errors: PAYMENT_UNSUPPORTED (406), BOT_PAYMENTS_DISABLED (check_open); EXTENDED_MEDIA_EMPTY,
            EXTENDED_MEDIA_AMOUNT_INVALID (the price), EXTENDED_MEDIA_INVALID (too many, no photo or video, one that
            destroys itself; or nobody may sell there), INVOICE_PAYLOAD_INVALID; those of prepare_media;
            MEDIA_INVALID (not in a message of its own)
    """
    check_open(call)
    payload = (said.payload or "").encode() if is_bot(call.user_id) else b""
    _check(said, payload)
    parts = [await _part(call, each, place) for place, each in enumerate(said.extended_media)]
    media = api.MessageMediaPaidMedia(stars_amount=0, extended_media=[])
    sellers: list[PeerId] = []

    async def addressed(tx: Tx, peer: PeerId) -> None:
        sellers.append(await _seller(tx, call.user_id, peer))

    async def keep(journal: Journal) -> None:
        if not sellers:
            raise RpcError(400, "MEDIA_INVALID")
        kept = [await keep_media(journal, part) for part in parts]
        previews = write_values([_preview(part) for part in parts])
        assert previews is not None
        paid = PaidMedia(
            *(0, call.user_id, sellers[-1], said.stars_amount, payload or None),
            *(b"".join(kept), previews),
        )
        media.stars_amount = await media_store.add(journal.tx, paid)

    return PreparedMedia(media, keep=keep, addressed=addressed)


def _check(said: api.InputMediaPaidMedia, payload: bytes) -> None:
    if not said.extended_media:
        raise RpcError(400, "EXTENDED_MEDIA_EMPTY")
    if len(said.extended_media) > ITEMS_MAX:
        raise RpcError(400, "EXTENDED_MEDIA_INVALID")
    if not 0 < said.stars_amount <= STARS_MAX:
        raise RpcError(400, "EXTENDED_MEDIA_AMOUNT_INVALID")
    if len(payload) > PAYLOAD_BYTES_MAX:
        raise RpcError(400, "INVOICE_PAYLOAD_INVALID")
    for each in said.extended_media:
        known = isinstance(each, (*PHOTOS, *VIDEOS))
        if not known or getattr(each, "ttl_seconds", None) is not None:
            raise RpcError(400, "EXTENDED_MEDIA_INVALID")


async def _part(call: Call, said: "api.TypeInputMedia", place: int) -> PreparedMedia:
    """One of them.

    Errors: EXTENDED_MEDIA_INVALID
    """
    part = await prepare_media(call, said, place)
    match part.media:
        case api.MessageMediaPhoto():
            pass
        case api.MessageMediaDocument(video=True):
            pass
        case _:
            raise RpcError(400, "EXTENDED_MEDIA_INVALID")
    return part


async def _seller(tx: Tx, author: UserId, peer: PeerId) -> PeerId:
    """Who gets the Stars: a channel for what is posted there, or else the bot.

    Errors: EXTENDED_MEDIA_INVALID (people sell in channels only)
    """
    channel_id = channel_of(peer)
    if channel_id is not None:
        channel = (await channels.find_many(tx, [channel_id])).get(channel_id)
        if channel is not None and channel.broadcast:
            return peer
    if not is_bot(author):
        raise RpcError(400, "EXTENDED_MEDIA_INVALID")
    return PeerId(author)


def _preview(part: PreparedMedia) -> api.MessageExtendedMediaPreview:
    """What is seen of it before: how big it is, how long, and a few blurred spots."""
    preview = api.MessageExtendedMediaPreview()
    match part.shown:
        case api.Photo() as photo:
            sizes = photo.sizes
            areas = [each for each in sizes if isinstance(each, AREAS)]
            biggest = max(areas, key=lambda each: each.w * each.h, default=None)
            if biggest is not None:
                preview.w, preview.h = biggest.w, biggest.h
        case api.Document() as document:
            sizes = document.thumbs or []
            for attribute in document.attributes:
                if isinstance(attribute, api.DocumentAttributeVideo):
                    preview.w, preview.h = attribute.w, attribute.h
                    preview.video_duration = int(attribute.duration)
        case _:
            sizes = []
    preview.thumb = next((e for e in sizes if isinstance(e, api.PhotoStrippedSize)), None)
    return preview


AREAS = (api.PhotoSize, api.PhotoSizeProgressive)
