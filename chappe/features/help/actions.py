"""The few verbs of this room: where a caller is, and what an app wants written down."""

import re
from functools import lru_cache

from chappe.features.help.files import known_countries
from chappe.logs import log
from chappe.rpc.caller import ClientInfo

APP_LOG_TYPES_MAX = 16
APP_LOG_TYPE_CHARACTERS_MAX = 64
"""Strangers may write to the log before login: a line stays short whatever they send."""
REGION = re.compile(r"[-_]([A-Z]{2})(?:[-_.]|$)")


def country_of(info: ClientInfo | None, otherwise: str) -> str:
    """The country (iso2) that a client's device is set to; `otherwise` when it does not say.

    Addresses are not looked up: there is no such database here, and most callers are near.
    """
    return _region(info.system_lang_code, info.lang_code) or otherwise if info else otherwise


@lru_cache(maxsize=1024)
def _region(*codes: str) -> str | None:
    found = (REGION.search(code) for code in codes)
    return next((each[1] for each in found if each and each[1] in known_countries()), None)


def note_app_events(types: list[str], app_version: str) -> None:
    """Write one line: how many events of which types an app reported. Their content is dropped."""
    distinct = list(dict.fromkeys(each[:APP_LOG_TYPE_CHARACTERS_MAX] for each in types))
    log.info(
        "app_events",
        count=len(types),
        types=distinct[:APP_LOG_TYPES_MAX],
        app_version=app_version[:APP_LOG_TYPE_CHARACTERS_MAX],
    )
