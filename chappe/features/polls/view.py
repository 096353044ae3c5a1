"""Polls on the wire: who has not voted does not see how the others have."""

from collections.abc import Collection, Mapping, Sequence

from chappe.db.database import Tx
from chappe.features.files.view import fill_media
from chappe.features.messages.model import MediaKind, Message
from chappe.features.messages.payload import read_value, read_values
from chappe.features.messages.view import enriches
from chappe.features.polls import store
from chappe.features.polls.actions import PollChanged
from chappe.features.polls.model import Poll, Vote, Votes
from chappe.ids import UserId, user_peer
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, render_peers_of, renders
from chappe.updates.sharing import sees_apart
from chappe.updates.viewer import Viewer

Shown = tuple[api.Poll, api.PollResults]


async def render_polls(tx: Tx, viewer: Viewer, ids: Collection[int]) -> dict[int, Shown]:
    """Some polls as an account sees them; those that are gone are left out."""
    polls = await store.find_many(tx, ids)
    if not polls:
        return {}
    faces = any(poll.read().public_voters for poll in polls.values())
    votes = await store.find_votes(tx, polls, viewer.user_id, faces=faces)
    shown = {id_: _render(viewer, poll, votes[id_]) for id_, poll in polls.items()}
    media = [media for pair in shown.values() for media in _media_in(pair)]
    await fill_media(tx, viewer, media)
    return shown


def _media_in(shown: Shown) -> "list[api.TypeMessageMedia]":
    poll, results = shown
    found = [getattr(answer, "media", None) for answer in poll.answers]
    return [media for media in (*found, results.solution_media) if media is not None]


def _render(viewer: Viewer, poll: Poll, votes: Votes) -> Shown:
    shown = poll.read()
    shown.closed = poll.closed
    shown.creator = poll.author_id == viewer.user_id
    shown.close_date = poll.close_at or None
    shown.hash = poll.version
    living = poll.living(shown)
    shown.answers = list(living.values())
    return shown, _results(viewer, poll, shown, living, votes)


def _results(
    viewer: Viewer,
    poll: Poll,
    shown: api.Poll,
    living: Mapping[int, api.PollAnswer],
    votes: Votes,
) -> api.PollResults:
    public = shown.public_voters
    results = api.PollResults(
        min=viewer.is_crowd,  # without what one of them has chosen
        total_voters=votes.voters,
        recent_voters=[peer_on_wire(user_peer(each)) for each in votes.latest]
        if public
        else None,
    )
    if not votes.mine and not poll.closed:
        return results
    counted = poll.closed or not shown.hide_results_until_close
    results.results = [
        api.PollAnswerVoters(
            option=answer.option,
            chosen=place in votes.mine,
            correct=place in poll.correct,
            voters=votes.counts.get(place, 0) if counted else None,
            recent_voters=(
                [peer_on_wire(user_peer(each)) for each in votes.recent.get(place, ())]
                if public
                else []
            )
            if counted
            else None,
        )
        for place, answer in living.items()
    ]
    if poll.solution or poll.solution_media is not None:
        results.solution = poll.solution
        results.solution_entities = read_values(poll.solution_entities) or []
        results.solution_media = read_value(poll.solution_media)
    return results


@enriches
async def add_polls(
    tx: Tx, viewer: Viewer, source: Sequence[Message], shown: Sequence["api.TypeMessage"]
) -> None:
    """Put polls as they stand into the messages that show them."""
    medias = [
        rendered.media
        for message, rendered in zip(source, shown, strict=True)
        if message.body.media_kind is MediaKind.POLL
        and isinstance(rendered, api.Message)
        and isinstance(rendered.media, api.MessageMediaPoll)
    ]
    if not medias:
        return
    found = await render_polls(tx, viewer, {media.poll.id for media in medias})
    for media in medias:
        if media.poll.id in found:
            media.poll, media.results = found[media.poll.id]


@renders(PollChanged)
async def render_changed(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateMessagePoll; nothing when the poll is gone."""
    facts = [each.fact for each in entries if isinstance(each.fact, PollChanged)]
    found = await render_polls(tx, viewer, {each.poll_id for each in facts})
    return [
        [render_change(fact, found[fact.poll_id])] if fact.poll_id in found else []
        for fact in facts
    ]


@sees_apart(PollChanged)
async def asked_by(tx: Tx, entries: Sequence[Logged]) -> set[UserId]:
    """Who has made the polls: to them they are their own."""
    ids = {each.fact.poll_id for each in entries if isinstance(each.fact, PollChanged)}
    return {UserId(poll.author_id) for poll in (await store.find_many(tx, ids)).values()}


def render_change(changed: PollChanged, shown: Shown) -> api.UpdateMessagePoll:
    """How a poll stands."""
    poll, results = shown
    return api.UpdateMessagePoll(
        peer=peer_on_wire(changed.peer),
        msg_id=changed.id,
        poll_id=poll.id,
        poll=poll,
        results=results,
    )


async def render_votes(
    tx: Tx,
    viewer: Viewer,
    shown: api.Poll,
    votes: Sequence[Vote],
    count: int,
    next_offset: str | None,
    *,
    one: bool,
) -> api.messages.VotesList:
    """A part of the list of those who have voted. `one`: only for one answer, which the client knows."""
    lines = [_vote(shown, vote, one=one) for vote in votes]
    users, chats = await render_peers_of(tx, viewer, lines)
    return api.messages.VotesList(
        count=count, votes=[*lines], chats=chats, users=users, next_offset=next_offset
    )


def _vote(shown: api.Poll, vote: Vote, *, one: bool) -> "api.TypeMessagePeerVote":
    peer = peer_on_wire(user_peer(vote.user_id))
    if one:
        return api.MessagePeerVoteInputOption(peer=peer, date=vote.at)
    options = [_option(shown, place) for place in vote.answers]
    if shown.multiple_choice:
        return api.MessagePeerVoteMultiple(peer=peer, options=options, date=vote.at)
    return api.MessagePeerVote(peer=peer, option=options[0], date=vote.at)


def _option(shown: api.Poll, place: int) -> bytes:
    """How votes name an answer; `shown`: with those that were taken away."""
    answer = shown.answers[place]
    assert isinstance(answer, api.PollAnswer)
    return answer.option
