"""Which documents are custom emoji."""

from chappe.features.files.emoji import is_custom_emoji
from chappe.tl import api


def document(*attributes: "api.TypeDocumentAttribute") -> api.Document:
    return api.Document(
        id=1,
        access_hash=0,
        file_reference=b"",
        date=0,
        mime_type="image/webp",
        size=1,
        dc_id=2,
        attributes=list(attributes),
    )


def test_a_sticker_is_no_custom_emoji() -> None:
    none = api.InputStickerSetEmpty()
    assert is_custom_emoji(
        document(api.DocumentAttributeCustomEmoji(alt="🙂", stickerset=none))
    )
    assert not is_custom_emoji(
        document(api.DocumentAttributeSticker(alt="🙂", stickerset=none))
    )
