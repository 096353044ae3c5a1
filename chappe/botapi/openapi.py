"""What this server's bots may call, for programs: OpenAPI, of the same tables by which calls are read."""

from functools import cache
from typing import Any

import msgspec

from chappe.botapi.method import TABLE
from chappe.botapi.schema import (
    METHODS,
    TYPES,
    VERSION,
    Field,
    MethodShape,
    TypeShape,
    item_of,
)

PLAIN: dict[str, dict[str, Any]] = {
    "Integer": {"type": "integer", "format": "int64"},
    "Float": {"type": "number"},
    "String": {"type": "string"},
    "Boolean": {"type": "boolean"},
    "True": {"type": "boolean", "const": True},
    "InputFile": {"type": "string", "format": "binary"},
}
RESULTS = {
    "bool": "Boolean",
    "int": "Integer",
    "str": "String",
    "ResultChatMemberUnion": "ChatMember",
    "ResultMenuButtonUnion": "MenuButton",
}
"""How results are spelled in the table, where that is not as parameters are."""


def schema_of(spelled: str) -> dict[str, Any]:
    """The JSON Schema of a type."""
    item = item_of(spelled)
    if item is not None:
        return {"type": "array", "items": schema_of(item)}
    names = spelled.split("|")
    if len(names) > 1:
        return {"anyOf": [schema_of(each) for each in names]}
    return PLAIN.get(spelled) or {"$ref": f"#/components/schemas/{spelled}"}


def result_type(annotation: str) -> str:
    """The type of a result as parameters are spelled: `[Message]` of `list[Message]`."""
    spelled = []
    for each in annotation.split("|"):
        name = each.strip()
        inner = name.removeprefix("list[").removesuffix("]")
        plain = RESULTS.get(inner, inner)
        spelled.append(f"[{plain}]" if name.startswith("list[") else plain)
    return "|".join(spelled)


@cache
def openapi() -> bytes:
    """The whole description, as JSON."""
    said = {
        "openapi": "3.1.0",
        "info": {"title": "Bot API of this Chappe server", "version": VERSION},
        "paths": {
            f"/bot{{token}}/{shape.name}": {"post": _operation(shape)}
            for name, shape in ((name.lower(), shape) for name, shape in METHODS.items())
            if name in TABLE
        },
        "components": {"schemas": {name: _type(shape) for name, shape in TYPES.items()}},
    }
    return msgspec.json.encode(said)


def _operation(shape: MethodShape) -> dict[str, Any]:
    content = {"schema": _object(shape.params)}
    said: dict[str, Any] = {
        "operationId": shape.name,
        "parameters": [
            {"name": "token", "in": "path", "required": True, "schema": {"type": "string"}}
        ],
        "responses": {
            "200": {
                "description": "The result.",
                "content": {"application/json": {"schema": _answer(shape.result)}},
            },
            "default": {
                "description": "A refusal.",
                "content": {"application/json": {"schema": _REFUSAL}},
            },
        },
    }
    if shape.params:
        kinds = ("application/json", "multipart/form-data", "application/x-www-form-urlencoded")
        said["requestBody"] = {"content": dict.fromkeys(kinds, content)}
    return said


def _answer(result: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"ok": {"const": True}, "result": schema_of(result_type(result))},
        "required": ["ok", "result"],
    }


_REFUSAL: dict[str, Any] = {
    "type": "object",
    "properties": {
        "ok": {"const": False},
        "error_code": {"type": "integer"},
        "description": {"type": "string"},
        "parameters": {"$ref": "#/components/schemas/ResponseParameters"},
    },
    "required": ["ok", "error_code", "description"],
}


def _type(shape: TypeShape) -> dict[str, Any]:
    if shape.union:
        return {"anyOf": [schema_of(each) for each in shape.union]}
    return _object(shape.fields)


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "type": "object",
        "properties": {field.name: schema_of(field.type) for field in fields},
    }
    required = [field.name for field in fields if field.required]
    return {**said, "required": required} if required else said
