"""The entities that a client sent along with a text."""

from collections.abc import Callable, Container, Sequence
from copy import copy
from typing import get_args

from chappe.features.text.model import Span
from chappe.features.text.ruler import Ruler
from chappe.ids import UserId
from chappe.rpc.errors import RpcError
from chappe.tl import api

SENT_MAX = 1000  # more is refused, before any of them is looked at
KEPT_MAX = 100  # what is beyond is left out silently: a long text is worth more than its styles
URL_CHARACTERS_MAX = 2048
LANGUAGE_CHARACTERS_MAX = 64
SCHEMES = ("http://", "https://", "ftp://", "tg://", "ton://", "tonsite://", "mailto:", "tel:")

ResolveUser = Callable[["api.TypeInputUser"], UserId | None]

Style = (
    api.MessageEntityBold
    | api.MessageEntityItalic
    | api.MessageEntityUnderline
    | api.MessageEntityStrike
    | api.MessageEntitySpoiler
)
STYLES: tuple[type[Style], ...] = get_args(Style)
VERBATIM = (api.MessageEntityCode, api.MessageEntityPre)
_AS_SENT = (
    *STYLES,
    api.MessageEntityBlockquote,
    api.MessageEntityCode,
    api.MessageEntityFormattedDate,
)


def read_given(
    ruler: Ruler,
    entities: "Sequence[api.TypeMessageEntity]",
    resolve_user: ResolveUser,
    custom_emoji: Container[int],
) -> list[Span]:
    """Their spans, in the order in which they begin; what covers nothing or means nothing is left out.

    Links, mentions and the like that a client marks are left out as well: we find them ourselves.
    Errors: ENTITIES_TOO_LONG, ENTITY_BOUNDS_INVALID (also within a surrogate pair),
    ENTITY_MENTION_USER_INVALID (`resolve_user` gave None).
    """
    if len(entities) > SENT_MAX:
        raise RpcError(400, "ENTITIES_TOO_LONG")
    spans = []
    for entity in entities:
        start, end = ruler.index(entity.offset), ruler.index(entity.offset + entity.length)
        if start is None or end is None or entity.length < 0:
            raise RpcError(400, "ENTITY_BOUNDS_INVALID")
        kept = _read(entity, resolve_user, custom_emoji)
        if kept is not None and start < end:
            spans.append(Span(start, end, kept))
    spans.sort(key=lambda span: (span.start, -span.end))
    return spans[:KEPT_MAX]


def _read(
    entity: "api.TypeMessageEntity", resolve_user: ResolveUser, custom_emoji: Container[int]
) -> "api.TypeMessageEntity | None":
    """The entity as we keep it, None when we do not. The request stays as it was: it may be run again."""
    match entity:
        case api.InputMessageEntityMentionName():
            user_id = resolve_user(entity.user_id)
            if user_id is None:
                raise RpcError(400, "ENTITY_MENTION_USER_INVALID")
            return api.MessageEntityMentionName(offset=0, length=0, user_id=user_id)
        case api.MessageEntityTextUrl():
            url = _link(entity.url)
            return (
                None if url is None else api.MessageEntityTextUrl(offset=0, length=0, url=url)
            )
        case api.MessageEntityPre():
            language = entity.language.replace("\0", "").strip()[:LANGUAGE_CHARACTERS_MAX]
            return api.MessageEntityPre(offset=0, length=0, language=language)
        case api.MessageEntityCustomEmoji():
            return copy(entity) if entity.document_id in custom_emoji else None
        case _:
            return copy(entity) if isinstance(entity, _AS_SENT) else None


def _link(url: str) -> str | None:
    """The address behind words, with a scheme; None when nobody should follow it."""
    url = url.strip()
    if not url or len(url) > URL_CHARACTERS_MAX or any(c <= " " or c == "\x7f" for c in url):
        return None
    if url.lower().startswith(SCHEMES):
        return url
    host = url.partition("/")[0]
    return (
        f"http://{url}"
        if "." in host.strip(".") and ":" not in host.partition(".")[0]
        else None
    )
