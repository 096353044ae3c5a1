"""The data files, each read and checked once; `DIR/help.json` laid over them.

Hashes: a client sends back the `hash` of the answer it holds; equal means NotModified. Ours is the
CRC32 of what the answer is made of, so it survives a restart and changes with the data, and it is
never 0, which means "I hold nothing".
"""

import zlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import msgspec

from chappe.features.help.model import Atlas, ConfigFields, Limits, Override, Palettes, Zone

Shape = TypeVar("Shape")


class BadFileError(ValueError):
    """A file that an administrator wrote does not say what it should; the text names the place."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """What this server tells its clients about itself.

    `app_config`: a JSON object, its keys in order, so that equal contents are equal bytes. `limits`: those
    of its numbers that are enforced as well.
    """

    config: ConfigFields
    app_config: bytes
    limits: Limits
    country: str
    default_reaction: str
    invite_text: str
    terms: str = ""
    terms_age: int | None = None


def stable_hash(content: bytes) -> int:
    """A number for `hash` fields: 1..2^31-1, the same for the same bytes for ever."""
    return zlib.crc32(content) & 0x7FFFFFFF or 1


def shipped(name: str) -> bytes:
    """A file of `data/`."""
    return (files("chappe.features.help") / "data" / name).read_bytes()


@cache
def atlas() -> Atlas:
    """The countries."""
    return msgspec.json.decode(shipped("countries.json"), type=Atlas)


@cache
def known_countries() -> frozenset[str]:
    """The two letters of every country of the atlas."""
    return frozenset(each.iso2 for each in atlas().countries)


@cache
def zones() -> tuple[Zone, ...]:
    """The time zones."""
    return msgspec.json.decode(shipped("timezones.json"), type=tuple[Zone, ...])


@cache
def palettes() -> Palettes:
    """The colours."""
    return msgspec.json.decode(shipped("colors.json"), type=Palettes)


def load(data: Path | None) -> Deployment:
    """Read `DIR/help.json` anew, as the start of a server does; later calls of `deployment` get it.

    Raises: BadFileError when the file is not what docs/client-config.md says.
    """
    deployment.cache_clear()
    return deployment(data)


@cache
def deployment(data: Path | None) -> Deployment:
    """The shipped values, with those of `data/help.json` in their place.

    Raises: BadFileError when the file is not what docs/client-config.md says.
    """
    override = Override() if data is None else _override(data / "help.json")
    config = {**msgspec.json.decode(shipped("config.json")), **override.config}
    app_config = {**_object(shipped("app_config.json")), **override.app_config}
    fields = _checked(config, ConfigFields, f"{data}/help.json: config")
    limits = _checked(app_config, Limits, f"{data}/help.json: app_config")
    return Deployment(
        config=fields,
        app_config=msgspec.json.encode(app_config, order="deterministic"),
        limits=limits,
        country=override.country,
        default_reaction=override.default_reaction,
        invite_text=override.invite_text,
        terms=override.terms,
        terms_age=override.terms_age,
    )


def _checked(values: dict[str, object], kind: type[Shape], place: str) -> Shape:
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise BadFileError(f"{place}: {error}") from error


def _object(raw: bytes) -> dict[str, object]:
    return msgspec.json.decode(raw, type=dict[str, object])


def _override(path: Path) -> Override:
    if not path.exists():
        return Override()
    try:
        return msgspec.json.decode(path.read_bytes(), type=Override)
    except msgspec.DecodeError as error:
        raise BadFileError(f"{path}: {error}") from error
