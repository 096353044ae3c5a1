"""The canonical classes: the API of the newest layer, one module for each namespace.

`api.User`, `api.help.GetConfig`, `from chappe.tl.api.messages import SendMessage`: a class is
made when it is first asked for. The stubs beside this file also name the unions (`TypeUser`);
those exist for type checkers only.
"""

import sys
from functools import cached_property
from types import ModuleType

from typing_extensions import override

from chappe.tl.build import TLObject, class_name, class_of
from chappe.tl.parse import Combinator, load


class _Classes:
    """The classes of one namespace, made on demand."""

    def __init__(self, shapes: list[Combinator]) -> None:
        self._shapes = shapes

    @cached_property
    def names(self) -> dict[str, Combinator]:
        """Class name → shape."""
        return {class_name(shape.name): shape for shape in self._shapes}

    def find(self, name: str, module: str) -> type[TLObject]:
        """Return a class; AttributeError, as a module raises it, if there is none."""
        shape = self.names.get(name)
        if shape is None:
            raise AttributeError(f"no {name} in {module}")
        return class_of(shape)


class _Namespace(ModuleType):
    """A module that asks `_Classes` for what it does not hold yet."""

    def __init__(self, name: str, classes: _Classes) -> None:
        super().__init__(name, __doc__)
        self._classes = classes

    def __getattr__(self, name: str) -> type[TLObject]:
        cls = self._classes.find(name, self.__name__)
        setattr(self, name, cls)
        return cls

    @override
    def __dir__(self) -> list[str]:
        return sorted(self._classes.names)


def _by_namespace() -> dict[str, list[Combinator]]:
    spaces: dict[str, list[Combinator]] = {}
    for shape in load("api.tl"):
        spaces.setdefault(shape.name.rpartition(".")[0], []).append(shape)
    return spaces


_spaces = _by_namespace()
_root = _Classes(_spaces.pop(""))
for _name, _shapes in _spaces.items():
    _module = _Namespace(f"{__name__}.{_name}", _Classes(_shapes))
    sys.modules[_module.__name__] = _module
    globals()[_name] = _module


def __getattr__(name: str) -> type[TLObject]:
    cls = globals()[name] = _root.find(name, __name__)
    return cls


def __dir__() -> list[str]:
    return sorted([*_root.names, *_spaces])
