"""Packs as TL."""

from chappe.features.langpack.model import Pack, Plural, Text
from chappe.tl import api


def render_language(pack: Pack) -> api.LangPackLanguage:
    """One entry of the list of languages. There is no site for translators: an empty URL."""
    language = pack.language
    return api.LangPackLanguage(
        official=True,
        rtl=language.rtl,
        beta=pack.beta,
        name=language.name,
        native_name=language.native_name,
        lang_code=language.code,
        base_lang_code=pack.base,
        plural_code=language.plural_code,
        strings_count=pack.strings_count,
        translated_count=pack.strings_count,
        translations_url="",
    )


def render_string(key: str, text: Text) -> "api.TypeLangPackString":
    """One string; a text taken back says so."""
    match text:
        case None:
            return api.LangPackStringDeleted(key=key)
        case Plural():
            return api.LangPackStringPluralized(
                key=key,
                zero_value=text.zero,
                one_value=text.one,
                two_value=text.two,
                few_value=text.few,
                many_value=text.many,
                other_value=text.other,
            )
        case str():
            return api.LangPackString(key=key, value=text)


def render_pack(pack: Pack, code: str, from_version: int) -> api.LangPackDifference:
    """What an app that holds `from_version` lacks; 0: it holds nothing.

    No history of versions is kept: an older app gets every string again, with those taken back. `code`
    is the caller's own spelling of the language; apps check that they get it back.
    """
    changed = pack.texts.items() if from_version < pack.version else ()
    return api.LangPackDifference(
        lang_code=code,
        from_version=from_version,
        version=pack.version,
        strings=[
            render_string(key, text)
            for key, text in changed
            if from_version or text is not None
        ],
    )


def render_strings(pack: Pack, keys: list[str]) -> "list[api.TypeLangPackString]":
    """The strings with these keys, each once; a key that the pack does not have is left out."""
    texts = pack.texts
    found = ((key, texts.get(key)) for key in dict.fromkeys(keys))
    return [render_string(key, text) for key, text in found if text is not None]
