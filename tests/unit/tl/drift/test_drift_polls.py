"""Votes and the answers of a quiz at older layers."""

import pytest
from old_client import make, reads, says

from chappe.tl import api, layers

VOTERS = [api.PeerUser(user_id=1), api.PeerChannel(channel_id=2)]


def test_recent_voters_were_users() -> None:
    assert reads(158, api.PollResults(recent_voters=VOTERS)).recent_voters == [1]
    assert reads(158, api.PollResults()).recent_voters is None
    assert reads(160, api.PollResults(recent_voters=VOTERS)).recent_voters == VOTERS
    sent = make(158, "pollResults", recent_voters=[1])
    assert says(158, sent).recent_voters == [api.PeerUser(user_id=1)]


def test_a_vote_was_a_users() -> None:
    vote = api.UpdateMessagePollVote(
        poll_id=1, peer=VOTERS[0], options=[b"a"], positions=[0], qts=5
    )
    read = reads(158, vote)
    assert (read.user_id, read.options, read.qts) == (1, [b"a"], 5)
    votes = [
        api.MessagePeerVote(peer=VOTERS[0], option=b"a", date=1),
        api.MessagePeerVoteInputOption(peer=VOTERS[0], date=1),
        api.MessagePeerVoteMultiple(peer=VOTERS[0], options=[b"a"], date=1),
        api.MessagePeerVote(peer=VOTERS[1], option=b"a", date=1),
    ]
    listed = api.messages.VotesList(count=4, votes=votes, chats=[], users=[])
    assert [vote.NAME for vote in reads(158, listed).votes] == [
        "messageUserVote", "messageUserVoteInputOption", "messageUserVoteMultiple"
    ]  # fmt: skip


def test_a_number_of_votes_has_no_names() -> None:
    sent = make(158, "pollAnswerVoters", option=b"a", voters=3)
    assert says(158, sent) == api.PollAnswerVoters(option=b"a", voters=3, recent_voters=[])
    assert reads(158, api.PollAnswerVoters(option=b"a")).voters == 0


@pytest.mark.parametrize("layer", [133, 158, 198, 223])
def test_a_right_answer_was_named_and_is_now_numbered(layer: int) -> None:
    def text(value: str) -> object:
        return value if layer < 179 else api.TextWithEntities(text=value, entities=[])

    answers = [make(layer, "pollAnswer", text=text(t), option=t.encode()) for t in "abc"]
    poll = make(layer, "poll", id=0, question=text("q"), answers=answers, quiz=True)
    quiz = says(layer, make(layer, "inputMediaPoll", poll=poll, correct_answers=[b"c", b"a"]))
    assert quiz.correct_answers == [2, 0]
    assert quiz.poll.question == api.TextWithEntities(text="q", entities=[])
    wrong = says(layer, make(layer, "inputMediaPoll", poll=poll, correct_answers=[b"?"]))
    assert wrong.correct_answers == [3]
    assert says(layer, make(layer, "inputMediaPoll", poll=poll)).correct_answers is None


def test_an_answer_of_today_in_an_older_quiz_has_no_name() -> None:
    text = api.TextWithEntities(text="a", entities=[])
    poll = api.Poll(id=0, question=text, answers=[api.InputPollAnswer(text=text)], hash=0)
    old = layers.write(make(198, "inputMediaPoll", poll=poll, correct_answers=[b"a"]))
    assert layers.read(old)[0].correct_answers == [1]  # type: ignore[attr-defined]  # a poll
