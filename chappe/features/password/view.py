"""Passwords as clients see them."""

import secrets

from chappe.crypto import dh, srp
from chappe.features.codes.model import LoginEmail
from chappe.features.password.actions import Reset, ResetStep
from chappe.features.password.email import pattern
from chappe.features.password.model import (
    SALT1_BYTES,
    SALT2_BYTES,
    Asked,
    Password,
    Plan,
)
from chappe.features.password.settings import Algorithm
from chappe.tl import api, layers

SECURE_RANDOM_BYTES = 256
SECURE_SALT_BYTES = 8


def render_password(
    password: Password | None,
    asked: Asked | None,
    plan: Plan | None,
    login_email: LoginEmail | None,
) -> api.account.Password:
    """All that a form for passwords needs."""
    shown = api.account.Password(
        has_password=password is not None,
        has_recovery=password is not None and password.email is not None,
        email_unconfirmed_pattern=None if plan is None else pattern(plan.email),
        new_algo=_algorithm(secrets.token_bytes(SALT1_BYTES), secrets.token_bytes(SALT2_BYTES)),
        new_secure_algo=api.SecurePasswordKdfAlgoPBKDF2HMACSHA512iter100000(
            salt=secrets.token_bytes(SECURE_SALT_BYTES)
        ),
        secure_random=secrets.token_bytes(SECURE_RANDOM_BYTES),
        login_email_pattern=None if login_email is None else pattern(login_email.email),
    )
    if password is not None and asked is not None:
        shown.current_algo = _algorithm(*password.secret.salts)
        shown.srp_B, shown.srp_id = asked.public, asked.srp_id
        shown.hint = password.secret.hint or None
        shown.pending_reset_date = password.reset_at
    return shown


def _algorithm(salt1: bytes, salt2: bytes) -> Algorithm:
    return Algorithm(salt1=salt1, salt2=salt2, g=dh.G, p=srp.PRIME_BYTES)


def render_settings(password: Password) -> api.account.PasswordSettings:
    """What only who knows the password may see."""
    secure = None if password.secure is None else layers.read(password.secure)[0]
    assert secure is None or isinstance(secure, api.SecureSecretSettings)
    return api.account.PasswordSettings(email=password.email, secure_settings=secure)


def render_recovery(email: str) -> api.auth.PasswordRecovery:
    """Where a recovery code went."""
    return api.auth.PasswordRecovery(email_pattern=pattern(email))


def render_reset(step: ResetStep) -> "api.account.TypeResetPasswordResult":
    """How far a reset has come."""
    match step.state:
        case Reset.DONE:
            return api.account.ResetPasswordOk()
        case Reset.WAIT:
            return api.account.ResetPasswordRequestedWait(until_date=step.at)
        case Reset.DECLINED:
            return api.account.ResetPasswordFailedWait(retry_date=step.at)


def render_tmp(made: bytes, until: int) -> api.account.TmpPassword:
    """A temporary password."""
    return api.account.TmpPassword(tmp_password=made, valid_until=until)
