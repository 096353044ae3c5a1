"""The methods and types of the Bot API, as `tl/schema/botapi.json` lists them.

A type is spelled `Integer`, `String`, `Boolean`, `True`, `Float`, a name of the table, `[X]` for a list, or
`A|B` for one of several.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

PLAIN = frozenset({"Integer", "String", "Boolean", "True", "Float"})


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method, or a field of an object."""

    name: str
    type: str
    required: bool


@dataclass(frozen=True, slots=True)
class MethodShape:
    """A method: what it takes, and the type of its result (as a Python annotation)."""

    name: str
    params: tuple[Field, ...]
    result: str


@dataclass(frozen=True, slots=True)
class TypeShape:
    """A type: fields, or the names of those of which it is one."""

    name: str
    fields: tuple[Field, ...] = ()
    union: tuple[str, ...] = ()


def _load() -> dict[str, Any]:
    text = (files("chappe.tl") / "schema" / "botapi.json").read_bytes()
    read: dict[str, Any] = msgspec.json.decode(text)
    return read


_TABLE = _load()
VERSION: str = _TABLE["version"]
METHODS = {
    name: MethodShape(name, tuple(Field(*each) for each in row["p"]), row["r"])
    for name, row in _TABLE["methods"].items()
}
TYPES = {
    name: TypeShape(
        name, tuple(Field(*each) for each in row.get("f", ())), tuple(row.get("union", ()))
    )
    for name, row in _TABLE["types"].items()
}
TAGS = {
    prefix + name: tag
    for prefix in ("RichBlock", "InputRichBlock")
    for name, tag in {
        "SectionHeading": "heading",
        "Preformatted": "pre",
        "BlockQuotation": "blockquote",
        "ExpandableBlockQuotation": "expandable_blockquote",
        "PullQuotation": "pullquote",
    }.items()
}
"""Objects whose `type` is not what their name says."""
BY_LOWER = {name.lower(): shape for name, shape in METHODS.items()}
"""Methods are called by whatever case."""


def item_of(spelled: str) -> str | None:
    """The type of the items of a list; None for what is no list."""
    return spelled[1:-1] if spelled.startswith("[") and spelled.endswith("]") else None


def choices_of(spelled: str) -> tuple[str, ...]:
    """The types of which a value may be one; a single one for a type that is no choice."""
    if item_of(spelled) is not None:
        return (spelled,)
    names = tuple(spelled.split("|"))
    return tuple(each for name in names for each in _union_of(name))


def _union_of(name: str) -> tuple[str, ...]:
    shape = TYPES.get(name)
    return shape.union if shape is not None and shape.union else (name,)


@cache
def tag_of(member: str, union: str) -> str:
    """What the `type` of a member of a union says: `all_group_chats` of `BotCommandScopeAllGroupChats`."""
    if member in TAGS:
        return TAGS[member]
    rest = member.removeprefix(union).removeprefix("Cached")
    return "".join(
        f"_{char.lower()}" if char.isupper() and place else char.lower()
        for place, char in enumerate(rest)
    )
