"""Seeded values of any shape of any layer, for the properties of the codec."""

from collections.abc import Callable
from random import Random  # noqa: TID251 - seeded, so that a failure comes again
from typing import Any

from chappe.tl import catalogue
from chappe.tl.build import TLObject, field_name
from chappe.tl.parse import Combinator, Param, vector_item
from chappe.tl.simplest import simplest
from chappe.tl.source import REST

TEXTS = ["", "a", "Ада", "x" * 253, "y" * 254, "🦊" * 70, "four"]


class Values:
    """A maker of objects of one layer; the same seed makes the same objects.

    `presence` is how often an optional field is set; beyond `depth` the simplest constructors
    are taken and vectors stay empty, so that every object ends.
    """

    def __init__(
        self,
        layer: catalogue.Layer,
        seed: int,
        *,
        presence: float = 0.5,
        class_for: Callable[[Combinator], type[TLObject]] = catalogue.class_for,
    ) -> None:
        self.layer = layer
        self.random = Random(seed)
        self.presence = presence
        self.plainest = simplest(layer)
        self.class_for = class_for

    def make(self, shape: Combinator, depth: int = 2) -> TLObject:
        """An object of `shape`; fields that share a flag bit come together or not at all."""
        present: dict[tuple[str, int], bool] = {}
        fields = {}
        for param in shape.fields:
            if param.flag is not None:
                odds = self.presence if depth > 0 else 0.0
                if not present.setdefault(param.flag, self.random.random() < odds):
                    continue
            fields[field_name(param)] = self._field(param, depth)
        return self.class_for(shape)(**fields)

    def _field(self, param: Param, depth: int) -> Any:
        return True if param.type == "true" else self.value(param.type, depth)

    def value(self, type_: str, depth: int) -> Any:
        """A value of a TL type."""
        item = vector_item(type_)
        if item is not None:
            count = self.random.randrange(4) if depth > 0 else 0
            return [self.value(item, depth - 1) for _ in range(count)]
        if type_ in REST:
            return self.random.randbytes(8)
        plain = self._plain(type_)
        return self._boxed(type_, depth) if plain is None else plain

    def _plain(self, type_: str) -> Any:
        rnd = self.random
        makers: dict[str, Callable[[], Any]] = {
            "int": lambda: rnd.choice([0, 1, -1, 2**31 - 1, -(2**31), rnd.randrange(10**9)]),
            "long": lambda: rnd.choice([0, -1, 2**63 - 1, rnd.randrange(10**9)]),
            "double": lambda: rnd.choice([0.0, -1.5, 1e300, 12.25]),
            "Bool": lambda: rnd.random() < 0.5,
            "string": lambda: rnd.choice(TEXTS),
            "bytes": lambda: rnd.randbytes(rnd.choice([0, 1, 2, 3, 4, 253, 254, 255, 300])),
            "int128": lambda: rnd.randbytes(16),
            "int256": lambda: rnd.randbytes(32),
        }
        return makers[type_]() if type_ in makers else None

    def _boxed(self, type_: str, depth: int) -> TLObject:
        shapes = self.layer.types[type_]
        if depth > 0:
            return self.make(self.random.choice(shapes), depth - 1)
        # No type that is `NEVER_INVENTED` has a simplest value; there the cheapest will do.
        shape = self.plainest.get(type_) or min(shapes, key=lambda s: len(s.fields))
        return self.make(shape, 0)


def differences(left: Any, right: Any, path: str = "") -> list[str]:
    """Where two values differ, for a failing assertion that can be read."""
    if isinstance(left, TLObject) and type(left) is type(right):
        return [
            found
            for name in left.FIELDS
            for found in differences(
                getattr(left, name), getattr(right, name), f"{path}.{name}"
            )
        ]
    return [] if left == right else [f"{path}: {left!r} != {right!r}"]
