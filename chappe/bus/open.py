"""From a URL to a bus."""

from chappe.bus.bus import Bus
from chappe.bus.local import LocalBus


def open_bus(url: str | None) -> Bus:
    """The bus that a URL names; none: this node is alone.

    Raises: ValueError for a URL of another kind.
    """
    if url is None:
        return LocalBus()
    raise ValueError(f"no bus is called {url}: nats://HOST:PORT")
