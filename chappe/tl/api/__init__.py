"""The canonical classes: the API of the newest layer, one module for each namespace.

`api.User`, `api.help.GetConfig`, `from chappe.tl.api.messages import SendMessage`: a class is
made when it is first asked for. The stubs beside this file also name the unions (`TypeUser`);
those exist for type checkers only.
"""

import sys
from types import ModuleType

from chappe.tl.build import TLObject, class_name, class_of
from chappe.tl.parse import Combinator, load


class _Namespace(ModuleType):
    """A module whose classes are made on demand."""

    def __init__(self, name: str, shapes: dict[str, Combinator]) -> None:
        super().__init__(name, __doc__)
        self._shapes = shapes
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> type[TLObject]:
        shape = self._shapes.get(name)
        if shape is None:
            raise AttributeError(f"no {name} in {self.__name__}")
        cls = class_of(shape)
        setattr(self, name, cls)
        return cls

    def __dir__(self) -> list[str]:
        return sorted(self._shapes)


def _by_namespace() -> dict[str, dict[str, Combinator]]:
    spaces: dict[str, dict[str, Combinator]] = {}
    for shape in load("api.tl"):
        spaces.setdefault(shape.name.rpartition(".")[0], {})[class_name(shape.name)] = shape
    return spaces


_spaces = _by_namespace()
_root = _spaces.pop("")
for _name, _shapes in _spaces.items():
    _module = _Namespace(f"{__name__}.{_name}", _shapes)
    sys.modules[_module.__name__] = _module
    globals()[_name] = _module


def __getattr__(name: str) -> type[TLObject]:
    shape = _root.get(name)
    if shape is None:
        raise AttributeError(f"no {name} in {__name__}")
    cls = globals()[name] = class_of(shape)
    return cls


def __dir__() -> list[str]:
    return sorted([*_root, *_spaces])
