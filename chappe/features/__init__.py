"""The rooms, one per noun of the product; each with the same drawers (ARCHITECTURE.md).

A room comes into the house by being named here.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from chappe.updates.log import Journal

ROOMS = (
    "keys",
    "help",
    "langpack",
    "apps",
    "codes",
    "password",
    "text",
    "files",
    "users",
    "webpages",
    "rich",
    "settings",
    "privacy",
    "contacts",
    "notify",
    "dialogs",
    "messages",
    "suggestions",
    "photos",
    "toppeers",
    "presence",
    "reports",
    "auth",
    "chats",
    "updates",
    "drafts",
    "reactions",
    "typing",
    "polls",
    "scheduled",
    "vanish",
    "chatlist",
    "channels",
    "showcase",
    "invites",
    "threads",
    "views",
    "forums",
    "folders",
    "search",
    "stats",
    "saved",
    "checklists",
    "bots",
    "business",
    "ephemeral",
    "games",
    "stickers",
    "payments",
    "subscriptions",
    "webapps",
)
"""Every room, in the order in which they may import one another: only those before."""
ROOMS_WITH_TABLES = (
    "chappe.updates",
    "chappe.jobs",
    "chappe.features.keys",
    "chappe.features.apps",
    "chappe.features.codes",
    "chappe.features.password",
    "chappe.features.files",
    "chappe.features.users",
    "chappe.features.webpages",
    "chappe.features.auth",
    "chappe.features.settings",
    "chappe.features.contacts",
    "chappe.features.notify",
    "chappe.features.dialogs",
    "chappe.features.messages",
    "chappe.features.photos",
    "chappe.features.toppeers",
    "chappe.features.reports",
    "chappe.features.folders",
    "chappe.features.saved",
    "chappe.features.chats",
    "chappe.features.channels",
    "chappe.features.showcase",
    "chappe.features.invites",
    "chappe.features.threads",
    "chappe.features.forums",
    "chappe.features.views",
    "chappe.features.reactions",
    "chappe.features.polls",
    "chappe.features.scheduled",
    "chappe.features.vanish",
    "chappe.features.stats",
    "chappe.features.bots",
    "chappe.features.business",
    "chappe.features.ephemeral",
    "chappe.features.games",
    "chappe.features.stickers",
    "chappe.features.payments",
    "chappe.features.subscriptions",
    "chappe.features.webapps",
    "chappe.botapi",
)
"""Whoever keeps rows, in the order in which their migrations run."""
ROOMS_WITH_FILES = ("help.files", "langpack.packs")
"""Modules that read an administrator's files from the data directory."""
FURNISHED = ("users.actions", "bots.father.account")
"""Modules that make rows which have to be there before the doors open."""


def read_files(data: Path | None) -> None:
    """Read what the administrator put into the data directory, so that a mistake stops the start.

    Raises: ValueError, naming file and mistake.
    """
    for room in ROOMS_WITH_FILES:
        import_module(f"chappe.features.{room}").load(data)


@cache
def load() -> None:
    """Bring every room's methods and jobs into the tables, once; a room of verbs alone has none."""
    for room in ROOMS:
        for drawer in ("rpc", "jobs"):
            if find_spec(f"chappe.features.{room}.{drawer}") is not None:
                import_module(f"chappe.features.{room}.{drawer}")


async def furnish(journal: Journal) -> None:
    """Make the rows that have to be there, where they are missing."""
    for room in FURNISHED:
        await import_module(f"chappe.features.{room}").furnish(journal)
