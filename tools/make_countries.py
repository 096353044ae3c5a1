"""Write `chappe/features/help/data/countries.json`: names, calling codes, prefixes, patterns.

Needs `babel` (names, from CLDR) and `phonenumbers` (numbering plans) in a virtual environment of
its own; neither is a dependency of this file's reader. Run it from the root of the repository:

    python tools/make_countries.py

Calling codes come in the form that clients expect from `help.getCountriesList`: an island of the
North American plan has its area code inside its calling code (`1268`, pattern `XXX XXXX`); a
country that shares a code with a bigger one (Canada, Kazakhstan, Jersey) has the prefixes of the
national number that are its own, and the bigger one has none.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]  # the parser has no public name
from re import _parser as parser  # type: ignore[attr-defined]  # as above

import phonenumbers
from babel import Locale
from babel.languages import get_official_languages

OUTPUT = Path("chappe/features/help/data/countries.json")
# fmt: off
LANGUAGES = [
    "ar", "be", "ca", "cs", "de", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it",
    "ja", "ko", "ms", "nl", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "uz", "vi", "zh_Hans",
    "zh_Hant",
]
# fmt: on
PREFIX_DIGITS_MAX = 5
"""Long enough to tell Guernsey (`79111`) from Great Britain."""
NORTH_AMERICAN = "1"
ALL_KINDS = ("fixed_line", "mobile", "pager", "personal_number", "uan", "voip", "toll_free")


def leading_digits(pattern: str) -> set[str]:
    """All ways in which a number that fits the pattern can begin, cut at `PREFIX_DIGITS_MAX`."""
    return set(_walk(list(parser.parse(pattern)), ""))


def _walk(nodes: list[tuple[object, object]], begun: str) -> Iterator[str]:
    if len(begun) >= PREFIX_DIGITS_MAX or not nodes:
        yield begun
        return
    (kind, value), rest = nodes[0], nodes[1:]
    for way in _ways(kind, value):
        if isinstance(way, str):
            yield from _walk(rest, begun + way)
        else:
            yield from _walk([*way, *rest], begun)


def _ways(kind: object, value: object) -> Iterable[str | list[tuple[object, object]]]:
    """What one node of a parsed pattern may stand for: a digit, or a longer list of nodes."""
    match kind, value:
        case op.LITERAL, int(code):
            return [chr(code)]
        case op.IN, list(members):
            return sorted({digit for member in members for digit in _digits(member)})
        case op.SUBPATTERN, (_, _, _, nodes):
            return [list(nodes)]
        case op.BRANCH, (_, branches):
            return [list(branch) for branch in branches]
        case op.MAX_REPEAT, (low, high, nodes):
            return [list(nodes) * count for count in range(low, min(high, low + 9) + 1)]
    raise ValueError(f"no rule for {kind} in a numbering plan")


def _digits(member: tuple[object, object]) -> str:
    match member:
        case op.LITERAL, int(code):
            return chr(code)
        case op.RANGE, (low, high):
            return "".join(map(chr, range(low, high + 1)))
        case op.CATEGORY, op.CATEGORY_DIGIT:
            return "0123456789"
    raise ValueError(f"no rule for {member} in a numbering plan")


def plan(region: str) -> phonenumbers.PhoneMetadata:
    """The numbering plan of one region."""
    found = phonenumbers.PhoneMetadata.metadata_for_region(region)
    assert found is not None
    return found


def beginnings(region: str, kinds: Iterable[str] = ("fixed_line", "mobile")) -> set[str]:
    """How the numbers of a region can begin, of some kinds or of all."""
    found = (getattr(plan(region), kind) for kind in kinds)
    return {
        digits
        for kind in found
        if kind is not None and kind.national_number_pattern
        for digits in leading_digits(kind.national_number_pattern)
    }


def own_prefixes(region: str) -> list[str]:
    """The shortest beginnings of national numbers that no other region of the same code has.

    Some plans declare such beginnings themselves; they count even where another plan claims them too.
    """
    code = plan(region).country_code
    if code == 1:  # area codes are three digits, and no two countries share one
        return sorted({each[:3] for each in beginnings(region)})
    declared = leading_digits(plan(region).leading_digits or "")
    sharers = set(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]) - {region}
    foreign = {
        each[:size]
        for other in sharers
        for each in beginnings(other, ALL_KINDS)
        for size in range(1, PREFIX_DIGITS_MAX + 1)
    }
    heads = ([each[:size] for size in range(1, len(each) + 1)] for each in beginnings(region))
    own = (next((head for head in each if head not in foreign), None) for each in heads)
    found = {head for head in (*own, *declared) if head}
    return sorted(
        each for each in found if not any(each[:n] in found for n in range(len(each)))
    )


def patterns(region: str) -> list[str]:
    """How a mobile number of the region is written, digits as X; the usual length first."""
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    if example is None:
        return []
    digits = phonenumbers.national_significant_number(example)
    usual, *others = sorted(plan(region).mobile.possible_length, key=lambda n: n != len(digits))
    assert usual == len(digits), f"{region}: the example has an unlisted length"
    numbers = [digits] + [(digits + digits[-1] * 9)[:size] for size in others]
    written = [_international(region, each) for each in numbers]
    return list(dict.fromkeys(each for each in written if each))


def _international(region: str, digits: str) -> str:
    number = phonenumbers.parse(f"+{plan(region).country_code}{digits}")
    if not phonenumbers.is_valid_number(number):
        return ""
    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return re.sub(r"\d", "X", re.sub(r"\D+", " ", text.split(" ", 1)[1])).strip()


def country_codes(region: str) -> list[dict[str, object]]:
    """The calling codes of one region, as `help.countryCode` has them."""
    code = str(plan(region).country_code)
    main = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[int(code)][0]
    if code == NORTH_AMERICAN and region not in {"US", "CA"}:
        return [
            {"code": code + area, "patterns": ["XXX XXXX"]} for area in own_prefixes(region)
        ]
    entry: dict[str, object] = {"code": code, "patterns": patterns(region)}
    if region != main:
        entry["prefixes"] = own_prefixes(region)
    return [entry]


def is_distinct(code: dict[str, object]) -> bool:
    """False where no number shows that it is not the main country's (Saint Barthélemy)."""
    return code.get("prefixes") != []


def countries() -> list[dict[str, object]]:
    """Every region that has numbers of its own, by its two letters."""
    known = Locale("en").territories
    rows = [
        {
            "iso2": region,
            "name": known[region],
            "language": (get_official_languages(region, de_facto=True) or ("en",))[0].replace(
                "_", "-"
            ),
            "codes": country_codes(region),
        }
        for region in sorted(phonenumbers.SUPPORTED_REGIONS)
        if all(is_distinct(code) for code in country_codes(region))
    ]
    assert len(rows) > 230, "the numbering plans have lost whole countries"
    return rows


def names(language: str, regions: Iterable[str]) -> dict[str, str]:
    """Names of the regions in one language; those that CLDR lacks are left out."""
    known = Locale.parse(language).territories
    return {region: known[region] for region in regions if region in known}


def main() -> None:
    """Make the file anew."""
    rows = countries()
    regions = [str(row["iso2"]) for row in rows]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    tongues = ",\n".join(
        f"{json.dumps(each.lower().replace('_', '-'))}:"
        f"{json.dumps(names(each, regions), ensure_ascii=False)}"
        for each in LANGUAGES
        if each != "en"
    )
    OUTPUT.write_text(
        f'{{"countries":[\n{lines}\n],\n"names":{{\n{tongues}\n}}}}\n', encoding="utf-8"
    )


if __name__ == "__main__":
    main()
