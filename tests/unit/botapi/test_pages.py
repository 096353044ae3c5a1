"""What is said of the Bot API: the page, and the description for programs."""

import json
from typing import Any

from chappe.botapi.method import REFUSALS, TABLE
from chappe.botapi.openapi import openapi, result_type, schema_of
from chappe.botapi.report import page
from chappe.botapi.schema import METHODS


def test_the_page_names_every_method_once() -> None:
    text = page()
    for name in METHODS:
        assert text.count(f"`{name}`") == 1


def test_no_method_is_answered_and_refused() -> None:
    page()
    assert not set(TABLE) & set(REFUSALS)


def test_the_description_has_what_is_answered_and_all_that_it_refers_to() -> None:
    page()
    said = json.loads(openapi())
    assert len(said["paths"]) == len(TABLE)
    references = {
        part.split('"')[0] for part in openapi().decode().split("#/components/schemas/")[1:]
    }
    assert references <= set(said["components"]["schemas"])


def test_types_are_spelled_as_json_schema() -> None:
    assert schema_of("[Integer]") == {
        "type": "array",
        "items": {"type": "integer", "format": "int64"},
    }
    assert result_type("list[Message]") == "[Message]"
    assert result_type("Message | bool") == "Message|Boolean"


KEYWORDS = {"type", "format", "const", "items", "anyOf", "$ref", "properties", "required"}
KINDS = {"object", "array", "string", "integer", "number", "boolean"}


def check_schema(said: dict[str, Any]) -> None:
    """Whether it is a JSON Schema as we write them, all the way down."""
    assert said.keys() <= KEYWORDS, said
    assert said.get("type", "object") in KINDS
    assert ("items" in said) == (said.get("type") == "array")
    assert set(said.get("required", ())) <= set(said.get("properties", ()))
    inner = [*said.get("anyOf", ()), *said.get("properties", {}).values()]
    inner += [said["items"]] if "items" in said else []
    for each in inner:
        check_schema(each)


def test_the_description_is_lawful_openapi() -> None:
    page()
    said = json.loads(openapi())
    assert said["openapi"].startswith("3.1.")
    assert set(said) == {"openapi", "info", "paths", "components"}
    assert set(said["info"]) == {"title", "version"}
    names = []
    for path, item in said["paths"].items():
        assert path.startswith("/bot{token}/")
        assert set(item) == {"post"}
        operation = item["post"]
        names.append(operation["operationId"])
        assert operation["parameters"][0]["name"] == "token"
        assert operation["parameters"][0]["required"] is True
        contents = [operation["requestBody"]["content"]] if "requestBody" in operation else []
        for status, response in operation["responses"].items():
            assert status in {"200", "default"}
            assert response["description"]
            contents.append(response["content"])
        for content in contents:
            for kind, medium in content.items():
                assert kind.count("/") == 1
                check_schema(medium["schema"])
    assert len(set(names)) == len(names)
    for schema in said["components"]["schemas"].values():
        check_schema(schema)
