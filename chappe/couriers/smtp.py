"""Letters by e-mail, and by the e-mail gateway of a carrier of short messages."""

import ipaddress
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import SplitResult, parse_qs, unquote

from typing_extensions import override

from chappe.couriers.courier import (
    DELIVERY_SECONDS,
    Courier,
    Letter,
    Medium,
    Undeliverable,
    text_of,
)

PORTS = {"smtp": 587, "smtps": 465}
PLACE = "{phone}"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where and as whom to hand letters in.

    `sender`: the From. `gateway`: where letters to phone numbers go, `{phone}` in it is the number's
    digits; None: such letters are not carried.
    """

    host: str
    port: int
    implicit_tls: bool
    user: str | None
    password: str | None = field(repr=False)
    sender: str
    gateway: str | None

    @classmethod
    def parse(cls, url: SplitResult) -> "SmtpServer":
        """`smtp[s]://[USER:PASSWORD@]HOST[:PORT]?from=ADDRESS[&to={phone}@GATEWAY]`.

        Raises: ValueError.
        """
        options = {name: values[-1] for name, values in parse_qs(url.query).items()}
        strange = options.keys() - {"from", "to"}
        if strange or not url.hostname or "@" not in options.get("from", ""):
            raise ValueError("an SMTP courier is smtp://HOST?from=ADDRESS[&to={phone}@GATEWAY]")
        gateway = options.get("to")
        if gateway is not None and (PLACE not in gateway or "@" not in gateway):
            raise ValueError("to= of an SMTP courier is an address with {phone} in it")
        return cls(
            url.hostname,
            url.port or PORTS[url.scheme],
            url.scheme == "smtps",
            None if url.username is None else unquote(url.username),
            None if url.password is None else unquote(url.password),
            options["from"],
            gateway,
        )

    @property
    def must_encrypt(self) -> bool:
        """Whether STARTTLS has to work: a password does not cross a network in the open."""
        return self.user is not None and not _is_loopback(self.host)


class SmtpCourier(Courier):
    """One connection a letter: codes are rare. `tls`: the trust to use, None: the system's."""

    def __init__(self, server: SmtpServer, tls: ssl.SSLContext | None = None) -> None:
        self._server = server
        self._tls = tls

    @override
    def carries(self, medium: Medium) -> bool:
        return medium is Medium.EMAIL or self._server.gateway is not None

    @override
    async def deliver(self, letter: Letter) -> None:
        # A server that sends no mail need not load this.
        import aiosmtplib  # noqa: PLC0415 - see above

        server = self._server
        try:
            await aiosmtplib.send(
                self._message(letter),
                hostname=server.host,
                port=server.port,
                username=server.user,
                password=server.password,
                use_tls=server.implicit_tls,
                start_tls=None if server.implicit_tls or not server.must_encrypt else True,
                tls_context=self._tls,
                timeout=DELIVERY_SECONDS,
            )
        except (OSError, aiosmtplib.SMTPException, ValueError) as error:
            # The server's own words may repeat the address.
            raise Undeliverable(f"SMTP: {type(error).__name__}") from error

    @override
    async def close(self) -> None:
        pass

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._server.sender
        message["To"] = self._address(letter)
        # No code here: subjects stand on locked screens and in logs of the way.
        message["Subject"] = "Your code"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text_of(letter))
        return message

    def _address(self, letter: Letter) -> str:
        if letter.medium is Medium.EMAIL:
            return letter.to
        assert self._server.gateway is not None, "see carries"
        return self._server.gateway.replace(PLACE, letter.to.lstrip("+"))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
