"""Calls in plain JSON, for whatever a talker has no command of its own for.

`{"_": "chatAdminRights", "ban_users": true}` is an object of the library, spelled as on the wire; `{"peer": NAME}`,
`{"channel": NAME}` and `{"user": NAME}` are somebody whom the talker knows by that name, `{"random": true}` is a
name for a message. What comes back is plain as well.
"""

import inspect
import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

Resolve = Callable[[str, str], Awaitable[Any]]
Make = Callable[[str], Any]
KINDS = ("peer", "channel", "user")


async def build(value: Any, make: Make, resolve: Resolve) -> Any:
    """A plain value as the library has it. `make`: the library's class of a name."""
    if isinstance(value, list):
        return [await build(each, make, resolve) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get("random"):
        return secrets.randbits(62)
    for kind in KINDS:
        if kind in value and len(value) == 1:
            return await resolve(kind, value[kind])
    fields = {
        name: await build(each, make, resolve) for name, each in value.items() if name != "_"
    }
    return make(value["_"])(**fields)


def flat(value: Any) -> Any:
    """What came back, without the library's own ways of naming types."""
    if isinstance(value, list):
        return [flat(each) for each in value]
    if not isinstance(value, dict):
        return value
    said = {name: flat(each) for name, each in value.items()}
    if isinstance(said.get("_"), str):
        name = said["_"].rsplit(".", 1)[-1]
        said["_"] = name[0].lower() + name[1:]
    return said


def as_plain(answer: Any, write: Callable[[Any], str]) -> dict[str, Any]:
    """The answer of a command. `write`: the library's own JSON of an object."""
    if isinstance(answer, list):
        return {"answer": [as_plain(each, write)["answer"] for each in answer]}
    if isinstance(answer, bool | int | str):
        return {"answer": answer}
    return {"answer": flat(json.loads(write(answer)))}


def knows(method: Any, fields: dict[str, Any]) -> bool:
    """Whether the library has a method with these fields."""
    return method is not None and fields.keys() <= inspect.signature(method).parameters.keys()


def class_name(name: str) -> tuple[str, str]:
    """The namespace and the class of a name on the wire: `channels`, `EditAdmin`."""
    space, _, last = name.rpartition(".")
    return space, last[0].upper() + last[1:]
