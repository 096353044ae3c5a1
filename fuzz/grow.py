"""Lawful TL out of a fuzzer's bytes: each byte decides one thing, and past the end all is smallest.

Made from the schema alone, not with the package's own writers: what it grows is a judge of both.
"""

from collections import defaultdict
from functools import cache

from chappe.tl.parse import Combinator, load, vector_item

DEEP = 6  # from here on the shortest way out
ITEMS_MAX = 3
HOPELESS = 1000
VECTOR = (0x1CB5C415).to_bytes(4, "little")
BOOLS = [(0xBC799737).to_bytes(4, "little"), (0x997275B5).to_bytes(4, "little")]
WIDTHS = {"int": 4, "long": 8, "double": 8, "int128": 16, "int256": 32}
LEAVES = {*WIDTHS, "string", "bytes", "true", "Bool", "#"}


class Dice:
    """The fuzzer's bytes, one at a time; zeros when they are used up."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def draw(self, sides: int) -> int:
        """0 … sides - 1."""
        wide = 1 if sides <= 256 else 2
        drawn = self._data[self._at : self._at + wide]
        self._at += wide
        return int.from_bytes(drawn, "little") % sides

    def take(self, count: int) -> bytes:
        """So many bytes."""
        taken = self._data[self._at : self._at + count]
        self._at += count
        return taken + bytes(count - len(taken))


class Garden:
    """The shapes of some schema files of which values can be grown; by result type, lowest first."""

    def __init__(self, *files: str) -> None:
        self.shapes = [shape for file in files for shape in load(file)]
        self.by_type: dict[str, list[Combinator]] = defaultdict(list)
        for shape in self.shapes:
            if not shape.is_method:
                self.by_type[shape.result].append(shape)
        self._heights: dict[str, int] = dict.fromkeys(LEAVES, 0)
        for _ in range(20):
            for name, shapes in self.by_type.items():
                self._heights[name] = 1 + min(map(self.height, shapes))
        for shapes in self.by_type.values():
            shapes[:] = sorted(filter(self._can, shapes), key=self.height)
        self.shapes = list(filter(self._can, self.shapes))

    def height(self, shape: Combinator) -> int:
        """How deep the smallest value of a shape is."""
        return max((self._height(p.type) for p in shape.params if not p.flag), default=0)

    def _height(self, type_: str) -> int:
        if vector_item(type_):
            return 0
        return self._heights.get(type_.removeprefix("%"), HOPELESS)

    def _can(self, shape: Combinator) -> bool:
        """Whether values of a shape can be grown at all: no rest of the input, no unknown type."""
        return all(self._known(p.type) for p in shape.params)

    def _known(self, type_: str) -> bool:
        item = vector_item(type_)
        if item:
            return self._known(item)
        return type_ in LEAVES or (type_ in self.by_type and self._heights[type_] < HOPELESS)

    def grow(self, shape: Combinator, dice: Dice, depth: int = 0) -> bytes:
        """A value of this shape, with its id."""
        out = [shape.id.to_bytes(4, "little")]
        words: dict[str, int] = {}
        for param in shape.params:
            if param.is_word:
                bits = [q.flag[1] for q in shape.params if q.flag and q.flag[0] == param.name]
                words[param.name] = self._flags(bits, dice, depth)
                out.append(words[param.name].to_bytes(4, "little"))
            elif not param.flag or words[param.flag[0]] >> param.flag[1] & 1:
                out.append(self._value(param.type, dice, depth))
        return b"".join(out)

    def _flags(self, bits: list[int], dice: Dice, depth: int) -> int:
        if depth >= DEEP:
            return 0
        drawn = int.from_bytes(dice.take(4), "little")
        return sum(1 << bit for bit in set(bits) if drawn >> bit & 1)

    def _value(self, type_: str, dice: Dice, depth: int) -> bytes:
        item = vector_item(type_)
        if item:
            count = 0 if depth >= DEEP or not self._known(item) else dice.draw(ITEMS_MAX + 1)
            head = VECTOR if type_[0] == "V" else b""
            items = [self._value(item, dice, depth + 1) for _ in range(count)]
            return head + count.to_bytes(4, "little") + b"".join(items)
        if type_ in WIDTHS:
            return dice.take(WIDTHS[type_])
        if type_ in {"string", "bytes"}:
            return text(bytes(b & 0x7F for b in dice.take(dice.draw(256) % 20)))
        if type_ == "Bool":
            return BOOLS[dice.draw(2)]
        if type_ == "true":
            return b""
        shapes = self.by_type[type_]
        drawn = 0 if depth >= DEEP else dice.draw(len(shapes))
        return self.grow(shapes[drawn], dice, depth + 1)


def text(value: bytes) -> bytes:
    """Up to 253 bytes as TL writes a string."""
    return bytes((len(value),)) + value + bytes(-(len(value) + 1) % 4)


@cache
def garden(*files: str) -> Garden:
    """The garden of these files of `chappe/tl/schema`."""
    return Garden(*files)
