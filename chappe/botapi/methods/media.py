"""Sending files: photos, videos, music, voices, albums; and fetching them.

https://core.telegram.org/bots/api#sendphoto
"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.downloads import find_file, find_suffix, path_of
from chappe.botapi.errors import bad
from chappe.botapi.fileids import FileIds, Medium
from chappe.botapi.method import bot_method
from chappe.botapi.methods.files import document, photo
from chappe.botapi.methods.livephotos import live_photo
from chappe.botapi.methods.outgoing import caption, envelope, new_random_id, sent
from chappe.botapi.methods.sending import send_media
from chappe.botapi.shown.scene import Json
from chappe.tl import api

ALBUM_MIN, ALBUM_MAX = 2, 10
MEDIA = {
    "photo": Medium.PHOTO,
    "video": Medium.VIDEO,
    "animation": Medium.ANIMATION,
    "audio": Medium.AUDIO,
    "document": Medium.DOCUMENT,
}
"""What an InputMedia may be, by its `type`."""


@bot_method("sendPhoto", writes=True)
async def send_photo(ask: Ask) -> Json:
    """Send a photo."""
    spoiler = ask.get("has_spoiler", False)
    return await send_media(ask, photo(ask, ask.params["photo"], spoiler=spoiler))


async def _send(ask: Ask, name: str, medium: Medium) -> Json:
    media = document(ask, ask.params[name], medium, ask.params)
    return await send_media(ask, await with_cover(ask, media, ask.get("cover")))


@bot_method("sendDocument", writes=True)
async def send_document(ask: Ask) -> Json:
    """Send any file."""
    return await _send(ask, "document", Medium.DOCUMENT)


@bot_method("sendVideo", writes=True)
async def send_video(ask: Ask) -> Json:
    """Send a video."""
    return await _send(ask, "video", Medium.VIDEO)


@bot_method("sendAnimation", writes=True)
async def send_animation(ask: Ask) -> Json:
    """Send a video without sound, or a GIF."""
    return await _send(ask, "animation", Medium.ANIMATION)


@bot_method("sendAudio", writes=True)
async def send_audio(ask: Ask) -> Json:
    """Send a piece of music."""
    return await _send(ask, "audio", Medium.AUDIO)


@bot_method("sendVoice", writes=True)
async def send_voice(ask: Ask) -> Json:
    """Send a voice message."""
    return await _send(ask, "voice", Medium.VOICE)


@bot_method("sendVideoNote", writes=True)
async def send_video_note(ask: Ask) -> Json:
    """Send a round video."""
    return await _send(ask, "video_note", Medium.VIDEO_NOTE)


async def with_cover(ask: Ask, media: "api.TypeInputMedia", said: Any) -> "api.TypeInputMedia":
    """A video with the photo that is shown in its place.

    Raises: BotError, RpcError.
    """
    if said is not None and isinstance(
        media,
        api.InputMediaDocument
        | api.InputMediaUploadedDocument
        | api.InputMediaDocumentExternal,
    ):
        media.video_cover = await _cover(ask, said)
    return media


async def _cover(ask: Ask, said: Any) -> api.InputPhoto:
    """A photo that is here; what comes along or is on the web is kept first."""
    given = photo(ask, said, spoiler=False)
    if isinstance(given, api.InputMediaPhoto) and isinstance(given.id, api.InputPhoto):
        return given.id
    made = await ask.beforehand(
        api.messages.UploadMedia(peer=api.InputPeerEmpty(), media=given)
    )
    kept = made.photo if isinstance(made, api.MessageMediaPhoto) else None
    assert isinstance(kept, api.Photo), "a photo was uploaded"
    return api.InputPhoto(
        id=kept.id, access_hash=kept.access_hash, file_reference=kept.file_reference
    )


async def read_media(ask: Ask, said: Json) -> "api.TypeInputMedia":
    """One InputMedia.

    Raises: BotError, RpcError.
    """
    spoiler = said.get("has_spoiler", False)
    if said["type"] == "live_photo":
        return await live_photo(ask, said["media"], said["photo"], spoiler=spoiler)
    medium = MEDIA.get(said["type"])
    if medium is None:
        raise bad(f"this server does not offer media of type {said['type']}")
    if medium is Medium.PHOTO:
        return photo(ask, said["media"], spoiler=spoiler)
    made = document(ask, said["media"], medium, said)
    return await with_cover(ask, made, said.get("cover"))


@bot_method("sendMediaGroup", writes=True)
async def send_media_group(ask: Ask) -> list[Json]:
    """Send an album: photos and videos, or files, or music."""
    said = ask.params["media"]
    if not ALBUM_MIN <= len(said) <= ALBUM_MAX:
        raise bad(
            "media group must include 2-10 items" if said else "there are no messages to send"
        )
    media = [await read_media(ask, each) for each in said]
    to = await envelope(ask)
    singles = []
    for each, medium in zip(said, media, strict=True):
        text, entities = caption(ask, each)
        singles.append(
            api.InputSingleMedia(
                media=medium,
                random_id=new_random_id(),
                message=text,
                entities=entities,
            )
        )
    above = any(each.get("show_caption_above_media", False) for each in said)
    fields = {name: value for name, value in to.fields.items() if name != "reply_markup"}
    request = api.messages.SendMultiMedia(
        peer=to.peer, multi_media=singles, invert_media=above, **fields
    )
    return await sent(ask, request)


@bot_method("getFile", alone=True)
async def get_file(ask: Ask) -> Json:
    """Where a file is fetched."""
    file_id: str = ask.params["file_id"]
    ids = FileIds(ask.viewer.user_id, ask.viewer.secret)
    name = ids.read(file_id)
    found = None if name is None else await find_file(ask.house, name)
    if name is None or found is None:
        raise bad("invalid file_id")
    shown = {
        "file_id": ids.write(name),
        "file_unique_id": ids.unique(name),
        "file_size": found.blob.size,
    }
    suffix = await find_suffix(ask.house, name, found.mime)
    return {**shown, "file_path": path_of(file_id, name, suffix)}
