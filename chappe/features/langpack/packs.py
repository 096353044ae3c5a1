"""The packs of one server: the built-in English of every app, and the administrator's files."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from chappe.features.langpack.model import Language, Pack, PackFile, Suggestion

PLATFORMS = (
    "android",
    "android_x",
    "ios",
    "macos",
    "tdesktop",
    "unigram",
    "web",
    "weba",
    "webk",
)
"""The names under which known apps ask; a directory of the administrator's adds its own name."""
ENGLISH = "en"
PLATFORM_NAME = re.compile(r"[a-z0-9_]{1,64}")
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


class BadPackError(ValueError):
    """A pack file does not say what it should; the text names the file and the place."""


class Packs:
    """Every pack, by platform and language."""

    def __init__(self, by_platform: dict[str, dict[str, Pack]]) -> None:
        english = Pack(languages()[ENGLISH])
        names = {*PLATFORMS, *by_platform}
        self._packs = {name: {ENGLISH: english, **by_platform.get(name, {})} for name in names}

    def has_platform(self, platform: str) -> bool:
        """Whether any app asks under this name."""
        return platform in self._packs

    def find(self, platform: str, code: str) -> Pack | None:
        """The pack for exactly this platform and language, if there is one."""
        return self._packs.get(platform, {}).get(normal_code(code))

    def of(self, platform: str) -> list[Pack]:
        """The platform's packs, by the English name of the language."""
        found = self._packs.get(platform, {}).values()
        return sorted(found, key=lambda pack: pack.language.name)

    def suggest(self, platform: str, system_code: str, chosen_code: str) -> Suggestion:
        """The language to offer: the device's if there is a pack, else the app's, else English.

        `system_code`, `chosen_code`: as in initConnection. Regions fall back (`de-at` → `de`).
        """
        wanted = (*_with_fallback(system_code), *_with_fallback(chosen_code))
        offered = next((pack for code in wanted if (pack := self.find(platform, code))), None)
        current = self.find(platform, chosen_code)
        base = self.find(platform, current.base) if current and current.base else None
        return Suggestion(
            code=offered.language.code if offered else ENGLISH,
            version=current.version if current else 0,
            base_version=base.version if base else 0,
        )


def normal_code(code: str) -> str:
    """A language code in one spelling: `pt_BR`, `pt-br-raw` → `pt-br`."""
    return code.lower().replace("_", "-").removesuffix("-raw")


def _with_fallback(code: str) -> tuple[str, str]:
    normal = normal_code(code)
    return normal, normal.partition("-")[0]


@cache
def languages() -> dict[str, Language]:
    """What is known of each language, by code."""
    raw = (files("chappe.features.langpack") / "data" / "languages.json").read_bytes()
    return {each.code: each for each in msgspec.json.decode(raw, type=tuple[Language, ...])}


def load(data: Path | None) -> Packs:
    """Read the administrator's files anew, as the start of a server does; `packs` then has them.

    Raises: BadPackError when a file is not what docs/language-packs.md says.
    """
    packs.cache_clear()
    return packs(data)


@cache
def packs(data: Path | None) -> Packs:
    """The packs of the server with this data directory, read once.

    Raises: BadPackError when a file is not what docs/language-packs.md says.
    """
    by_platform: dict[str, dict[str, Pack]] = {}
    for path in _pack_files(data):
        by_platform.setdefault(path.parent.name, {})[path.stem] = _read(path)
    return Packs(by_platform)


def _pack_files(data: Path | None) -> Iterator[Path]:
    if data is None:
        return
    for path in sorted((data / "langpack").glob("*/*.json")):
        if not PLATFORM_NAME.fullmatch(path.parent.name):
            raise BadPackError(f"{path.parent}: a platform is lower-case letters, digits and _")
        if not LANGUAGE_CODE.fullmatch(path.stem):
            raise BadPackError(f"{path}: a language code looks like de or pt-br")
        yield path


def _read(path: Path) -> Pack:
    try:
        file = msgspec.json.decode(path.read_bytes(), type=PackFile)
    except msgspec.DecodeError as error:
        raise BadPackError(f"{path}: {error}") from error
    return Pack(_language(path.stem, file), file.version, file.strings, file.base, file.beta)


def _language(code: str, file: PackFile) -> Language:
    """The language of a file: what the file says, else what is known."""
    known = languages().get(code) or languages().get(code.partition("-")[0])
    name = file.name or (known.name if known else code)
    return Language(
        code=code,
        name=name,
        native_name=file.native_name or (known.native_name if known else name),
        plural_code=file.plural_code or (known.plural_code if known else ENGLISH),
        rtl=file.rtl if file.rtl is not None else known is not None and known.rtl,
    )
