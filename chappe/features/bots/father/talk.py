"""A conversation with BotFather: where somebody is in it, and what is answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chappe.db.database import Tx
from chappe.features.bots import store as bots
from chappe.features.bots.model import Bot
from chappe.features.files.model import NewFile
from chappe.features.messages.actions import deliver
from chappe.features.messages.model import Body
from chappe.features.messages.payload import write_value
from chappe.features.text.actions import prepare_text
from chappe.features.text.ruler import ruler_of
from chappe.features.users import store as users
from chappe.features.users.model import User
from chappe.ids import BOT_FATHER, MessageId, UserId, user_peer
from chappe.rpc.call import World
from chappe.tl import api
from chappe.updates.log import Journal

HOLD = """
INSERT INTO father_talk (user_id, heard_id, step, bot_id, given) VALUES (:user, 0, '', 0, '')
ON CONFLICT (user_id) DO UPDATE SET heard_id = father_talk.heard_id
RETURNING user_id, heard_id, step, bot_id, given
"""
FIND = "SELECT user_id, heard_id, step, bot_id, given FROM father_talk WHERE user_id = :user"
PUT = """
UPDATE father_talk SET heard_id = :heard, step = :step, bot_id = :bot, given = :given
WHERE user_id = :user
"""


@dataclass(frozen=True, slots=True)
class Talk:
    """Where somebody is. `step`: what is being asked for, empty: nothing; `bot_id`: of which bot, 0: of none yet;
    `given`: what was said to the question before."""

    user_id: UserId
    heard_id: MessageId = MessageId(0)
    step: str = ""
    bot_id: UserId = UserId(0)
    given: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered. `code`: a part of the text that is shown as one types it."""

    text: str
    markup: "api.TypeReplyMarkup | None" = None
    code: str = ""


@dataclass(slots=True)
class Turn:
    """Somebody has said something. `picture`: the photo that came with it, cut to a square; `photo_id`: the photo as it
    came, 0: none did."""

    world: World
    journal: Journal
    talk: Talk
    text: str = ""
    picture: NewFile | None = None
    photo_id: int = 0
    replies: list[Reply] = field(default_factory=list)

    @property
    def tx(self) -> Tx:
        """The transaction in which it is answered."""
        return self.journal.tx

    def ask(self, step: str, reply: Reply, bot_id: int = 0, given: str = "") -> Reply:
        """Ask for something; the next message answers."""
        self.talk = replace(self.talk, step=step, bot_id=UserId(bot_id), given=given)
        return reply

    def end(self, reply: Reply) -> Reply:
        """Nothing is asked for any more."""
        return self.ask("", reply)


async def hold(tx: Tx, user_id: UserId) -> Talk:
    """Where somebody is, which no other transaction changes until this one ends."""
    row = await tx.row(HOLD, user=user_id)
    assert row is not None, "there is a row now"
    return Talk(*row)


async def find(tx: Tx, user_id: UserId) -> Talk:
    """Where somebody is."""
    row = await tx.row(FIND, user=user_id)
    return Talk(user_id) if row is None else Talk(*row)


async def put(tx: Tx, talk: Talk) -> None:
    """Keep where somebody is."""
    await tx.run(
        PUT,
        user=talk.user_id,
        heard=talk.heard_id,
        step=talk.step,
        bot=talk.bot_id,
        given=talk.given,
    )


async def say(journal: Journal, user_id: UserId, replies: Sequence[Reply]) -> None:
    """Write to somebody as BotFather."""
    for reply in replies:
        body = dressed(Body(from_id=user_peer(BOT_FATHER), at=journal.at, text=""), reply)
        await deliver(journal, BOT_FATHER, user_peer(user_id), body)


def dressed(body: Body, reply: Reply) -> Body:
    """A body that says what is answered."""
    entities: list[api.TypeMessageEntity] = []
    if reply.code:
        ruler, start = ruler_of(reply.text), reply.text.index(reply.code)
        offset = ruler.unit(start)
        length = ruler.unit(start + len(reply.code)) - offset
        entities.append(api.MessageEntityCode(offset=offset, length=length))
    said = prepare_text(reply.text, entities)
    return replace(
        body, text=said.text, entities=said.entities, markup=write_value(reply.markup)
    )


async def owned(tx: Tx, user_id: UserId) -> list[tuple[User, Bot]]:
    """The bots of somebody, the oldest first."""
    found = await bots.find_owned(tx, user_id)
    accounts = await users.find_many(tx, {each.id for each in found})
    return [(accounts[each.id], each) for each in found if each.id in accounts]


async def owned_one(tx: Tx, user_id: UserId, bot_id: int) -> tuple[User, Bot] | None:
    """A bot of somebody's, which no other transaction changes until this one ends; None: no bot of theirs."""
    bot = await bots.hold(tx, UserId(bot_id))
    user = None if bot is None else await users.hold(tx, bot.id)
    if bot is None or user is None or bot.owner_id != user_id:
        return None
    return user, bot


def at_name(user: User) -> str:
    """How a bot is called here."""
    return f"@{user.username}" if user.username else user.first_name
