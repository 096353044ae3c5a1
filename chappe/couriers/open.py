"""From `--courier` to a courier.

It may be given several times: each letter goes by the first that carries its kind of address.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from typing_extensions import override

from chappe.config import Profile
from chappe.couriers.courier import Courier, Letter, Medium, Undeliverable
from chappe.couriers.log import LogCourier
from chappe.couriers.smtp import SmtpCourier, SmtpServer
from chappe.couriers.webhook import WebhookCourier

LOG = "log"
FORMS = "a courier is log, smtp[s]://HOST?from=ADDRESS or http[s]://HOST/PATH"


class Couriers(Courier):
    """Several as one."""

    def __init__(self, several: Sequence[Courier]) -> None:
        self.several = several

    @override
    def carries(self, medium: Medium) -> bool:
        return any(each.carries(medium) for each in self.several)

    @override
    async def deliver(self, letter: Letter) -> None:
        for each in self.several:
            if each.carries(letter.medium):
                return await each.deliver(letter)
        raise Undeliverable(f"no courier carries letters to {letter.medium.value} addresses")

    @override
    async def close(self) -> None:
        for each in self.several:
            await each.close()


def open_couriers(urls: Sequence[str], profile: Profile) -> Courier:
    """The couriers that `urls` name; none named in profile dev: the log.

    Raises: ValueError, without the URL, which may hold a password.
    """
    if profile is Profile.DEV:
        return Couriers([_open(url) for url in urls or (LOG,)])
    if not urls:
        raise ValueError(
            "profile production wants --courier (smtp://…, https://…): nobody could sign in"
        )
    if LOG in urls:
        raise ValueError(
            "profile production writes no codes to the log; name another --courier"
        )
    couriers = Couriers([_open(url) for url in urls])
    if not couriers.carries(Medium.PHONE):
        raise ValueError(
            "no --courier carries codes to phone numbers; an SMTP one needs to={phone}@GATEWAY"
        )
    return couriers


def _open(url: str) -> Courier:
    if url == LOG:
        return LogCourier()
    try:
        parts = urlsplit(url)
        port_is_fair = parts.port != 0
    except ValueError:
        raise ValueError(FORMS) from None
    if parts.scheme in {"http", "https"} and parts.hostname and port_is_fair:
        return WebhookCourier(url)
    if parts.scheme in {"smtp", "smtps"} and port_is_fair:
        return SmtpCourier(SmtpServer.parse(parts))
    raise ValueError(FORMS)
