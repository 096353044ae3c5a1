"""A schema as the official pages show it: TL text with ids, or Telegram's JSON form.

Wire: https://core.telegram.org/schema, https://core.telegram.org/schema/json
"""

from collections.abc import Iterable, Iterator
from typing import Any

from chappe.tl.parse import Combinator, Param

PREAMBLE = (
    "boolFalse#bc799737 = Bool;",
    "boolTrue#997275b5 = Bool;",
    "true#3fedd339 = True;",
    "vector#1cb5c415 {t:Type} # [ t ] = Vector t;",
    "error#c4b9f9bb code:int text:string = Error;",
    "null#56730bcc = Null;",
)
"""What the official page begins with; built into the program, so no part of its data.

Wire: https://core.telegram.org/schema
"""
PREAMBLE_JSON: tuple[tuple[str, int, str, tuple[tuple[str, str], ...]], ...] = (
    ("boolFalse", 0xBC799737, "Bool", ()),
    ("boolTrue", 0x997275B5, "Bool", ()),
    ("true", 0x3FEDD339, "True", ()),
    ("vector", 0x1CB5C415, "Vector t", ()),
    ("error", 0xC4B9F9BB, "Error", (("code", "int"), ("text", "string"))),
    ("null", 0x56730BCC, "Null", ()),
)


def spell_param(param: Param) -> str:
    """A parameter's type as the line spells it: `flags.0?int`."""
    return param.type if param.flag is None else f"{param.flag[0]}.{param.flag[1]}?{param.type}"


def spell(shape: Combinator) -> str:
    """One line of TL."""
    words = [f"{shape.name}#{shape.id:x}"]
    if any(param.type == "!X" for param in shape.params):
        words.append("{X:Type}")
    words += [f"{param.name}:{spell_param(param)}" for param in shape.params]
    return f"{' '.join(words)} = {shape.result};"


def in_order(shapes: Iterable[Combinator]) -> list[Combinator]:
    """Constructors of a type together, those without a namespace first; methods by name."""

    def rank(shape: Combinator) -> tuple[bool, bool, str, str]:
        group = "" if shape.is_method else shape.result
        return shape.is_method, "." in (group or shape.name), group, shape.name

    return sorted(shapes, key=rank)


def as_text(
    shapes: Iterable[Combinator], *, layered: bool = False, end: str | None = None
) -> Iterator[str]:
    """The lines of a schema; `layered`: under headings like `===17===`, as for secret chats.

    `end`: the last line; with it the built-in constructors come first.
    """
    shapes = list(shapes)
    names = {shape.name for shape in shapes}
    if end is not None:
        yield from (line for line in PREAMBLE if line.partition("#")[0] not in names)
    heading = None
    is_method = False
    for shape in shapes if layered else in_order(shapes):
        if layered and shape.runs[0][0] != heading:
            heading = shape.runs[0][0]
            yield f"==={heading}==="
        if shape.is_method and not is_method:
            is_method = True
            yield "---functions---"
        yield spell(shape)
    if end is not None:
        yield end


def as_official_json(
    shapes: Iterable[Combinator], *, layered: bool = False, api: bool = False
) -> dict[str, list[dict[str, Any]]]:
    """`{"constructors": […], "methods": […]}`; ids are signed decimal numbers in strings.

    `layered`: each with its secret layer. `api`: with the built-in constructors.
    Wire: https://core.telegram.org/schema/json
    """
    face: dict[str, list[dict[str, Any]]] = {"constructors": [], "methods": []}
    shapes = list(shapes)
    names = {shape.name for shape in shapes}
    for name, id_, type_, params in PREAMBLE_JSON if api else ():
        if name not in names:
            face["constructors"].append(_row(name, id_, params, type_, is_method=False))
    for shape in shapes if layered else in_order(shapes):
        named = [(param.name, spell_param(param)) for param in shape.params]
        row = _row(shape.name, shape.id, named, shape.result, is_method=shape.is_method)
        if layered:
            row["layer"] = shape.runs[0][0]
        face["methods" if shape.is_method else "constructors"].append(row)
    return face


def _row(
    name: str, id_: int, params: Iterable[tuple[str, str]], type_: str, *, is_method: bool
) -> dict[str, Any]:
    signed = id_ - (1 << 32) if id_ >> 31 else id_
    return {
        "id": str(signed),
        "method" if is_method else "predicate": name,
        "params": [{"name": param, "type": kind} for param, kind in params],
        "type": type_,
    }
