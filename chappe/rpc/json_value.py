"""JSON as TL says it (JSONValue) and as text."""

import msgspec

from chappe.tl import api

Json = None | bool | float | str | list["Json"] | dict[str, "Json"]


def json_text(value: "api.TypeJSONValue") -> str:
    """The JSON text of a JSONValue."""
    return msgspec.json.encode(_plain(value)).decode()


def _plain(value: "api.TypeJSONValue") -> Json:
    match value:
        case api.JsonNull():
            return None
        case api.JsonArray():
            return [_plain(item) for item in value.value]
        case api.JsonObject():
            return {item.key: _plain(item.value) for item in value.value}
        case api.JsonBool() | api.JsonNumber() | api.JsonString():
            return value.value


def json_value(plain: Json) -> "api.TypeJSONValue":
    """The JSONValue of what a JSON reader gives; integers become numbers (doubles) as on the wire."""
    match plain:
        case None:
            return api.JsonNull()
        case bool():
            return api.JsonBool(value=plain)
        case int() | float():
            return api.JsonNumber(value=float(plain))
        case str():
            return api.JsonString(value=plain)
        case list():
            return api.JsonArray(value=[json_value(item) for item in plain])
        case dict():
            return api.JsonObject(
                value=[
                    api.JsonObjectValue(key=key, value=json_value(item))
                    for key, item in plain.items()
                ]
            )
