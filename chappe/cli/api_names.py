"""Names of the Telegram API: methods, constructors, types, and ids of their shapes."""

import re
from functools import cache

from chappe import features
from chappe.cli.finding import (
    Fact,
    Finding,
    join_runs,
    line_of,
    mentions,
    place_of,
    spell_runs,
)
from chappe.cli.standing import standing
from chappe.rpc.method import TABLE, Handler, request_class
from chappe.tl import catalogue, drift, errors
from chappe.tl.build import class_name
from chappe.tl.downward import Conversion, decide
from chappe.tl.drift import frame
from chappe.tl.layer_report import history
from chappe.tl.parse import Combinator
from chappe.tl.publish import spell

PAGES = "https://core.telegram.org"
ID = re.compile(r"(?:#|0x)([0-9a-fA-F]{1,8})|(-?\d{5,10})")
GONE = "missing: no such method in layer 229, and no step leads to one of today"


@cache
def shapes() -> dict[tuple[str, bool], list[Combinator]]:
    """Every shape that ever was, by name and whether it is a method; the newest first."""
    found: dict[tuple[str, bool], list[Combinator]] = {}
    for shape in catalogue.everything().values():
        found.setdefault((shape.name, shape.is_method), []).append(shape)
    for variants in found.values():
        variants.sort(key=lambda shape: shape.runs[-1] if shape.runs else (0, 0), reverse=True)
    return found


@cache
def types() -> dict[str, list[Combinator]]:
    """Every type that ever was, with the shapes that result in it."""
    found: dict[str, list[Combinator]] = {}
    for shape in catalogue.everything().values():
        found.setdefault(shape.result, []).append(shape)
    return found


def known() -> set[str]:
    """Every name of this language."""
    return {name for name, _ in shapes()} | set(types())


def find(name: str) -> list[Finding]:
    """Everything in the API that is called `name`, or has it for an id (`#c4f9186b`, signed too)."""
    number = ID.fullmatch(name)
    if number is not None:
        hexadecimal, decimal = number.groups()
        id_ = int(hexadecimal, 16) if hexadecimal else int(decimal) & 0xFFFFFFFF
        shape = catalogue.everything().get(id_)
        if shape is None:
            return []
        return [_method(shape.name) if shape.is_method else _constructor(shape.name)]
    found = []
    if (name, True) in shapes():
        found.append(_method(name))
    if (name, False) in shapes():
        found.append(_constructor(name))
    if name in types():
        found.append(_type(name))
    return found


def _life(variants: list[Combinator]) -> dict[str, Fact]:
    """When a name exists, and in which shapes."""
    layers = spell_runs(join_runs(run for shape in variants for run in shape.runs))
    return {
        "layers": layers,
        "shapes": [f"#{shape.id:x} at {spell_runs(shape.runs)}" for shape in variants],
        "newest line": spell(variants[0]),
    }


def _schema_line(shape: Combinator) -> str | None:
    file = "api.tl" if catalogue.is_canonical(shape) else "history.tl"
    return line_of(f"tl/schema/{file}", f"{shape.name}#{shape.id:x} ")


def _method(name: str) -> Finding:
    variants = shapes()[name, True]
    facts: dict[str, Fact] = _standing(name) if _is_current(name) else _gone(variants[0])
    row = TABLE.get(request_class(name)) if _is_current(name) else None
    if row is not None:
        facts["raises"] = _raises(row.handler)
        facts["transaction"] = (
            "reads and writes" if row.writes else "reads" if row.rows else "none"
        )
    of_catalogue = errors.methods().get(name)
    codes = errors.codes()
    facts["errors it may return"] = [
        f"{'/'.join(map(str, codes[error]))} {error}"
        for error in (of_catalogue.errors if of_catalogue else ())
    ]
    facts |= _life(variants)
    facts["schema"] = _schema_line(variants[0])
    facts["page"] = f"{PAGES}/method/{name}"
    return Finding("method", name, facts)


def _raises(handler: Handler) -> str | None:
    """What the handler's docstring says of errors."""
    _, found, said = (handler.__doc__ or "").partition("Errors:")
    return " ".join(said.split()) if found else None


def _is_current(name: str) -> bool:
    return name in catalogue.newest().methods


def _standing(name: str) -> dict[str, Fact]:
    stands = standing(name)
    return {
        "status": stands.status.value,
        "answered at": stands.place,
        "error": stands.error,
        "because": stands.why,
        "who may call": stands.who,
    }


def _gone(shape: Combinator) -> dict[str, Fact]:
    features.load()
    drift.load()
    step = frame.find_up(shape.name, shape.id)
    if step is None:
        return {"status": GONE}
    return {"status": "read as a method of today", "step": place_of(step.function)}


def _constructor(name: str) -> Finding:
    variants = shapes()[name, False]
    newest = catalogue.newest().constructors.get(name)
    facts: dict[str, Fact] = {
        "type": variants[0].result,
        "class": f"chappe.tl.api.{_class_path(name)}" if newest else None,
        **_life(variants),
    }
    if newest is not None:
        conversions = _conversions(newest)
        facts["a client reads"] = [
            f"{said}: {runs}" for said, runs in history(conversions).items()
        ]
        steps = {c.step.function for c in conversions.values() if c.step is not None}
        facts["steps"] = sorted(place_of(step) for step in steps)
        facts["in our code"] = mentions(rf"\bapi\.{re.escape(_class_path(name))}\b(?!\.)")
    facts["schema"] = _schema_line(variants[0])
    facts["page"] = f"{PAGES}/constructor/{name}"
    return Finding("constructor", name, facts)


def _class_path(name: str) -> str:
    namespace, dot, _ = name.rpartition(".")
    return namespace + dot + class_name(name)


def _conversions(shape: Combinator) -> dict[int, Conversion]:
    drift.load()
    return {number: decide(shape, catalogue.at(number)) for number in catalogue.distinct()}


def _type(name: str) -> Finding:
    made: set[Combinator] = set()
    asked: set[Combinator] = set()
    for shape in types()[name]:
        (asked if shape.is_method else made).add(shape)
    current = {shape.name for shape in made if catalogue.is_canonical(shape)}
    facts: dict[str, Fact] = {
        "constructors": sorted(current),
        "of older layers": sorted({shape.name for shape in made} - current),
        "results of": sorted({shape.name for shape in asked}),
        "layers": spell_runs(join_runs(run for shape in made | asked for run in shape.runs)),
        "page": f"{PAGES}/type/{name}",
    }
    return Finding("type", name, facts)
