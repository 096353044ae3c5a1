from pathlib import Path

import pytest

from chappe.features.langpack.packs import BadPackError, languages, load, normal_code


def pack(data: Path, name: str, text: str) -> None:
    path = data / "langpack" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_without_files_there_is_english_alone() -> None:
    shelf = load(None)
    for platform in ("tdesktop", "android", "ios", "macos", "weba", "webk"):
        assert [each.language.code for each in shelf.of(platform)] == ["en"]
        assert shelf.of(platform)[0].version == 0


def test_a_file_adds_its_language_to_its_platform_only(tmp_path: Path) -> None:
    pack(tmp_path, "ios/fa.json", '{"version": 2, "strings": {"a": "b", "c": null}}')
    shelf = load(tmp_path)
    persian = shelf.find("ios", "fa")
    assert persian is not None
    assert (persian.version, persian.strings_count) == (2, 1)
    assert (persian.language.name, persian.language.rtl) == ("Persian", True)
    assert [each.language.name for each in shelf.of("ios")] == ["English", "Persian"]
    assert shelf.find("android", "fa") is None


def test_a_directory_adds_its_platform(tmp_path: Path) -> None:
    assert not load(tmp_path).has_platform("my_app")
    pack(tmp_path, "my_app/en.json", '{"version": 1, "strings": {"a": "b"}}')
    assert load(tmp_path).has_platform("my_app")


def test_a_file_may_say_what_nobody_knows_of_its_language(tmp_path: Path) -> None:
    pack(
        tmp_path,
        "webk/tlh.json",
        '{"version": 1, "strings": {}, "name": "Klingon", "native_name": "tlhIngan",'
        ' "plural_code": "ja", "base": "en", "beta": true}',
    )
    found = load(tmp_path).find("webk", "tlh")
    assert found is not None
    assert (found.language.name, found.language.native_name) == ("Klingon", "tlhIngan")
    assert (found.language.plural_code, found.base, found.beta) == ("ja", "en", True)


def test_a_region_inherits_what_is_known_of_its_language(tmp_path: Path) -> None:
    pack(tmp_path, "webk/de-at.json", '{"version": 1, "strings": {}, "name": "Austrian"}')
    found = load(tmp_path).find("webk", "de_AT")
    assert found is not None
    assert (found.language.plural_code, found.language.native_name) == ("de", "Deutsch")


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("ios/de.json", "{", "de.json"),
        ("ios/de.json", '{"strings": {}}', "version"),
        ("ios/de.json", '{"version": 0, "strings": {}}', "version"),
        ("ios/de.json", '{"version": 1, "strings": {"a": 5}}', "strings"),
        ("ios/de.json", '{"version": 1, "strings": {"a": {"one": "1"}}}', "other"),
        ("ios/de.json", '{"version": 1, "strings": {}, "nme": ""}', "nme"),
        ("ios/German.json", '{"version": 1, "strings": {}}', "German"),
        ("My App/de.json", '{"version": 1, "strings": {}}', "My App"),
    ],
)
def test_a_wrong_file_stops_the_start_and_names_the_place(
    tmp_path: Path, name: str, text: str, place: str
) -> None:
    pack(tmp_path, name, text)
    with pytest.raises(BadPackError, match=place):
        load(tmp_path)


def test_the_offer_falls_back_from_region_to_language_to_english(tmp_path: Path) -> None:
    pack(tmp_path, "tdesktop/de.json", '{"version": 4, "strings": {}, "base": "en"}')
    pack(tmp_path, "tdesktop/en.json", '{"version": 3, "strings": {}}')
    shelf = load(tmp_path)
    assert shelf.suggest("tdesktop", "de-at", "en").code == "de"
    assert shelf.suggest("tdesktop", "it-IT", "de").code == "de"
    assert shelf.suggest("tdesktop", "it-IT", "ru").code == "en"
    assert shelf.suggest("nobody", "de", "de").code == "en"
    own = shelf.suggest("tdesktop", "en-US", "de")
    assert (own.code, own.version, own.base_version) == ("en", 4, 3)


@pytest.mark.parametrize(
    ("code", "normal"),
    [("pt_BR", "pt-br"), ("en-raw", "en"), ("zh-hans-raw", "zh-hans"), ("", "")],
)
def test_codes_have_one_spelling(code: str, normal: str) -> None:
    assert normal_code(code) == normal


def test_every_language_is_named_in_english_and_in_itself() -> None:
    assert all(each.name and each.native_name for each in languages().values())
    assert {code for code, each in languages().items() if each.rtl} == {
        "ar", "fa", "he", "ps", "ur", "yi",
    }  # fmt: skip
