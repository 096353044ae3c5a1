"""Checklists. https://core.telegram.org/bots/api#checklist"""

from chappe.botapi.shown import service
from chappe.botapi.shown.media import shows_media
from chappe.botapi.shown.people import show_chat, show_user
from chappe.botapi.shown.scene import Json, Scene, peer_id
from chappe.botapi.shown.words import show_entities
from chappe.tl import api


@shows_media(api.MessageMediaToDo)
def _checklist(scene: Scene, media: api.MessageMediaToDo) -> Json:
    todo = media.todo
    done = {each.id: each for each in media.completions or ()}
    shown: Json = {
        **_words(scene, todo.title, "title"),
        "tasks": [_task(scene, each, done.get(each.id)) for each in todo.list],
    }
    if todo.others_can_append:
        shown["others_can_add_tasks"] = True
    if todo.others_can_complete:
        shown["others_can_mark_tasks_as_done"] = True
    return {"checklist": shown}


def _words(scene: Scene, said: "api.TypeTextWithEntities", name: str) -> Json:
    entities = show_entities(scene, said.entities)
    return {name: said.text, **({f"{name}_entities": entities} if entities else {})}


def _task(
    scene: Scene, item: "api.TypeTodoItem", done: "api.TypeTodoCompletion | None"
) -> Json:
    shown: Json = {"id": item.id, **_words(scene, item.title, "text")}
    if done is None:
        return shown
    number = peer_id(done.completed_by)
    if number > 0:
        shown["completed_by_user"] = show_user(scene, number)
    else:
        shown["completed_by_chat"] = show_chat(scene, number)
    return {**shown, "completion_date": done.date}


@service.shows(api.MessageActionTodoCompletions)
def _marked(
    _scene: Scene, _message: api.MessageService, action: api.MessageActionTodoCompletions
) -> Json:
    shown: Json = {}
    if action.completed:
        shown["marked_as_done_task_ids"] = action.completed
    if action.incompleted:
        shown["marked_as_not_done_task_ids"] = action.incompleted
    return {"checklist_tasks_done": shown}


@service.shows(api.MessageActionTodoAppendTasks)
def _added(
    scene: Scene, _message: api.MessageService, action: api.MessageActionTodoAppendTasks
) -> Json:
    tasks = [_task(scene, each, None) for each in action.list]
    return {"checklist_tasks_added": {"tasks": tasks}}
