import json

import pytest
from typer.testing import CliRunner

from chappe.cli import app
from chappe.tl import catalogue
from chappe.tl.parse import Combinator, crc_of, load, parse
from chappe.tl.publish import PREAMBLE, PREAMBLE_JSON, spell

BUILT_IN = {name for name, _, _, _ in PREAMBLE_JSON}
LAYERS = [2, 23, 57, 100, 133, 158, 198, 229]
WRONG = {"channel#c88974ac", "config#cb601684"}
"""Ids that are not the CRC32 of their line in the real schema either, besides the wrappers."""


def said(*options: str) -> str:
    done = CliRunner().invoke(app, ["schema", *options])
    assert done.exit_code == 0, done.output
    return done.stdout


def facts(shape: Combinator) -> tuple[object, ...]:
    return (shape.name, shape.id, shape.params, shape.result, shape.is_method)


def shapes_of(layer: int) -> list[Combinator]:
    at = catalogue.at(catalogue.clamp(layer))
    return [*at.constructors.values(), *at.methods.values()]


@pytest.mark.parametrize("layer", LAYERS)
def test_the_text_of_a_layer_reads_back_as_its_schema(layer: int) -> None:
    text = said("--layer", str(layer))
    read = {shape.id: facts(shape) for shape in parse(text) if shape.name not in BUILT_IN}
    here = {s.id: facts(s) for s in shapes_of(layer) if s.name not in BUILT_IN}
    assert read == here
    assert text.splitlines()[-1] == f"// LAYER {layer}"


@pytest.mark.parametrize("layer", LAYERS)
def test_every_id_of_the_text_is_the_crc_of_its_line(layer: int) -> None:
    wrong = set()
    for line in said("--layer", str(layer)).splitlines():
        head = line.partition(" ")[0]
        if "#" in head and "{X:Type}" not in line and f"{crc_of(line):x}" != head.split("#")[1]:
            wrong.add(head)
    assert wrong <= WRONG | {head for head in wrong if head.startswith("wallet.")}


@pytest.mark.parametrize("layer", LAYERS)
def test_the_json_of_a_layer_says_the_same_as_its_text(layer: int) -> None:
    face = json.loads(said("--layer", str(layer), "--json"))
    lines = []
    for key, name in (("constructors", "predicate"), ("methods", "method")):
        for row in face[key]:
            assert set(row) == {"id", name, "params", "type"}
            params = [f"{param['name']}:{param['type']}" for param in row["params"]]
            words = [f"{row[name]}#{int(row['id']) & 0xFFFFFFFF:x}", *params]
            lines.append(f"{' '.join(words)} = {row['type']};")
    text = [
        line.replace("{X:Type} ", "").replace("{t:Type} # [ t ] ", "")
        for line in said("--layer", str(layer)).splitlines()
        if "#" in line
    ]
    assert sorted(lines) == sorted(text)
    assert all(-(1 << 31) <= int(row["id"]) < 1 << 31 for row in face["constructors"])


def test_the_built_in_lines_come_first_and_once() -> None:
    newest = said().splitlines()
    assert tuple(newest[: len(PREAMBLE)]) == PREAMBLE
    assert said("--layer", "18").count("null#56730bcc = Null;") == 1


def test_functions_stand_behind_types() -> None:
    lines = said("--layer", "229").splitlines()
    cut = lines.index("---functions---")
    assert "user#b1b8cc83" in {line.partition(" ")[0] for line in lines[:cut]}
    assert "help.getConfig#c4f9186b = Config;" in lines[cut:]


def test_mtproto_and_secret_chats_read_back_too() -> None:
    service = {shape.id: facts(shape) for shape in parse(said("--mtproto"))}
    assert service == {shape.id: facts(shape) for shape in load("mtproto.tl")}
    text = said("--secret")
    assert [facts(s) for s in parse(text)] == [facts(s) for s in load("secret.tl")]
    assert "===17===" in text.splitlines()
    layers = {row["layer"] for row in json.loads(said("--secret", "--json"))["constructors"]}
    assert {8, 17, 46, 144} <= layers


def test_a_generic_line_keeps_its_type_variable() -> None:
    invoke = catalogue.newest().methods["invokeWithLayer"]
    assert spell(invoke) == "invokeWithLayer#da9b0d0d {X:Type} layer:int query:!X = X;"


@pytest.mark.parametrize(
    "options", [["--layer", "1"], ["--layer", "230"], ["--mtproto", "--secret"]]
)
def test_what_is_not_there_is_refused(options: list[str]) -> None:
    assert CliRunner().invoke(app, ["schema", *options]).exit_code == 2
