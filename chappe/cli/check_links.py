"""Checks of what the server leans on besides its database: the bus, the store of files, the couriers."""

from chappe.blobs.open import open_blobs
from chappe.bus.bus import BusUnreachable
from chappe.bus.open import open_bus
from chappe.cli.check import Check, fail, ok
from chappe.config import Settings
from chappe.couriers.open import open_couriers


async def look(settings: Settings) -> list[Check]:
    """Everything that is reached by a URL; what is not given is not mentioned."""
    checks = [_couriers(settings)]
    if settings.blobs is not None:
        checks.append(_blobs(settings.blobs))
    if settings.bus is not None:
        checks.append(await _bus(settings.bus))
    return checks


def _couriers(settings: Settings) -> Check:
    try:
        open_couriers(settings.couriers, settings.profile)
    except ValueError as error:
        return fail("courier", str(error), "docs/signing-in.md")
    given = f"{len(settings.couriers)} given" if settings.couriers else "codes go to the log"
    return ok("courier", f"{given}; no letter was sent to try")


def _blobs(url: str) -> Check:
    try:
        open_blobs(url)
    except ValueError as error:
        return fail("blobs", str(error), "docs/files.md")
    return ok("blobs", "the URL can be read; nothing was stored to try")


async def _bus(url: str) -> Check:
    try:
        bus = open_bus(url)
        await bus.open(b"doctor", _hear, _miss)
    except (BusUnreachable, ValueError) as error:
        return fail("bus", str(error), "is NATS running? see --bus")
    await bus.close()
    return ok("bus", "NATS answers")


def _hear(_word: bytes) -> None:
    """Nobody says anything to the doctor."""


def _miss() -> None:
    """What the doctor misses does not matter."""
