"""What a message carries: pictures, files, places. https://core.telegram.org/bots/api#available-types"""

from collections.abc import Callable
from typing import Any

from chappe.botapi.fileids import FileName, Medium
from chappe.botapi.shown.scene import Json, Scene
from chappe.tl import api
from chappe.tl.build import TLObject

BIG = "wyxmsabcd"


def show_file(scene: Scene, name: FileName, size: int | None) -> Json:
    """The fields that every file has."""
    shown: Json = {
        "file_id": scene.files.write(name),
        "file_unique_id": scene.files.unique(name),
    }
    if size is not None:
        shown["file_size"] = size
    return shown


def show_photo(
    scene: Scene, photo: "api.TypePhoto | None", medium: Medium = Medium.PHOTO
) -> list[Json]:
    """The sizes of a photo, the smallest first."""
    if not isinstance(photo, api.Photo):
        return []
    return _sizes(scene, photo.sizes, medium, photo.id, photo.dc_id)


def _sizes(
    scene: Scene, sizes: "list[api.TypePhotoSize]", medium: Medium, file_id: int, dc_id: int
) -> list[Json]:
    shown = []
    for size in sizes:
        if not isinstance(size, api.PhotoSize | api.PhotoSizeProgressive):
            continue
        name = FileName(medium, file_id, size.type, dc_id)
        count = size.size if isinstance(size, api.PhotoSize) else max(size.sizes)
        file = show_file(scene, name, count)
        shown.append({**file, "width": size.w, "height": size.h})
    return sorted(shown, key=lambda each: each["width"] * each["height"])


def _thumbnail(scene: Scene, document: api.Document) -> Json:
    """The picture beside a document, in its biggest size."""
    sizes = _sizes(scene, document.thumbs or [], Medium.THUMBNAIL, document.id, document.dc_id)
    return {"thumbnail": sizes[-1]} if sizes else {}


def _attribute(document: api.Document, kind: type[Any]) -> Any:
    return next((each for each in document.attributes if isinstance(each, kind)), None)


def show_document(scene: Scene, document: api.Document) -> Json:
    """A document under the name of what it is: `{"voice": …}`. An animation is a document as well."""
    medium = medium_of(document)
    shown = _SHOWN[medium](scene, document)
    if medium is Medium.ANIMATION:
        return {"animation": shown, "document": _plain(scene, document)}
    return {medium.name.lower(): shown}


def medium_of(document: api.Document) -> Medium:
    """What a document is, by its attributes."""
    video = _attribute(document, api.DocumentAttributeVideo)
    audio = _attribute(document, api.DocumentAttributeAudio)
    if _attribute(document, api.DocumentAttributeSticker | api.DocumentAttributeCustomEmoji):  # type: ignore[arg-type]  # isinstance takes both
        return Medium.STICKER
    if _attribute(document, api.DocumentAttributeAnimated):
        return Medium.ANIMATION
    if video is not None:
        return Medium.VIDEO_NOTE if video.round_message else Medium.VIDEO
    if audio is not None:
        return Medium.VOICE if audio.voice else Medium.AUDIO
    return Medium.DOCUMENT


def _file(scene: Scene, document: api.Document, medium: Medium) -> Json:
    name = FileName(medium, document.id, "", document.dc_id)
    return show_file(scene, name, document.size)


def _named(document: api.Document) -> Json:
    shown: Json = {}
    name = _attribute(document, api.DocumentAttributeFilename)
    if name is not None and name.file_name:
        shown["file_name"] = name.file_name
    if document.mime_type:
        shown["mime_type"] = document.mime_type
    return shown


def _area(document: api.Document) -> Json:
    video = _attribute(document, api.DocumentAttributeVideo)
    picture = video or _attribute(document, api.DocumentAttributeImageSize)
    return {
        "width": 0 if picture is None else picture.w,
        "height": 0 if picture is None else picture.h,
        "duration": 0 if video is None else int(video.duration),
    }


def _plain(scene: Scene, document: api.Document) -> Json:
    file = _file(scene, document, Medium.DOCUMENT)
    return {**file, **_named(document), **_thumbnail(scene, document)}


def _video(scene: Scene, document: api.Document) -> Json:
    file = _file(scene, document, medium_of(document))
    return {**file, **_area(document), **_named(document), **_thumbnail(scene, document)}


def _video_note(scene: Scene, document: api.Document) -> Json:
    area, file = _area(document), _file(scene, document, Medium.VIDEO_NOTE)
    shape = {"length": area["width"], "duration": area["duration"]}
    return {**file, **shape, **_thumbnail(scene, document)}


def _audio(scene: Scene, document: api.Document) -> Json:
    audio = _attribute(document, api.DocumentAttributeAudio)
    shown = {**_file(scene, document, Medium.AUDIO), "duration": audio.duration}
    if audio.performer:
        shown["performer"] = audio.performer
    if audio.title:
        shown["title"] = audio.title
    return {**shown, **_named(document), **_thumbnail(scene, document)}


def _voice(scene: Scene, document: api.Document) -> Json:
    audio, file = (
        _attribute(document, api.DocumentAttributeAudio),
        _file(scene, document, Medium.VOICE),
    )
    return {**file, "duration": audio.duration, "mime_type": document.mime_type}


def _sticker(scene: Scene, document: api.Document) -> Json:
    emoji = _attribute(document, api.DocumentAttributeCustomEmoji)
    sticker = emoji or _attribute(document, api.DocumentAttributeSticker)
    area = _area(document)
    kind = "custom_emoji" if emoji else "mask" if sticker.mask else "regular"
    shown = {
        **_file(scene, document, Medium.STICKER),
        "type": kind,
        "width": area["width"],
        "height": area["height"],
        "is_animated": document.mime_type == "application/x-tgsticker",
        "is_video": document.mime_type == "video/webm",
        **_thumbnail(scene, document),
    }
    if sticker.alt:
        shown["emoji"] = sticker.alt
    name = scene.sets.get(getattr(sticker.stickerset, "id", 0))
    if name is not None:
        shown["set_name"] = name
    if emoji:
        shown["custom_emoji_id"] = str(document.id)
        return {**shown, **({"needs_repainting": True} if emoji.text_color else {})}
    return {**shown, **_mask(sticker.mask_coords)}


POINTS = ("forehead", "eyes", "mouth", "chin")
"""Where a mask sits on a face, by number."""


def _mask(said: api.MaskCoords | None) -> Json:
    if said is None or said.n not in range(len(POINTS)):
        return {}
    place = {"x_shift": said.x, "y_shift": said.y, "scale": said.zoom}
    return {"mask_position": {"point": POINTS[said.n], **place}}


_SHOWN: dict[Medium, Callable[[Scene, api.Document], Json]] = {
    Medium.DOCUMENT: _plain,
    Medium.VIDEO: _video,
    Medium.ANIMATION: _video,
    Medium.VIDEO_NOTE: _video_note,
    Medium.AUDIO: _audio,
    Medium.VOICE: _voice,
    Medium.STICKER: _sticker,
}


Show = Callable[[Scene, Any], Json]


def show_media(scene: Scene, media: "api.TypeMessageMedia | None") -> Json:
    """The fields of a message that say what it carries; none for what bots have no words for."""
    show = _MEDIA.get(type(media))
    return {} if show is None else show(scene, media)


def shows_media(kind: type[TLObject]) -> Callable[[Show], Show]:
    """The decorated function shows media of this kind."""

    def enter(show: Show) -> Show:
        _MEDIA[kind] = show
        return show

    return enter


def _photo_media(scene: Scene, media: api.MessageMediaPhoto) -> Json:
    photo = show_photo(scene, media.photo)
    shown: Json = {"photo": photo} if photo else {}
    if isinstance(media.video, api.Document):
        shown["live_photo"] = _live_photo(scene, media.video, photo)
    return {**shown, **_spoiler(media.spoiler)}


def _live_photo(scene: Scene, video: api.Document, photo: list[Json]) -> Json:
    name = FileName(Medium.LIVE_PHOTO, video.id, "", video.dc_id)
    shown = {**show_file(scene, name, video.size), **_area(video), "mime_type": video.mime_type}
    return {**shown, "photo": photo} if photo else shown


def _document_media(scene: Scene, media: api.MessageMediaDocument) -> Json:
    if not isinstance(media.document, api.Document):
        return {}
    shown = show_document(scene, media.document)
    if "video" in shown:
        cover = show_photo(scene, media.video_cover)
        shown["video"].update({"cover": cover} if cover else {})
        if media.video_timestamp:
            shown["video"]["start_timestamp"] = media.video_timestamp
    return {**shown, **_spoiler(media.spoiler)}


def _spoiler(hidden: bool) -> Json:
    return {"has_media_spoiler": True} if hidden else {}


def _preview(_scene: Scene, media: api.MessageMediaWebPage) -> Json:
    shown: Json = {}
    url = getattr(media.webpage, "url", None)
    if url:
        shown["url"] = url
    if media.force_small_media:
        shown["prefer_small_media"] = True
    if media.force_large_media:
        shown["prefer_large_media"] = True
    return {"link_preview_options": shown}


def show_point(point: "api.TypeGeoPoint | None") -> Json:
    """A place on the map."""
    if not isinstance(point, api.GeoPoint):
        return {"latitude": 0.0, "longitude": 0.0}
    shown: Json = {"latitude": point.lat, "longitude": point.long}
    if point.accuracy_radius:
        shown["horizontal_accuracy"] = float(point.accuracy_radius)
    return shown


def _live(_scene: Scene, media: api.MessageMediaGeoLive) -> Json:
    location = {**show_point(media.geo), "live_period": media.period}
    if media.heading:
        location["heading"] = media.heading
    if media.proximity_notification_radius:
        location["proximity_alert_radius"] = media.proximity_notification_radius
    return {"location": location}


def _venue(_scene: Scene, media: api.MessageMediaVenue) -> Json:
    location = show_point(media.geo)
    venue = {"location": location, "title": media.title, "address": media.address}
    provider = {"foursquare": "foursquare", "gplaces": "google_place"}.get(media.provider)
    if provider is not None and media.venue_id:
        venue[f"{provider}_id"] = media.venue_id
    if provider is not None and media.venue_type:
        venue[f"{provider}_type"] = media.venue_type
    return {"venue": venue, "location": location}


def _contact(_scene: Scene, media: api.MessageMediaContact) -> Json:
    shown: Json = {"phone_number": media.phone_number, "first_name": media.first_name}
    if media.last_name:
        shown["last_name"] = media.last_name
    if media.vcard:
        shown["vcard"] = media.vcard
    if media.user_id:
        shown["user_id"] = media.user_id
    return {"contact": shown}


def _game(scene: Scene, media: api.MessageMediaGame) -> Json:
    game = media.game
    shown: Json = {
        "title": game.title,
        "description": game.description,
        "photo": show_photo(scene, game.photo),
    }
    if isinstance(game.document, api.Document):
        shown["animation"] = _video(scene, game.document)
    return {"game": shown}


def _invoice(_scene: Scene, media: api.MessageMediaInvoice) -> Json:
    shown = {
        "title": media.title,
        "description": media.description,
        "start_parameter": media.start_param,
        "currency": media.currency,
        "total_amount": media.total_amount,
    }
    return {"invoice": shown}


_MEDIA: dict[type[Any], Show] = {
    api.MessageMediaPhoto: _photo_media,
    api.MessageMediaDocument: _document_media,
    api.MessageMediaGeo: lambda _, media: {"location": show_point(media.geo)},
    api.MessageMediaGeoLive: _live,
    api.MessageMediaVenue: _venue,
    api.MessageMediaContact: _contact,
    api.MessageMediaDice: lambda _, media: {
        "dice": {"emoji": media.emoticon, "value": media.value}
    },
    api.MessageMediaGame: _game,
    api.MessageMediaInvoice: _invoice,
    api.MessageMediaWebPage: _preview,
}
