"""The SQL of the room's tables; nobody else names them."""

from collections.abc import Collection

from chappe.couriers.courier import Purpose
from chappe.db.database import Row, Tx
from chappe.features.codes.model import Code, LoginEmail
from chappe.ids import UserId

COLUMNS = (
    "id, purpose, medium, address, key_id, user_id, code, sends, sent_at, until, tries, proven"
)
PUT = f"""
INSERT INTO code ({COLUMNS}) VALUES (
    :id, :purpose, :medium, :address, :key_id, :user_id, :code, :sends, :sent_at, :until, :tries, :proven
) ON CONFLICT (id) DO UPDATE SET medium = excluded.medium, code = excluded.code,
    sends = excluded.sends, sent_at = excluded.sent_at, until = excluded.until,
    tries = excluded.tries, proven = excluded.proven
"""
FIND = f"SELECT {COLUMNS} FROM code WHERE id = :id"
OF_USER = f"""
SELECT {COLUMNS} FROM code WHERE user_id = :user_id AND purpose = :purpose
ORDER BY sent_at DESC LIMIT 1
"""
LAST_OF_ADDRESS = f"""
SELECT {COLUMNS} FROM code WHERE address = :address AND until > :now AND proven = 0
ORDER BY sent_at DESC LIMIT 1
"""
TRIED = "UPDATE code SET tries = tries + 1 WHERE id = :id RETURNING tries"
DELETE = "DELETE FROM code WHERE id = :id"
DELETE_OF_USER = "DELETE FROM code WHERE user_id = :user_id AND purpose = :purpose"
DELETE_OF_KEY = """
DELETE FROM code WHERE address = :address AND purpose = :purpose AND key_id = :key_id
"""
DELETE_SHOWN = """
DELETE FROM code
WHERE user_id = :user_id AND purpose = :purpose AND proven = 0 AND code IN :codes[text]
"""
DELETE_ALL = "DELETE FROM code WHERE user_id = :user_id AND proven = 0"
DELETE_OLD = "DELETE FROM code WHERE until < :now"
COUNT = """
INSERT INTO letter_day (address, day, letters) VALUES (:address, :day, 1)
ON CONFLICT (address, day) DO UPDATE SET letters = letter_day.letters + 1
RETURNING letters
"""
FIND_EMAIL = "SELECT user_id, email, reset_at FROM login_email WHERE user_id = :user_id"
PUT_EMAIL = """
INSERT INTO login_email (user_id, email, reset_at) VALUES (:user_id, :email, :reset_at)
ON CONFLICT (user_id) DO UPDATE SET email = excluded.email, reset_at = excluded.reset_at
"""
DELETE_EMAIL = "DELETE FROM login_email WHERE user_id = :user_id"
FORGET_DAYS = "DELETE FROM letter_day WHERE day < :day"


async def put(tx: Tx, code: Code) -> None:
    """Keep a code, over the one of the same id."""
    await tx.run(
        PUT,
        id=code.id,
        purpose=code.purpose.value,
        medium=code.medium,
        address=code.address,
        key_id=code.key_id,
        user_id=code.user_id,
        code=code.code,
        sends=code.sends,
        sent_at=code.sent_at,
        until=code.until,
        tries=code.tries,
        proven=int(code.proven),
    )


async def find(tx: Tx, code_id: str) -> Code | None:
    """The code of that id, however old."""
    return _code(await tx.row(FIND, id=code_id.replace("\0", "")))


async def of_user(tx: Tx, user_id: UserId, purpose: Purpose) -> Code | None:
    """The newest code of that purpose about a user's account, however old."""
    return _code(await tx.row(OF_USER, user_id=user_id, purpose=purpose.value))


async def last_of_address(tx: Tx, address: str, now: int) -> Code | None:
    """The newest code for a number or an address that is still good."""
    return _code(await tx.row(LAST_OF_ADDRESS, address=address.replace("\0", ""), now=now))


async def note_try(tx: Tx, code_id: str) -> int:
    """Count a wrong guess; how many there were."""
    row = await tx.row(TRIED, id=code_id)
    assert row is not None, "only after find"
    tries: int = row[0]
    return tries


async def delete(tx: Tx, code_id: str) -> bool:
    """Forget a code; False when there was none."""
    return await tx.run(DELETE, id=code_id) == 1


async def delete_of_user(tx: Tx, user_id: UserId, purpose: Purpose) -> bool:
    """Forget the codes of one purpose about a user's account; False when there were none."""
    return await tx.run(DELETE_OF_USER, user_id=user_id, purpose=purpose.value) > 0


async def delete_of_key(tx: Tx, code: Code) -> None:
    """Forget what the same device asked for before, for the same number and purpose."""
    await tx.run(
        DELETE_OF_KEY, address=code.address, purpose=code.purpose.value, key_id=code.key_id
    )


async def delete_shown(
    tx: Tx, user_id: UserId, purpose: Purpose, codes: Collection[str]
) -> bool:
    """Forget codes that somebody else may have read by now; False when there were none."""
    shown = [code.replace("\0", "") for code in codes]
    gone = await tx.run(DELETE_SHOWN, user_id=user_id, purpose=purpose.value, codes=shown)
    return gone > 0


async def delete_old(tx: Tx, now: int) -> None:
    """Forget codes that nobody may use any more."""
    await tx.run(DELETE_OLD, now=now)


async def count_letter(tx: Tx, address: str, day: int) -> int:
    """Count one more letter to an address today; how many there are with it."""
    await tx.run(FORGET_DAYS, day=day - 1)
    row = await tx.row(COUNT, address=address, day=day)
    assert row is not None, "RETURNING"
    letters: int = row[0]
    return letters


async def login_email(tx: Tx, user_id: UserId) -> LoginEmail | None:
    """Where a user's login codes go, when not to the phone."""
    row = await tx.row(FIND_EMAIL, user_id=user_id)
    return None if row is None else LoginEmail(*row)


async def put_login_email(tx: Tx, login: LoginEmail) -> None:
    """Set where a user's login codes go."""
    await tx.run(PUT_EMAIL, user_id=login.user_id, email=login.email, reset_at=login.reset_at)


async def delete_all(tx: Tx, user_id: UserId) -> None:
    """Forget all that this room has of a user, but that somebody has proven to have the number."""
    await tx.run(DELETE_ALL, user_id=user_id)
    await tx.run(DELETE_EMAIL, user_id=user_id)


async def delete_login_email(tx: Tx, user_id: UserId) -> None:
    """Let a user's login codes go to the phone again."""
    await tx.run(DELETE_EMAIL, user_id=user_id)


def _code(row: Row | None) -> Code | None:
    """A row of COLUMNS."""
    if row is None:
        return None
    named = dict(zip(COLUMNS.split(", "), row, strict=True))
    named |= {"purpose": Purpose(named["purpose"]), "proven": bool(named["proven"])}
    return Code(**named)
