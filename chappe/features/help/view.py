"""Limits, countries and notices as TL. Answers that are the same for many are built once and kept."""

from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from chappe.features.help.files import (
    Deployment,
    atlas,
    deployment,
    palettes,
    shipped,
    stable_hash,
    zones,
)
from chappe.features.help.model import (
    AccentColour,
    Colour,
    Country,
    CountryCode,
    ProfileColour,
    ProfileSet,
    Zone,
)
from chappe.features.langpack.model import Suggestion
from chappe.ids import DcId
from chappe.tl import api

ASK_AGAIN_SECONDS = 3600
"""When a client should ask again: the real service says about an hour."""


def render_config(
    server: Deployment,
    now: int,
    this_dc: DcId,
    options: list[api.DcOption],
    language: Suggestion,
) -> api.Config:
    """The limits and addresses that every client asks for first.

    `webfile_dc_id` has to be one of `options`. There is no service for updates of apps, maps, GIFs or
    venues, so those fields are absent.
    """
    return api.Config(
        date=now,
        expires=now + ASK_AGAIN_SECONDS,
        test_mode=False,
        this_dc=this_dc,
        dc_options=[*options],
        webfile_dc_id=this_dc,
        suggested_lang_code=language.code,
        lang_pack_version=language.version,
        base_lang_pack_version=language.base_version,
        reactions_default=api.ReactionEmoji(emoticon=server.default_reaction),
        **msgspec.structs.asdict(server.config),
    )


def render_app_config(data: Path | None, held: int) -> "api.help.TypeAppConfig":
    """The JSON object of `data/app_config.json` and `DIR/help.json`, unless `held` is its hash."""
    current = _app_config(deployment(data).app_config)
    return api.help.AppConfigNotModified() if held == current.hash else current


@lru_cache(maxsize=8)
def _app_config(content: bytes) -> api.help.AppConfig:
    config = render_json(msgspec.json.decode(content))
    return api.help.AppConfig(hash=stable_hash(content), config=config)


def render_json(value: object) -> "api.TypeJSONValue":
    """A JSON value as TL: numbers are doubles, objects keep their order."""
    match value:
        case None:
            return api.JsonNull()
        case bool():
            return api.JsonBool(value=value)
        case int() | float():
            return api.JsonNumber(value=float(value))
        case str():
            return api.JsonString(value=value)
        case list():
            return api.JsonArray(value=[render_json(each) for each in value])
        case dict():
            pairs = value.items()
            return api.JsonObject(
                value=[api.JsonObjectValue(key=str(k), value=render_json(v)) for k, v in pairs]
            )
    raise TypeError(f"{type(value).__name__} is not JSON")


def render_nearest_dc(this_dc: DcId, country: str) -> api.NearestDc:
    """No address is looked up: the nearest data center is the one that the client reached."""
    return api.NearestDc(country=country, this_dc=this_dc, nearest_dc=this_dc)


def known_language(code: str) -> str:
    """The language, of those with names of countries, that suits a client's code; else `en`."""
    normal = code.lower().replace("_", "-").removesuffix("-raw")
    return next((c for c in (normal, normal.partition("-")[0]) if c in atlas().names), "en")


def render_countries(language: str, held: int) -> "api.help.TypeCountriesList":
    """All countries, named in a language as clients write it, unless `held` is the list's hash."""
    current = _countries(known_language(language))
    return api.help.CountriesListNotModified() if held == current.hash else current


@cache
def _countries(language: str) -> api.help.CountriesList:
    names = atlas().names.get(language, {})
    return api.help.CountriesList(
        countries=[_country(each, names.get(each.iso2)) for each in atlas().countries],
        hash=stable_hash(shipped("countries.json") + language.encode()),
    )


def _country(country: Country, local_name: str | None) -> api.help.Country:
    return api.help.Country(
        iso2=country.iso2,
        default_name=country.name,
        name=local_name,
        country_codes=[_country_code(each) for each in country.codes],
    )


def _country_code(code: CountryCode) -> api.help.CountryCode:
    return api.help.CountryCode(
        country_code=code.code,
        prefixes=list(code.prefixes) or None,
        patterns=list(code.patterns) or None,
    )


def render_timezones(now: float, held: int) -> "api.help.TypeTimezonesList":
    """All zones with their offsets of this hour, from west to east, unless `held` is their hash."""
    current = _timezones(int(now) // 3600)
    return api.help.TimezonesListNotModified() if held == current.hash else current


@lru_cache(maxsize=2)
def _timezones(hour: int) -> api.help.TimezonesList:
    moment = datetime.fromtimestamp(hour * 3600, UTC)
    offsets = sorted((offset_seconds(zone, moment), zone.name, zone.id) for zone in zones())
    return api.help.TimezonesList(
        timezones=[api.Timezone(id=i, name=name, utc_offset=o) for o, name, i in offsets],
        hash=stable_hash(msgspec.json.encode(offsets)),
    )


def offset_seconds(zone: Zone, moment: datetime) -> int:
    """Seconds east of Greenwich, by the system's time zone data; without it, the standard offset."""
    rules = _rules(zone.id)
    offset = moment.astimezone(rules).utcoffset() if rules else None
    return zone.offset if offset is None else int(offset.total_seconds())


@cache  # ZoneInfo itself keeps eight; reading the files of all takes a tenth of a second
def _rules(zone_id: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(zone_id)
    except ZoneInfoNotFoundError:
        return None


def render_accent_colours(held: int) -> "api.help.TypePeerColors":
    """Colours of names and quotes, unless `held` is their hash."""
    current = _accent_colours()
    return api.help.PeerColorsNotModified() if held == current.hash else current


@cache
def _accent_colours() -> api.help.PeerColors:
    colours = [_accent(each) for each in palettes().accents]
    return api.help.PeerColors(
        hash=stable_hash(b"accents" + shipped("colors.json")), colors=colours
    )


def render_profile_colours(held: int) -> "api.help.TypePeerColors":
    """Colours of profile pages, unless `held` is their hash."""
    current = _profile_colours()
    return api.help.PeerColorsNotModified() if held == current.hash else current


@cache
def _profile_colours() -> api.help.PeerColors:
    colours = [_profile(each) for each in palettes().profiles]
    return api.help.PeerColors(
        hash=stable_hash(b"profiles" + shipped("colors.json")), colors=colours
    )


def _accent(colour: AccentColour) -> api.help.PeerColorOption:
    return api.help.PeerColorOption(
        color_id=colour.id,
        colors=api.help.PeerColorSet(colors=_rgb(colour.light)) if colour.light else None,
        dark_colors=api.help.PeerColorSet(colors=_rgb(colour.dark)) if colour.dark else None,
    )


def _profile(colour: ProfileColour) -> api.help.PeerColorOption:
    return api.help.PeerColorOption(
        color_id=colour.id,
        colors=_profile_set(colour.light),
        dark_colors=_profile_set(colour.dark),
    )


def _profile_set(look: ProfileSet) -> api.help.PeerColorProfileSet:
    return api.help.PeerColorProfileSet(
        palette_colors=_rgb(look.palette),
        bg_colors=_rgb(look.background),
        story_colors=_rgb(look.story),
    )


def _rgb(colours: tuple[Colour, ...]) -> list[int]:
    return [int(each, 16) for each in colours]


def render_passport_config(held: int) -> "api.help.TypePassportConfig":
    """Which language a country's documents are in, unless `held` is the hash of that."""
    current = _passport_config()
    return api.help.PassportConfigNotModified() if held == current.hash else current


@cache
def _passport_config() -> api.help.PassportConfig:
    # a JSON object: iso2 → language code
    languages = msgspec.json.encode({each.iso2: each.language for each in atlas().countries})
    return api.help.PassportConfig(
        hash=stable_hash(languages), countries_langs=api.DataJSON(data=languages.decode())
    )


def render_no_promotion(now: int) -> api.help.PromoDataEmpty:
    """This server promotes nothing, and no proxy sponsors its channel."""
    return api.help.PromoDataEmpty(expires=now + ASK_AGAIN_SECONDS)


def render_terms(server: Deployment) -> api.help.TermsOfService | None:
    """What who makes an account has to agree to; None: nothing."""
    if not server.terms:
        return None
    name = f'{{"terms":{stable_hash(server.terms.encode())}}}'
    return api.help.TermsOfService(
        id=api.DataJSON(data=name),
        text=server.terms,
        entities=[],
        min_age_confirm=server.terms_age,
    )


def render_no_new_terms(now: int) -> api.help.TermsOfServiceUpdateEmpty:
    """There are no terms to agree to."""
    return api.help.TermsOfServiceUpdateEmpty(expires=now + ASK_AGAIN_SECONDS)


def render_unknown_link() -> api.help.DeepLinkInfoEmpty:
    """Nothing is known of a link that the app itself does not understand."""
    return api.help.DeepLinkInfoEmpty()


def render_no_cdn() -> api.CdnConfig:
    """No keys of content delivery data centers: there are none."""
    return api.CdnConfig(public_keys=[])


def render_no_update() -> api.help.NoAppUpdate:
    """This server does not hand out apps."""
    return api.help.NoAppUpdate()


def render_invitation(text: str) -> api.help.InviteText:
    """What an app sends to a contact who is not here yet."""
    return api.help.InviteText(message=text)


def render_no_recent_urls() -> api.help.RecentMeUrls:
    """There are no web pages here whose links could be remembered."""
    return api.help.RecentMeUrls(urls=[], chats=[], users=[])
