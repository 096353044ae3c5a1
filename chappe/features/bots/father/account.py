"""BotFather's account: made when the server starts for the first time."""

from chappe.features.bots import commands
from chappe.features.users import store as users
from chappe.features.users.actions import make_bot_user
from chappe.features.users.model import BotFace, Mark, Username
from chappe.ids import BOT_FATHER, DcId, PeerId
from chappe.tl import api
from chappe.updates.log import Journal

NAME = "BotFather"
ABOUT = "Makes bots for this server, and changes those that you have."
DESCRIPTION = (
    "Talk to me to make a bot, to get its token, or to change what it says of itself.\n\n"
    "Bots work here as they do on Telegram: give your program the token and the address of this server."
)
HOME_DC = DcId(2)
COMMANDS = {
    "newbot": "make a new bot",
    "mybots": "see and change your bots",
    "token": "show a bot's token",
    "revoke": "give a bot another token",
    "setname": "change a bot's name",
    "setdescription": "change what stands in an empty chat",
    "setabouttext": "change the line in a bot's profile",
    "setuserpic": "change a bot's photo",
    "setcommands": "change the list of commands",
    "deletebot": "delete a bot",
    "setinline": "answer inline queries, or not",
    "setinlinegeo": "ask for places with inline queries",
    "setinlinefeedback": "hear which inline results are chosen",
    "setjoingroups": "let a bot be added to groups, or not",
    "setprivacy": "what a bot hears in groups",
    "setbusiness": "let people connect a bot to their account, or not",
    "setmanager": "let a bot lead other bots, or not",
    "newgame": "make a game of a bot",
    "listgames": "list the games of a bot",
    "deletegame": "delete a game",
    "newapp": "give a page of a bot a link",
    "listapps": "list the pages of a bot that have links",
    "deleteapp": "take the link of a page away",
    "setmainapp": "let a bot open with a page",
    "setdomain": "let people sign in to a bot's web site",
    "cancel": "stop what we are doing",
    "help": "what I can do",
}
"""What it can be asked, in the order in which clients list it."""


async def furnish(journal: Journal) -> None:
    """Make the account, when this is a new installation, and say anew what it can be asked."""
    tx, peer = journal.tx, PeerId(BOT_FATHER)
    if await users.find(tx, BOT_FATHER) is None:
        face = BotFace(no_groups=True)
        marks = Mark.BOT | Mark.VERIFIED
        await make_bot_user(journal, BOT_FATHER, NAME, face, HOME_DC, marks)
        await users.set_value(tx, BOT_FATHER, "about", ABOUT)
        if await users.put_username(tx, NAME, peer):
            await users.set_usernames(tx, BOT_FATHER, (Username(NAME),))
    said = [api.BotCommand(command=name, description=what) for name, what in COMMANDS.items()]
    if said != await commands.find(tx, BOT_FATHER, commands.DEFAULT, ""):
        await commands.put(tx, BOT_FATHER, commands.DEFAULT, "", said)
