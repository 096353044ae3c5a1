"""Reading parameters by the type tables: numbers and objects may come as text, what is unknown is passed over.

A reader is compiled for each type when it is met first. What it gives is plain: `int`, `float`, `bool`,
`str`, lists and dictionaries that are known to have their fields; and `Uploaded` where a file came along.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from chappe.botapi.errors import BotError, bad
from chappe.botapi.older import modern, modern_fields
from chappe.botapi.schema import (
    PLAIN,
    TYPES,
    Field,
    MethodShape,
    choices_of,
    item_of,
    tag_of,
)

MAY_BE_EMPTY = {"url"}
"""A webhook at no address is none."""
INTEGER = re.compile(r"[+-]?\d{1,19}")
DIGITS = re.compile(r"\d{1,19}")
TRUE, FALSE = {"true", "yes", "1"}, {"false", "no", "0", ""}
INT32, INT64 = 1 << 31, 1 << 63
DEPTH_MAX = 40
"""Things in things: only a stranger nests them deeper."""
Reader = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that came with the call. `upload_id`, `parts`: as it was saved; `size`: in bytes."""

    upload_id: int
    parts: int
    size: int
    name: str
    mime: str


def number_in(text: str) -> int | None:
    """A number of the Telegram API that is written in digits; None: it is none, or longer than any."""
    found = int(text) if DIGITS.fullmatch(text) else INT64
    return found if found < INT64 else None


class Wrong(Exception):
    """A value is not what it should be; the text says what it should."""


SHORT = {"KeyboardButton": "text", "InputPollOption": "text"}
"""Objects that may be written as a text alone: the value of this field."""
NO_FIELD = "Can't find field"
INLINE_RESULT = "InlineQueryResult"
"""What is wrong with one has words of its own."""
REQUIRED = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "from_chat_id is empty",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
    "text": "message text is empty",
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "photo": "there is no photo in the request",
    "audio": "there is no audio in the request",
    "document": "there is no document in the request",
    "video": "there is no video in the request",
    "animation": "there is no animation in the request",
    "voice": "there is no voice in the request",
    "video_note": "there is no video note in the request",
    "sticker": "there is no sticker in the request",
    "file_id": "file_id not specified",
    "title": "title can't be empty",
}
"""What is said when a parameter is missing, where it has words of its own."""


def read_params(
    shape: MethodShape, given: Mapping[str, Any], files: Mapping[str, Uploaded]
) -> dict[str, Any]:
    """The parameters of a call that are there. An empty text counts as missing, as in a form.

    Raises: BotError.
    """
    read: dict[str, Any] = {}
    given = modern(given)
    for param in shape.params:
        value = given.get(param.name)
        if value is None or value == "":
            uploaded = files.get(param.name)
            if uploaded is not None:
                read[param.name] = uploaded
            elif param.required and param.name not in MAY_BE_EMPTY:
                raise _missing(param)
            continue
        read[param.name] = _read(param, value)
    return read


def _missing(param: Field) -> BotError:
    return bad(REQUIRED.get(param.name, f'parameter "{param.name}" is required'))


def _read(param: Field, value: Any) -> Any:
    try:
        return _reader_in(param, text=True)(value)
    except Wrong as wrong:
        if param.name in {"chat_id", "from_chat_id"}:
            raise bad("chat not found") from wrong
        if param.name == "user_id":
            raise bad("invalid user_id specified") from wrong
        if INLINE_RESULT in {param.type, item_of(param.type)}:
            raise bad(f"can't parse {INLINE_RESULT}: {wrong}") from wrong
        raise bad(f'can\'t parse parameter "{param.name}": {wrong}') from wrong
    except RecursionError as error:
        raise bad(f'can\'t parse parameter "{param.name}": it is nested too deep') from error


@cache
def reader_of(spelled: str) -> Reader:
    """The reader of a parameter of some type; complex values may come as JSON text."""
    inner = value_reader(spelled)
    if any(each in PLAIN or each == "InputFile" for each in choices_of(spelled)):
        return inner

    def from_text(value: Any) -> Any:
        if isinstance(value, str):
            try:
                value = msgspec.json.decode(value)
            except (msgspec.DecodeError, RecursionError) as error:
                raise Wrong("can't parse JSON object") from error
        return inner(value)

    return from_text


@cache
def value_reader(spelled: str) -> Reader:
    """The reader of a value of some type."""
    item = item_of(spelled)
    if item is not None:
        return _list_of(item)
    if spelled == "RichText":
        return _rich_text
    names = spelled.split("|")
    plain = [_PLAIN_READERS[name] for name in names if name in _PLAIN_READERS]
    objects = choices_of(spelled)
    if plain:
        return plain[0] if len(names) == 1 else _first_of(plain)
    return _object_of(spelled, objects)


WIDE = (
    *("chat_id", "user_id", "user_ids", "draft_id", "size"),
    *("amount", "amounts", "count", "price"),
)
"""How the names of numbers end that may be beyond 32 bits."""


@cache
def _reader_in(field: Field, *, text: bool) -> Reader:
    """The reader of a field: most numbers have 32 bits on the wire. `text`: it may come as JSON text."""
    reader = (reader_of if text else value_reader)(field.type)
    if "Integer" not in field.type or field.name.endswith(WIDE) or field.name == "id":
        return reader

    def narrow(value: Any) -> Any:
        found = reader(value)
        for each in found if isinstance(found, list) else (found,):
            if isinstance(each, int) and not -INT32 <= each < INT32:
                raise Wrong("must be of type Integer")
        return found

    return narrow


def _integer(value: Any) -> int:
    if isinstance(value, str) and INTEGER.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not -INT64 <= value < INT64:
        raise Wrong("must be of type Integer")
    return value


def _float(value: Any) -> float:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError as error:
            raise Wrong("must be of type Number") from error
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124 - NaN alone
        raise Wrong("must be of type Number")
    return float(value)


def _string(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Wrong("must be of type String")
    return value.replace("\0", "") if isinstance(value, str) else str(value)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower() if isinstance(value, str | int) else None
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise Wrong("must be of type Boolean")


def _file(value: Any) -> Any:
    """A file by name: its id, an address, or `attach://`."""
    return _string(value)


_PLAIN_READERS: dict[str, Reader] = {
    "Integer": _integer,
    "Float": _float,
    "String": _string,
    "Boolean": _boolean,
    "True": _boolean,
    "InputFile": _file,
}


def _first_of(readers: list[Reader]) -> Reader:
    def read(value: Any) -> Any:
        wrong = None
        for each in readers:
            try:
                return each(value)
            except Wrong as error:
                wrong = error
        assert wrong is not None
        raise wrong

    return read


def _list_of(item: str) -> Reader:
    def read(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise Wrong("must be of type Array")
        one = value_reader(item)
        return [one(each) for each in value]

    return read


def _rich_text(value: Any) -> Any:
    """A text, a list of rich texts, or a marked one."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, list):
        return [_rich_text(each) for each in value]
    return _object_of("RichText", choices_of("RichText"))(value)


def _object_of(spelled: str, names: tuple[str, ...]) -> Reader:
    """One of some objects: as its `type` says, or else the one that needs most of those that have all that they
    need, since a venue has all that a place has."""
    union = spelled if len(names) > 1 and "|" not in spelled else ""

    short = SHORT.get(spelled)

    def read(value: Any) -> dict[str, Any]:
        if short is not None and isinstance(value, str):
            value = {short: value}
        if not isinstance(value, dict):
            raise Wrong("object expected")
        wrongs: dict[str, Wrong] = {}
        for name in sorted(_fitting(names, union, value), key=_needs, reverse=True):
            try:
                return _fields_of(name, value)
            except Wrong as error:
                wrongs[name] = error
        if not wrongs:
            raise Wrong('Field "type" has an unknown value')
        raise _telling(names, wrongs)

    return read


def _fitting(names: tuple[str, ...], union: str, value: Mapping[str, Any]) -> list[str]:
    """Which of some objects a value may be."""
    if len(names) == 1:
        return list(names)
    said = value.get("type")
    tagged = [
        name for name in names if any(field.name == "type" for field in TYPES[name].fields)
    ]
    if isinstance(said, str) and tagged:
        prefix = union if union and names[0].startswith(union) else _shared_prefix(names)
        return [name for name in tagged if tag_of(name, prefix) == said]
    return [name for name in names if name not in tagged or said is None]


def _telling(names: tuple[str, ...], wrongs: Mapping[str, Wrong]) -> Wrong:
    """Of what is wrong with a value as each of some objects, that which says most: of one whose fields are there."""

    def rank(name: str) -> tuple[bool, bool, int]:
        return str(wrongs[name]).startswith(NO_FIELD), "Cached" in name, names.index(name)

    return wrongs[min(wrongs, key=rank)]


@cache
def _needs(name: str) -> int:
    """How many fields an object has to have."""
    return sum(field.required for field in TYPES[name].fields)


@cache
def _shared_prefix(names: tuple[str, ...]) -> str:
    first, last = min(names), max(names)
    same = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    return first[:same]


def _fields_of(name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    value = modern_fields(name, value)
    for field in TYPES[name].fields:
        said = value.get(field.name)
        if said is None:
            if field.required and field.type == "Boolean":
                read[field.name] = False
            elif field.required:
                raise Wrong(f'{NO_FIELD} "{field.name}"')
            continue
        try:
            read[field.name] = _reader_in(field, text=False)(said)
        except Wrong as wrong:
            text = str(wrong)
            if text.startswith(("must be", "object expected")):
                text = f'Field "{field.name}" {text}'
            raise Wrong(text) from wrong
    return read
