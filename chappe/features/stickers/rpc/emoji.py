"""`messages.*`: words by which emoji are found, and groups of them."""

from chappe.features.stickers.words import LANGUAGE, VERSION, keywords
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method, refuse
from chappe.tl import api

_NO_ICONS = (
    "a group of emoji is shown by a custom emoji of Telegram's own, of which there is none here"
)
refuse("messages.getEmojiGroups", 400, "EMOJI_INVALID", _NO_ICONS)
refuse("messages.getEmojiStatusGroups", 400, "EMOJI_INVALID", _NO_ICONS)
refuse("messages.getEmojiStickerGroups", 400, "EMOJI_INVALID", _NO_ICONS)
refuse("messages.getEmojiProfilePhotoGroups", 400, "EMOJI_INVALID", _NO_ICONS)
refuse(
    "messages.getEmojiURL",
    400,
    "LANG_CODE_NOT_SUPPORTED",
    "there is no site here on which keywords are suggested",
)


def _language(code: str) -> str:
    """Errors: LANG_CODE_INVALID, LANG_CODE_NOT_SUPPORTED"""
    if not code:
        raise RpcError(400, "LANG_CODE_INVALID")
    if code.partition("-")[0].lower() != LANGUAGE:
        raise RpcError(400, "LANG_CODE_NOT_SUPPORTED")
    return code


def _difference(code: str, since: int) -> api.EmojiKeywordsDifference:
    words = {} if since == VERSION else keywords()
    return api.EmojiKeywordsDifference(
        lang_code=code,
        from_version=since,
        version=VERSION,
        keywords=[
            api.EmojiKeyword(keyword=word, emoticons=list(emoji))
            for word, emoji in words.items()
        ],
    )


@method("messages.getEmojiKeywords", who=Who.USER, rows=False)
async def get_emoji_keywords(
    call: Call, q: api.messages.GetEmojiKeywords
) -> api.EmojiKeywordsDifference:
    """Return the words by which emoji are found: those of their names in Unicode, in English.

    Wire:   https://core.telegram.org/method/messages.getEmojiKeywords
    Errors: LANG_CODE_INVALID, LANG_CODE_NOT_SUPPORTED
    """
    return _difference(_language(q.lang_code), 0)


@method("messages.getEmojiKeywordsDifference", who=Who.USER, rows=False)
async def get_emoji_keywords_difference(
    call: Call, q: api.messages.GetEmojiKeywordsDifference
) -> api.EmojiKeywordsDifference:
    """Return those words, unless the client has them in this version.

    Wire:   https://core.telegram.org/method/messages.getEmojiKeywordsDifference
    Errors: LANG_CODE_INVALID, LANG_CODE_NOT_SUPPORTED
    """
    return _difference(_language(q.lang_code), q.from_version)


@method("messages.getEmojiKeywordsLanguages", who=Who.USER, rows=False)
async def get_emoji_keywords_languages(
    call: Call, q: api.messages.GetEmojiKeywordsLanguages
) -> list[api.EmojiLanguage]:
    """Return in which languages somebody should look for emoji: English is all there is.

    Wire: https://core.telegram.org/method/messages.getEmojiKeywordsLanguages
    """
    return [api.EmojiLanguage(lang_code=LANGUAGE)]
