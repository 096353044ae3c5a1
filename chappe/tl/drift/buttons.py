"""Keyboards. Until layer 228 each kind of button was a constructor of `KeyboardButton`, under
messages and under the input field alike; since 229 the two are apart and the kind is a field.
"""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.catalogue import everything
from chappe.tl.drift.frame import Fields, down, down_to, old, up
from chappe.tl.wire import UnknownConstructor

# The last of the old shapes, 222..228; the rules bring them further down.
_INLINE = {
    api.InlineButtonTypeBuy: 0x3FA53905,
    api.InlineButtonTypeCallback: 0xE62BC960,
    api.InlineButtonTypeCopy: 0xBCC4AF10,
    api.InlineButtonTypeGame: 0x89C590F9,
    api.InlineButtonTypeSwitchInline: 0x991399FC,
    api.InlineButtonTypeUrl: 0xD80C25EC,
    api.InlineButtonTypeUrlAuth: 0xF51006F9,
    api.InlineButtonTypeUserProfile: 0xC0FD5D09,
    api.InlineButtonTypeWebView: 0xE846B1A0,
    api.InputInlineButtonTypeUrlAuth: 0x68013E72,
    api.InputInlineButtonTypeUserProfile: 0x7D5E07C7,
}
_REPLY = {
    api.ButtonTypeDefault: 0x7D170CFF,
    api.ButtonTypeRequestGeoLocation: 0xAA40F94D,
    api.ButtonTypeRequestPeer: 0x5B0F15F5,
    api.ButtonTypeRequestPhone: 0x417EFD8F,
    api.ButtonTypeRequestPoll: 0x7A11D782,
    api.ButtonTypeSimpleWebView: 0xE15C4370,
    api.InputButtonTypeRequestPeer: 0x2B78156,
}


def _fields(kind: TLObject) -> dict[str, Any]:
    return {name: getattr(kind, name) for name in kind.FIELDS}


def inline_button(o: api.KeyboardInlineButton) -> TLObject | None:
    """A button under a message is a `KeyboardButton` of its kind; a disabled one is left out."""
    id_ = _INLINE.get(type(o.type))
    if id_ is None:
        return None
    return old(id_, style=o.style, text=o.text, **_fields(o.type))


def _row(buttons: list[Any]) -> TLObject:
    return api.KeyboardButtonRow(buttons=buttons)  # of the shape that it always had


@down("replyInlineMarkup", "rows", until=228)
def inline_rows(o: api.ReplyInlineMarkup) -> Fields:
    """The rows were those of any keyboard; a row without a button is left out."""
    rows = ([inline_button(button) for button in row.buttons] for row in o.rows)
    kept = ([button for button in row if button is not None] for row in rows)
    return {"rows": [_row(row) for row in kept if row]}


@down_to("keyboardButton", until=228)
def reply_button(o: api.KeyboardButton) -> TLObject:
    """A button under the input field is a constructor of its kind; an unknown kind is text."""
    id_ = _REPLY.get(type(o.type), _REPLY[api.ButtonTypeDefault])
    return old(id_, style=o.style, text=o.text, **_fields(o.type))


def _kind(button: Any, cls: type[Any]) -> Any:
    """Make the kind of a button out of the fields that an old button has of it."""
    known = {name: getattr(button, name) for name in cls.FIELDS if name in button.FIELDS}
    if "max_quantity" in cls.FIELDS:  # before layer 169 one peer could be shared
        known.setdefault("max_quantity", 1)
    return cls(**known)


def _register(id_: int, kind: type[TLObject], button: type[TLObject]) -> None:
    @up(everything()[id_].name)
    def button_of_its_kind(before: Any) -> TLObject:
        style = getattr(before, "style", None)
        return button(style=style, text=before.text, type=_kind(before, kind))


for _kind_class, _id in _INLINE.items():
    _register(_id, _kind_class, api.KeyboardInlineButton)
for _kind_class, _id in _REPLY.items():
    _register(_id, _kind_class, api.KeyboardButton)


@up("replyInlineMarkup", loose=True)
def inline_markup(before: Any) -> api.ReplyInlineMarkup:
    """Read rows of any buttons; one that never belonged under a message is unknown there."""
    for row in before.rows:
        for button in row.buttons:
            if not isinstance(button, api.KeyboardInlineButton):
                raise UnknownConstructor(button.ID)
    rows = [api.KeyboardInlineButtonRow(buttons=row.buttons) for row in before.rows]
    return api.ReplyInlineMarkup(rows=rows)
