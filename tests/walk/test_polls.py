"""Polls and quizzes: asked, answered, seen by those who may, closed by hand and by the clock."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

HISTORY = dict.fromkeys(
    ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"), 0
)


def text(who: Person, words: str) -> Any:
    kind = {param.name: param.type for param in who.client.schema.shape("poll").params}
    if kind["question"] == "string":
        return words
    return who.make("textWithEntities", text=words, entities=[])


def poll(who: Person, *answers: str, media: dict[str, Any] | None = None, **more: Any) -> Any:
    made = [
        who.make("pollAnswer", text=text(who, each), option=b"%d" % place)
        for place, each in enumerate(answers or ("yes", "no"))
    ]
    fields = {"id": 0, "question": text(who, "Well?"), "answers": made, "hash": 0, **more}
    names = {param.name for param in who.client.schema.shape("poll").params}
    asked = who.make("poll", **{name: each for name, each in fields.items() if name in names})
    return who.make("inputMediaPoll", poll=asked, **(media or {}))


async def ask(who: Person, other: Person, media: Any, **more: Any) -> Any:
    return await who.call(
        "messages.sendMedia",
        peer=who.peer(other),
        media=media,
        message="",
        random_id=who.client.next_msg_id(),
        **more,
    )


async def vote(who: Person, other: Person, *options: bytes, msg_id: int = 1) -> Any:
    answer = await who.call(
        "messages.sendVote", peer=who.peer(other), msg_id=msg_id, options=list(options)
    )
    return answer.updates[0]


async def shown(who: Person, other: Person) -> Any:
    found = await who.call("messages.getHistory", peer=who.peer(other), **HISTORY, limit=10)
    return found.messages[0].media


def counts(results: Any) -> list[tuple[int, bool]]:
    return [(each.voters, bool(each.chosen)) for each in results.results]


async def two(world: World) -> tuple[Person, Person]:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for each in (ada, bob):
        await each.call("updates.getState")
    return ada, bob


async def test_votes_are_counted_and_seen_by_those_who_have_voted(world: World) -> None:
    ada, bob = await two(world)
    await ask(ada, bob, poll(ada))
    await world.settle()
    assert bob.updates[0].updates[0].message.media.poll.question.text == "Well?"
    assert (await shown(ada, bob)).poll.creator
    voted = await vote(bob, ada, b"1")
    assert (voted.NAME, counts(voted.results)) == ("updateMessagePoll", [(0, False), (1, True)])
    await world.settle()
    pushed = ada.updates[-1].updates[0]
    assert (pushed.NAME, pushed.results.results) == ("updateMessagePoll", None)
    assert (pushed.results.total_voters, pushed.msg_id) == (1, 1)
    media = await shown(ada, bob)
    assert (media.results.results, media.results.total_voters) == (None, 1)
    await vote(ada, bob, b"1")
    assert counts((await shown(ada, bob)).results) == [(0, False), (2, True)]
    again = await vote(bob, ada, b"0")
    assert counts(again.results) == [(1, True), (1, False)]
    back = await vote(bob, ada)
    assert (back.results.results, back.results.total_voters) == (None, 1)


async def test_one_who_was_away_finds_the_results_in_the_difference(world: World) -> None:
    ada, bob = await two(world)
    await ask(ada, bob, poll(ada))
    state = await ada.call("updates.getState")
    await vote(bob, ada, b"1")
    missed = await ada.call("updates.getDifference", pts=state.pts, date=state.date, qts=1)
    assert [each.NAME for each in missed.other_updates] == ["updateMessagePoll"]
    assert missed.other_updates[0].results.total_voters == 1


async def test_a_poll_that_is_not_anonymous_tells_who_has_voted(world: World) -> None:
    ada, bob = await two(world)
    await ask(ada, bob, poll(ada, "a", "b", "c", public_voters=True, multiple_choice=True))
    with pytest.raises(Refused, match="403 POLL_VOTE_REQUIRED"):
        await ada.call("messages.getPollVotes", peer=ada.peer(bob), id=1, limit=10)
    await vote(ada, bob, b"0")
    world.advance(5)
    voted = await vote(bob, ada, b"0", b"2")
    assert counts(voted.results) == [(2, True), (0, False), (1, True)]
    faces = [each.user_id for each in voted.results.recent_voters]
    assert faces == [bob.user_id, ada.user_id]
    asked = {"peer": ada.peer(bob), "id": 1, "limit": 1}
    first = await ada.call("messages.getPollVotes", **asked)
    assert (first.count, first.votes[0].options) == (2, [b"0", b"2"])
    second = await ada.call("messages.getPollVotes", **asked, offset=first.next_offset)
    assert [each.peer.user_id for each in second.votes] == [ada.user_id]
    assert second.next_offset is None
    only = await ada.call("messages.getPollVotes", **asked, option=b"2")
    assert (only.count, only.votes[0].NAME) == (1, "messagePeerVoteInputOption")
    with pytest.raises(Refused, match="400 OPTION_INVALID"):
        await ada.call("messages.getPollVotes", **asked, option=b"9")


async def test_a_quiz_tells_the_right_answer_to_those_who_have_answered(world: World) -> None:
    ada, bob = await two(world)
    solution = {"correct_answers": [1], "solution": "because", "solution_entities": []}
    await ask(ada, bob, poll(ada, quiz=True, media=solution))
    before = await shown(bob, ada)
    assert (before.results.results, before.results.solution) == (None, None)
    voted = await vote(bob, ada, b"0")
    assert [bool(each.correct) for each in voted.results.results] == [False, True]
    assert voted.results.solution == "because"
    for options in ((b"1",), ()):
        with pytest.raises(Refused, match="400 REVOTE_NOT_ALLOWED"):
            await vote(bob, ada, *options)


async def test_the_author_closes_a_poll_and_its_results_are_open(world: World) -> None:
    ada, bob = await two(world)
    await ask(ada, bob, poll(ada))
    await vote(bob, ada, b"0")
    world.advance(50 * 3600)
    ada, bob = await world.another(ada), await world.another(bob)
    closed = await ada.call(
        "messages.editMessage", peer=ada.peer(bob), id=1, media=poll(ada, closed=True)
    )
    (update,) = closed.updates
    assert update.poll.closed
    assert counts(update.results) == [(1, False), (0, False)]
    with pytest.raises(Refused, match="400 MESSAGE_POLL_CLOSED"):
        await vote(bob, ada, b"1")
    with pytest.raises(Refused, match="400 MESSAGE_POLL_CLOSED"):
        await ada.call(
            "messages.editMessage", peer=ada.peer(bob), id=1, media=poll(ada, closed=True)
        )


@pytest.mark.parametrize("by", ["close_period", "close_date"])
async def test_a_poll_closes_by_the_clock(world: World, by: str) -> None:
    ada, bob = await two(world)
    seconds = 60 if by == "close_period" else int(world.clock.now()) + 60
    await ask(ada, bob, poll(ada, **{by: seconds}))
    assert (await shown(bob, ada)).poll.close_date == int(world.clock.now()) + 60
    bob.updates.clear()
    world.advance(60)
    await world.settle()
    assert bob.updates[-1].updates[0].poll.closed
    assert (await shown(ada, bob)).poll.closed
    with pytest.raises(Refused, match="400 MESSAGE_POLL_CLOSED"):
        await vote(bob, ada, b"1")


async def test_a_poll_for_later_is_open_from_the_moment_in_which_it_is_sent(
    world: World,
) -> None:
    ada, bob = await two(world)
    at = int(world.clock.now()) + 100
    await ask(ada, bob, poll(ada, close_period=60), schedule_date=at)
    world.advance(100)
    await world.settle()
    assert (await shown(bob, ada)).poll.close_date == at + 60


async def test_a_poll_that_is_sent_on_is_the_same_poll(world: World) -> None:
    ada, bob = await two(world)
    await ask(ada, bob, poll(ada))
    await ada.call(
        "messages.forwardMessages",
        from_peer=ada.peer(bob),
        id=[1],
        random_id=[5],
        to_peer=ada.peer(ada),
    )
    await vote(bob, ada, b"0")
    assert (await shown(ada, ada)).results.total_voters == 1
    await ada.call("messages.deleteMessages", id=[1], revoke=True)
    assert (await shown(ada, ada)).results.total_voters == 1
    await ada.call("messages.deleteMessages", id=[2], revoke=True)
    async with world.node.database.transaction(write=False) as tx:
        assert await tx.row("SELECT COUNT(*) FROM poll") == (0,)
        assert await tx.row("SELECT COUNT(*) FROM poll_vote") == (0,)


async def test_a_poll_that_waits_to_be_sent_on_is_kept_for_that(world: World) -> None:
    ada, bob = await two(world)
    await ask(ada, bob, poll(ada))
    await ada.call(
        "messages.forwardMessages",
        from_peer=ada.peer(bob),
        id=[1],
        random_id=[5],
        to_peer=ada.peer(ada),
        schedule_date=int(world.clock.now()) + 100,
    )
    await ask(ada, bob, poll(ada), schedule_date=int(world.clock.now()) + 100)
    await ada.call("messages.deleteMessages", id=[1], revoke=True)
    await ada.call("messages.deleteScheduledMessages", peer=ada.peer(bob), id=[1])
    async with world.node.database.transaction(write=False) as tx:
        assert await tx.row("SELECT COUNT(*) FROM poll") == (1,)
    world.advance(100)
    await world.settle()
    assert (await shown(ada, ada)).results.total_voters == 0
    async with world.node.database.transaction(write=False) as tx:
        assert await tx.row("SELECT COUNT(*) FROM poll_body") == (1,)


async def test_results_can_wait_for_the_end(world: World) -> None:
    ada, bob = await two(world)
    await ask(ada, bob, poll(ada, hide_results_until_close=True, revoting_disabled=True))
    voted = await vote(bob, ada, b"0")
    assert counts(voted.results) == [(None, True), (None, False)]
    with pytest.raises(Refused, match="400 REVOTE_NOT_ALLOWED"):
        await vote(bob, ada, b"1")


async def test_what_a_client_knows_is_not_sent_again(world: World) -> None:
    ada, bob = await two(world)
    await ask(ada, bob, poll(ada))
    asked = {"peer": ada.peer(bob), "msg_id": 1}
    first = await ada.call("messages.getPollResults", **asked, poll_hash=0)
    known = first.updates[0].poll.hash
    again = await ada.call("messages.getPollResults", **asked, poll_hash=known)
    assert again.updates == []
    await vote(bob, ada, b"0")
    news = await ada.call("messages.getPollResults", **asked, poll_hash=known)
    assert news.updates[0].results.total_voters == 1


async def test_answers_of_today_have_no_names_and_media_hang_on_them(world: World) -> None:
    ada, bob = await two(world)
    point = ada.make("inputMediaGeoPoint", geo_point=ada.make("inputGeoPoint", lat=1, long=2))
    answers = [
        ada.make("inputPollAnswer", text=text(ada, "here"), media=point),
        ada.make("inputPollAnswer", text=text(ada, "there")),
    ]
    media = poll(ada, media={"attached_media": point})
    media.poll.answers = answers
    await ask(ada, bob, media)
    seen = await shown(bob, ada)
    assert [each.option for each in seen.poll.answers] == [b"0", b"1"]
    assert seen.poll.answers[0].media.NAME == "messageMediaGeo"
    assert seen.attached_media.NAME == "messageMediaGeo"


@pytest.mark.parametrize("layer", [133, 158, 198, 214, 227])
async def test_an_older_client_asks_and_votes_in_its_own_words(
    world: World, layer: int
) -> None:
    ada, bob = await world.person("Ada", layer=layer), await world.person("Bob", layer=layer)
    quiz = poll(ada, quiz=True, media={"correct_answers": [b"1" if layer < 224 else 1]})
    await ask(ada, bob, quiz)
    seen = (await shown(bob, ada)).poll
    assert seen.answers[1].option == b"1"
    voted = await vote(bob, ada, b"1")
    assert counts(voted.results) == [(0, False), (1, True)]
    assert voted.results.results[1].correct


REFUSALS = [
    ({"question": ""}, {}, "POLL_QUESTION_INVALID"),
    ({"question": "x" * 256}, {}, "POLL_QUESTION_INVALID"),
    ({"answers": ["one"]}, {}, "POLL_ANSWERS_INVALID"),
    ({"answers": list("abcdefghijklm")}, {}, "POLL_ANSWERS_INVALID"),
    ({"answers": ["a", ""]}, {}, "POLL_ANSWER_INVALID"),
    ({"answers": ["a", "x" * 101]}, {}, "POLL_ANSWER_INVALID"),
    ({"answers": ["a", "a"]}, {}, "POLL_ANSWER_INVALID"),
    ({"options": [b"", b"1"]}, {}, "POLL_OPTION_INVALID"),
    ({"options": [b"x" * 101, b"1"]}, {}, "POLL_OPTION_INVALID"),
    ({"options": [b"1", b"1"]}, {}, "POLL_OPTION_DUPLICATE"),
    ({"quiz": True}, {}, "QUIZ_CORRECT_ANSWERS_EMPTY"),
    ({"quiz": True}, {"correct_answers": [0, 1]}, "QUIZ_CORRECT_ANSWERS_TOO_MUCH"),
    ({"quiz": True}, {"correct_answers": [2]}, "QUIZ_CORRECT_ANSWER_INVALID"),
    (
        {"quiz": True, "multiple_choice": True},
        {"correct_answers": [0]},
        "QUIZ_MULTIPLE_INVALID",
    ),
    ({"close_period": 4}, {}, "MEDIA_INVALID"),
    ({"close_date": 4}, {}, "MEDIA_INVALID"),
    ({"quiz": True, "open_answers": True}, {"correct_answers": [0]}, "MEDIA_INVALID"),
    ({}, {"solution": "x" * 201, "solution_entities": []}, "MEDIA_INVALID"),
]


@pytest.mark.parametrize(("fields", "media", "error"), REFUSALS)
async def test_a_poll_is_refused(
    world: World, fields: dict[str, Any], media: dict[str, Any], error: str
) -> None:
    ada = await world.person("Ada")
    more = dict(fields)
    made = poll(ada, *more.pop("answers", ()), media=media)
    if "question" in more:
        more["question"] = text(ada, more["question"])
    for answer, option in zip(made.poll.answers, more.pop("options", ()), strict=False):
        answer.option = option
    for name, value in more.items():
        setattr(made.poll, name, value)
    with pytest.raises(Refused, match=f"400 {error}"):
        await ask(ada, ada, made)


async def test_a_poll_hangs_no_other_poll(world: World) -> None:
    ada = await world.person("Ada")
    with pytest.raises(Refused, match="400 MEDIA_INVALID"):
        await ask(ada, ada, poll(ada, media={"attached_media": poll(ada)}))


async def test_votes_are_refused(world: World) -> None:
    ada, bob = await two(world)
    await ask(ada, bob, poll(ada))
    await ada.send(bob, "no poll")
    for msg_id, options, error in (
        (9, [b"0"], "MESSAGE_ID_INVALID"),
        (2, [b"0"], "MESSAGE_ID_INVALID"),
        (1, [b"7"], "OPTION_INVALID"),
        (1, [b"0", b"1"], "OPTIONS_TOO_MUCH"),
        (1, [b"0"] * 100, "OPTIONS_TOO_MUCH"),
    ):
        with pytest.raises(Refused, match=f"400 {error}"):
            await vote(bob, ada, *options, msg_id=msg_id)
    peer = ada.peer(bob)
    with pytest.raises(Refused, match="400 MSG_ID_INVALID"):
        await ada.call("messages.getPollVotes", peer=peer, id=1, limit=10)
    nobody = ada.make("inputPeerUser", user_id=5, access_hash=5)
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await ada.call("messages.sendVote", peer=nobody, msg_id=1, options=[])
    for msg_id, closed, error in ((1, False, "MEDIA_NEW"), (2, True, "MEDIA_PREV")):
        with pytest.raises(Refused, match=f"400 {error}_INVALID"):
            await ada.call(
                "messages.editMessage",
                peer=peer,
                id=msg_id,
                media=poll(ada, closed=closed),
            )


async def add(who: Person, other: Person, words: str) -> Any:
    answer = who.make("inputPollAnswer", text=text(who, words))
    return await who.call(
        "messages.addPollAnswer", peer=who.peer(other), msg_id=1, answer=answer
    )


async def drop(who: Person, other: Person, option: bytes) -> Any:
    return await who.call(
        "messages.deletePollAnswer", peer=who.peer(other), msg_id=1, option=option
    )


async def of(who: Person, other: Person) -> list[tuple[str, bytes]]:
    found = await who.call("messages.getHistory", peer=who.peer(other), **HISTORY, limit=10)
    answers = found.messages[-1].media.poll.answers
    return [(each.text.text, each.option) for each in answers]


async def test_answers_are_added_and_taken_away(world: World) -> None:
    ada, bob = await two(world)
    old = await world.another(ada, layer=158)
    await ask(ada, bob, poll(ada, open_answers=True))
    added = await add(bob, ada, "perhaps")
    assert [each.NAME for each in added.updates] == ["updateMessagePoll", "updateNewMessage"]
    assert added.updates[0].poll.answers[2].added_by.user_id == bob.user_id
    said = added.updates[1].message
    assert (said.action.NAME, said.reply_to.reply_to_msg_id) == (
        "messageActionPollAppendAnswer",
        1,
    )
    await add(bob, ada, "never")
    await vote(ada, bob, b"2")
    await vote(bob, ada, b"3")
    dropped = await drop(ada, bob, b"2")
    assert [each.NAME for each in dropped.updates] == ["updateMessagePoll", "updateNewMessage"]
    assert dropped.updates[0].results.total_voters == 1
    assert await of(bob, ada) == [("yes", b"0"), ("no", b"1"), ("never", b"3")]
    assert counts((await vote(bob, ada, b"3")).results) == [(0, False), (0, False), (1, True)]
    await add(bob, ada, "perhaps")
    assert (await of(ada, bob))[-1] == ("perhaps", b"4")
    history = await old.call("messages.getHistory", peer=old.peer(bob), **HISTORY, limit=10)
    assert len(history.messages) == 5


async def test_answers_that_may_not_be_added_or_taken_away(world: World) -> None:
    ada, bob = await two(world)
    await ask(ada, bob, poll(ada))
    with pytest.raises(Refused, match="400 POLL_UNSUPPORTED"):
        await add(bob, ada, "perhaps")
    await ada.call("messages.deleteMessages", id=[1], revoke=True)
    await ask(ada, bob, poll(ada, *"abcdefghijk", open_answers=True))
    where = {"peer": bob.peer(ada), "msg_id": 2}
    for words, error in (
        ("a", "POLL_ANSWER"),
        ("", "POLL_ANSWER"),
        ("l", ""),
        ("m", "POLL_ANSWERS"),
    ):
        answer = bob.make("inputPollAnswer", text=text(bob, words))
        if not error:
            await bob.call("messages.addPollAnswer", **where, answer=answer)
            continue
        with pytest.raises(Refused, match=f"400 {error}_INVALID"):
            await bob.call("messages.addPollAnswer", **where, answer=answer)
    for option in (b"0", b"77"):
        with pytest.raises(Refused, match="400 OPTION_INVALID"):
            await ada.call(
                "messages.deletePollAnswer", peer=ada.peer(bob), msg_id=2, option=option
            )
    await ada.call(
        "messages.editMessage", peer=ada.peer(bob), id=2, media=poll(ada, closed=True)
    )
    answer = bob.make("inputPollAnswer", text=text(bob, "late"))
    with pytest.raises(Refused, match="400 MESSAGE_POLL_CLOSED"):
        await bob.call("messages.addPollAnswer", **where, answer=answer)
