"""What is known of a page."""

import enum
from dataclasses import dataclass

from chappe.tl import api, layers
from chappe.updates.facts import Counted, Kind, fact

READY_SECONDS = 24 * 3600
"""For so long a page is shown as it was when it was fetched."""
EMPTY_SECONDS = 3600
"""For so long a page that had nothing to show is not asked again."""
PENDING_SECONDS = 120
"""A page that has not come by then was left by a node that died: it is asked for again."""


class State(enum.IntEnum):
    """How far a page has come; the numbers stand in the database."""

    PENDING = 0
    READY = 1
    EMPTY = 2


_FRESH_SECONDS = {
    State.PENDING: PENDING_SECONDS,
    State.READY: READY_SECONDS,
    State.EMPTY: EMPTY_SECONDS,
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page. `body`: the canonical webPage when there is one."""

    id: int
    address: str
    state: State
    at: int
    body: bytes | None

    def is_fresh(self, now: float) -> bool:
        """Whether it need not be asked for again."""
        return now < self.at + _FRESH_SECONDS[self.state]

    def on_wire(self) -> "api.TypeWebPage":
        """The page as clients see it, its photo still empty."""
        if self.state is State.PENDING:
            return api.WebPagePending(id=self.id, url=self.address, date=self.at)
        if self.body is None:
            return api.WebPageEmpty(id=self.id, url=self.address)
        page, _ = layers.read(self.body)
        assert isinstance(page, api.WebPage)
        return page


@fact(Kind.WEB_PAGE)
class PageCame(Counted, frozen=True):
    """A page that messages link to has come, or there is nothing to show."""

    page_id: int
