from pathlib import Path

import pytest

from chappe.features.langpack import rpc
from chappe.rpc.errors import RpcError
from chappe.rpc.method import TABLE, Who
from chappe.tl import api

GERMAN = (
    '{"version": 5, "strings": {"hi": "Hallo", "gone": null,'
    ' "n": {"one": "eins", "other": "viele"}}}'
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "langpack" / "android" / "de.json"
    path.parent.mkdir(parents=True)
    path.write_text(GERMAN)
    return tmp_path


HELLO = api.LangPackString(key="hi", value="Hallo")
COUNT = api.LangPackStringPluralized(key="n", one_value="eins", other_value="viele")


def test_all_of_the_family_may_be_asked_before_login() -> None:
    assert rpc  # its import fills the table
    rows = {row.name: row.who for row in TABLE.values() if row.name.startswith("langpack.")}
    assert len(rows) == 5
    assert set(rows.values()) == {Who.ANYONE}


async def test_a_pack_holds_its_strings_without_those_taken_back(ask, data: Path) -> None:
    answer = await ask(api.langpack.GetLangPack(lang_pack="android", lang_code="de"), data=data)
    assert answer == api.LangPackDifference(
        lang_code="de", from_version=0, version=5, strings=[HELLO, COUNT]
    )


async def test_the_built_in_english_has_no_strings_at_version_0(ask) -> None:
    answer = await ask(api.langpack.GetLangPack(lang_pack="webk", lang_code="en"))
    assert answer == api.LangPackDifference(
        lang_code="en", from_version=0, version=0, strings=[]
    )


async def test_the_answer_spells_the_language_as_the_app_did(ask) -> None:
    answer = await ask(api.langpack.GetLangPack(lang_pack="ios", lang_code="EN-raw"))
    assert answer.lang_code == "EN-raw"


async def test_an_app_that_is_behind_also_learns_what_was_taken_back(ask, data: Path) -> None:
    answer = await ask(
        api.langpack.GetDifference(lang_pack="android", lang_code="de", from_version=4),
        data=data,
    )
    assert (answer.from_version, answer.version) == (4, 5)
    assert answer.strings == [HELLO, api.LangPackStringDeleted(key="gone"), COUNT]


@pytest.mark.parametrize("held", [5, 6])
async def test_an_app_that_is_not_behind_gets_no_strings(ask, data: Path, held: int) -> None:
    answer = await ask(
        api.langpack.GetDifference(lang_pack="android", lang_code="de", from_version=held),
        data=data,
    )
    assert answer.strings == []


async def test_a_difference_from_a_negative_version_is_the_whole_pack(ask, data: Path) -> None:
    answer = await ask(
        api.langpack.GetDifference(lang_pack="android", lang_code="de", from_version=-1),
        data=data,
    )
    assert (answer.from_version, answer.strings) == (0, [HELLO, COUNT])


async def test_strings_come_in_the_order_asked_each_once(ask, data: Path) -> None:
    keys = ["n", "hi", "n", "gone", "unknown"]
    answer = await ask(
        api.langpack.GetStrings(lang_pack="android", lang_code="de", keys=keys), data=data
    )
    assert answer == [COUNT, HELLO]


async def test_languages_are_those_with_a_pack(ask, data: Path) -> None:
    answer = await ask(api.langpack.GetLanguages(lang_pack="android"), data=data)
    assert [(each.lang_code, each.strings_count) for each in answer] == [("en", 0), ("de", 2)]
    german = await ask(api.langpack.GetLanguage(lang_pack="android", lang_code="de"), data=data)
    assert german == answer[1]
    assert (german.name, german.native_name, german.official) == ("German", "Deutsch", True)


async def test_an_old_app_that_names_neither_is_known_by_its_init_connection(
    ask, data: Path
) -> None:
    answer = await ask(
        api.langpack.GetDifference(lang_pack="", lang_code="", from_version=0),
        data=data,
        lang_pack="android",
        lang_code="de",
    )
    assert (answer.lang_code, answer.version) == ("de", 5)


@pytest.mark.parametrize(
    "question",
    [
        api.langpack.GetLangPack(lang_pack="nobody", lang_code="en"),
        api.langpack.GetDifference(lang_pack="nobody", lang_code="en", from_version=0),
        api.langpack.GetStrings(lang_pack="nobody", lang_code="en", keys=[]),
        api.langpack.GetLanguages(lang_pack="nobody"),
        api.langpack.GetLanguage(lang_pack="", lang_code="en"),
    ],
)
async def test_a_platform_that_nobody_has_is_refused(ask, question) -> None:
    with pytest.raises(RpcError, match="400 LANG_PACK_INVALID"):
        await ask(question)


@pytest.mark.parametrize(
    "question",
    [
        api.langpack.GetLangPack(lang_pack="ios", lang_code="de"),
        api.langpack.GetDifference(lang_pack="ios", lang_code="de", from_version=0),
        api.langpack.GetStrings(lang_pack="ios", lang_code="../../etc", keys=[]),
        api.langpack.GetLanguage(lang_pack="ios", lang_code="xx"),
    ],
)
async def test_a_language_without_a_pack_is_refused(ask, question) -> None:
    with pytest.raises(RpcError, match="400 LANG_CODE_NOT_SUPPORTED"):
        await ask(question)
