"""Which message meets which ban."""

from typing import Any

import pytest

from chappe.features.chats.rights import SENDING, bit, refusal_of, without_preview
from chappe.features.messages.model import Body, MediaKind
from chappe.ids import PeerId
from chappe.tl import api


def body(kind: MediaKind = MediaKind.NONE, **more: Any) -> Body:
    media = None if kind is MediaKind.NONE else b"media"
    return Body(from_id=PeerId(1), at=0, text="hello", media_kind=kind, media=media, **more)


def banned(*flags: str) -> int:
    return sum(bit(api.ChatBannedRights, flag) for flag in flags)


@pytest.mark.parametrize("kind", MediaKind)
def test_each_kind_of_message_has_a_ban_of_its_own(kind: MediaKind) -> None:
    flag, error = SENDING.get(kind, ("send_media", "CHAT_SEND_MEDIA_FORBIDDEN"))
    assert refusal_of(banned(flag), body(kind)) == error
    others = {each for each, _ in SENDING.values()} - {flag}
    assert refusal_of(banned(*others), body(kind)) is None
    assert refusal_of(banned("send_messages"), body(kind)) == "CHAT_WRITE_FORBIDDEN"
    assert refusal_of(0, body(kind)) is None


def test_what_is_no_medium_is_not_banned_with_media() -> None:
    free = {kind for kind in MediaKind if refusal_of(banned("send_media"), body(kind)) is None}
    words = {MediaKind.NONE, MediaKind.WEB_PAGE, MediaKind.GEO, MediaKind.CONTACT}
    others = {MediaKind.POLL, MediaKind.GAME, MediaKind.CHECKLIST, MediaKind.RICH}
    assert free == words | others


def test_what_a_bot_has_found_is_not_sent_by_those_banned_from_it() -> None:
    found = body(via_bot=7)
    assert refusal_of(banned("send_inline"), found) == "CHAT_SEND_INLINE_FORBIDDEN"
    assert refusal_of(banned("send_inline"), body(via_bot=7, forward=b"from")) is None
    assert refusal_of(banned("send_inline"), body()) is None


def test_an_address_is_named_without_its_preview() -> None:
    page = body(MediaKind.WEB_PAGE)
    shown = without_preview(banned("embed_links"), page)
    assert (shown.media, shown.media_kind, shown.text) == (None, MediaKind.NONE, "hello")
    assert without_preview(0, page) == page
    photo = body(MediaKind.PHOTO)
    assert without_preview(banned("embed_links"), photo) == photo
