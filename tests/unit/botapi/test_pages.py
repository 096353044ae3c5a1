"""What is said of the Bot API: the page, and the description for programs."""

import json

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
