"""What BotFather does about pages."""

import re

from chappe.config import Profile
from chappe.features.bots.father import keys
from chappe.features.bots.father.settings import done, is_empty, setting, show_face
from chappe.features.bots.father.talk import Reply, Turn, at_name
from chappe.features.bots.model import Bot
from chappe.features.messages.markup import is_page
from chappe.features.users.model import User
from chappe.features.webapps import store
from chappe.features.webapps.actions import MAIN, make_app

LINES = 3
"""At least: the short name, the address and the title."""
DOMAIN = re.compile(r"(?:https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)*)/?", re.IGNORECASE)


def _page(turn: Turn, url: str) -> bool:
    """Whether clients may show what is at an address: see the profile."""
    return is_page(url, dev=turn.world.settings.profile is Profile.DEV)


@setting(
    "newapp",
    "Which bot is the page of?",
    "Send me these lines, below a picture (best 640 x 360) if there is one:\n\nshort name\naddress\ntitle\n"
    "description\n\nThe short name has 3 to 30 letters, digits and _; the address begins with https://.",
    "I need a line with the short name, a line with the address of the page, a line with the title, and a description.",
)
async def new_app(turn: Turn, user: User, bot: Bot) -> Reply | None:
    """A page with a link."""
    lines = [line.strip() for line in turn.text.splitlines() if line.strip()]
    if len(lines) < LINES or not _page(turn, lines[1]):
        return None
    short_name, url, title, *description = lines
    words = "\n".join(description)
    try:
        await make_app(
            turn.tx, bot.id, short_name, title, words, turn.photo_id, url, turn.journal.at
        )
    except ValueError as error:
        return Reply(f"That cannot be: {error}.", keys.gone())
    return done(f"{title} is there: t.me/{user.username or bot.id}/{short_name}.")


@setting("listapps", "Of which bot?")
async def list_apps(turn: Turn, user: User, bot: Bot) -> Reply | None:
    """The pages of a bot that have links."""
    apps = await store.apps_of(turn.tx, bot.id)
    if not apps:
        return done(f"{at_name(user)} has no pages with links.")
    lines = "\n".join(f"{app.short_name or '(main)'} - {app.title}: {app.url}" for app in apps)
    return Reply(f"{at_name(user)} has these pages:\n\n{lines}", keys.gone())


@setting(
    "deleteapp",
    "Of which bot?",
    "Send me the short name of the page.",
    "The bot has no page of this name. /listapps shows them; /cancel stops.",
)
async def delete_app(turn: Turn, _user: User, bot: Bot) -> Reply | None:
    """No link any more."""
    app = await store.find_named(turn.tx, bot.id, turn.text)
    if app is None or app.short_name == MAIN:
        return None
    await store.delete_app(turn.tx, app.id)
    return done(f"{app.title} has no link any more.")


@setting(
    "setmainapp",
    "Which bot shall open with a page?",
    "Send me the address of the page, which begins with https://; /empty for none.",
    "That is no address of a page.",
)
async def set_main_app(turn: Turn, user: User, bot: Bot) -> Reply | None:
    """The page that opens with the bot."""
    if not is_empty(turn) and not _page(turn, turn.text):
        return None
    before = await store.find_named(turn.tx, bot.id, MAIN)
    if before is not None:
        await store.delete_app(turn.tx, before.id)
    if not is_empty(turn):
        await make_app(
            turn.tx, bot.id, MAIN, user.first_name, "", 0, turn.text, turn.journal.at
        )
    await show_face(turn, user, main_app=not is_empty(turn))
    return done(f"It opens with {'no' if is_empty(turn) else 'this'} page now.")


@setting(
    "setdomain",
    "With the buttons of which bot do people sign in?",
    "Send me the name of the web site, like example.com; /empty for none.",
    "That is no name of a web site.",
)
async def set_domain(turn: Turn, _user: User, bot: Bot) -> Reply | None:
    """Where people sign in."""
    found = DOMAIN.fullmatch(turn.text)
    if found is None and not is_empty(turn):
        return None
    domain = "" if found is None or is_empty(turn) else found[1].lower()
    await store.set_domain(turn.tx, bot.id, domain)
    return done(f"People sign in at {domain or 'no web site'} with it now.")
