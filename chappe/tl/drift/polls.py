"""Polls. Until layer 179 questions and answers were plain text, until 160 only users voted."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import recast, up_from, user_of, users_of
from chappe.tl.drift.frame import Fields, down, down_to, up


@down("poll", "question", until=178)
def plain_question(o: api.Poll) -> Fields:
    """Leave the entities of the question out."""
    return {"question": o.question.text}


@down("pollAnswer", "text", until=178)
def plain_answer(o: api.PollAnswer) -> Fields:
    """Leave the entities of an answer out."""
    return {"text": o.text.text}


def styled(text: str | api.TextWithEntities) -> api.TextWithEntities:
    """Return a text as it is now; shapes from 179 on have it so already."""
    return api.TextWithEntities(text=text, entities=[]) if isinstance(text, str) else text


@up("poll")
def styled_question(old: Any) -> Fields:
    """Read a plain question as one without entities."""
    return {"question": styled(old.question)}


@up("pollAnswer")
def styled_answer(old: Any) -> Fields:
    """Read a plain answer as one without entities."""
    return {"text": styled(old.text)}


@down_to("pollResults", until=159)
def recent_users(o: api.PollResults) -> TLObject:
    """Until layer 160 only users voted."""
    return recast(0xDCB82EA3, o, recent_voters=users_of(o.recent_voters))


@down_to("updateMessagePollVote", until=159)
def vote_of_a_user(o: api.UpdateMessagePollVote) -> TLObject | None:
    """As `recent_users`."""
    user = user_of(o.peer)
    return None if user is None else recast(0x106395C9, o, user_id=user)


_VOTES = {
    api.MessagePeerVote: 0x34D247B4,
    api.MessagePeerVoteInputOption: 0x3CA5B0EC,
    api.MessagePeerVoteMultiple: 0x8A65E557,
}


@down("messages.votesList", "votes", until=159)
def votes_of_users(o: api.messages.VotesList) -> Fields:
    """As `recent_users`."""
    voters = [(vote, user_of(vote.peer)) for vote in o.votes]
    return {
        "votes": [
            recast(_VOTES[type(vote)], vote, user_id=user)
            for vote, user in voters
            if user is not None
        ]
    }


@up("pollAnswerVoters")
def voters_by_number(before: Any) -> Fields:
    """Until layer 224 an answer had a number of votes, without any names."""
    return {"recent_voters": []}


@up_from("pollResults", "recent_voters")
def voters_as_peers(before: Any) -> Fields:
    """Read the users who voted as peers."""
    voters = before.recent_voters
    if voters and isinstance(voters[0], int):
        voters = [api.PeerUser(user_id=user) for user in voters]
    return {"recent_voters": voters}


@up("inputMediaPoll")
def right_answers(before: Any) -> Fields:
    """Until layer 224 the right answers of a quiz were named, now they are numbered.

    A name that no answer has becomes a number that none has.
    """
    correct = getattr(before, "correct_answers", None)
    if correct is None:
        return {"correct_answers": None}
    # A client may mix in answers of today, which have no name.
    names = [getattr(answer, "option", None) for answer in before.poll.answers]
    return {"correct_answers": [_place(names, name) for name in correct]}


def _place(names: list[bytes | None], name: bytes) -> int:
    return names.index(name) if name in names else len(names)
