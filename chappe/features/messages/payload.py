"""TL values inside rows: kept as the bytes of the newest layer at the time of writing.

A constructor's id says what it is, so rows of an older layer are read like what an old client sends.
"""

from collections.abc import Sequence
from typing import Any

from chappe.tl import layers
from chappe.tl.build import TLObject


def write_value(value: TLObject | None) -> bytes | None:
    """One value for a column."""
    return None if value is None else layers.write(value)


def read_value(data: bytes | None) -> Any:
    """The value in a column."""
    return None if data is None else layers.read(data)[0]


def write_values(values: Sequence[TLObject] | None) -> bytes | None:
    """Some values for a column: one after the other."""
    if not values:
        return None
    return b"".join(map(layers.write, values))


def read_values(data: bytes | None) -> list[Any] | None:
    """The values in a column."""
    if data is None:
        return None
    values, place = [], 0
    while place < len(data):
        value, place = layers.read(data, place)
        values.append(value)
    return values
