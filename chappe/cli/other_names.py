"""Names outside of the API's schema: errors, MTProto, secret chats, Bot API, tables, migrations."""

import json
import re
from functools import cache
from typing import Any

from chappe import features
from chappe.botapi import methods as bot_methods
from chappe.botapi.method import REFUSALS, TABLE
from chappe.cli.finding import Fact, Finding, line_of, mentions, place_of, spell_runs
from chappe.db.migrate import Migration, read_migrations
from chappe.mtproto.service import LAWFUL
from chappe.tl import errors
from chappe.tl.build import class_name
from chappe.tl.parse import load, schema_text
from chappe.tl.publish import spell

CARRIED = "clients read and write it end to end; this server only carries it"
TABLE_MADE = re.compile(r"^CREATE TABLE (?:IF NOT EXISTS )?(\w+)", re.MULTILINE | re.IGNORECASE)


@cache
def _bot_api() -> dict[str, Any]:
    face: dict[str, Any] = json.loads(schema_text("botapi.json"))
    return face


@cache
def _migrations() -> dict[str, Migration]:
    return {each.name: each for each in read_migrations(features.ROOMS_WITH_TABLES)}


def known() -> set[str]:
    """Every name that `find` knows."""
    tables = {name for each in _migrations().values() for name in TABLE_MADE.findall(each.text)}
    languages = {shape.name for file in ("mtproto.tl", "secret.tl") for shape in load(file)}
    face = _bot_api()
    return {
        *errors.codes(),
        *face["methods"],
        *face["types"],
        *_migrations(),
        *tables,
    } | languages


def find(name: str) -> list[Finding]:
    """Everything besides the API that is called `name`."""
    looks = (_error, _mtproto, _secret, _bot_method, _bot_type, _migration, _table)
    return [found for look in looks if (found := look(name)) is not None]


def _error(said: str) -> Finding | None:
    name = errors.catalogued(said)
    if name is None:
        return None
    given = sorted(method for method, facts in errors.methods().items() if name in facts.errors)
    facts: dict[str, Fact] = {
        "codes": [str(code) for code in errors.codes()[name]],
        "in our code": mentions(f'"{re.escape(name)}"'),
        "methods that may return it": given,
        "catalogue": line_of("tl/schema/errors.tsv", f"{name}\t"),
    }
    return Finding("error", name, facts)


def _mtproto(name: str) -> Finding | None:
    found = [shape for shape in load("mtproto.tl") if shape.name == name]
    if not found:
        return None
    law = next((law for kind, law in LAWFUL.items() if name == kind.NAME), None)
    facts: dict[str, Fact] = {
        "handled at": None if law is None else place_of(law),
        "class": f"chappe.tl.mtproto.{class_name(name)}",
        "shapes": [spell(shape) for shape in found],
        "in our code": mentions(rf"\bmtproto\.{class_name(name)}\b"),
        "schema": line_of("tl/schema/mtproto.tl", f"{name}#"),
        "page": "https://core.telegram.org/schema/mtproto",
    }
    return Finding("MTProto method" if found[0].is_method else "MTProto object", name, facts)


def _secret(name: str) -> Finding | None:
    found = [shape for shape in load("secret.tl") if shape.name == name]
    if not found:
        return None
    facts: dict[str, Fact] = {
        "note": CARRIED,
        "shapes": [f"{spell_runs(shape.runs)}: {spell(shape)}" for shape in found],
        "schema": line_of("tl/schema/secret.tl", f"{name}#"),
        "page": "https://core.telegram.org/schema/end-to-end",
    }
    return Finding("object of secret chats", name, facts)


def _bot_method(said: str) -> Finding | None:
    names = {each.lower(): each for each in _bot_api()["methods"]}
    name = names.get(said.lower())
    if name is None:
        return None
    method = _bot_api()["methods"][name]
    facts: dict[str, Fact] = {
        **_bot_standing(name.lower()),
        "parameters": _fields(method["p"]),
        "returns": method["r"],
        "schema": line_of("tl/schema/botapi.json", f'"{name}":'),
        "page": f"https://core.telegram.org/bots/api#{name.lower()}",
    }
    return Finding("Bot API method", name, facts)


def _bot_standing(name: str) -> dict[str, Fact]:
    """Whether a method of the Bot API is answered, and where; `name`: in small letters."""
    bot_methods.load()
    if name in TABLE:
        return {"status": "answered", "handler": place_of(TABLE[name].answer)}
    if name in REFUSALS:
        return {"status": f"refused: {REFUSALS[name]}"}
    return {"status": "missing: not built yet"}


def _bot_type(name: str) -> Finding | None:
    kind = _bot_api()["types"].get(name)
    if kind is None:
        return None
    facts: dict[str, Fact] = {
        "fields": _fields(kind.get("f", ())),
        "one of": kind.get("union", []),
        "schema": line_of("tl/schema/botapi.json", f'"{name}":'),
        "page": f"https://core.telegram.org/bots/api#{name.lower()}",
    }
    return Finding("Bot API type", name, facts)


def _fields(rows: list[tuple[str, str, bool]]) -> list[str]:
    return [f"{name}{'' if required else '?'}: {type_}" for name, type_, required in rows]


def _file_of(migration: Migration) -> str:
    room, _, script = migration.name.partition("/")
    package = next(each for each in features.ROOMS_WITH_TABLES if each.endswith(f".{room}"))
    return "/".join([*package.split(".")[1:], "migrations", f"{script}.sql"])


def _migration(name: str) -> Finding | None:
    found = [
        each for each in _migrations().values() if name in {each.name, each.name.split("/")[1]}
    ]
    if not found:
        return None
    facts: dict[str, Fact] = {
        "file": f"chappe/{_file_of(found[0])}",
        "makes": TABLE_MADE.findall(found[0].text),
    }
    return Finding("migration", found[0].name, facts)


def _table(name: str) -> Finding | None:
    for migration in _migrations().values():
        if name in TABLE_MADE.findall(migration.text):
            file = _file_of(migration)
            store = file.split("/migrations/", maxsplit=1)[0] + "/store.py"
            facts: dict[str, Fact] = {
                "made at": line_of(file, f"CREATE TABLE {name}"),
                "migration": migration.name,
                "its SQL": f"chappe/{store}",
            }
            return Finding("table", name, facts)
    return None
