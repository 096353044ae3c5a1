"""Keyboards. Until layer 228 each kind of button was a constructor of `KeyboardButton`, under
messages and under the input field alike; since 229 the two are apart and the kind is a field.
"""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import last_layer_without
from chappe.tl.drift.frame import Fields, down, down_to, old, up
from chappe.tl.wire import UnknownConstructor

# Kind of button → its constructor until 228.
INLINE = {
    api.InlineButtonTypeBuy: "keyboardButtonBuy",
    api.InlineButtonTypeCallback: "keyboardButtonCallback",
    api.InlineButtonTypeCopy: "keyboardButtonCopy",
    api.InlineButtonTypeGame: "keyboardButtonGame",
    api.InlineButtonTypeSwitchInline: "keyboardButtonSwitchInline",
    api.InlineButtonTypeUrl: "keyboardButtonUrl",
    api.InlineButtonTypeUrlAuth: "keyboardButtonUrlAuth",
    api.InlineButtonTypeUserProfile: "keyboardButtonUserProfile",
    api.InlineButtonTypeWebView: "keyboardButtonWebView",
    api.InputInlineButtonTypeUrlAuth: "inputKeyboardButtonUrlAuth",
    api.InputInlineButtonTypeUserProfile: "inputKeyboardButtonUserProfile",
}
REPLY = {
    api.ButtonTypeDefault: "keyboardButton",
    api.ButtonTypeRequestGeoLocation: "keyboardButtonRequestGeoLocation",
    api.ButtonTypeRequestPeer: "keyboardButtonRequestPeer",
    api.ButtonTypeRequestPhone: "keyboardButtonRequestPhone",
    api.ButtonTypeRequestPoll: "keyboardButtonRequestPoll",
    api.ButtonTypeSimpleWebView: "keyboardButtonSimpleWebView",
    api.InputButtonTypeRequestPeer: "inputKeyboardButtonRequestPeer",
}


def _fields(kind: TLObject) -> dict[str, Any]:
    return {name: getattr(kind, name) for name in kind.FIELDS}


def inline_button(o: api.KeyboardInlineButton) -> TLObject | None:
    """A button under a message is a `KeyboardButton` of its kind; a disabled one has none."""
    name = INLINE.get(type(o.type))
    if name is None:
        return None
    return old(name, style=o.style, text=o.text, **_fields(o.type))


def _row(buttons: list[Any]) -> TLObject:
    return api.KeyboardButtonRow(buttons=buttons)  # of the shape that it always had


def _inline_rows(until: int) -> None:
    """Register the step for the layers up to `until`, with the kinds that they have."""
    kinds = {k: name for k, name in INLINE.items() if last_layer_without(name) < until}

    @down("replyInlineMarkup", "rows", until=until)
    def inline_rows(o: api.ReplyInlineMarkup) -> Fields:
        # The rows were those of any keyboard; a row without a button is left out, because a
        # plain button, which would stand in, means nothing under a message.
        rows = (
            [inline_button(b) for b in row.buttons if type(b.type) in kinds] for row in o.rows
        )
        return {"rows": [_row(row) for row in rows if row]}


for _until in {228, *(last_layer_without(_name) for _name in INLINE.values())}:
    _inline_rows(_until)


@down_to("keyboardButton", until=228)
def reply_button(o: api.KeyboardButton) -> TLObject:
    """A button under the input field is a constructor of its kind."""
    return old(REPLY[type(o.type)], style=o.style, text=o.text, **_fields(o.type))


def _kind(button: Any, cls: type[Any]) -> Any:
    """Make the kind of a button out of the fields that an old button has of it."""
    known = {name: getattr(button, name) for name in cls.FIELDS if name in button.FIELDS}
    if "max_quantity" in cls.FIELDS:  # before layer 169 one peer could be shared
        known.setdefault("max_quantity", 1)
    return cls(**known)


def _register(name: str, kind: type[TLObject], button: type[TLObject]) -> None:
    @up(name)
    def button_of_its_kind(before: Any) -> TLObject:
        style = getattr(before, "style", None)
        return button(style=style, text=before.text, type=_kind(before, kind))


for _kind_class, _name in INLINE.items():
    _register(_name, _kind_class, api.KeyboardInlineButton)
for _kind_class, _name in REPLY.items():
    _register(_name, _kind_class, api.KeyboardButton)


@up("replyInlineMarkup", loose=True)
def inline_markup(before: Any) -> api.ReplyInlineMarkup:
    """Read rows of any buttons; one that never belonged under a message is unknown there."""
    for row in before.rows:
        for button in row.buttons:
            if not isinstance(button, api.KeyboardInlineButton):
                raise UnknownConstructor(button.ID)
    rows = [api.KeyboardInlineButtonRow(buttons=row.buttons) for row in before.rows]
    return api.ReplyInlineMarkup(rows=rows)
