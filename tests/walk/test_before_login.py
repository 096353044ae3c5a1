"""What real clients ask before anybody has signed in, over the wire, each in its own layer."""

import pytest

from chappe.testing.client import Device, Refused
from chappe.testing.world import World

LAYERS = [133, 145, 158, 177, 199, 214, 229]
WEB = Device(lang_pack="webk", system_lang_code="de-AT")


@pytest.mark.parametrize("layer", LAYERS)
async def test_a_client_learns_the_addresses_and_limits_in_its_own_layer(layer: int) -> None:
    async with World() as world:
        client = await world.client(layer=layer, device=WEB)
        config = await client.call("help.getConfig")
        assert config.this_dc == 2
        assert config.this_dc in {each.id for each in config.dc_options}
        assert (config.message_length_max, config.suggested_lang_code) == (4096, "en")
        nearest = await client.call("help.getNearestDc")
        assert (nearest.country, nearest.nearest_dc) == ("AT", 2)


@pytest.mark.parametrize("layer", LAYERS)
async def test_a_login_form_gets_its_countries_and_the_second_time_their_absence(
    layer: int,
) -> None:
    async with World() as world:
        client = await world.client(layer=layer)
        countries = await client.call("help.getCountriesList", lang_code="de", hash=0)
        (austria,) = [each for each in countries.countries if each.iso2 == "AT"]
        assert (austria.name, austria.default_name) == ("Österreich", "Austria")
        again = await client.call("help.getCountriesList", lang_code="de", hash=countries.hash)
        assert again.NAME == "help.countriesListNotModified"


@pytest.mark.parametrize("layer", [158, 199, 229])
async def test_app_config_comes_once(layer: int) -> None:
    async with World() as world:
        client = await world.client(layer=layer)
        first = await client.call("help.getAppConfig", hash=0)
        keys = {each.key for each in first.config.value}
        assert {"reactions_uniq_max", "upload_max_fileparts_default"} <= keys
        again = await client.call("help.getAppConfig", hash=first.hash)
        assert again.NAME == "help.appConfigNotModified"


@pytest.mark.parametrize("layer", [133, 149])
async def test_before_layer_155_app_config_is_bare_json(layer: int) -> None:
    async with World() as world:
        client = await world.client(layer=layer)
        config = await client.call("help.getAppConfig")
        assert config.NAME == "jsonObject"


@pytest.mark.parametrize("layer", LAYERS)
async def test_a_web_client_fetches_its_words(layer: int) -> None:
    async with World() as world:
        client = await world.client(layer=layer, device=WEB)
        pack = await client.call("langpack.getLangPack", lang_pack="webk", lang_code="en")
        assert (pack.lang_code, pack.version, pack.strings) == ("en", 0, [])
        words = await client.call(
            "langpack.getStrings", lang_pack="webk", lang_code="en", keys=["a"]
        )
        assert words == []
        (english,) = await client.call("langpack.getLanguages", lang_pack="webk")
        assert (english.native_name, english.plural_code) == ("English", "en")
        with pytest.raises(Refused, match="400 LANG_CODE_NOT_SUPPORTED"):
            await client.call("langpack.getLanguage", lang_pack="webk", lang_code="de")
        with pytest.raises(Refused, match="400 LANG_PACK_INVALID"):
            await client.call("langpack.getLanguages", lang_pack="nobody")


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("help.getPeerColors", {"hash": 0}),
        ("help.getPromoData", {}),
        ("help.getTermsOfServiceUpdate", {}),
        ("help.getTimezonesList", {"hash": 0}),
        ("help.getSupportName", {}),
        ("help.getCdnConfig", {}),
        ("help.getSupport", {}),
    ],
)
async def test_the_rest_of_the_family_wants_a_user(
    method: str, fields: dict[str, object]
) -> None:
    async with World() as world:
        client = await world.client()
        with pytest.raises(Refused, match="401 AUTH_KEY_UNREGISTERED"):
            await client.call(method, **fields)


@pytest.mark.parametrize("layer", [133, 144, 152])
async def test_limits_that_have_moved_to_app_config_stand_in_the_old_config(layer: int) -> None:
    async with World() as world:
        client = await world.client(layer=layer)
        config = await client.call("help.getConfig")
        assert config.pinned_dialogs_count_max == 5
        assert config.pinned_infolder_count_max == 100
        assert (config.saved_gifs_limit, config.stickers_faved_limit) == (200, 5)
