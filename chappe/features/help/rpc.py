"""`help.*`: questions about the server itself."""

from chappe.features.help.actions import country_of, note_app_events
from chappe.features.help.files import deployment
from chappe.features.help.personal import personalise
from chappe.features.help.view import (
    render_accent_colours,
    render_app_config,
    render_config,
    render_countries,
    render_invitation,
    render_nearest_dc,
    render_no_cdn,
    render_no_new_terms,
    render_no_promotion,
    render_no_recent_urls,
    render_no_update,
    render_passport_config,
    render_profile_colours,
    render_timezones,
    render_unknown_link,
)
from chappe.features.langpack.packs import packs
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method, refuse
from chappe.tl import api

NO_AGENTS = "only support agents may ask, and this server has none"


@method("help.getConfig", who=Who.ANYONE, rows=False, unbound=True)
async def get_config(call: Call, q: api.help.GetConfig) -> api.Config:
    """Return limits, the addresses of the data centers, and the language to offer.

    Wire: https://core.telegram.org/method/help.getConfig
    """
    world, info = call.world, call.caller.info
    shelf = packs(world.settings.data)
    language = (
        shelf.suggest(info.lang_pack, info.system_lang_code, info.lang_code)
        if info
        else shelf.suggest("", "", "")
    )
    server = deployment(world.settings.data)
    options = world.dc_options(call.caller)
    config = render_config(server, int(call.now), call.caller.dc_id, options, language)
    await personalise(call, config)
    return config


@method("help.getNearestDc", who=Who.ANYONE, rows=False, unbound=True)
async def get_nearest_dc(call: Call, q: api.help.GetNearestDc) -> api.NearestDc:
    """Return the data center to use, and the country to pick in the login form.

    Wire: https://core.telegram.org/method/help.getNearestDc
    """
    country = country_of(call.caller.info, deployment(call.world.settings.data).country)
    return render_nearest_dc(call.caller.dc_id, country)


@method("help.getAppConfig", who=Who.ANYONE, rows=False)
async def get_app_config(call: Call, q: api.help.GetAppConfig) -> "api.help.TypeAppConfig":
    """Return what graphical clients may and may not do.

    Wire: https://core.telegram.org/method/help.getAppConfig (since 155 with a hash; before, bare JSON)
    """
    return render_app_config(call.world.settings.data, q.hash)


@method("help.getCountriesList", who=Who.ANYONE, rows=False)
async def get_countries_list(
    call: Call, q: api.help.GetCountriesList
) -> "api.help.TypeCountriesList":
    """Return countries, their calling codes and how numbers are written, named in a language.

    Wire: https://core.telegram.org/method/help.getCountriesList
    """
    return render_countries(q.lang_code, q.hash)


@method("help.getDeepLinkInfo", who=Who.ANYONE, rows=False)
async def get_deep_link_info(
    call: Call, q: api.help.GetDeepLinkInfo
) -> api.help.DeepLinkInfoEmpty:
    """Say that nothing is known of a link that the app does not understand.

    Wire: https://core.telegram.org/method/help.getDeepLinkInfo
    """
    return render_unknown_link()


@method("help.saveAppLog", who=Who.ANYONE, rows=False)
async def save_app_log(call: Call, q: api.help.SaveAppLog) -> bool:
    """Write the types of the app's events to the server's log.

    Wire: https://core.telegram.org/method/help.saveAppLog
    """
    info = call.caller.info
    note_app_events([event.type for event in q.events], info.app_version if info else "")
    return True


@method("help.getCdnConfig", who=Who.SIGNED_IN, rows=False)
async def get_cdn_config(call: Call, q: api.help.GetCdnConfig) -> api.CdnConfig:
    """Return the keys of the content delivery data centers: there are none.

    Wire: https://core.telegram.org/method/help.getCdnConfig
    """
    return render_no_cdn()


@method("help.getAppUpdate", rows=False)
async def get_app_update(call: Call, q: api.help.GetAppUpdate) -> api.help.NoAppUpdate:
    """Say that there is no newer app here: this server does not hand out apps.

    Wire: https://core.telegram.org/method/help.getAppUpdate
    """
    return render_no_update()


@method("help.getInviteText", rows=False)
async def get_invite_text(call: Call, q: api.help.GetInviteText) -> api.help.InviteText:
    """Return the text with which an app invites a contact (`invite_text` in `DIR/help.json`).

    Wire: https://core.telegram.org/method/help.getInviteText
    """
    return render_invitation(deployment(call.world.settings.data).invite_text)


@method("help.getTermsOfServiceUpdate", rows=False)
async def get_terms_of_service_update(
    call: Call, q: api.help.GetTermsOfServiceUpdate
) -> api.help.TermsOfServiceUpdateEmpty:
    """Say that there are no new terms, and when to ask again.

    Wire: https://core.telegram.org/method/help.getTermsOfServiceUpdate
    """
    return render_no_new_terms(int(call.now))


@method("help.getPromoData", rows=False)
async def get_promo_data(call: Call, q: api.help.GetPromoData) -> api.help.PromoDataEmpty:
    """Say that nothing is promoted and nothing suggested, and when to ask again.

    Wire: https://core.telegram.org/method/help.getPromoData
    """
    return render_no_promotion(int(call.now))


@method("help.hidePromoData", rows=False)
async def hide_promo_data(call: Call, q: api.help.HidePromoData) -> bool:
    """Promote this peer no longer: true of every peer already.

    Wire: https://core.telegram.org/method/help.hidePromoData
    """
    return True


@method("help.dismissSuggestion", rows=False)
async def dismiss_suggestion(call: Call, q: api.help.DismissSuggestion) -> bool:
    """Suggest this no longer: nothing is ever suggested (`pending_suggestions` is empty).

    Wire: https://core.telegram.org/method/help.dismissSuggestion
    """
    return True


@method("help.getRecentMeUrls", rows=False)
async def get_recent_me_urls(call: Call, q: api.help.GetRecentMeUrls) -> api.help.RecentMeUrls:
    """Return the links followed on the web before login: no such pages exist here.

    Wire: https://core.telegram.org/method/help.getRecentMeUrls
    """
    return render_no_recent_urls()


@method("help.getPeerColors", rows=False)
async def get_peer_colors(call: Call, q: api.help.GetPeerColors) -> "api.help.TypePeerColors":
    """Return the colours of names and quotes.

    Wire: https://core.telegram.org/method/help.getPeerColors
    """
    return render_accent_colours(q.hash)


@method("help.getPeerProfileColors", rows=False)
async def get_peer_profile_colors(
    call: Call, q: api.help.GetPeerProfileColors
) -> "api.help.TypePeerColors":
    """Return the colours of profile pages.

    Wire: https://core.telegram.org/method/help.getPeerProfileColors
    """
    return render_profile_colours(q.hash)


@method("help.getTimezonesList", rows=False)
async def get_timezones_list(
    call: Call, q: api.help.GetTimezonesList
) -> "api.help.TypeTimezonesList":
    """Return the time zones with their offsets of this hour (opening hours of a business).

    Wire: https://core.telegram.org/method/help.getTimezonesList
    """
    return render_timezones(call.now, q.hash)


@method("help.getPassportConfig", rows=False)
async def get_passport_config(
    call: Call, q: api.help.GetPassportConfig
) -> "api.help.TypePassportConfig":
    """Return the language of each country's documents.

    Wire: https://core.telegram.org/method/help.getPassportConfig
    """
    return render_passport_config(q.hash)


refuse(
    "help.acceptTermsOfService",
    400,
    "DATA_JSON_INVALID",
    "terms are put to newcomers alone, who accept them by making the account",
)
refuse("help.getSupport", 400, "USER_INVALID", NO_AGENTS)
refuse("help.getSupportName", 400, "USER_INVALID", NO_AGENTS)
refuse("help.getUserInfo", 400, "USER_INVALID", NO_AGENTS)
refuse("help.editUserInfo", 400, "USER_INVALID", NO_AGENTS)
