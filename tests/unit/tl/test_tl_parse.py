"""The schema files say what they claim: ids, runs, types, errors."""

import csv
import json
from collections import Counter

import pytest

from chappe.tl import catalogue
from chappe.tl.parse import Combinator, Param, crc_of, load, parse, schema_text, vector_item
from chappe.tl.source import PLAIN, REST

FILES = ("api.tl", "history.tl", "mtproto.tl", "secret.tl")

# Ids that are not the CRC32 of the line as we have it.
OTHER_LINE = {
    0xC88974AC: "channel of layers 80..92 was published with an id of another line",
    0x6ABD9782: "the 64-bit secret document was published with an id of another line",
    0x4679B65F: "accessPointRule: its vector is spelled otherwise where the id comes from",
    0x5A592A6C: "help.configSimple: as accessPointRule",
    0x37982646: "ipPortSecret: as accessPointRule",
}


def lines(file: str) -> list[str]:
    return [line for line in schema_text(file).splitlines() if "#" in line and line[0] != "/"]


@pytest.mark.parametrize("file", FILES)
def test_an_id_is_the_crc_of_its_line(file: str) -> None:
    wrong = {
        shape.id: line
        for shape, line in zip(load(file), lines(file), strict=True)
        if shape.id != crc_of(line) and shape.id not in OTHER_LINE
    }
    assert wrong == {}


def test_every_exception_is_still_one() -> None:
    ids = {
        shape.id
        for file in FILES
        for shape, line in zip(load(file), lines(file), strict=True)
        if shape.id != crc_of(line)
    }
    assert ids == set(OTHER_LINE)


def test_a_line_becomes_a_combinator() -> None:
    text = (
        "---functions---\na.b_c#1f flags:# x:flags.3?Vector<int> y:!X = Updates; // 2..5, 7.."
    )
    (shape,) = parse(text)
    assert (shape.name, shape.id, shape.result, shape.is_method) == (
        "a.b_c",
        31,
        "Updates",
        True,
    )
    assert shape.params[1:] == (
        Param("x", "Vector<int>", ("flags", 3)),
        Param("y", "!X", None),
    )
    assert [layer for layer in range(1, 9) if shape.at(layer)] == [2, 3, 4, 5, 7, 8]
    assert [p.name for p in shape.fields] == ["x", "y"]


def test_a_shape_without_known_layer_is_at_none() -> None:
    (shape,) = parse("user#1 = User; // early")
    assert not any(shape.at(layer) for layer in range(1, 230))


@pytest.mark.parametrize(
    ("type_", "item"),
    [
        ("Vector<int>", "int"),
        ("vector<%Message>", "%Message"),
        ("Vector<Vector<A>>", "Vector<A>"),
    ],
)
def test_a_vector_has_an_item(type_: str, item: str) -> None:
    assert vector_item(type_) == item
    assert vector_item("VectorOfNothing") is None


def test_no_id_stands_for_two_things() -> None:
    ids = Counter(shape.id for file in ("api.tl", "history.tl") for shape in load(file))
    assert [id_ for id_, times in ids.items() if times > 1] == []


def test_a_name_has_one_shape_at_a_layer() -> None:
    for number in catalogue.distinct():
        names = Counter(
            (shape.name, shape.is_method)
            for shape in catalogue.everything().values()
            if shape.at(number)
        )
        assert max(names.values()) == 1, number


def bare(type_: str) -> str:
    while (item := vector_item(type_)) is not None:
        type_ = item
    return type_


def test_a_layer_has_every_type_that_its_shapes_speak_of() -> None:
    for number in catalogue.distinct():
        layer = catalogue.at(number)
        known = {*layer.types, *PLAIN, *REST}
        shapes: list[Combinator] = [*layer.constructors.values(), *layer.methods.values()]
        spoken = {bare(p.type) for shape in shapes for p in shape.params}
        spoken |= {bare(shape.result) for shape in layer.methods.values()}
        assert spoken - known == set(), number


def test_an_optional_field_has_its_flags_word_before_it() -> None:
    for shape in [s for file in FILES for s in load(file)]:
        words = set()
        for param in shape.params:
            if param.is_word:
                words.add(param.name)
            assert param.flag is None or param.flag[0] in words, shape


def rows(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(schema_text(file).splitlines(), delimiter="\t"))


def test_the_errors_of_a_method_are_known_errors_of_a_known_method() -> None:
    errors = {row["name"]: row["codes"] for row in rows("errors.tsv")}
    assert errors["ACCESS_DENIED"] == "403"
    methods = {shape.name for shape in catalogue.everything().values() if shape.is_method}
    for row in rows("methods.tsv"):
        assert row["method"] in methods
        assert row["who"] in {"user", "bot", "both", "?"}
        assert set(row["errors"].split()) <= errors.keys(), row["method"]


def test_the_bot_api_is_there() -> None:
    bot_api = json.loads(schema_text("botapi.json"))
    assert "sendMessage" in bot_api["methods"]
    assert "Message" in bot_api["types"]
