"""Polls. https://core.telegram.org/bots/api#poll"""

from typing import Any

from chappe.botapi.shown.media import show_media, shows_media
from chappe.botapi.shown.people import show_chat, show_user
from chappe.botapi.shown.scene import Json, Scene, peer_id
from chappe.botapi.shown.words import show_entities
from chappe.tl import api


def option_name(option: bytes) -> str:
    """An answer's own name, which stays when others are taken away."""
    return option.decode("ascii") if option.isalnum() else option.hex()


def show_poll(scene: Scene, poll: api.Poll, results: "api.TypePollResults") -> Json:
    """A poll with what is known of its votes."""
    answers = [each for each in poll.answers if isinstance(each, api.PollAnswer)]
    votes = {each.option: each for each in results.results or ()}
    shown: Json = {
        "id": str(poll.id),
        "question": poll.question.text,
        "options": [_option(scene, each, votes.get(each.option)) for each in answers],
        "total_voter_count": results.total_voters or 0,
        "is_closed": poll.closed,
        "is_anonymous": not poll.public_voters,
        "type": "quiz" if poll.quiz else "regular",
        "allows_multiple_answers": poll.multiple_choice,
        "allows_revoting": not poll.revoting_disabled,
        "members_only": poll.subscribers_only,
    }
    entities = show_entities(scene, poll.question.entities)
    if entities:
        shown["question_entities"] = entities
    right = [
        place
        for place, each in enumerate(answers)
        if (vote := votes.get(each.option)) is not None and vote.correct
    ]
    if poll.quiz and right:
        shown["correct_option_ids"] = right
    if results.solution:
        shown["explanation"] = results.solution
        shown["explanation_entities"] = show_entities(scene, results.solution_entities)
    if results.solution_media is not None:
        shown["explanation_media"] = _attached(scene, results.solution_media)
    if poll.close_period:
        shown["open_period"] = poll.close_period
    if poll.close_date:
        shown["close_date"] = poll.close_date
    if poll.countries_iso2:
        shown["country_codes"] = poll.countries_iso2
    return shown


def _attached(scene: Scene, media: "api.TypeMessageMedia") -> Json:
    """What hangs on a poll: one of the media, without what only messages say of them."""
    shown = show_media(scene, media)
    return {name: value for name, value in shown.items() if name != "has_media_spoiler"}


@shows_media(api.MessageMediaPoll)
def show_poll_media(scene: Scene, media: Any) -> Json:
    """A poll in a message."""
    shown = show_poll(scene, media.poll, media.results)
    if media.attached_media is not None:
        shown["media"] = _attached(scene, media.attached_media)
    return {"poll": shown}


def _option(scene: Scene, answer: api.PollAnswer, vote: "api.PollAnswerVoters | None") -> Json:
    shown: Json = {
        "persistent_id": option_name(answer.option),
        "text": answer.text.text,
        "voter_count": 0 if vote is None else vote.voters or 0,
    }
    entities = show_entities(scene, answer.text.entities)
    if entities:
        shown["text_entities"] = entities
    if answer.media is not None:
        shown["media"] = _attached(scene, answer.media)
    if answer.added_by is not None:
        adder = peer_id(answer.added_by)
        if adder > 0:
            shown["added_by_user"] = show_user(scene, adder)
        else:
            shown["added_by_chat"] = show_chat(scene, adder)
    if answer.date:
        shown["addition_date"] = answer.date
    return shown
