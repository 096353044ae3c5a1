"""The SQL of `account` and `username`; that of `relation` stands in `relations`."""

from collections.abc import Collection

from chappe.db.database import Row, Tx, Value
from chappe.features.users import words
from chappe.features.users.model import (
    Mark,
    User,
    Username,
    read_face,
    read_usernames,
    write_face,
    write_usernames,
)
from chappe.ids import DcId, PeerId, UserId

COLUMNS = """
id, phone, first_name, last_name, about, usernames, marks, lang_code, dc_id, made_at, online_until,
photo, fallback, emoji_status, color, profile_color, birthday, privacy, bot
"""
NEXT_ID = "UPDATE account_number SET last = last + 1 WHERE one = 1 RETURNING last"
INSERT = f"""
INSERT INTO account ({COLUMNS}) VALUES (
    :id, :phone, :first_name, :last_name, '', '', :marks, :lang_code, :dc_id, :made_at,
    :online_until, NULL, NULL, NULL, NULL, NULL, '', NULL, :bot
) ON CONFLICT DO NOTHING
"""
FIND = f"SELECT {COLUMNS} FROM account WHERE id IN :ids[]"
FIND_ONE = f"SELECT {COLUMNS} FROM account WHERE id = :id"
SILENT = f"""
SELECT {COLUMNS} FROM account WHERE phone IS NOT NULL AND id > :after
    AND online_until < :before AND made_at < :before
ORDER BY id LIMIT :limit
"""
HOLD = f"UPDATE account SET marks = marks WHERE id = :id RETURNING {COLUMNS}"
FIND_PHONES = f"SELECT {COLUMNS} FROM account WHERE phone IN :phones[text]"
ONLINE_UNTIL = "SELECT online_until FROM account WHERE id = :me"
"""A part of statements that are asked often."""
SET = {
    name: f"UPDATE account SET {name} = :value WHERE id = :id"
    for name in [
        "phone",
        "about",
        "marks",
        "online_until",
        "photo",
        "fallback",
        "emoji_status",
        "color",
        "profile_color",
        "birthday",
        "privacy",
        "usernames",
        "bot",
    ]
}
SET_NAMES = "UPDATE account SET first_name = :first, last_name = :last WHERE id = :id"
EMPTY = """
UPDATE account SET phone = NULL, first_name = '', last_name = '', about = '', usernames = '',
    marks = :marks, photo = NULL, fallback = NULL, emoji_status = NULL, color = NULL,
    profile_color = NULL, birthday = '', privacy = NULL, bot = NULL WHERE id = :id
"""
SEARCH = f"""
SELECT {COLUMNS} FROM account WHERE id IN (
    SELECT peer FROM username WHERE folded >= :start AND folded < :end AND active = 1 AND peer > 0
    ORDER BY folded LIMIT :limit
)
"""

SEARCH_CHANNELS = """
SELECT peer FROM username WHERE folded >= :start AND folded < :end AND active = 1 AND peer < 0
ORDER BY folded LIMIT :limit
"""
FIND_USERNAME = "SELECT peer FROM username WHERE folded = :folded AND active = 1"
FIND_USERNAMES = """
SELECT peer FROM username WHERE folded IN :names[text] AND active = 1 AND peer > 0
"""
HOLDER = "SELECT peer FROM username WHERE folded = :folded"
PUT_USERNAME = """
INSERT INTO username (folded, peer, active) VALUES (:folded, :peer, :active)
ON CONFLICT (folded) DO UPDATE SET active = excluded.active WHERE username.peer = excluded.peer
"""
DELETE_USERNAME = "DELETE FROM username WHERE folded = :folded AND peer = :peer"
DELETE_USERNAMES = "DELETE FROM username WHERE peer = :peer"


async def take_id(tx: Tx) -> UserId:
    """A user id that nobody has had."""
    row = await tx.row(NEXT_ID)
    assert row is not None
    return UserId(row[0])


async def insert(tx: Tx, user: User) -> bool:
    """Keep a new account; False when the id or the phone is taken."""
    done = (
        await tx.run(
            INSERT,
            id=user.id,
            phone=user.phone,
            first_name=user.first_name,
            last_name=user.last_name,
            marks=int(user.marks),
            lang_code=user.lang_code,
            dc_id=user.dc_id,
            made_at=user.made_at,
            online_until=user.online_until,
            bot=None if user.bot is None else write_face(user.bot),
        )
        == 1
    )
    if done:
        await words.write_first(tx, user.id, user.first_name, user.last_name)
    return done


async def find(tx: Tx, user_id: UserId) -> User | None:
    """One account."""
    row = await tx.row(FIND_ONE, id=user_id)
    return None if row is None else _user(row)


async def hold(tx: Tx, user_id: UserId) -> User | None:
    """One account, which no other transaction holds or changes until this one ends.

    Whoever reads what an account has set and writes it anew holds it first: two devices may do so at once.
    """
    row = await tx.row(HOLD, id=user_id)
    return None if row is None else _user(row)


async def find_many(tx: Tx, ids: Collection[UserId]) -> dict[UserId, User]:
    """Some accounts by id; those that do not exist are left out."""
    users = map(_user, await tx.rows(FIND, ids=list(ids)))
    return {user.id: user for user in users}


async def find_by_phone(tx: Tx, phone: str) -> User | None:
    """The account of a phone number (digits only)."""
    return (await find_by_phones(tx, [phone])).get(phone)


async def find_by_phones(tx: Tx, phones: Collection[str]) -> dict[str, User]:
    """The accounts of some phone numbers (digits only), by number."""
    rows = await tx.rows(FIND_PHONES, phones=list(phones))
    return {row[1]: _user(row) for row in rows}


async def find_silent(tx: Tx, before: int, after: UserId, limit: int) -> list[User]:
    """People who were last seen before a time, in ascending order of ids."""
    rows = await tx.rows(SILENT, before=before, after=after, limit=limit)
    return [_user(row) for row in rows]


async def set_value(tx: Tx, user_id: UserId, column: str, value: Value) -> None:
    """Change one column of an account; a byte string is TL, told in the migration."""
    await tx.run(SET[column], id=user_id, value=value)


async def set_names(tx: Tx, user_id: UserId, first_name: str, last_name: str) -> None:
    """Change the names of an account."""
    await tx.run(SET_NAMES, id=user_id, first=first_name, last=last_name)
    await words.write_words(tx, user_id)


async def empty(tx: Tx, user_id: UserId) -> None:
    """Leave nothing of an account but its number, with the mark that it is deleted."""
    await tx.run(EMPTY, id=user_id, marks=int(Mark.DELETED))
    await tx.run(DELETE_USERNAMES, peer=user_id)
    await words.write_words(tx, user_id)


# -- public names -----------------------------------------------------------------------


async def find_username(tx: Tx, name: str) -> PeerId | None:
    """Whom a public name leads to."""
    row = await tx.row(FIND_USERNAME, folded=name.lower())
    return None if row is None else PeerId(row[0])


async def find_usernames(tx: Tx, names: Collection[str]) -> list[UserId]:
    """The accounts that some public names lead to."""
    rows = await tx.rows(FIND_USERNAMES, names=[each.lower() for each in names])
    return [UserId(row[0]) for row in rows]


async def find_holder(tx: Tx, name: str) -> PeerId | None:
    """To whom a public name belongs, whether it leads there or not."""
    row = await tx.row(HOLDER, folded=name.lower())
    return None if row is None else PeerId(row[0])


async def put_username(tx: Tx, name: str, peer: PeerId, *, active: bool = True) -> bool:
    """Give a public name to a peer; False when another has it."""
    done = await tx.run(PUT_USERNAME, folded=name.lower(), peer=peer, active=int(active))
    return done == 1


async def delete_username(tx: Tx, name: str, peer: PeerId) -> None:
    """A public name is free again."""
    await tx.run(DELETE_USERNAME, folded=name.lower(), peer=peer)


async def set_usernames(tx: Tx, user_id: UserId, names: tuple[Username, ...]) -> None:
    """The public names of an account, in its owner's order; those are taken with `put_username`."""
    await set_value(tx, user_id, "usernames", write_usernames(names))
    await words.write_words(tx, user_id)


async def find_channels_like(tx: Tx, start: str, limit: int) -> list[PeerId]:
    """Channels with an active public name that begins so."""
    start = start.lower()
    rows = await tx.rows(SEARCH_CHANNELS, start=start, end=start + "\U0010ffff", limit=limit)
    return list(dict.fromkeys(PeerId(row[0]) for row in rows))


async def find_usernames_like(tx: Tx, start: str, limit: int) -> list[User]:
    """Accounts with an active public name that begins so."""
    start = start.lower()
    rows = await tx.rows(SEARCH, start=start, end=start + "\U0010ffff", limit=limit)
    return [_user(row) for row in rows]


def _user(row: Row) -> User:
    """A row of `COLUMNS`."""
    id_, phone, first_name, last_name, about, usernames, marks, lang_code, dc_id, *rest = row
    made_at, online_until, photo, fallback, emoji_status, color, profile_color, *more = rest
    return User(
        id=id_,
        phone=phone,
        first_name=first_name,
        last_name=last_name,
        about=about,
        usernames=read_usernames(usernames) if usernames else (),
        marks=Mark(marks),
        lang_code=lang_code,
        dc_id=DcId(dc_id),
        made_at=made_at,
        online_until=online_until,
        photo=photo,
        fallback=fallback,
        emoji_status=emoji_status,
        color=color,
        profile_color=profile_color,
        birthday=more[0],
        privacy=more[1],
        bot=read_face(more[2]),
    )
