"""Letters handed to somebody else's program: a POST with JSON, to a carrier of short messages.

    {"medium": "phone", "to": "+12025550111", "purpose": "sign_in", "code": "01234", "text": "…"}

Any status of 2xx means that the letter was taken. A user and password in the URL go as HTTP Basic.
"""

import aiohttp
from typing_extensions import override

from chappe.couriers.courier import (
    DELIVERY_SECONDS,
    Courier,
    Letter,
    Medium,
    Undeliverable,
    text_of,
)


class WebhookCourier(Courier):
    """Posts to one URL."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session: aiohttp.ClientSession | None = None

    @override
    def carries(self, medium: Medium) -> bool:
        return True

    @override
    async def deliver(self, letter: Letter) -> None:
        body = {
            "medium": letter.medium.value,
            "to": letter.to,
            "purpose": letter.purpose.value,
            "code": letter.code,
            "text": text_of(letter),
        }
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=DELIVERY_SECONDS)
            self._session = aiohttp.ClientSession(timeout=timeout)
        try:
            # A redirect is a mistake of the set-up: a code follows nobody to another host.
            async with self._session.post(
                self._url, json=body, allow_redirects=False
            ) as answer:
                if not 200 <= answer.status < 300:
                    raise Undeliverable(f"webhook: HTTP {answer.status}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Undeliverable(f"webhook: {type(error).__name__}") from error

    @override
    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
