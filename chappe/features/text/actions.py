"""The one road of a text from a client's request to what is kept."""

from collections.abc import Callable, Container, Sequence

from chappe.features.text.arrange import arrange
from chappe.features.text.clean import clean, edges, shows_nothing
from chappe.features.text.detect import detect
from chappe.features.text.given import VERBATIM, ResolveUser, read_given
from chappe.features.text.links import address_of
from chappe.features.text.model import MESSAGE, NO_LONGER, Limit, Prepared, Span
from chappe.features.text.ruler import ruler_of
from chappe.ids import UserId
from chappe.rpc.errors import RpcError
from chappe.tl import api, layers
from chappe.tl.build import TLObject


def no_user(_user: "api.TypeInputUser") -> None:
    """For texts in which nobody can be named."""


def prepare_text(
    text: str,
    entities: "Sequence[api.TypeMessageEntity] | None" = None,
    *,
    limit: Limit = MESSAGE,
    resolve_user: ResolveUser = no_user,
    custom_emoji: Container[int] = frozenset(),
    commands: bool = True,
) -> Prepared:
    """The text as it is kept: cleaned, trimmed, its entities checked, arranged, found.

    `resolve_user`: the user whom a mention means, None for one whom the caller may not name (ask
    `users_named` first whom it will be about). `custom_emoji`: the documents that are custom emoji
    and may be used. `commands`: whether /words are commands here.
    Errors: those of `limit`; ENTITIES_TOO_LONG, ENTITY_BOUNDS_INVALID, ENTITY_MENTION_USER_INVALID.
    """
    if len(text) > NO_LONGER:
        raise RpcError(400, limit.too_long)
    given = read_given(ruler_of(text), entities, resolve_user, custom_emoji) if entities else []
    text, given = _clean(text, given)
    if limit.empty is not None and shows_nothing(text):
        raise RpcError(400, limit.empty)
    if len(text) > limit.characters_max:
        raise RpcError(400, limit.too_long)
    found = detect(text, commands=commands)
    if not given and not found:
        return Prepared(text)
    return _prepared(text, given, found)


def users_named(
    entities: "Sequence[api.TypeMessageEntity] | None",
) -> "list[api.TypeInputUser]":
    """Whom `prepare_text` will ask about."""
    named = (e for e in entities or () if isinstance(e, api.InputMessageEntityMentionName))
    return [entity.user_id for entity in named]


def write_entities(entities: Sequence[TLObject]) -> bytes:
    """Entities in TL of the newest layer, one after the other: the form in which they are kept."""
    return b"".join(map(layers.write, entities))


def read_entities(kept: bytes | None) -> "list[api.TypeMessageEntity] | None":
    """What `write_entities` has written."""
    if kept is None:
        return None
    at, entities = 0, []
    while at < len(kept):
        entity, at = layers.read(kept, at)
        entities.append(entity)
    return entities  # type: ignore[return-value]  # our own bytes: read() does not know their type


def _clean(text: str, given: list[Span]) -> tuple[str, list[Span]]:
    """Without what is not allowed and the space around; entities go with their characters."""
    text, moved = clean(text)
    if moved is not None:
        given = _moved(given, moved)
    code = next((span.start for span in given if isinstance(span.entity, VERBATIM)), None)
    start, end = edges(text, code)
    if start == 0 and end == len(text):
        return text, given
    return text[start:end], _moved(given, lambda index: min(max(index, start), end) - start)


def _moved(given: list[Span], moved: Callable[[int], int]) -> list[Span]:
    spans = (Span(moved(span.start), moved(span.end), span.entity) for span in given)
    return [span for span in spans if span.start < span.end]


def _prepared(text: str, given: list[Span], found: list[Span]) -> Prepared:
    ruler = ruler_of(text)
    entities, links, mentioned, usernames = [], [], [], []
    for start, end, entity in arrange(given, found):
        entity.offset = ruler.unit(start)
        entity.length = ruler.unit(end) - entity.offset
        entities.append(entity)
        match entity:
            case api.MessageEntityUrl():
                links.append(address_of(text[start:end]))
            case api.MessageEntityTextUrl():
                links.append(entity.url)
            case api.MessageEntityMentionName():
                mentioned.append(UserId(entity.user_id))
            case api.MessageEntityMention():
                usernames.append(text[start + 1 : end])
            case _:
                pass
    return Prepared(
        text,
        write_entities(entities) if entities else None,
        links[0] if links else None,
        tuple(mentioned),
        tuple(usernames),
    )
