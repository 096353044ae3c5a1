"""Bots on the wire: what they can be asked, what they say of themselves."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.bots import commands, emoji_status, said, store
from chappe.features.bots.commands import Looker
from chappe.features.bots.father.account import DESCRIPTION
from chappe.features.bots.hearing import bots_in
from chappe.features.bots.model import Bot
from chappe.features.channels import store as channels
from chappe.features.chats import store as chats
from chappe.features.chats.full import Full, completes_group
from chappe.features.messages.payload import read_value
from chappe.features.users import store as users
from chappe.features.users.full import completes
from chappe.features.users.model import User
from chappe.features.users.sight import Sight
from chappe.ids import BOT_FATHER, PeerId, UserId, channel_of, chat_of
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Logged
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer

LANG_LETTERS = 2


@fact(Kind.BOT_MENU_BUTTON)
class MenuButtonChanged(Fact, frozen=True):
    """The owner of the box has another button of a bot."""

    bot_id: UserId


@fact(Kind.MANAGED_BOT)
class ManagedBotChanged(Fact, frozen=True):
    """A bot that the bot whose box this is leads is new, or has another token."""

    user_id: UserId
    bot_id: UserId


def lang_of(user: User) -> str:
    """The language that somebody speaks, as bots name it."""
    return user.lang_code[:LANG_LETTERS].lower()


async def render_info(
    tx: Tx, user: User, bot: Bot, looker: Looker, description: str
) -> api.BotInfo:
    """botInfo: what a bot can be asked, and what stands in an empty chat with it."""
    shown = await commands.find_shown(tx, [bot.id], looker)
    return api.BotInfo(
        user_id=user.id,
        description=description or None,
        commands=shown[bot.id] or None,
        menu_button=await said.find_menu(tx, bot, looker.user_id),
    )


@completes
async def complete_user(
    tx: Tx, viewer: Viewer, sight: Sight, user: User, full: api.UserFull
) -> None:
    """Add to a userFull what a bot says of itself."""
    bot = None if user.bot is None else await store.find(tx, user.id) or _built_in(user)
    if bot is None:
        return
    lang = lang_of(sight.me)
    words = await said.find_shown(tx, user, bot, lang)
    looker = Looker(viewer.user_id, user.peer, lang)
    full.about = words.about or None
    full.bot_info = await render_info(tx, user, bot, looker, words.description)
    full.bot_group_admin_rights = read_value(bot.group_rights)
    full.bot_broadcast_admin_rights = read_value(bot.broadcast_rights)
    full.bot_manager_id = bot.manager_id or None
    full.bot_can_manage_emoji_status = await emoji_status.is_let(tx, bot.id, viewer.user_id)


def _built_in(user: User) -> Bot:
    """A bot that nobody owns and no token signs in."""
    return Bot(
        id=user.id,
        owner_id=UserId(0),
        secret="",
        made_at=user.made_at,
        description=DESCRIPTION if user.id == BOT_FATHER else "",
    )


@completes_group
async def complete_group(tx: Tx, viewer: Viewer, peer: PeerId, full: Full) -> None:
    """Add to a chatFull or channelFull what the bots in it can be asked."""
    bots = await bots_in(tx, peer)
    if not bots:
        return
    me = await users.find(tx, viewer.user_id)
    lang = "" if me is None else lang_of(me)
    looker = Looker(viewer.user_id, peer, lang, await _leads(tx, viewer.user_id, peer))
    shown = await commands.find_shown(tx, bots, looker)
    full.bot_info = [api.BotInfo(user_id=bot, commands=shown[bot] or None) for bot in bots]


async def _leads(tx: Tx, user_id: UserId, peer: PeerId) -> bool:
    channel_id, chat_id = channel_of(peer), chat_of(peer)
    if channel_id is not None:
        there = await channels.find_members(tx, channel_id, [user_id])
        return user_id in there and there[user_id].standing.leads
    assert chat_id is not None, "a group is one or the other"
    member = await chats.find_member(tx, chat_id, user_id)
    return member is not None and member.standing.leads


@renders(MenuButtonChanged)
async def render_menu_buttons(
    tx: Tx, viewer: Viewer, entries: Sequence[Logged]
) -> list[Updates]:
    """updateBotMenuButton."""
    ids = [e.fact.bot_id for e in entries if isinstance(e.fact, MenuButtonChanged)]
    found = await store.find_many(tx, set(ids))
    shown: list[Updates] = []
    for each in ids:
        if each not in found:
            shown.append([])
            continue
        button = await said.find_menu(tx, found[each], viewer.user_id)
        shown.append([api.UpdateBotMenuButton(bot_id=each, button=button)])
    return shown


@renders(ManagedBotChanged)
async def render_managed(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateManagedBot. It has no qts: here it lies in the log with all the rest."""
    return [
        [api.UpdateManagedBot(user_id=entry.fact.user_id, bot_id=entry.fact.bot_id, qts=0)]
        for entry in entries
        if isinstance(entry.fact, ManagedBotChanged)
    ]
