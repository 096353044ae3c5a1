"""Each answer of the two families, written at each layer of today and read back by its schema."""

from pathlib import Path

import pytest

from chappe.features.help import rpc as help_rpc
from chappe.features.langpack import rpc as langpack_rpc
from chappe.ids import Layer
from chappe.tl import api, catalogue, layers

assert help_rpc  # their import fills the table
assert langpack_rpc

PACK = '{"version": 2, "strings": {"a": "b", "n": {"one": "1", "other": "2"}, "gone": null}}'
QUESTIONS = [
    api.help.GetConfig(),
    api.help.GetNearestDc(),
    api.help.GetAppConfig(hash=0),
    api.help.GetCountriesList(lang_code="de", hash=0),
    api.help.GetDeepLinkInfo(path="x"),
    api.help.SaveAppLog(events=[]),
    api.help.GetCdnConfig(),
    api.help.GetAppUpdate(source=""),
    api.help.GetInviteText(),
    api.help.GetTermsOfServiceUpdate(),
    api.help.GetPromoData(),
    api.help.HidePromoData(peer=api.InputPeerSelf()),
    api.help.DismissSuggestion(peer=api.InputPeerEmpty(), suggestion="X"),
    api.help.GetRecentMeUrls(referer=""),
    api.help.GetPeerColors(hash=0),
    api.help.GetPeerProfileColors(hash=0),
    api.help.GetTimezonesList(hash=0),
    api.help.GetPassportConfig(hash=0),
    api.langpack.GetLangPack(lang_pack="ios", lang_code="de"),
    api.langpack.GetDifference(lang_pack="ios", lang_code="de", from_version=1),
    api.langpack.GetStrings(lang_pack="ios", lang_code="de", keys=["a", "n"]),
    api.langpack.GetLanguages(lang_pack="ios"),
    api.langpack.GetLanguage(lang_pack="ios", lang_code="de"),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.NAME)
async def test_an_answer_can_be_read_at_every_layer_that_has_the_question(
    ask, question, tmp_path: Path
) -> None:
    path = tmp_path / "langpack" / "ios" / "de.json"
    path.parent.mkdir(parents=True)
    path.write_text(PACK)
    answer = await ask(question, data=tmp_path)
    read = 0
    for number in range(133, layers.LATEST + 1):
        layer = Layer(number)
        if question.NAME not in catalogue.at(number).methods:
            continue
        raw = layers.write_result(type(question), answer, layer)
        layers.schema(layer).read_result(question.NAME, raw)
        read += 1
    assert read > 0
