"""What is known of logins."""

from dataclasses import dataclass

from chappe.ids import AuthKeyId, DcId, UserId

RESEND_SECONDS = 60
"""How long a code may take by phone until another is sent."""
CONFIRM_SECONDS = 7 * 24 * 60 * 60
"""After so long a new login needs no confirmation any more (`authorization_autoconfirm_period`)."""
FRESH_SECONDS = 24 * 60 * 60
"""In production, a login younger than this may not throw others out or take another number."""
FUTURE_TOKEN_SECONDS = 90 * 24 * 60 * 60
FUTURE_TOKENS_MAX = 20
"""As many as clients keep, and show."""
QR_SECONDS = 30
QR_ACCEPTED_SECONDS = 5 * 60
"""How long an accepted QR code may wait for the device that shows it."""
EXCEPT_IDS_MAX = 64
EXPORT_SECONDS = 5 * 60
ACCOUNT_DAYS, ACCOUNT_DAYS_BOUNDS = 548, (30, 730)
LOGIN_DAYS, LOGIN_DAYS_BOUNDS = 183, (1, 366)
"""Where an account has not said otherwise: a year and a half, and half a year."""
DELETION_SECONDS = 7 * 24 * 60 * 60
"""How long somebody who knows the password can call off what one does who does not."""


@dataclass(frozen=True, slots=True)
class Login:
    """A key that an account is signed in with; times are Unix seconds.

    `hash`: by which the account's other devices name it. `main_key_id`: of which it is a copy at another
    data center, None: of none.
    """

    key_id: AuthKeyId
    user_id: UserId
    hash: int
    main_key_id: AuthKeyId | None
    api_id: int
    made_at: int
    unconfirmed: bool = False
    encrypted_off: bool = False
    calls_off: bool = False

    def is_unconfirmed(self, now: float) -> bool:
        """Whether another device should be asked if this one is its owner's."""
        return self.unconfirmed and now < self.made_at + CONFIRM_SECONDS


@dataclass(frozen=True, slots=True)
class LoginToken:
    """What a device shows as a QR code. `user_id`: who has accepted it."""

    key_id: AuthKeyId
    api_id: int
    until: int
    except_ids: frozenset[UserId]
    user_id: UserId | None
    hash: int


@dataclass(frozen=True, slots=True)
class ExportedLogin:
    """A login on its way to another data center."""

    user_id: UserId
    key_id: AuthKeyId
    dc_id: DcId
    until: int


@dataclass(frozen=True, slots=True)
class AccountLife:
    """When an account and its logins end by themselves.

    `deletion_at`: when an account may be deleted without its password; `deletion_token` calls it off.
    """

    user_id: UserId
    account_days: int = ACCOUNT_DAYS
    login_days: int = LOGIN_DAYS
    deletion_at: int | None = None
    deletion_token: str | None = None
