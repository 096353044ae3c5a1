"""What is known of a password."""

from dataclasses import dataclass, field

from chappe.ids import UserId

SALT1_BYTES, SALT2_BYTES = 8, 16
"""What the server gives for a new password; the client adds OWN_SALT_BYTES to the first."""
OWN_SALT_BYTES = 32
SALT_BYTES_MAX = 256
HINT_CHARACTERS_MAX = 255
SECURE_BYTES_MAX = 1024
FAILURES_MAX = 10
FAILURE_SECONDS = 15 * 60
"""After so many wrong passwords a user's next one is looked at so much later."""
CHALLENGES_MAX = 8
"""Open challenges of one key: clients ask several times, and answer the last."""
CHALLENGE_SECONDS = 60 * 60
WAIT_SECONDS = 24 * 60 * 60
"""How long a device may stay between code and password."""
RESET_SECONDS = 7 * 24 * 60 * 60
"""How long everybody else has to call a reset off, and how long it may not be asked for then."""
TMP_PASSWORD_SECONDS = (60, 86_400)


@dataclass(frozen=True, slots=True)
class Secret:
    """What a client makes of a new password. `verifier`: v, 256 bytes."""

    salt1: bytes
    salt2: bytes
    verifier: bytes = field(repr=False)
    hint: str

    @property
    def salts(self) -> tuple[bytes, bytes]:
        """Both salts."""
        return self.salt1, self.salt2


@dataclass(frozen=True, slots=True)
class Password:
    """The password of a user; times are Unix seconds.

    `version`: another one with every change. `reset_at`: when a reset that was asked for may be done.
    `failures` wrong ones came in a row since `failed_at`.
    """

    user_id: UserId
    version: int
    secret: Secret
    email: str | None
    secure: bytes | None
    made_at: int
    failures: int = 0
    failed_at: int = 0
    reset_at: int | None = None
    declined_at: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Settings that hold once `email` is confirmed; `secret` None: only the address is new."""

    user_id: UserId
    email: str
    secret: Secret | None
    secure: bytes | None
    made_at: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A challenge that was given out."""

    srp_id: int
    user_id: UserId
    version: int
    secret: int = field(repr=False)
    public: bytes
    made_at: int
