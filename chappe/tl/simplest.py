"""The simplest constructor of each type at one layer: the value where one must stand.

Simplest is: named in `drift.replace.SIMPLEST`, else called `…Empty`, else the cheapest to fill,
counting the constructors that its required fields need in turn.
"""

from chappe.tl.catalogue import Layer
from chappe.tl.drift.replace import NEVER_INVENTED, SIMPLEST
from chappe.tl.parse import Combinator, vector_item
from chappe.tl.source import PLAIN, REST

_DEAR = 1 << 30


def simplest(layer: Layer) -> dict[str, Combinator]:
    """Return type → constructor for every type of a layer that has a finite value."""
    costs: dict[str, int] = dict.fromkeys(NEVER_INVENTED & layer.types.keys(), _DEAR)
    chosen: dict[str, Combinator] = {}
    changed = True
    while changed:  # a type grows cheaper as the types of its fields become known
        changed = False
        for type_, shapes in layer.types.items():
            if type_ in NEVER_INVENTED:
                continue
            best = min(shapes, key=lambda shape: (_cost(shape, costs), len(shape.params)))
            cost = _cost(best, costs)
            if cost < costs.get(type_, _DEAR):
                costs[type_], chosen[type_], changed = cost, best, True
    return chosen


def _cost(shape: Combinator, costs: dict[str, int]) -> int:
    total = 4
    for param in shape.fields:
        if param.flag is not None:
            continue
        if param.type in PLAIN or param.type in REST or vector_item(param.type) is not None:
            total += 1
        else:
            total += costs.get(param.type, _DEAR)
    if total >= _DEAR:
        return _DEAR
    if SIMPLEST.get(shape.result) == shape.name:
        return 1
    return 2 if shape.name.endswith("Empty") else total
