"""The rooms, one per noun of the product; each with the same drawers (ARCHITECTURE.md).

A room comes into the house by being named here.
"""

from importlib import import_module

ROOMS = ("keys", "help", "langpack")
"""Every room, in the order in which they may import one another: only those before."""
ROOMS_WITH_TABLES = ("chappe.features.keys",)
"""The rooms that keep rows, in the order in which their migrations run."""


def load() -> None:
    """Bring every room's methods into the table."""
    for room in ROOMS:
        import_module(f"chappe.features.{room}.rpc")
