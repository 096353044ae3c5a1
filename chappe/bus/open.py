"""From a URL to a bus."""

from chappe.bus.bus import Bus
from chappe.bus.local import LocalBus


def open_bus(url: str | None) -> Bus:
    """The bus that a URL names, not yet connected; None: this node is alone.

    `nats://[USER:PASSWORD@]HOST:PORT`; several servers of one NATS cluster stand with commas between.
    Raises: ValueError for a URL of another kind (it is not repeated: it may hold a password).
    """
    if url is None:
        return LocalBus()
    servers = url.split(",")
    if all(server.startswith("nats://") and len(server) > len("nats://") for server in servers):
        # Whoever is alone need not wait for the library to load.
        from chappe.bus.nats import NatsBus  # noqa: PLC0415 - see above

        return NatsBus(servers)
    raise ValueError("a bus URL is nats://HOST:PORT")
