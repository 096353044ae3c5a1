"""Files as bots name them: come along with the call, here already, or on the web.

https://core.telegram.org/bots/api#sending-files
"""

import mimetypes
from collections.abc import Mapping
from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.fileids import FileIds, FileName, Medium
from chappe.botapi.reading import Uploaded
from chappe.features.files import seals
from chappe.features.files.model import FileId, Kind
from chappe.tl import api

ATTACH = "attach://"
WEB = ("http://", "https://")
WRONG = "wrong file identifier/HTTP URL specified"
NO_TYPE = {"", "application/octet-stream", "text/plain"}
"""What programs say that do not know what they send."""
USUAL_TYPES = {
    Medium.VIDEO: "video/mp4",
    Medium.VIDEO_NOTE: "video/mp4",
    Medium.ANIMATION: "video/mp4",
    Medium.AUDIO: "audio/mpeg",
    Medium.VOICE: "audio/ogg",
}
PHOTO_BYTES_MAX = 10 << 20
PHOTO_NAME = "photo.jpg"
File = Uploaded | FileName | str
"""What came along, what is here, an address."""


def read_file(ask: Ask, said: Any, medium: Medium) -> File:
    """What a bot names as a file that is to be sent as some medium.

    Raises: BotError.
    """
    if isinstance(said, Uploaded):
        return said
    text = str(said or "").strip()
    if text.startswith(ATTACH):
        found = ask.files.get(text.removeprefix(ATTACH))
        if found is None:
            raise bad(f"file {text} is not found in the request")
        uploaded: Uploaded = found
        return uploaded
    if text.lower().startswith(WEB):
        return text
    return _known(ask, text, medium)


def _known(ask: Ask, text: str, medium: Medium) -> FileName:
    name = FileIds(ask.viewer.user_id, ask.viewer.secret).read(text)
    if name is None:
        raise bad(WRONG)
    if name.medium is not medium:
        raise bad(f"can't use file of type {_title(name.medium)} as {_title(medium)}")
    return name


def _title(medium: Medium) -> str:
    return "".join(word.capitalize() for word in medium.name.split("_"))


def input_file(uploaded: Uploaded) -> api.InputFileBig:
    """An upload as the Telegram API names it."""
    return api.InputFileBig(id=uploaded.upload_id, parts=uploaded.parts, name=uploaded.name)


def given_file(ask: Ask, said: Any) -> "api.TypeInputFile | None":
    """A file that can only come along with the call; anything else is passed over, as the real service does."""
    if isinstance(said, str):
        said = ask.files.get(said.removeprefix(ATTACH)) if said.startswith(ATTACH) else None
    return input_file(said) if isinstance(said, Uploaded) else None


def given_photo(ask: Ask, said: Any) -> "api.TypeInputFile | None":
    """A photo that can only come along with the call, whatever it is called."""
    file = given_file(ask, said)
    if file is not None:
        file.name = PHOTO_NAME  # type: ignore[union-attr]  # we make those that have names
    return file


def input_photo(ask: Ask, name: FileName) -> api.InputPhoto:
    """A photo that is here, with a fresh reference."""
    file_id = FileId(name.file_id)
    return api.InputPhoto(
        id=file_id,
        access_hash=seals.access_hash(ask.viewer, Kind.PHOTO, file_id),
        file_reference=seals.file_reference(ask.viewer, Kind.PHOTO, file_id),
    )


def input_document(ask: Ask, name: FileName) -> api.InputDocument:
    """A document that is here, with a fresh reference."""
    file_id = FileId(name.file_id)
    return api.InputDocument(
        id=file_id,
        access_hash=seals.access_hash(ask.viewer, Kind.DOCUMENT, file_id),
        file_reference=seals.file_reference(ask.viewer, Kind.DOCUMENT, file_id),
    )


def photo(ask: Ask, said: Any, *, spoiler: bool) -> "api.TypeInputMedia":
    """A photo that is to be sent."""
    file = read_file(ask, said, Medium.PHOTO)
    match file:
        case Uploaded():
            if file.size > PHOTO_BYTES_MAX:
                raise bad("file is too big")
            given = input_file(file)
            given.name = (
                PHOTO_NAME  # libraries call what has no name "application.octet-stream"
            )
            return api.InputMediaUploadedPhoto(file=given, spoiler=spoiler)
        case FileName():
            return api.InputMediaPhoto(id=input_photo(ask, file), spoiler=spoiler)
        case _:
            return api.InputMediaPhotoExternal(url=file, spoiler=spoiler)


def document(
    ask: Ask, said: Any, medium: Medium, params: Mapping[str, Any]
) -> "api.TypeInputMedia":
    """Any other file that is to be sent. `params`: of the call, or of one medium of several."""
    file = read_file(ask, said, medium)
    spoiler = params.get("has_spoiler", False)
    timestamp = params.get("start_timestamp")
    match file:
        case Uploaded():
            return api.InputMediaUploadedDocument(
                file=input_file(file),
                thumb=given_file(ask, params.get("thumbnail")),
                mime_type=mime_of(file, medium),
                attributes=attributes_of(file, medium, params),
                force_file=params.get("disable_content_type_detection", False),
                nosound_video=medium is Medium.ANIMATION,
                spoiler=spoiler,
                video_timestamp=timestamp,
            )
        case FileName():
            return api.InputMediaDocument(
                id=input_document(ask, file), spoiler=spoiler, video_timestamp=timestamp
            )
        case _:
            return api.InputMediaDocumentExternal(
                url=file, spoiler=spoiler, video_timestamp=timestamp
            )


def mime_of(file: Uploaded, medium: Medium) -> str:
    """What kind of content an upload is: as is said, or else by its name, or what the medium usually is."""
    said = file.mime.partition(";")[0].strip().lower()
    guessed = mimetypes.guess_type(file.name)[0]
    if said in NO_TYPE:
        said = guessed or USUAL_TYPES.get(medium, said or "application/octet-stream")
    return said


def attributes_of(
    file: Uploaded, medium: Medium, params: Mapping[str, Any]
) -> "list[api.TypeDocumentAttribute]":
    """What is said of an upload."""
    made = [_ATTRIBUTES[medium](params)] if medium in _ATTRIBUTES else []
    if medium is Medium.ANIMATION:
        made.append(api.DocumentAttributeAnimated())
    if file.name and medium not in {Medium.VOICE, Medium.VIDEO_NOTE}:
        made.append(api.DocumentAttributeFilename(file_name=file.name))
    return made


def _video(params: Mapping[str, Any]) -> "api.TypeDocumentAttribute":
    return api.DocumentAttributeVideo(
        duration=float(params.get("duration", 0)),
        w=params.get("width", 0),
        h=params.get("height", 0),
        supports_streaming=params.get("supports_streaming", False),
    )


def _round(params: Mapping[str, Any]) -> "api.TypeDocumentAttribute":
    length = params.get("length", 240)
    return api.DocumentAttributeVideo(
        round_message=True, duration=float(params.get("duration", 0)), w=length, h=length
    )


def _audio(params: Mapping[str, Any]) -> "api.TypeDocumentAttribute":
    return api.DocumentAttributeAudio(
        duration=params.get("duration", 0),
        title=params.get("title"),
        performer=params.get("performer"),
    )


def _voice(params: Mapping[str, Any]) -> "api.TypeDocumentAttribute":
    return api.DocumentAttributeAudio(voice=True, duration=params.get("duration", 0))


_ATTRIBUTES: dict[Medium, Any] = {
    Medium.VIDEO: _video,
    Medium.ANIMATION: _video,
    Medium.VIDEO_NOTE: _round,
    Medium.AUDIO: _audio,
    Medium.VOICE: _voice,
}
