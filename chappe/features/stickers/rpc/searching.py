"""`messages.*`: finding sets, stickers and custom emoji. Whatever is here may be found by everybody."""

from chappe.features.files.view import find_documents
from chappe.features.stickers import store
from chappe.features.stickers.emoji import split
from chappe.features.stickers.model import SetKind
from chappe.features.stickers.view import render_covered, render_documents
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.list_hash import list_hash
from chappe.rpc.method import Who, method
from chappe.tl import api

SETS_MAX = 50
STICKERS_MAX = 100
EMOJI_MAX = 200


def _emojis(emoticon: str) -> tuple[str, ...]:
    """Errors: EMOTICON_EMPTY"""
    if not emoticon.strip():
        raise RpcError(400, "EMOTICON_EMPTY")
    return split(emoticon)


@method("messages.getStickers", who=Who.USER)
async def get_stickers(call: Call, q: api.messages.GetStickers) -> "api.messages.TypeStickers":
    """Return stickers that stand for an emoji, those of the caller's sets first.

    Wire:   https://core.telegram.org/method/messages.getStickers
    Errors: EMOTICON_EMPTY
    """
    numbers = await store.find_by_emoji(
        call.tx, call.user_id, _emojis(q.emoticon), SetKind.STICKERS, STICKERS_MAX
    )
    hash_ = list_hash(numbers)
    if q.hash and q.hash == hash_:
        return api.messages.StickersNotModified()
    shown = await render_documents(call.tx, call.viewer, numbers)
    return api.messages.Stickers(hash=hash_, stickers=shown)


@method("messages.searchStickers", who=Who.USER)
async def search_stickers(
    call: Call, q: api.messages.SearchStickers
) -> "api.messages.TypeFoundStickers":
    """Return stickers, or custom emoji, that stand for an emoji or have keywords, those of the caller's sets first.

    Wire:   https://core.telegram.org/method/messages.searchStickers (since 195)
    Errors: SEARCH_QUERY_EMPTY
    """
    kind = SetKind.EMOJI if q.emojis else SetKind.STICKERS
    limit, offset = max(1, min(q.limit or STICKERS_MAX, STICKERS_MAX)), max(0, q.offset)
    emojis = split(q.emoticon) or split(q.q)
    if emojis:
        numbers = await store.find_by_emoji(
            call.tx, call.user_id, emojis, kind, limit + 1, offset
        )
    elif q.q.strip():
        numbers = await store.find_by_words(call.tx, call.user_id, q.q, kind, limit + 1, offset)
    else:
        raise RpcError(400, "SEARCH_QUERY_EMPTY")
    more = offset + limit if len(numbers) > limit else None
    hash_ = list_hash(numbers[:limit])
    if q.hash and q.hash == hash_:
        return api.messages.FoundStickersNotModified(next_offset=more)
    shown = await render_documents(call.tx, call.viewer, numbers[:limit])
    return api.messages.FoundStickers(next_offset=more, hash=hash_, stickers=shown)


async def _sets(
    call: Call, text: str, kinds: tuple[SetKind, ...], known: int
) -> "api.messages.TypeFoundStickerSets":
    found = await store.search(call.tx, text, kinds, SETS_MAX)
    hash_ = list_hash(each.id for each in found)
    if known and known == hash_:
        return api.messages.FoundStickerSetsNotModified()
    return api.messages.FoundStickerSets(
        hash=hash_, sets=await render_covered(call.tx, call.viewer, found)
    )


@method("messages.searchStickerSets", who=Who.USER)
async def search_sticker_sets(
    call: Call, q: api.messages.SearchStickerSets
) -> "api.messages.TypeFoundStickerSets":
    """Return sets of stickers and masks that are called so. None is featured, so that none is left out for that.

    Wire: https://core.telegram.org/method/messages.searchStickerSets
    """
    return await _sets(call, q.q, (SetKind.STICKERS, SetKind.MASKS), q.hash)


@method("messages.searchEmojiStickerSets", who=Who.USER)
async def search_emoji_sticker_sets(
    call: Call, q: api.messages.SearchEmojiStickerSets
) -> "api.messages.TypeFoundStickerSets":
    """Return sets of custom emoji that are called so.

    Wire: https://core.telegram.org/method/messages.searchEmojiStickerSets (since 167)
    """
    return await _sets(call, q.q, (SetKind.EMOJI,), q.hash)


@method("messages.searchCustomEmoji", who=Who.USER)
async def search_custom_emoji(
    call: Call, q: api.messages.SearchCustomEmoji
) -> "api.TypeEmojiList":
    """Return custom emoji that stand for an emoji, those of the caller's sets first.

    Wire:   https://core.telegram.org/method/messages.searchCustomEmoji (since 152)
    Errors: EMOTICON_EMPTY
    """
    numbers = await store.find_by_emoji(
        call.tx, call.user_id, _emojis(q.emoticon), SetKind.EMOJI, EMOJI_MAX
    )
    hash_ = list_hash(numbers)
    if q.hash and q.hash == hash_:
        return api.EmojiListNotModified()
    return api.EmojiList(hash=hash_, document_id=numbers)


@method("messages.getCustomEmojiDocuments", who=Who.SIGNED_IN)
async def get_custom_emoji_documents(
    call: Call, q: api.messages.GetCustomEmojiDocuments
) -> "list[api.TypeDocument]":
    """Return the documents of some custom emoji; what is none is left out.

    Wire:   https://core.telegram.org/method/messages.getCustomEmojiDocuments (since 144)
    Errors: LIMIT_INVALID
    """
    if len(q.document_id) > EMOJI_MAX:
        raise RpcError(400, "LIMIT_INVALID")
    found = await find_documents(call.tx, call.viewer, q.document_id)
    return [
        found[number]
        for number in dict.fromkeys(q.document_id)
        if number in found and _is_emoji(found[number])
    ]


def _is_emoji(document: api.Document) -> bool:
    return any(
        isinstance(each, api.DocumentAttributeCustomEmoji) for each in document.attributes
    )
