"""From what a client asks to a poll: the road of inputMediaPoll."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from chappe.db.database import Tx
from chappe.features.files.actions import keep_file, prepare_media
from chappe.features.files.kinds import PreparedMedia, media_kind
from chappe.features.messages.payload import write_value
from chappe.features.polls import store
from chappe.features.polls.model import (
    ANSWERS_MAX,
    ANSWERS_MIN,
    CLOSE_SECONDS,
    COUNTRIES_MAX,
    COUNTRY,
    OPTION_BYTES_MAX,
    Poll,
)
from chappe.features.text.actions import prepare_text
from chappe.features.text.model import Limit, Prepared
from chappe.ids import PeerId, channel_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal

QUESTION = Limit(255, "POLL_QUESTION_INVALID", "POLL_QUESTION_INVALID")
ANSWER = Limit(100, "POLL_ANSWER_INVALID", "POLL_ANSWER_INVALID")
SOLUTION = Limit(200, "MEDIA_INVALID", None)
ATTACHABLE = (
    api.InputMediaUploadedPhoto,
    api.InputMediaUploadedDocument,
    api.InputMediaPhoto,
    api.InputMediaDocument,
    api.InputMediaGeoPoint,
    api.InputMediaVenue,
)
"""What may hang on a question, an answer or a solution."""


@dataclass(slots=True)
class Attached:
    """Media that hang on a poll, whose rows are still to be written."""

    prepared: list[PreparedMedia] = field(default_factory=list)

    async def take(
        self, call: Call, said: "api.TypeInputMedia | None"
    ) -> "api.TypeMessageMedia | None":
        """What is kept of one of them.

        Errors: MEDIA_INVALID (of another kind, or one that destroys itself); those of prepare_media
        """
        if said is None:
            return None
        if not isinstance(said, ATTACHABLE) or getattr(said, "ttl_seconds", None) is not None:
            raise RpcError(400, "MEDIA_INVALID")
        prepared = await prepare_media(call, said)
        self.prepared.append(prepared)
        return prepared.media

    async def keep(self, journal: Journal) -> None:
        """Write their rows."""
        for each in self.prepared:
            for new in each.files:
                await keep_file(journal.tx, new)
            if each.keep is not None:
                await each.keep(journal)


@media_kind(api.InputMediaPoll)
async def prepare_poll(
    call: Call, said: api.InputMediaPoll, _place: int | None
) -> PreparedMedia:
    """A poll. Entities of questions and answers (custom emoji only) are left out: there are none here.

    Errors: POLL_QUESTION_INVALID, POLL_ANSWERS_INVALID (fewer than 2, more than 12), POLL_ANSWER_INVALID,
            POLL_OPTION_INVALID, POLL_OPTION_DUPLICATE, QUIZ_MULTIPLE_INVALID, QUIZ_CORRECT_ANSWERS_EMPTY,
            QUIZ_CORRECT_ANSWERS_TOO_MUCH, QUIZ_CORRECT_ANSWER_INVALID, MEDIA_INVALID (dates, a solution that
            is too long, countries that are none; where it is sent: only channels choose who may vote)
    """
    asked, attached = said.poll, Attached()
    _check_kind(asked)
    _check_close(call, asked)
    answers = await _answers(call, asked.answers, attached)
    solution = prepare_text(
        said.solution or "", said.solution_entities, limit=SOLUTION, commands=False
    )
    shown = api.Poll(
        id=secrets.randbits(62) + 1,
        public_voters=asked.public_voters,
        multiple_choice=asked.multiple_choice,
        quiz=asked.quiz,
        open_answers=asked.open_answers,
        revoting_disabled=asked.revoting_disabled,
        shuffle_answers=asked.shuffle_answers,
        hide_results_until_close=asked.hide_results_until_close,
        subscribers_only=asked.subscribers_only,
        countries_iso2=list(dict.fromkeys(asked.countries_iso2 or ())) or None,
        question=_plain(prepare_text(asked.question.text, limit=QUESTION)),
        answers=list(answers),
        close_period=asked.close_period,
        close_date=asked.close_date,
        hash=0,
    )
    media = api.MessageMediaPoll(
        poll=shown,
        results=api.PollResults(),
        attached_media=await attached.take(call, said.attached_media),
    )
    solution_media = await attached.take(call, said.solution_media)
    poll = _kept(call, said, media, solution, solution_media)
    return _prepared(media, poll, attached)


def _check_kind(asked: api.Poll) -> None:
    countries = asked.countries_iso2 or ()
    if len(countries) > COUNTRIES_MAX or not all(map(COUNTRY.fullmatch, countries)):
        raise RpcError(400, "MEDIA_INVALID")
    if asked.quiz and asked.open_answers:
        raise RpcError(400, "MEDIA_INVALID")
    if asked.quiz and asked.multiple_choice:
        raise RpcError(400, "QUIZ_MULTIPLE_INVALID")


def _check_close(call: Call, asked: api.Poll) -> None:
    """A poll is open for a while, or until a date, not both."""
    if asked.close_date is not None:
        left = asked.close_date - int(call.now)
        if asked.close_period is not None or left not in CLOSE_SECONDS:
            raise RpcError(400, "MEDIA_INVALID")
    elif asked.close_period is not None and asked.close_period not in CLOSE_SECONDS:
        raise RpcError(400, "MEDIA_INVALID")


async def _answers(
    call: Call, said: Sequence["api.TypePollAnswer"], attached: Attached
) -> list[api.PollAnswer]:
    if not ANSWERS_MIN <= len(said) <= ANSWERS_MAX:
        raise RpcError(400, "POLL_ANSWERS_INVALID")
    answers = []
    for place, each in enumerate(said):
        answers.append(await prepare_answer(call, each, _option(each, place), attached))
    options = {each.option for each in answers}
    if len(options) < len(answers):
        raise RpcError(400, "POLL_OPTION_DUPLICATE")
    if len({each.text.text for each in answers}) < len(answers):
        raise RpcError(400, "POLL_ANSWER_INVALID")
    return answers


async def prepare_answer(
    call: Call, said: "api.TypePollAnswer", option: bytes, attached: Attached
) -> api.PollAnswer:
    """One answer as it is kept; the media that hang on it go into `attached`.

    Errors: POLL_ANSWER_INVALID; as `Attached.take`
    """
    media = said.media if isinstance(said, api.InputPollAnswer) else None
    return api.PollAnswer(
        text=_plain(prepare_text(said.text.text, limit=ANSWER)),
        option=option,
        media=await attached.take(call, media),
    )


def _option(answer: "api.TypePollAnswer", place: int) -> bytes:
    """How votes name the answer: as the client says, or by its place."""
    if isinstance(answer, api.InputPollAnswer):
        return b"%d" % place
    if not 1 <= len(answer.option) <= OPTION_BYTES_MAX:
        raise RpcError(400, "POLL_OPTION_INVALID")
    return answer.option


def _plain(said: Prepared) -> api.TextWithEntities:
    return api.TextWithEntities(text=said.text, entities=[])


def _kept(
    call: Call,
    said: api.InputMediaPoll,
    media: api.MessageMediaPoll,
    solution: Prepared,
    solution_media: "api.TypeMessageMedia | None",
) -> Poll:
    """The poll as its row says it."""
    shown = media.poll
    assert isinstance(shown, api.Poll)
    kept = write_value(shown)
    assert kept is not None
    return Poll(
        shown.id,
        call.user_id,
        kept,
        (),
        _correct(shown, said.correct_answers),
        solution.text if shown.quiz else "",
        solution.entities if shown.quiz else None,
        write_value(solution_media) if shown.quiz else None,
        bool(said.poll.closed),
        shown.close_date or 0,
        1,
    )


def _correct(shown: api.Poll, said: Sequence[int] | None) -> tuple[int, ...]:
    """The right answers of a quiz."""
    if not shown.quiz:
        return ()
    if not said:
        raise RpcError(400, "QUIZ_CORRECT_ANSWERS_EMPTY")
    if len(said) > 1:
        raise RpcError(400, "QUIZ_CORRECT_ANSWERS_TOO_MUCH")
    if not 0 <= said[0] < len(shown.answers):
        raise RpcError(400, "QUIZ_CORRECT_ANSWER_INVALID")
    return tuple(said)


def _prepared(media: api.MessageMediaPoll, poll: Poll, attached: Attached) -> PreparedMedia:
    async def keep(journal: Journal) -> None:
        await attached.keep(journal)
        await store.insert(journal.tx, poll)

    shown = media.poll
    chosen = shown.subscribers_only or shown.countries_iso2
    return PreparedMedia(media, keep=keep, addressed=_check_channel if chosen else None)


async def _check_channel(_tx: Tx, peer: PeerId) -> None:
    """Only where people subscribe it is chosen who may vote."""
    if channel_of(peer) is None:
        raise RpcError(400, "MEDIA_INVALID")
