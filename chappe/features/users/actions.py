"""Making accounts, and taking them away."""

from collections.abc import Awaitable, Callable

from chappe.features.users import relations, store
from chappe.features.users.activity import ONLINE_SECONDS
from chappe.features.users.facts import UserChanged, UserPhone
from chappe.features.users.model import SERVICE_USER, BotFace, Mark, User
from chappe.features.users.news import tell_of
from chappe.features.users.words import write_missing
from chappe.ids import BoxId, DcId, UserId
from chappe.rpc.errors import RpcError
from chappe.updates.log import Journal

NAME_LENGTH_MAX = 64
SERVICE_NAME = "Chappe"
SERVICE_DC = DcId(1)

AboutUser = Callable[[Journal, User], Awaitable[None]]
_greeters: list[AboutUser] = []
_leavers: list[AboutUser] = []


def greets(greeter: AboutUser) -> AboutUser:
    """The decorated function is called for every new account, in its transaction; it may take boxes."""
    _greeters.append(greeter)
    return greeter


def takes_leave(leaver: AboutUser) -> AboutUser:
    """The decorated function forgets what its room holds of an account that is deleted; it takes no
    boxes."""
    _leavers.append(leaver)
    return leaver


async def furnish(journal: Journal) -> None:
    """Make the service account, when this is a new installation."""
    service = User(
        id=SERVICE_USER,
        first_name=SERVICE_NAME,
        marks=Mark.VERIFIED | Mark.SUPPORT,
        lang_code="en",
        dc_id=SERVICE_DC,
        made_at=journal.at,
    )
    if await store.find(journal.tx, SERVICE_USER) is None and await store.insert(
        journal.tx, service
    ):
        await journal.open_box(BoxId(SERVICE_USER))
    await write_missing(journal.tx)


async def make_user(
    journal: Journal, phone: str, first_name: str, last_name: str, dc_id: DcId, lang_code: str
) -> User:
    """A new account, with its box.

    Errors: FIRSTNAME_INVALID, LASTNAME_INVALID, PHONE_NUMBER_OCCUPIED
    """
    first_name, last_name = clean_names(first_name, last_name)
    user = User(
        id=await store.take_id(journal.tx),
        phone=phone,
        first_name=first_name,
        last_name=last_name,
        lang_code=lang_code,
        dc_id=dc_id,
        made_at=journal.at,
        online_until=journal.at + ONLINE_SECONDS,
    )
    if not await store.insert(journal.tx, user):
        raise RpcError(400, "PHONE_NUMBER_OCCUPIED")
    await journal.open_box(BoxId(user.id))
    for greet in _greeters:
        await greet(journal, user)
    return user


async def make_bot_user(
    journal: Journal,
    bot_id: UserId,
    name: str,
    face: BotFace,
    dc_id: DcId,
    marks: Mark = Mark.BOT,
) -> User:
    """A new account of a bot, with its box; it has no phone, and nobody is told of it.

    Errors: FIRSTNAME_INVALID
    """
    first_name, _ = clean_names(name, "")
    user = User(
        id=bot_id,
        first_name=first_name,
        marks=marks | Mark.BOT,
        lang_code="en",
        dc_id=dc_id,
        made_at=journal.at,
        bot=face,
    )
    if not await store.insert(journal.tx, user):
        raise LookupError(f"bot {bot_id} is there already")
    await journal.open_box(BoxId(user.id))
    return user


async def change_phone(journal: Journal, user: User, phone: str) -> None:
    """An account gets another number.

    Errors: PHONE_NUMBER_OCCUPIED
    """
    if await store.find_by_phone(journal.tx, phone) is not None:
        raise RpcError(400, "PHONE_NUMBER_OCCUPIED")
    await tell_of(journal, user.id, UserPhone(user.id))
    await store.set_value(journal.tx, user.id, "phone", phone)


async def delete_user(journal: Journal, user: User) -> None:
    """Leave nothing of an account but its number; those who know it are told."""
    await tell_of(journal, user.id, UserChanged(user.id))
    await store.empty(journal.tx, user.id)
    await relations.drop_of(journal.tx, user.id)
    for leave in _leavers:
        await leave(journal, user)


def clean_names(first_name: str, last_name: str) -> tuple[str, str]:
    """Names as they are kept: without the space around them and what cannot be kept, 64 characters.

    Errors: FIRSTNAME_INVALID (nothing is left of it), LASTNAME_INVALID (not text)
    """
    first, last = clean_name(first_name), clean_name(last_name)
    if not first:
        raise RpcError(400, "FIRSTNAME_INVALID")
    if last_name and not last:
        raise RpcError(400, "LASTNAME_INVALID")
    return first, last


def clean_name(name: str) -> str:
    """A name in one line, without what cannot be kept."""
    return " ".join(name.replace("\0", "").split())[:NAME_LENGTH_MAX]


def is_service(user_id: UserId) -> bool:
    """Whether it is the account that brings notices."""
    return user_id == SERVICE_USER
