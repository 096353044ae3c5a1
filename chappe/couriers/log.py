"""The courier of the dev profile: codes go to the log, where whoever tests can read them."""

from typing_extensions import override

from chappe.couriers.courier import Courier, Letter, Medium
from chappe.logs import log


class LogCourier(Courier):
    """Delivers every letter to standard error. The one place where a code may be logged."""

    @override
    def carries(self, medium: Medium) -> bool:
        return True

    @override
    async def deliver(self, letter: Letter) -> None:
        # A warning, because the log says no less by default.
        log.warning("code", to=letter.to, purpose=letter.purpose.value, code=letter.code)

    @override
    async def close(self) -> None:
        pass
