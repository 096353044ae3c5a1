import json
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from chappe.features.help import files, rpc, view
from chappe.rpc.method import REFUSALS, TABLE, Who
from chappe.tl import api, layers

NOW = 1_800_000_000
MISSING = {  # another room will answer these, when it can tell the truth
    "help.getSupport",
    "help.getPremiumPromo",
}
BEFORE_LOGIN = {
    "help.getAppConfig",
    "help.getConfig",
    "help.getCountriesList",
    "help.getDeepLinkInfo",
    "help.getNearestDc",
    "help.saveAppLog",
}


def plain(value):
    """A JSONValue as Python."""
    match value:
        case api.JsonObject():
            return {each.key: plain(each.value) for each in value.value}
        case api.JsonArray():
            return [plain(each) for each in value.value]
        case api.JsonNull():
            return None
        case _:
            return value.value


def test_every_method_of_the_family_is_answered_refused_or_missing_on_purpose() -> None:
    family = {
        getattr(api.help, name).NAME
        for name in dir(api.help)
        if getattr(api.help, name).SHAPE.is_method
    }
    answered = {row.name for row in TABLE.values() if row.name.startswith("help.")}
    refused = {row.name for row in REFUSALS.values() if row.name.startswith("help.")}
    assert answered | refused | MISSING == family
    assert not answered & MISSING


def test_before_login_only_the_documented_ones_are_open() -> None:
    rows = [row for row in TABLE.values() if row.name.startswith("help.")]
    assert {row.name for row in rows if row.who is Who.ANYONE} == BEFORE_LOGIN
    assert {row.name for row in rows if row.unbound} == {"help.getConfig", "help.getNearestDc"}


async def test_config_has_our_addresses_and_the_data_center_that_was_reached(ask) -> None:
    config = await ask(api.help.GetConfig(), dc=3)
    assert (config.date, config.expires) == (NOW, NOW + 3600)
    assert config.this_dc == 3
    assert [(each.id, each.ip_address) for each in config.dc_options] == [
        (3, "192.0.2.1"),
        (3, "2001:db8::1"),
    ]
    assert config.webfile_dc_id in {each.id for each in config.dc_options}
    assert (config.chat_size_max, config.edit_time_limit) == (200, 172_800)
    assert config.suggested_lang_code == "en"
    assert config.lang_pack_version == config.base_lang_pack_version == 0


async def test_config_answers_a_key_that_has_not_said_what_client_it_is(ask) -> None:
    config = await ask(api.help.GetConfig(), info=None)
    assert config.suggested_lang_code == "en"


async def test_no_field_of_config_leads_to_the_real_service(ask) -> None:
    config = await ask(api.help.GetConfig())
    assert config.dc_txt_domain_name.endswith(".invalid")
    assert config.autoupdate_url_prefix is None
    assert config.gif_search_username is None


async def test_config_offers_the_language_of_the_device_if_there_is_a_pack(
    ask, tmp_path: Path
) -> None:
    packs = tmp_path / "langpack" / "tdesktop"
    packs.mkdir(parents=True)
    (packs / "de.json").write_text('{"version": 4, "strings": {}}')
    (packs / "en.json").write_text('{"version": 2, "strings": {}}')
    app = {"data": tmp_path, "lang_pack": "tdesktop", "system_lang_code": "de-AT"}
    offered = await ask(api.help.GetConfig(), **app)
    assert (offered.suggested_lang_code, offered.lang_pack_version) == ("de", 2)
    chosen = await ask(api.help.GetConfig(), **app, lang_code="de")
    assert (chosen.suggested_lang_code, chosen.lang_pack_version) == ("de", 4)


@pytest.mark.parametrize(
    ("system", "language", "country"),
    [
        ("en-US", "en", "US"),
        ("pt_BR", "pt", "BR"),
        ("zh-Hans-CN", "zh", "CN"),
        ("en", "de-AT", "AT"),
        ("en", "en", ""),
        ("xx-ZZ", "", ""),
        ("en-us", "en", ""),
    ],
)
async def test_the_country_is_the_region_of_the_device(
    ask, system: str, language: str, country: str
) -> None:
    answer = await ask(
        api.help.GetNearestDc(), dc=4, system_lang_code=system, lang_code=language
    )
    assert answer == api.NearestDc(country=country, this_dc=4, nearest_dc=4)


async def test_the_administrator_names_the_country_of_those_who_do_not_say(
    ask, tmp_path: Path
) -> None:
    (tmp_path / "help.json").write_text('{"country": "AT"}')
    assert (await ask(api.help.GetNearestDc(), data=tmp_path)).country == "AT"


async def test_app_config_is_the_file_as_json_values(ask) -> None:
    answer = await ask(api.help.GetAppConfig(hash=0))
    assert plain(answer.config) == json.loads(files.shipped("app_config.json"))


async def test_an_app_config_of_its_own_has_a_hash_of_its_own(ask, tmp_path: Path) -> None:
    (tmp_path / "help.json").write_text('{"app_config": {"poll_answers_max": 99}}')
    ours = await ask(api.help.GetAppConfig(hash=0), data=tmp_path)
    assert plain(ours.config)["poll_answers_max"] == 99
    shipped = await ask(api.help.GetAppConfig(hash=ours.hash))
    assert shipped.hash != ours.hash


async def test_a_restart_brings_the_new_app_config(ask, tmp_path: Path) -> None:
    before = await ask(api.help.GetAppConfig(hash=0), data=tmp_path)
    (tmp_path / "help.json").write_text('{"app_config": {"poll_answers_max": 98}}')
    assert await ask(api.help.GetAppConfig(hash=0), data=tmp_path) == before
    files.load(tmp_path)
    after = await ask(api.help.GetAppConfig(hash=before.hash), data=tmp_path)
    assert plain(after.config)["poll_answers_max"] == 98


@pytest.mark.parametrize(
    ("question", "nothing_new"),
    [
        (lambda held: api.help.GetAppConfig(hash=held), api.help.AppConfigNotModified),
        (
            lambda held: api.help.GetCountriesList(lang_code="de", hash=held),
            api.help.CountriesListNotModified,
        ),
        (lambda held: api.help.GetPeerColors(hash=held), api.help.PeerColorsNotModified),
        (lambda held: api.help.GetPeerProfileColors(hash=held), api.help.PeerColorsNotModified),
        (lambda held: api.help.GetTimezonesList(hash=held), api.help.TimezonesListNotModified),
        (
            lambda held: api.help.GetPassportConfig(hash=held),
            api.help.PassportConfigNotModified,
        ),
    ],
)
async def test_who_holds_the_answer_is_told_so_and_nobody_else(
    ask, question, nothing_new
) -> None:
    full = await ask(question(0))
    assert full.hash > 0
    assert await ask(question(full.hash)) == nothing_new()
    assert await ask(question(full.hash + 1)) == full


async def test_countries_are_named_in_the_language_asked_for(ask) -> None:
    async def austria(code: str):
        answer = await ask(api.help.GetCountriesList(lang_code=code, hash=0))
        return next(each for each in answer.countries if each.iso2 == "AT")

    assert (await austria("de")).name == "Österreich"
    assert (await austria("de-at")).name == "Österreich"
    assert (await austria("zh_Hans")).name == "奥地利"
    assert (await austria("en")).name is None
    assert (await austria("tlh")).name is None
    assert (await austria("de")).default_name == "Austria"
    assert [each.country_code for each in (await austria("")).country_codes] == ["43"]


async def test_lists_in_two_languages_have_two_hashes(ask) -> None:
    german = await ask(api.help.GetCountriesList(lang_code="de", hash=0))
    french = await ask(api.help.GetCountriesList(lang_code="fr", hash=german.hash))
    assert isinstance(french, api.help.CountriesList)
    assert french.hash != german.hash


async def test_summer_time_shows_in_the_offsets(ask) -> None:
    async def berlin(now: int) -> int:
        answer = await ask(api.help.GetTimezonesList(hash=0), now=now)
        return next(e.utc_offset for e in answer.timezones if e.id == "Europe/Berlin")

    assert await berlin(1_767_225_600) == 3600  # 2026-01-01
    assert await berlin(1_782_864_000) == 7200  # 2026-07-01


async def test_zones_run_from_west_to_east(ask) -> None:
    answer = await ask(api.help.GetTimezonesList(hash=0))
    offsets = [each.utc_offset for each in answer.timezones]
    assert offsets == sorted(offsets)


def test_without_time_zone_data_the_standard_offset_serves() -> None:
    nowhere = files.zones()[0].__class__(id="Nowhere/City", name="City", offset=1800)
    moment = view.datetime.fromtimestamp(NOW, view.UTC)
    assert view.offset_seconds(nowhere, moment) == 1800


async def test_colours_are_numbers_of_24_bits(ask) -> None:
    answer = await ask(api.help.GetPeerColors(hash=0))
    striped = [each for each in answer.colors if each.colors]
    assert striped
    assert all(0 <= c < 1 << 24 for each in striped for c in each.colors.colors)
    looks = await ask(api.help.GetPeerProfileColors(hash=0))
    assert all(isinstance(e.colors, api.help.PeerColorProfileSet) for e in looks.colors)


async def test_passport_languages_are_a_json_object(ask) -> None:
    answer = await ask(api.help.GetPassportConfig(hash=0))
    assert json.loads(answer.countries_langs.data)["AT"] == "de"


async def test_empty_notices_say_when_to_ask_again(ask) -> None:
    promotion = await ask(api.help.GetPromoData())
    assert promotion == api.help.PromoDataEmpty(expires=NOW + 3600)
    terms = await ask(api.help.GetTermsOfServiceUpdate())
    assert terms == api.help.TermsOfServiceUpdateEmpty(expires=NOW + 3600)


async def test_what_there_is_not_is_said_to_be_none(ask) -> None:
    assert await ask(api.help.GetCdnConfig()) == api.CdnConfig(public_keys=[])
    assert await ask(api.help.GetAppUpdate(source="")) == api.help.NoAppUpdate()
    assert await ask(api.help.GetDeepLinkInfo(path="x")) == api.help.DeepLinkInfoEmpty()


async def test_app_events_make_one_short_line_in_the_log(ask) -> None:
    events = [
        api.InputAppEvent(time=0.0, type=f"{n % 40}" * 500, peer=0, data=api.JsonNull())
        for n in range(1000)
    ]
    with capture_logs() as lines:
        assert await ask(api.help.SaveAppLog(events=events)) is True
    (line,) = lines
    assert (line["count"], line["app_version"]) == (1000, "2.3")
    assert len(line["types"]) == 16
    assert max(map(len, line["types"])) == 64


def test_the_invitation_is_the_administrators(tmp_path: Path) -> None:
    (tmp_path / "help.json").write_text('{"invite_text": "Come!"}')
    assert files.load(tmp_path).invite_text == "Come!"


def test_the_old_form_of_app_config_has_no_hash_and_gets_bare_json() -> None:
    asked = layers.read_request(bytes.fromhex("10419198"))  # help.getAppConfig#98914110
    assert asked == api.help.GetAppConfig(hash=0)
    answer = view.render_app_config(None, asked.hash)
    raw = layers.write_result(type(asked), answer, 149)
    read = layers.schema(149).read_result("help.getAppConfig", raw)
    assert len(read.value) == len(answer.config.value)


assert rpc  # its import fills the table
