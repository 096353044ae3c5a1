"""What exists at which layer: every shape by id, by layer, by name and by type.

A layer without a known snapshot is served as the nearest older one, which the runs in the schema
files already say. Layers that share all their shapes share one `Layer`.
"""

from bisect import bisect_right
from collections import defaultdict
from functools import cache

from chappe.tl.build import TLObject, class_name, class_of
from chappe.tl.parse import LAYER_MAX, Combinator, load

LATEST = 229
OLDEST = 2


class Layer:
    """The shapes of one layer (or of several layers that are alike, under the first number)."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.constructors: dict[str, Combinator] = {}
        self.methods: dict[str, Combinator] = {}
        self.types: dict[str, list[Combinator]] = defaultdict(list)
        for shape in everything().values():
            if shape.at(number):
                names = self.methods if shape.is_method else self.constructors
                names[shape.name] = shape
        for shape in self.constructors.values():
            self.types[shape.result].append(shape)

    def named(self, shape: Combinator) -> Combinator | None:
        """Return this layer's shape of the constructor or method that `shape` is a shape of."""
        return (self.methods if shape.is_method else self.constructors).get(shape.name)


@cache
def everything() -> dict[int, Combinator]:
    """Return every shape of every layer by its id."""
    return {shape.id: shape for file in ("api.tl", "history.tl") for shape in load(file)}


@cache
def last_old(name: str) -> Combinator:
    """Return the last shape that a constructor had before its newest, or before it went."""
    shapes = [shape for shape in load("history.tl") if shape.name == name and shape.runs]
    return max(shapes, key=lambda shape: shape.runs[-1][1])


@cache
def newest() -> Layer:
    """Return the layer of the canonical shapes."""
    return Layer(LATEST)


@cache
def distinct() -> tuple[int, ...]:
    """Return the first number of each group of layers that share all their shapes."""
    edges = {OLDEST}
    for shape in everything().values():
        for first, last in shape.runs:
            edges |= {first, last + 1}
    return tuple(sorted(edge for edge in edges if OLDEST <= edge < LAYER_MAX))


def clamp(layer: int) -> int:
    """Return the number under which `layer` is known: between 2 and 229, first of its group."""
    groups = distinct()
    return groups[max(bisect_right(groups, min(layer, LATEST)) - 1, 0)]


@cache
def at(number: int) -> Layer:
    """Return the shapes of a layer; `number` comes from `clamp`."""
    return newest() if number == clamp(LATEST) else Layer(number)


@cache
def is_canonical(shape: Combinator) -> bool:
    """Whether a shape is one of the newest layer's."""
    return newest().named(shape) is shape


@cache
def class_for(shape: Combinator) -> type[TLObject]:
    """Return the class of any shape: canonical, or an old shape's own."""
    if is_canonical(shape):
        return class_of(shape)
    return class_of(shape, f"{class_name(shape.name)}_{shape.id:08x}", "chappe.tl.raw")
