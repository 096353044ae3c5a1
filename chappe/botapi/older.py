"""Parameters of older versions of the Bot API, which programs still send: put into the words of today.

https://core.telegram.org/bots/api-changelog
"""

from collections.abc import Callable, Mapping
from typing import Any

Fields = dict[str, Any]


def modern(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters of a call, the older ones in the form of today; what is said in both forms is taken as today."""
    if OLDER.keys().isdisjoint(given):
        return given
    made: Fields = dict(given)
    for name, put in OLDER.items():
        if name in made:
            put(made, made.pop(name))
    return made


def _answers(made: Fields, number: Any) -> None:
    """Since 7.0 `reply_parameters`."""
    reply: Fields = {"message_id": number}
    if "allow_sending_without_reply" in made:
        reply["allow_sending_without_reply"] = made["allow_sending_without_reply"]
    made.setdefault("reply_parameters", reply)


def _no_page(made: Fields, disabled: Any) -> None:
    """Since 7.0 `link_preview_options`."""
    made.setdefault("link_preview_options", {"is_disabled": disabled})


def _thumb(made: Fields, said: Any) -> None:
    """Since 6.6 `thumbnail`."""
    made.setdefault("thumbnail", said)


def _right(made: Fields, place: Any) -> None:
    """Since 9.6 there may be several."""
    made.setdefault("correct_option_ids", [place])


def _switch_text(made: Fields, text: Any) -> None:
    """Since 6.7 `button`."""
    if text:
        button = {"text": text, "start_parameter": made.get("switch_pm_parameter", "")}
        made.setdefault("button", button)


def _switch_parameter(_made: Fields, _said: Any) -> None:
    """Without a text there was no button."""


OLDER: dict[str, Callable[[Fields, Any], None]] = {
    "reply_to_message_id": _answers,
    "disable_web_page_preview": _no_page,
    "thumb": _thumb,
    "correct_option_id": _right,
    "switch_pm_text": _switch_text,
    "switch_pm_parameter": _switch_parameter,
}


OLDER_FIELDS = {
    "InlineQueryResult": {
        "thumb_url": "thumbnail_url",
        "thumb_width": "thumbnail_width",
        "thumb_height": "thumbnail_height",
        "thumb_mime_type": "thumbnail_mime_type",
    }
}
"""Fields of objects whose names begin so, by what they were called before 6.6."""
NO_PREVIEW = "disable_web_page_preview"


def modern_fields(name: str, value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of an object, the older ones in the form of today."""
    if name == "InputTextMessageContent" and NO_PREVIEW in value:
        return {"link_preview_options": {"is_disabled": value[NO_PREVIEW]}, **value}
    for prefix, renamed in OLDER_FIELDS.items():
        if name.startswith(prefix) and not renamed.keys().isdisjoint(value):
            return {renamed.get(field, field): said for field, said in value.items()}
    return value
