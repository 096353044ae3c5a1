"""`langpack.*`: all of it may be asked before login."""

from chappe.features.langpack.access import access_pack, access_packs, language_of
from chappe.features.langpack.view import (
    render_language,
    render_pack,
    render_strings,
)
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api


@method("langpack.getLangPack", who=Who.ANYONE, rows=False)
async def get_lang_pack(call: Call, q: api.langpack.GetLangPack) -> api.LangPackDifference:
    """Return all strings of a pack.

    Wire:   https://core.telegram.org/method/langpack.getLangPack (since 68; the platform since 91)
    Errors: LANG_PACK_INVALID, LANG_CODE_NOT_SUPPORTED (access_pack)
    """
    pack = access_pack(call, q.lang_pack, q.lang_code)
    return render_pack(pack, language_of(call, q.lang_code), from_version=0)


@method("langpack.getDifference", who=Who.ANYONE, rows=False)
async def get_difference(call: Call, q: api.langpack.GetDifference) -> api.LangPackDifference:
    """Return what has changed in a pack since the version that the app holds.

    Wire:   https://core.telegram.org/method/langpack.getDifference (since 68; language 91, platform 97)
    Errors: LANG_PACK_INVALID, LANG_CODE_NOT_SUPPORTED (access_pack)
    """
    pack = access_pack(call, q.lang_pack, q.lang_code)
    return render_pack(pack, language_of(call, q.lang_code), max(q.from_version, 0))


@method("langpack.getStrings", who=Who.ANYONE, rows=False)
async def get_strings(call: Call, q: api.langpack.GetStrings) -> "list[api.TypeLangPackString]":
    """Return the strings with the given keys.

    Wire:   https://core.telegram.org/method/langpack.getStrings (since 68; the platform since 91)
    Errors: LANG_PACK_INVALID, LANG_CODE_NOT_SUPPORTED (access_pack)
    """
    return render_strings(access_pack(call, q.lang_pack, q.lang_code), q.keys)


@method("langpack.getLanguages", who=Who.ANYONE, rows=False)
async def get_languages(call: Call, q: api.langpack.GetLanguages) -> list[api.LangPackLanguage]:
    """Return every language in which the app can be had.

    Wire:   https://core.telegram.org/method/langpack.getLanguages (since 71; the platform since 91)
    Errors: LANG_PACK_INVALID (access_packs)
    """
    return [render_language(pack) for pack in access_packs(call, q.lang_pack)]


@method("langpack.getLanguage", who=Who.ANYONE, rows=False)
async def get_language(call: Call, q: api.langpack.GetLanguage) -> api.LangPackLanguage:
    """Return what is known of one language.

    Wire:   https://core.telegram.org/method/langpack.getLanguage (since 91)
    Errors: LANG_PACK_INVALID, LANG_CODE_NOT_SUPPORTED (access_pack)
    """
    return render_language(access_pack(call, q.lang_pack, q.lang_code))
