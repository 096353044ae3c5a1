"""Polls. https://core.telegram.org/bots/api#sendpoll"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.fileids import Medium
from chappe.botapi.marks.entities import Said, read_text
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import chat_peer_of
from chappe.botapi.methods.editing import find_messages
from chappe.botapi.methods.files import document
from chappe.botapi.methods.keyboards import read_markup
from chappe.botapi.methods.media import read_media
from chappe.botapi.methods.outgoing import check_offered
from chappe.botapi.methods.sending import point_of, send_media, venue_of
from chappe.botapi.shown.messages import show_message
from chappe.botapi.shown.scene import Json, set_scene
from chappe.tl import api


@bot_method("sendPoll", writes=True)
async def send_poll(ask: Ask) -> Json:
    """Ask everybody something."""
    quiz = _kind(ask) == "quiz"
    solution, solution_entities = _said(ask, "explanation")
    poll = api.Poll(
        id=0,
        question=_words(ask, "question", ask.params),
        answers=await _answers(ask, ask.params["options"]),
        closed=ask.get("is_closed", False),
        public_voters=not ask.get("is_anonymous", True),
        multiple_choice=ask.get("allows_multiple_answers", False),
        quiz=quiz,
        open_answers=ask.get("allow_adding_options", False),
        revoting_disabled=not ask.get("allows_revoting", not quiz),
        shuffle_answers=ask.get("shuffle_options", False),
        hide_results_until_close=ask.get("hide_results_until_closes", False),
        close_period=ask.get("open_period"),
        close_date=None if ask.get("open_period") else ask.get("close_date"),
        subscribers_only=ask.get("members_only", False),
        countries_iso2=ask.get("country_codes") or None,
        hash=0,
    )
    media = api.InputMediaPoll(
        poll=poll,
        attached_media=await _attached(ask, ask.get("media")),
        solution_media=await _attached(ask, ask.get("explanation_media")),
        correct_answers=ask.get("correct_option_ids") if quiz else None,
        solution=solution or None,
        solution_entities=solution_entities if solution else None,
    )
    return await send_media(ask, media, words=_said(ask, "description"))


def _kind(ask: Ask) -> str:
    kind = str(ask.get("type", "regular"))
    if kind not in {"regular", "quiz"}:
        raise bad("unsupported poll type specified")
    return kind


def _said(ask: Ask, name: str) -> Said:
    """Words that a call may give under a name."""
    return read_text(
        ask.viewer,
        ask.get(name, ""),
        ask.get(f"{name}_parse_mode"),
        ask.get(f"{name}_entities"),
    )


def _words(ask: Ask, name: str, said: Json, prefix: str = "") -> api.TextWithEntities:
    prefix = prefix or name
    text, entities = read_text(
        ask.viewer,
        said[name],
        said.get(f"{prefix}_parse_mode"),
        said.get(f"{prefix}_entities"),
    )
    return api.TextWithEntities(text=text, entities=entities or [])


async def _answers(ask: Ask, said: list[Json]) -> "list[api.TypePollAnswer]":
    return [await _answer(ask, each, place) for place, each in enumerate(said)]


async def _answer(ask: Ask, said: Json, place: int) -> "api.TypePollAnswer":
    text, media = _words(ask, "text", said), await _attached(ask, said.get("media"))
    if media is None:
        return api.PollAnswer(text=text, option=b"%d" % place)
    return api.InputPollAnswer(text=text, media=media)


async def _attached(ask: Ask, said: Json | None) -> "api.TypeInputMedia | None":
    """What hangs on a poll, on one of its answers, or on the explanation."""
    if said is None:
        return None
    match said["type"]:
        case "location":
            return api.InputMediaGeoPoint(geo_point=point_of(said))
        case "venue":
            return venue_of(said)
        case "sticker":
            return document(ask, said["media"], Medium.STICKER, said)
        case "link":
            raise bad("this server does not offer links in polls")
        case _:
            return await read_media(ask, said)


STOPPED = {
    "MESSAGE_ID_INVALID": "message with poll to stop not found",
    "MEDIA_PREV_INVALID": "message with poll to stop not found",
    "MESSAGE_AUTHOR_REQUIRED": "poll can't be stopped",
    "MESSAGE_POLL_CLOSED": "poll has already been closed",
}


@bot_method("stopPoll", writes=True, words=STOPPED)
async def stop_poll(ask: Ask) -> Any:
    """Let nobody vote any more."""
    check_offered(ask)
    closed = api.Poll(
        id=0,
        closed=True,
        question=api.TextWithEntities(text="", entities=[]),
        answers=[],
        hash=0,
    )
    peer = await chat_peer_of(ask)
    request = api.messages.EditMessage(
        peer=peer,
        id=ask.params["message_id"],
        media=api.InputMediaPoll(poll=closed),
        reply_markup=read_markup(ask, ask.get("reply_markup")),
    )
    await ask.tell(request)
    found = await find_messages(ask, peer, [ask.params["message_id"]], within=True)
    scene = await set_scene(ask.tx, ask.viewer, found, deep=False)
    return show_message(scene, found[0], answered=False)["poll"]  # type: ignore[index]  # it is a poll
