"""What kind of media a message carries: for filters, and for what is heard or seen once."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from chappe.db.database import Tx
from chappe.features.files.actions import keep_media
from chappe.features.files.kinds import PreparedMedia
from chappe.features.files.view import find_documents
from chappe.features.messages.model import MediaKind
from chappe.rpc.call import Call
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.viewer import Viewer

UNREAD_KINDS = {MediaKind.VOICE, MediaKind.ROUND_VIDEO}
PLAIN_KINDS: dict[type[object], MediaKind] = {
    api.MessageMediaContact: MediaKind.CONTACT,
    api.MessageMediaGame: MediaKind.GAME,
    api.MessageMediaGeo: MediaKind.GEO,
    api.MessageMediaGeoLive: MediaKind.GEO,
    api.MessageMediaVenue: MediaKind.GEO,
    api.MessageMediaPhoto: MediaKind.PHOTO,
    api.MessageMediaPoll: MediaKind.POLL,
    api.MessageMediaToDo: MediaKind.CHECKLIST,
    api.MessageMediaWebPage: MediaKind.WEB_PAGE,
}


class Media(NamedTuple):
    """What a body keeps of its media. `data`: None when nothing came of it (a preview that may be missing).
    `unread`: it waits to be heard or seen."""

    data: bytes | None
    kind: MediaKind
    file_id: int | None
    unread: bool


async def keep(journal: Journal, viewer: Viewer, prepared: PreparedMedia) -> Media:
    """Write the rows of prepared media; the boxes of whoever will have it are locked before."""
    data = await keep_media(journal, prepared)
    media, file_id = prepared.media, None
    if isinstance(media, api.MessageMediaEmpty):
        return Media(None, MediaKind.NONE, None, unread=False)
    kind = PLAIN_KINDS.get(type(media), MediaKind.OTHER)
    if isinstance(media, api.MessageMediaPhoto):
        file_id = getattr(media.photo, "id", None)
    elif isinstance(media, api.MessageMediaDocument):
        file_id = getattr(media.document, "id", None)
        kind = kind_of(await _document(journal.tx, viewer, prepared, file_id))
    destroys_itself = getattr(media, "ttl_seconds", None) is not None
    return Media(data, kind, file_id, kind in UNREAD_KINDS or destroys_itself)


async def _document(
    tx: Tx, viewer: Viewer, prepared: PreparedMedia, file_id: int | None
) -> api.Document | None:
    for new in prepared.files:
        if isinstance(new.shown, api.Document) and new.shown.id == file_id:
            return new.shown
    if file_id is None:
        return None
    return (await find_documents(tx, viewer, [file_id])).get(file_id)


NoteSent = Callable[[Call, Media, bool], Awaitable[None]]
_notes_sent: list[NoteSent] = []


def notes_sent(note: NoteSent) -> NoteSent:
    """The decorated function is told of each medium that somebody sends by itself, when the message is written; and whether
    its set is to come to the top."""
    if note not in _notes_sent:
        _notes_sent.append(note)
    return note


async def note_sent(call: Call, media: Media, *, to_top: bool) -> None:
    """Tell of a medium that was sent."""
    for note in _notes_sent:
        await note(call, media, to_top)


def is_heard(media: "api.TypeMessageMedia") -> bool:
    """Whether somebody speaks, which not everybody wants to hear."""
    return isinstance(media, api.MessageMediaDocument) and (media.voice or media.round)


def kind_of(document: api.Document | None) -> MediaKind:
    """The kind of a document, by its attributes."""
    kind = MediaKind.DOCUMENT
    for attribute in document.attributes if document is not None else ():
        match attribute:
            case api.DocumentAttributeSticker() | api.DocumentAttributeCustomEmoji():
                return MediaKind.STICKER
            case api.DocumentAttributeAnimated():
                kind = MediaKind.GIF
            case api.DocumentAttributeVideo() if kind != MediaKind.GIF:
                kind = MediaKind.ROUND_VIDEO if attribute.round_message else MediaKind.VIDEO
            case api.DocumentAttributeAudio():
                kind = MediaKind.VOICE if attribute.voice else MediaKind.MUSIC
            case _:
                pass
    return kind
