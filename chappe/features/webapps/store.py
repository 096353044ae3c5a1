"""The SQL of `web_view`, `web_app`, `web_domain` and `web_button`."""

from chappe.db.database import Row, Tx
from chappe.features.webapps.model import OpenView, WebApp, WebButton
from chappe.ids import PeerId, UserId

VIEW = "id, bot_id, user_id, peer, silent, reply, at"
OPEN = f"""
INSERT INTO web_view ({VIEW}) VALUES (:id, :bot_id, :user_id, :peer, :silent, :reply, :at)
"""
PROLONG = """
UPDATE web_view SET at = :at, silent = :silent, reply = :reply
WHERE id = :id AND bot_id = :bot AND user_id = :user AND peer = :peer AND at >= :since
"""
FIND_VIEW = f"SELECT {VIEW} FROM web_view WHERE id = :id"
CLOSE = "DELETE FROM web_view WHERE id = :id"
CLOSE_OLD = "DELETE FROM web_view WHERE at < :before"

APP = "id, bot_id, short_name, title, description, photo_id, url, made_at"
INSERT_APP = f"""
INSERT INTO web_app ({APP}, folded)
VALUES (:id, :bot_id, :short_name, :title, :description, :photo_id, :url, :made_at, :folded)
ON CONFLICT DO NOTHING
"""
FIND_APP = f"SELECT {APP} FROM web_app WHERE id = :id"
FIND_NAMED = f"SELECT {APP} FROM web_app WHERE bot_id = :bot AND folded = :folded"
OF_BOT = f"SELECT {APP} FROM web_app WHERE bot_id = :bot ORDER BY folded"
DELETE_APP = "DELETE FROM web_app WHERE id = :id"
DELETE_APPS = "DELETE FROM web_app WHERE bot_id = :bot"

PUT_DOMAIN = """
INSERT INTO web_domain (bot_id, domain) VALUES (:bot, :domain)
ON CONFLICT (bot_id) DO UPDATE SET domain = excluded.domain
"""
FIND_DOMAIN = "SELECT domain FROM web_domain WHERE bot_id = :bot"
DROP_DOMAIN = "DELETE FROM web_domain WHERE bot_id = :bot"

BUTTON = "id, bot_id, user_id, button, at"
PUT_BUTTON = f"INSERT INTO web_button ({BUTTON}) VALUES (:id, :bot_id, :user_id, :button, :at)"
FIND_BUTTON = f"SELECT {BUTTON} FROM web_button WHERE id = :id"
DROP_OLD_BUTTONS = "DELETE FROM web_button WHERE at < :before"


async def open_view(tx: Tx, view: OpenView) -> None:
    """Somebody has opened a page."""
    fields = {name: getattr(view, name) for name in OpenView.__slots__}
    await tx.run(OPEN, **{**fields, "silent": int(view.silent)})


async def prolong(tx: Tx, view: OpenView, since: int) -> bool:
    """A page is open still, as `view` says it; False: no such page was open `since`."""
    changed = await tx.run(
        PROLONG,
        id=view.id,
        bot=view.bot_id,
        user=view.user_id,
        peer=view.peer,
        silent=int(view.silent),
        reply=view.reply,
        at=view.at,
        since=since,
    )
    return changed > 0


async def find_view(tx: Tx, view_id: int) -> OpenView | None:
    """An open page."""
    row = await tx.row(FIND_VIEW, id=view_id)
    if row is None:
        return None
    id_, bot, user, peer, silent, reply, at = row
    return OpenView(id_, bot, user, PeerId(peer), bool(silent), reply, at)


async def close_view(tx: Tx, view_id: int) -> bool:
    """A page is open no more; False: it was not."""
    return await tx.run(CLOSE, id=view_id) > 0


async def insert_app(tx: Tx, app: WebApp) -> bool:
    """Keep a new page; False when the bot has one of this name."""
    fields = {name: getattr(app, name) for name in WebApp.__slots__}
    return await tx.run(INSERT_APP, **fields, folded=app.short_name.lower()) > 0


async def find_app(tx: Tx, app_id: int) -> WebApp | None:
    """A page."""
    return _app(await tx.row(FIND_APP, id=app_id))


async def find_named(tx: Tx, bot: UserId, short_name: str) -> WebApp | None:
    """The page of a bot that has this name, however its letters are written."""
    return _app(await tx.row(FIND_NAMED, bot=bot, folded=short_name.lower()))


async def apps_of(tx: Tx, bot: UserId) -> list[WebApp]:
    """The pages of a bot that have links, by name."""
    return [WebApp(*row) for row in await tx.rows(OF_BOT, bot=bot)]


async def delete_app(tx: Tx, app_id: int) -> None:
    """Forget a page."""
    await tx.run(DELETE_APP, id=app_id)


async def set_domain(tx: Tx, bot: UserId, domain: str) -> None:
    """People sign in there with a bot's buttons; empty: nowhere."""
    if domain:
        await tx.run(PUT_DOMAIN, bot=bot, domain=domain)
    else:
        await tx.run(DROP_DOMAIN, bot=bot)


async def find_domain(tx: Tx, bot: UserId) -> str:
    """Where people sign in with a bot's buttons; empty: nowhere."""
    row = await tx.row(FIND_DOMAIN, bot=bot)
    return "" if row is None else str(row[0])


async def put_button(tx: Tx, button: WebButton) -> None:
    """Keep a button for a page."""
    await tx.run(PUT_BUTTON, **{name: getattr(button, name) for name in WebButton.__slots__})


async def find_button(tx: Tx, button_id: int) -> WebButton | None:
    """A button of a page."""
    row = await tx.row(FIND_BUTTON, id=button_id)
    return None if row is None else WebButton(*row)


async def forget_bot(tx: Tx, bot: UserId) -> None:
    """Forget all that a bot has shown."""
    await tx.run(DELETE_APPS, bot=bot)
    await tx.run(DROP_DOMAIN, bot=bot)


async def forget_old(tx: Tx, views_before: int, buttons_before: int) -> None:
    """Forget pages that were closed, and buttons that nobody has pressed."""
    await tx.run(CLOSE_OLD, before=views_before)
    await tx.run(DROP_OLD_BUTTONS, before=buttons_before)


def _app(row: Row | None) -> WebApp | None:
    return None if row is None else WebApp(*row)
