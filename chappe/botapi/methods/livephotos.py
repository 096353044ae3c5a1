"""Live photos: a photo, and a video of the moments around it. https://core.telegram.org/bots/api#sendlivephoto"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.fileids import FileIds, FileName, Medium
from chappe.botapi.method import bot_method
from chappe.botapi.methods.files import (
    WEB,
    WRONG,
    attributes_of,
    input_document,
    input_file,
    mime_of,
    photo,
    read_file,
)
from chappe.botapi.methods.sending import send_media
from chappe.botapi.reading import Uploaded
from chappe.botapi.shown.scene import Json
from chappe.tl import api

VIDEO_BYTES_MAX = 10 << 20
NO_ADDRESSES = "live photos can't be sent by URL"


@bot_method("sendLivePhoto", writes=True)
async def send_live_photo(ask: Ask) -> Json:
    """Send a live photo."""
    spoiler = ask.get("has_spoiler", False)
    media = await live_photo(
        ask, ask.params["live_photo"], ask.params["photo"], spoiler=spoiler
    )
    return await send_media(ask, media)


async def live_photo(
    ask: Ask, video: Any, still: Any, *, spoiler: bool = False
) -> "api.TypeInputMedia":
    """A live photo that is to be sent. A new video becomes a document at once; before the call's first statement.

    Raises: BotError, RpcError.
    """
    if any(isinstance(each, str) and each.lower().startswith(WEB) for each in (video, still)):
        raise bad(NO_ADDRESSES)
    shown = photo(ask, still, spoiler=spoiler)
    assert isinstance(shown, api.InputMediaPhoto | api.InputMediaUploadedPhoto)
    shown.live_photo, shown.video = True, await _video(ask, video)
    return shown


async def _video(ask: Ask, said: Any) -> api.InputDocument:
    name = FileIds(ask.viewer.user_id, ask.viewer.secret).read(said) if _is_name(said) else None
    if name is not None and name.medium is Medium.LIVE_PHOTO:
        return input_document(ask, name)
    file = read_file(ask, said, Medium.VIDEO)
    if isinstance(file, FileName):
        return input_document(ask, file)
    if not isinstance(file, Uploaded):
        raise bad(WRONG)
    if file.size > VIDEO_BYTES_MAX:
        raise bad("file is too big")
    return await _keep(ask, file)


def _is_name(said: Any) -> bool:
    return isinstance(said, str) and not said.startswith("attach://")


async def _keep(ask: Ask, file: Uploaded) -> api.InputDocument:
    """An upload as a document of its own."""
    given = api.InputMediaUploadedDocument(
        file=input_file(file),
        mime_type=mime_of(file, Medium.VIDEO),
        attributes=attributes_of(file, Medium.VIDEO, {}),
    )
    made = await ask.beforehand(
        api.messages.UploadMedia(peer=api.InputPeerEmpty(), media=given)
    )
    kept = made.document if isinstance(made, api.MessageMediaDocument) else None
    assert isinstance(kept, api.Document), "a video was uploaded"
    return api.InputDocument(
        id=kept.id, access_hash=kept.access_hash, file_reference=kept.file_reference
    )
