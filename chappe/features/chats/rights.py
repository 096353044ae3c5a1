"""Rights as one number: bit by bit as the flags of the wire's chatBannedRights and chatAdminRights."""

from dataclasses import replace
from functools import cache
from typing import Any

from chappe.features.messages.model import Body, MediaKind
from chappe.tl import api
from chappe.tl.build import TLObject

ADMIN_ALL = api.ChatAdminRights(
    change_info=True,
    delete_messages=True,
    ban_users=True,
    invite_users=True,
    pin_messages=True,
    manage_call=True,
    other=True,
    manage_ranks=True,
)


def pack(rights: TLObject) -> int:
    """The flags of a rights object as a number."""
    cls: Any = type(rights)
    bits = _bits(cls)
    return sum(1 << bit_ for name, bit_ in bits.items() if getattr(rights, name))


FOR_EVER = 2**31 - 1


def unpack_banned(number: int, until: int = FOR_EVER) -> api.ChatBannedRights:
    """A number as chatBannedRights. What holds for everybody holds for ever: TDLib wants that in numbers."""
    return api.ChatBannedRights(**_flags(api.ChatBannedRights, number), until_date=until)


def unpack_admin(number: int) -> api.ChatAdminRights:
    """A number as chatAdminRights."""
    return api.ChatAdminRights(**_flags(api.ChatAdminRights, number))


def bit(cls: Any, name: str) -> int:
    """One right as a number."""
    return 1 << _bits(cls)[name]


SENDING = {
    MediaKind.PHOTO: ("send_photos", "CHAT_SEND_PHOTOS_FORBIDDEN"),
    MediaKind.VIDEO: ("send_videos", "CHAT_SEND_VIDEOS_FORBIDDEN"),
    MediaKind.DOCUMENT: ("send_docs", "CHAT_SEND_DOCS_FORBIDDEN"),
    MediaKind.MUSIC: ("send_audios", "CHAT_SEND_AUDIOS_FORBIDDEN"),
    MediaKind.VOICE: ("send_voices", "CHAT_SEND_VOICES_FORBIDDEN"),
    MediaKind.ROUND_VIDEO: ("send_roundvideos", "CHAT_SEND_ROUNDVIDEOS_FORBIDDEN"),
    MediaKind.GIF: ("send_gifs", "CHAT_SEND_GIFS_FORBIDDEN"),
    MediaKind.STICKER: ("send_stickers", "CHAT_SEND_STICKERS_FORBIDDEN"),
    MediaKind.GAME: ("send_games", "CHAT_SEND_GAME_FORBIDDEN"),
    MediaKind.POLL: ("send_polls", "CHAT_SEND_POLL_FORBIDDEN"),
    MediaKind.CHECKLIST: ("send_polls", "CHAT_SEND_POLL_FORBIDDEN"),
    MediaKind.WEB_PAGE: ("send_plain", "CHAT_SEND_PLAIN_FORBIDDEN"),
    MediaKind.GEO: ("send_plain", "CHAT_SEND_PLAIN_FORBIDDEN"),
    MediaKind.CONTACT: ("send_plain", "CHAT_SEND_PLAIN_FORBIDDEN"),
    MediaKind.RICH: ("send_plain", "CHAT_SEND_PLAIN_FORBIDDEN"),
    MediaKind.NONE: ("send_plain", "CHAT_SEND_PLAIN_FORBIDDEN"),
}
"""What each kind of message needs, and what is said to those who are banned from it."""
NO_MEDIA = {
    *(MediaKind.NONE, MediaKind.WEB_PAGE, MediaKind.GEO, MediaKind.CONTACT),
    *(MediaKind.POLL, MediaKind.GAME, MediaKind.CHECKLIST, MediaKind.RICH),
}
"""What is not meant by "media": the apps have other switches for it."""


def refusal_of(banned: int, body: Body) -> str | None:
    """The error that a message meets under these bans, None when it may pass."""
    if not banned:
        return None
    if banned & bit(api.ChatBannedRights, "send_messages"):
        return "CHAT_WRITE_FORBIDDEN"
    by_bot = body.via_bot is not None and body.forward is None
    if by_bot and banned & bit(api.ChatBannedRights, "send_inline"):
        return "CHAT_SEND_INLINE_FORBIDDEN"
    if body.media_kind not in NO_MEDIA and banned & bit(api.ChatBannedRights, "send_media"):
        return "CHAT_SEND_MEDIA_FORBIDDEN"
    right, error = SENDING.get(body.media_kind, ("send_media", "CHAT_SEND_MEDIA_FORBIDDEN"))
    return error if banned & bit(api.ChatBannedRights, right) else None


def without_preview(banned: int, body: Body) -> Body:
    """A message as it is said by those who may not show what is behind an address: without the preview."""
    shown = body.media_kind is MediaKind.WEB_PAGE
    if shown and banned & bit(api.ChatBannedRights, "embed_links"):
        return replace(body, media=None, media_kind=MediaKind.NONE)
    return body


def _flags(cls: Any, number: int) -> dict[str, Any]:
    return {name: bool(number >> bit_ & 1) for name, bit_ in _bits(cls).items()}


@cache
def _bits(cls: Any) -> dict[str, int]:
    return {
        param.name: param.flag[1]
        for param in cls.SHAPE.fields
        if param.flag is not None and param.type == "true"
    }
