"""Making games, and keeping scores."""

import secrets
from dataclasses import replace

from chappe.db.database import Tx
from chappe.features.bots.callbacks import Played
from chappe.features.channels import store as channels
from chappe.features.chats import store as chats
from chappe.features.games import store
from chappe.features.games.model import (
    DESCRIPTION_CHARACTERS_MAX,
    GAMES_MAX,
    SCORE_MAX,
    SHORT_NAME,
    TITLE_CHARACTERS_MAX,
    Game,
    Line,
    Place,
    place_of,
)
from chappe.features.messages.actions import delivery
from chappe.features.messages.actions.edits import edit, holders_with_followers
from chappe.features.messages.audience import boxes_of, own_box
from chappe.features.messages.model import Body, Message, Outgoing
from chappe.features.messages.payload import write_value
from chappe.features.messages.store import find_copies, find_many
from chappe.features.users import store as users
from chappe.features.users.actions import takes_leave
from chappe.features.users.model import User
from chappe.ids import PeerId, UserId, channel_of, chat_of, user_of, user_peer
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal


async def make_game(
    tx: Tx, bot: UserId, short_name: str, title: str, description: str, photo_id: int, at: int
) -> Game:
    """A new game of a bot.

    Raises: ValueError, in words for whoever makes it.
    """
    title, description = title.strip(), description.strip()
    if not SHORT_NAME.fullmatch(short_name):
        raise ValueError("a short name has 3 to 30 letters, digits and _")
    if not 0 < len(title) <= TITLE_CHARACTERS_MAX:
        raise ValueError(f"a title has 1 to {TITLE_CHARACTERS_MAX} characters")
    if len(description) > DESCRIPTION_CHARACTERS_MAX:
        raise ValueError(f"a description has up to {DESCRIPTION_CHARACTERS_MAX} characters")
    if len(await store.of_bot(tx, bot)) >= GAMES_MAX:
        raise ValueError(f"a bot has up to {GAMES_MAX} games")
    number = secrets.randbits(62) + 1
    game = Game(number, bot, short_name, title, description, photo_id, at)
    if not await store.insert(tx, game):
        raise ValueError("the bot has a game of this name already")
    return game


async def set_score(
    journal: Journal,
    message: Message,
    game: Played,
    player: User,
    score: int,
    *,
    force: bool,
    edit_message: bool,
) -> bool:
    """Somebody has a new score in the chat of a message: those there are told when it is better than before, and the
    message lists the best, when that is wanted. `message`: as the box has it of whoever sent it; whether it was edited.

    Errors: SCORE_INVALID, BOT_SCORE_NOT_MODIFIED (not better, and not forced; or the same)
    """
    if not 0 <= score <= SCORE_MAX:
        raise RpcError(400, "SCORE_INVALID")
    tx, owner = journal.tx, UserId(message.box)
    place = place_of(owner, message.peer)
    await _take_boxes(journal, message)
    before = await store.find_score(tx, game.id, place, player.id)
    if score == before or (not force and score < (before or 0)):
        raise RpcError(400, "BOT_SCORE_NOT_MODIFIED")
    await store.put_score(tx, game.id, place, player.id, score, journal.at)
    if score > (before or 0):
        await _announce(journal, message, game, player.id, score)
    return edit_message and await _list_best(journal, message, game, place)


async def _take_boxes(journal: Journal, message: Message) -> None:
    """Two scores of one chat do not come at once; and boxes are taken before other rows."""
    holders = await holders_with_followers(journal.tx, message)
    boxes = await boxes_of(journal.tx, UserId(message.box), message.peer)
    await journal.lock([*boxes, *(each.box for each in holders)])


async def _announce(
    journal: Journal, message: Message, game: Played, player: UserId, score: int
) -> None:
    """Say in the chat what somebody has scored, for that one, as an answer to the game."""
    peer = await _seen_by(journal.tx, message, player)
    if peer is None:
        return
    box = own_box(player, peer)
    ids = await find_copies(journal.tx, box, {message.body_id})
    answered = await find_many(journal.tx, box, list(ids.values()))
    body = Body(
        from_id=user_peer(player),
        at=journal.at,
        text="",
        action=write_value(api.MessageActionGameScore(game_id=game.id, score=score)),
    )
    outgoing = Outgoing(body=body, reply_to=next(iter(answered.values()), None))
    await delivery.put_all(journal, player, peer, [outgoing], asks=False)


async def _seen_by(tx: Tx, message: Message, player: UserId) -> PeerId | None:
    """The chat of a message as a player names it; None: the player is not there, or only those speak there who lead."""
    if user_of(message.peer) is not None:
        ends = {UserId(message.box), UserId(message.peer)}
        if player not in ends:
            return None
        return user_peer(next(iter(ends - {player}), player))
    if not await is_there(tx, player, message.peer):
        return None
    return message.peer


async def is_there(tx: Tx, player: UserId, peer: PeerId) -> bool:
    """Whether somebody is in a group in which all speak."""
    channel_id, chat_id = channel_of(peer), chat_of(peer)
    if channel_id is not None:
        channel = (await channels.find_many(tx, [channel_id])).get(channel_id)
        if channel is None or channel.broadcast:
            return False
        there = await channels.find_members(tx, channel_id, [player])
        return player in there and there[player].standing.inside
    assert chat_id is not None, "a group is one or the other"
    member = await chats.find_member(tx, chat_id, player)
    return member is not None and member.standing.inside


async def _list_best(journal: Journal, message: Message, game: Played, place: Place) -> bool:
    best = await store.find_top(journal.tx, game.id, place)
    text = await scoreboard(journal.tx, best)
    if text == message.body.text:
        return False
    body = replace(message.body, text=text, entities=None, edited_at=journal.at)
    await edit(journal, message, body)
    return True


async def scoreboard(tx: Tx, best: list[Line]) -> str:
    """The best of a chat in words, a line for each."""
    found = await users.find_many(tx, {line.user_id for line in best})
    return "\n".join(
        f"{line.pos}. {_name(found.get(line.user_id))} \u2013 {line.score}" for line in best
    )


def _name(user: User | None) -> str:
    if user is None or user.deleted:
        return "Deleted Account"
    return f"{user.first_name} {user.last_name}".strip()


@takes_leave
async def forget(journal: Journal, user: User) -> None:
    """An account is gone, its games and its scores."""
    if user.bot is not None:
        for game in await store.of_bot(journal.tx, user.id):
            await store.delete(journal.tx, game.id)
    await store.forget_player(journal.tx, user.id)
