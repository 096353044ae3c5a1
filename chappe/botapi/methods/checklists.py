"""Checklists, which bots see, and send for accounts that have connected them.

https://core.telegram.org/bots/api#sendchecklist
"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.marks.entities import read_text
from chappe.botapi.method import bot_method
from chappe.botapi.methods.editing import EDITED, edit
from chappe.botapi.methods.sending import send_media
from chappe.botapi.shown import checklists
from chappe.botapi.shown.scene import Json
from chappe.tl import api

__all__ = ["checklists"]


def _todo(ask: Ask, said: Json) -> api.InputMediaTodo:
    """A checklist as a bot says it.

    Raises: BotError.
    """

    def words(of: Json, name: str) -> api.TextWithEntities:
        entities = of.get("title_entities" if name == "title" else "text_entities")
        text, marks = read_text(ask.viewer, of[name], of.get("parse_mode"), entities)
        return api.TextWithEntities(text=text, entities=marks or [])

    return api.InputMediaTodo(
        todo=api.TodoList(
            others_can_append=said.get("others_can_add_tasks", False),
            others_can_complete=said.get("others_can_mark_tasks_as_done", False),
            title=words(said, "title"),
            list=[api.TodoItem(id=e["id"], title=words(e, "text")) for e in said["tasks"]],
        )
    )


@bot_method("sendChecklist", writes=True)
async def send_checklist(ask: Ask) -> Json:
    """Send a checklist for an account."""
    return await send_media(ask, _todo(ask, ask.params["checklist"]))


@bot_method("editMessageChecklist", writes=True, words=EDITED)
async def edit_checklist(ask: Ask) -> Any:
    """Put another checklist in the place of one that was sent for an account."""
    return await edit(ask, media=_todo(ask, ask.params["checklist"]))
