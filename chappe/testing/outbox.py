"""The courier of a `World`: it keeps what it is given, so that a test can read the codes."""

from typing_extensions import override

from chappe.couriers.courier import Courier, Letter, Medium, Undeliverable


class Outbox(Courier):
    """`letters`: all that were delivered, oldest first. `broken`: nothing can be delivered now."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.broken = False

    def code_for(self, to: str) -> str:
        """The last code that was sent to a number (`+12025550111`) or an address."""
        return next(letter.code for letter in reversed(self.letters) if letter.to == to)

    @override
    def carries(self, medium: Medium) -> bool:
        return True

    @override
    async def deliver(self, letter: Letter) -> None:
        if self.broken:
            raise Undeliverable("as the test wants it")
        self.letters.append(letter)

    @override
    async def close(self) -> None:
        pass
