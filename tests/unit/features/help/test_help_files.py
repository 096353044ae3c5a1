import json
import re
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chappe.features.help.files import (
    BadFileError,
    atlas,
    deployment,
    load,
    palettes,
    stable_hash,
    zones,
)
from chappe.features.help.model import ConfigFields
from chappe.tl import api


def country(iso2: str):
    return next(each for each in atlas().countries if each.iso2 == iso2)


def calling_codes(iso2: str) -> list[str]:
    return [code.code for code in country(iso2).codes]


def owner(digits: str) -> str:
    """The country that a client finds for a number: the longest code and prefix that fit."""
    fits = [
        (len(code.code + prefix), each.iso2)
        for each in atlas().countries
        for code in each.codes
        for prefix in code.prefixes or ("",)
        if digits.startswith(code.code + prefix)
    ]
    return max(fits)[1]


def test_an_island_of_the_american_plan_has_its_area_code_in_its_calling_code() -> None:
    assert calling_codes("JM") == ["1658", "1876"]
    assert calling_codes("DO") == ["1809", "1829", "1849"]
    assert calling_codes("US") == ["1"]


def test_only_the_main_country_of_a_shared_code_goes_without_prefixes() -> None:
    assert country("US").codes[0].prefixes == ()
    assert "416" in country("CA").codes[0].prefixes
    assert country("KZ").codes[0].prefixes == ("7",)
    assert country("RU").codes[0].prefixes == ()


def test_no_two_countries_have_the_same_code_and_prefix() -> None:
    claims = [
        code.code + prefix
        for each in atlas().countries
        for code in each.codes
        for prefix in code.prefixes or ("",)
    ]
    assert len(set(claims)) == len(claims)


def examples():
    """A mobile number of each country: its calling code with the rest, and where the library puts it."""
    for each in atlas().countries:
        number = phonenumbers.example_number_for_type(
            each.iso2, phonenumbers.PhoneNumberType.MOBILE
        )
        if number is not None:
            digits = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            yield each, digits[1:], phonenumbers.region_code_for_number(number)


def test_a_number_leads_to_the_country_that_the_numbering_plans_say() -> None:
    found = {digits: owner(digits) for _, digits, _ in examples()}
    expected = {digits: iso2 for _, digits, iso2 in examples()}
    assert len(found) > 200
    assert {d: (found[d], expected[d]) for d in found if found[d] != expected[d]} == {}


def test_a_pattern_has_room_for_exactly_the_digits_of_a_number() -> None:
    for each, digits, _ in examples():
        code = each.codes[0]
        room = len(digits) - len(code.code)
        assert [pattern.count("X") for pattern in code.patterns[:1]] in ([room], []), each.iso2


def test_a_pattern_is_groups_of_digits() -> None:
    patterns = [
        pattern
        for each in atlas().countries
        for code in each.codes
        for pattern in code.patterns
    ]
    assert [each for each in patterns if not re.fullmatch("X+( X+)*", each)] == []


def test_every_country_has_a_name_in_the_big_languages() -> None:
    everyone = {each.iso2 for each in atlas().countries}
    for language in ("de", "es", "fr", "ru", "zh-hans", "ar", "uk"):
        assert everyone - atlas().names[language].keys() <= {"AC", "TA", "XK"}, language


def test_the_zones_lie_on_this_earth_and_are_named() -> None:
    assert len(zones()) > 400
    assert all(-12 * 3600 <= each.offset <= 14 * 3600 and each.name for each in zones())


def test_the_first_seven_colours_are_left_to_the_clients() -> None:
    assert [each.id for each in palettes().accents if not each.light] == list(range(7))
    ids = [each.id for each in palettes().profiles]
    assert ids == list(range(len(ids)))


def test_the_fields_of_the_config_file_are_fields_of_config() -> None:
    assert set(ConfigFields.__struct_fields__) <= set(api.Config.__slots__)


def test_a_server_may_change_single_keys(tmp_path: Path) -> None:
    (tmp_path / "help.json").write_text(
        '{"config": {"chat_size_max": 7}, "app_config": {"own_key": [1, {"a": null}]},'
        ' "country": "AT", "default_reaction": "❤"}'
    )
    ours, shipped = load(tmp_path), deployment(None)
    assert ours.config.chat_size_max == 7
    assert ours.config.megagroup_size_max == shipped.config.megagroup_size_max
    assert json.loads(ours.app_config) == {
        **json.loads(shipped.app_config),
        "own_key": [1, {"a": None}],
    }
    assert (ours.country, ours.default_reaction) == ("AT", "❤")


def test_a_start_reads_the_file_anew(tmp_path: Path) -> None:
    assert load(tmp_path) == deployment(None)
    (tmp_path / "help.json").write_text('{"country": "FR"}')
    assert load(tmp_path).country == "FR"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"config": {"chat_size_max": "many"}}', "chat_size_max"),
        ('{"config": {"chat_size_max": -1}}', "chat_size_max"),
        ('{"config": {"chat_size": 5}}', "chat_size"),
        ('{"confg": {}}', "confg"),
        ('{"country": "Austria"}', "country"),
        ("{", "help.json"),
    ],
)
def test_a_wrong_file_stops_the_start_and_names_the_place(
    tmp_path: Path, text: str, place: str
) -> None:
    (tmp_path / "help.json").write_text(text)
    with pytest.raises(BadFileError, match=place):
        load(tmp_path)


@given(st.binary())
def test_a_hash_is_positive_and_not_the_one_of_nothing(content: bytes) -> None:
    assert 1 <= stable_hash(content) <= 2**31 - 1
    assert stable_hash(content) == stable_hash(bytes(content))
