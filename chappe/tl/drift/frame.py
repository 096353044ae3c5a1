"""The frame for hand-written steps: how a step is declared, and how it is found again.

A step is written when the rules of `chappe.tl.downward` and `chappe.tl.upward` cannot convert a
shape honestly. Steps stand in `chappe/tl/drift/<noun>.py`:

    @down("documentAttributeVideo", "duration", until=159)
    def video(o: api.DocumentAttributeVideo) -> Fields:
        return {"duration": round(o.duration)}

A down step gets the canonical object, and returns the fields it was declared to supply (the
rules fill the others). `down_to` returns a whole other object, canonical or an `old` one. An up
step gets an object of the old shape (its children are canonical wherever their type still
exists) and returns a canonical object, or a dict of fields that completes the rules.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from chappe.tl import catalogue
from chappe.tl.build import TLObject

Fields: TypeAlias = Mapping[str, Any]
AnyStep: TypeAlias = Callable[[Any], Any]
StepT = TypeVar("StepT", bound=AnyStep)


@dataclass(frozen=True, slots=True)
class Down:
    """A step towards older layers. `supplies` is None when it returns a whole object."""

    function: AnyStep
    supplies: frozenset[str] | None
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Up:
    """A step towards the newest layer; with `loose`, children may have left their type."""

    function: AnyStep
    loose: bool


_down: dict[str, list[Down]] = {}
_down_variants: dict[int, Down] = {}
_down_results: dict[str, list[Down]] = {}
_up: dict[str | int, Up] = {}


def down(name: str, *supplies: str, until: int, since: int = 0) -> Callable[[StepT], StepT]:
    """Register a step that supplies fields of `name` at the layers `since..until`."""
    return _adder(_down.setdefault(name, []), frozenset(supplies), since, until)


def down_to(name: str, *, until: int, since: int = 0) -> Callable[[StepT], StepT]:
    """Register a step that turns `name` into another object at the layers `since..until`.

    The step may return None: at these layers there are no words for that object.
    """
    return _adder(_down.setdefault(name, []), None, since, until)


def down_variant(id_: int, *supplies: str) -> Callable[[StepT], StepT]:
    """Register a step that supplies fields of one old shape, given by its id."""

    def register(function: StepT) -> StepT:
        assert id_ not in _down_variants, f"two steps down to #{id_:08x}"
        _down_variants[id_] = Down(function, frozenset(supplies), 0, 0)
        return function

    return register


def down_result(method: str, *, until: int, since: int = 0) -> Callable[[StepT], StepT]:
    """Register a step for a method's result at the layers `since..until`.

    It gets what the handler returned, and returns what the method returned at those layers: an
    object (canonical or `old`), a bool, a number or a list.
    """
    return _adder(_down_results.setdefault(method, []), None, since, until)


def up(which: str | int, *, loose: bool = False) -> Callable[[StepT], StepT]:
    """Register a step from an old shape, given by its id, or from every old shape of a name.

    With `loose` the objects inside may come out as another type than was declared for them,
    where a type has been split since; the step then has to look at what it got.
    """

    def register(function: StepT) -> StepT:
        assert which not in _up, f"two steps up from {which}"
        _up[which] = Up(function, loose)
        return function

    return register


def _adder(
    steps: list[Down], supplies: frozenset[str] | None, since: int, until: int
) -> Callable[[StepT], StepT]:
    def register(function: StepT) -> StepT:
        steps.append(Down(function, supplies, since, until))
        return function

    return register


def _nearest(steps: list[Down], layer: int) -> Down | None:
    fitting = [step for step in steps if step.since <= layer <= step.until]
    return min(fitting, key=lambda step: step.until, default=None)


def find_down(name: str, layer: int, variant: int | None) -> Down | None:
    """Return the step for `name` at a layer where its shape is `variant` (None: it has none)."""
    if variant in _down_variants:
        return _down_variants[variant]
    return _nearest(_down.get(name, []), layer)


def find_down_result(method: str, layer: int) -> AnyStep | None:
    """Return the step for the result of a method at a layer."""
    step = _nearest(_down_results.get(method, []), layer)
    return step.function if step else None


def find_up(name: str, id_: int) -> Up | None:
    """Return the step up from a shape."""
    return _up.get(id_) or _up.get(name)


def forget(*words: str | int) -> None:
    """Take the steps for these names and ids out again (for tests of the frame itself)."""
    books: tuple[dict[Any, Any], ...] = (_down, _down_variants, _down_results, _up)
    for book in books:
        for word in words:
            book.pop(word, None)


def declared() -> Iterator[str | int]:
    """Yield what the registered steps speak of: names and ids, to be checked by a test."""
    yield from _down
    yield from _down_variants
    yield from _down_results
    yield from _up
    for name, steps in _down.items():
        yield from (f"{name}.{field}" for step in steps for field in step.supplies or ())


def old(which: str | int, /, **fields: Any) -> TLObject:
    """Return an object of an old shape, for steps whose layer speaks of things that are gone.

    A name stands for its last shape before the newest layer; the rules bring it further down.
    """
    shape = (
        catalogue.last_old(which) if isinstance(which, str) else catalogue.everything()[which]
    )
    return catalogue.class_for(shape)(**fields)
