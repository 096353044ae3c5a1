"""What an administrator does with applications."""

import re
import secrets

from chappe.db.database import Tx
from chappe.features.apps import store
from chappe.features.apps.model import (
    API_HASH,
    API_ID_MAX,
    SHORT_NAME,
    TITLE_CHARACTERS_MAX,
    ApiId,
    App,
)

DRAWN_FROM, DRAWN_BELOW = 10_000_000, 100_000_000
"""Eight digits, so that nobody takes it for one of Telegram's own clients."""
DRAWS_MAX = 16


class AppRefused(Exception):
    """What an administrator asked for cannot be done; the text says why."""


async def create(
    tx: Tx,
    now: int,
    title: str,
    short_name: str | None = None,
    pair: tuple[int, str] | None = None,
) -> App:
    """Register an application; `pair`: the id and hash that it has already, else they are drawn.

    Raises: AppRefused.
    """
    title = title.strip()
    if not title or len(title) > TITLE_CHARACTERS_MAX or not title.isprintable():
        raise AppRefused(f"a title has 1 to {TITLE_CHARACTERS_MAX} printable characters")
    short_name = short_name or _short(title)
    if not SHORT_NAME.fullmatch(short_name):
        raise AppRefused(
            "a short name has 5 to 32 letters and digits; give one by --short-name"
        )
    if pair is not None:
        _check(pair)
    taken = {app.short_name for app in await store.every(tx)}
    if short_name in taken:
        raise AppRefused(f"the short name {short_name} is taken; give another by --short-name")
    for _ in range(DRAWS_MAX if pair is None else 1):
        api_id, api_hash = pair or (_drawn_id(), secrets.token_hex(16))
        app = App(ApiId(api_id), api_hash, title, short_name, now)
        if await store.insert(tx, app):
            return app
    raise AppRefused("that api_id is registered already")


async def rotate(tx: Tx, api_id: int) -> App:
    """Give an application a new hash; the old one is worth nothing from now on. May AppRefused."""
    if not await store.set_hash(tx, ApiId(api_id), secrets.token_hex(16)):
        raise AppRefused(f"no application {api_id} is in use")
    app = await store.find(tx, ApiId(api_id))
    assert app is not None
    return app


async def revoke(tx: Tx, now: int, api_id: int) -> None:
    """Turn an application away; who has signed in with it stays so. May AppRefused."""
    if not await store.revoke(tx, ApiId(api_id), now):
        raise AppRefused(f"no application {api_id} is in use")


def _drawn_id() -> int:
    return DRAWN_FROM + secrets.randbelow(DRAWN_BELOW - DRAWN_FROM)


def _short(title: str) -> str:
    """Letters and digits of a title, made up to five with digits."""
    bare = re.sub(r"[^a-zA-Z0-9]", "", title)[:24].lower()
    return bare if len(bare) >= 5 else f"{bare or 'app'}{secrets.token_hex(3)}"


def _check(pair: tuple[int, str]) -> None:
    if not 0 < pair[0] <= API_ID_MAX:
        raise AppRefused(f"an api_id is a number from 1 to {API_ID_MAX}")
    if not API_HASH.fullmatch(pair[1]):
        raise AppRefused("an api_hash is 32 hex digits")
