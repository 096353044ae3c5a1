"""Languages and packs of strings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a language, whether or not there is a pack for it.

    `plural_code`: whose plural rules to use (CLDR). `rtl`: written from right to left.
    """

    code: str
    name: str
    native_name: str
    plural_code: str
    rtl: bool = False


class Plural(Struct, frozen=True, forbid_unknown_fields=True):
    """One text for each way of counting that the language has (CLDR names)."""

    other: str
    zero: str | None = None
    one: str | None = None
    two: str | None = None
    few: str | None = None
    many: str | None = None


Text: TypeAlias = str | Plural | None
"""None: the app is to forget its translation of this key."""


class PackFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A file that an administrator wrote; docs/language-packs.md explains every key."""

    version: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    strings: dict[str, Text]
    name: str | None = None
    native_name: str | None = None
    plural_code: str | None = None
    rtl: bool | None = None
    base: str | None = None
    beta: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """The strings of one platform in one language.

    `version`: counts up with every change; 0 for the built-in English, which has no strings here.
    `base`: the code of the pack in which an app looks for what this one lacks.
    """

    language: Language
    version: int = 0
    strings: Mapping[str, Text] | None = None
    base: str | None = None
    beta: bool = False

    @property
    def texts(self) -> Mapping[str, Text]:
        """The strings by key; empty for the built-in pack."""
        return self.strings or {}

    @property
    def strings_count(self) -> int:
        """How many strings there are, without those taken back."""
        return sum(text is not None for text in self.texts.values())


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What `help.getConfig` says of languages: one to offer, and the versions of the caller's own."""

    code: str
    version: int
    base_version: int
