"""Python classes out of combinators: made when first asked for, `__slots__`, keyword-only.

A class is one shape of one constructor. The canonical classes (`chappe.tl.api`) are the shapes
of the newest layer; older shapes get classes of their own, used by raw schemas and drift steps.
"""

from collections.abc import Callable
from functools import cache
from keyword import iskeyword
from typing import Any, ClassVar, Generic, TypeVar

from typing_extensions import dataclass_transform, override

from chappe.tl.parse import Combinator, Param

R_co = TypeVar("R_co", covariant=True)


@dataclass_transform(kw_only_default=True, eq_default=True)
class TLObject:
    """A value of the language. Compares by shape and fields; not hashable, because mutable."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]  # equal objects may change: no hash can hold

    NAME: ClassVar[str] = ""
    """The name on the wire, such as `help.getConfig`."""
    ID: ClassVar[int] = 0
    """The constructor id, unsigned."""
    FIELDS: ClassVar[tuple[str, ...]] = ()
    """The attributes, in the order of the wire."""
    SHAPE: ClassVar[Combinator]
    """The line of the schema that this class was made from."""

    def __init__(self, /, **fields: Any) -> None:
        # The first object of a class compiles its constructor; this one is never reached again.
        cls = type(self)
        cls.__init__ = _compile_init(cls.SHAPE)  # type: ignore[method-assign]  # on purpose
        cls.__init__(self, **fields)

    @override
    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, n) == getattr(other, n) for n in self.FIELDS)

    @override
    def __repr__(self) -> str:
        shown = ((name, getattr(self, name, None)) for name in self.FIELDS)
        inner = ", ".join(f"{n}={v!r}" for n, v in shown if v is not None and v is not False)
        return f"{type(self).__name__}({inner})"


class TLRequest(TLObject, Generic[R_co]):
    """A method call. The parameter is the type of its result, for readers and type checkers."""

    __slots__ = ("_asked_as",)

    _asked_as: ClassVar[int]  # a slot; called ClassVar to keep it out of the keyword arguments

    @property
    def asked_as(self) -> int:
        """The id that came over the wire: an old shape's, if the client is old; else `ID`."""
        return self._asked_as

    @asked_as.setter
    def asked_as(self, id_: int) -> None:
        self._asked_as = id_  # type: ignore[misc]  # a slot, only called ClassVar


def class_name(wire_name: str) -> str:
    """Return the class name of a wire name: without namespace, words joined, first letters up."""
    words = wire_name.rpartition(".")[2].split("_")
    return "".join(word[:1].upper() + word[1:] for word in words)


def field_name(param: Param) -> str:
    """Return the attribute of a field: the wire's name, a Python keyword with a `_` behind."""
    return f"{param.name}_" if iskeyword(param.name) else param.name


def absent_value(param: Param) -> str:
    """Return the Python source of what an absent optional field holds."""
    return "False" if param.type == "true" else "None"


def _compile_init(shape: Combinator) -> Callable[..., None]:
    # `self` is a field of `user`, so the object itself needs another name.
    words, lines = [], []
    for param in shape.fields:
        name = field_name(param)
        words.append(f"{name}={absent_value(param)}" if param.flag else name)
        lines.append(f"    this_.{name} = {name}")
    if shape.is_method:
        lines.append(f"    this_._asked_as = {shape.id}")
    star = ", *, " + ", ".join(words) if words else ""
    source = f"def __init__(this_, /{star}):\n" + ("\n".join(lines) or "    pass")
    space: dict[str, Any] = {}
    exec(compile(source, f"<tl {shape.name}>", "exec"), space)  # noqa: S102 - source is ours
    made: Callable[..., None] = space["__init__"]
    return made


@cache
def class_of(
    shape: Combinator, name: str = "", module: str = "chappe.tl.api"
) -> type[TLObject]:
    """Return the class of a shape; the same class for every asker."""
    namespace = shape.name.rpartition(".")[0]
    fields = tuple(field_name(p) for p in shape.fields)
    body = {
        "__slots__": fields,
        "FIELDS": fields,
        "__module__": f"{module}.{namespace}" if namespace else module,
        "__doc__": f"`{shape.name}#{shape.id:08x}`: a `{shape.result}`.",
        "NAME": shape.name,
        "ID": shape.id,
        "SHAPE": shape,
    }
    base = TLRequest if shape.is_method else TLObject
    return type(name or class_name(shape.name), (base,), body)
