"""Graphs, and the days that they show."""

import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chappe.tl import api

DAY_SECONDS = 86_400
HOUR_SECONDS = 3_600
SHOWN_DAYS = 30
"""Days in a graph, with today."""
PERIOD_DAYS = 7
"""Days that are summed up, and compared with as many before."""


class Look(enum.Enum):
    """How a line is drawn."""

    LINE = "line"
    BAR = "bar"


COLORS = (
    *("BLUE#3497ED", "GREEN#3CA64D", "RED#D84843", "GOLDEN#DEAC1F", "INDIGO#7F79F3"),
    *("LIGHTGREEN#8FCF39", "ORANGE#EB9738", "PURPLE#9F79E8", "CYAN#2BB5CD"),
)
"""A name that clients have a colour of their own for, and one for those that have not."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Lines over points of time (Unix seconds, or with `by_hour` seconds of a day), by their names."""

    points: Sequence[int]
    lines: Mapping[str, Sequence[int]]
    look: Look = Look.LINE
    by_hour: bool = False

    def write(self) -> str:
        """The JSON that clients draw a graph from. https://core.telegram.org/api/stats"""
        names = {f"y{place}": name for place, name in enumerate(self.lines)}
        values = zip(names, self.lines.values(), strict=True)
        drawn: dict[str, object] = {
            "columns": [
                ["x", *(point * 1000 for point in self.points)],
                *([key, *line] for key, line in values),
            ],
            "types": {"x": "x", **dict.fromkeys(names, self.look.value)},
            "names": names,
            "colors": {key: COLORS[i % len(COLORS)] for i, key in enumerate(names)},
            "hidden": [],
        }
        if self.look is Look.BAR:
            drawn["stacked"] = True
        if self.by_hour:
            drawn["xTickFormatter"] = drawn["xTooltipFormatter"] = "statsFormat('hour')"
        return json.dumps(drawn, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are shown. `today`: its number, counted from 1970; `now`: Unix seconds."""

    now: int

    @property
    def today(self) -> int:
        """The number of the last day."""
        return self.now // DAY_SECONDS

    @property
    def days(self) -> range:
        """The numbers of the days."""
        return range(self.today - SHOWN_DAYS + 1, self.today + 1)

    @property
    def since(self) -> int:
        """When the first day began."""
        return self.days[0] * DAY_SECONDS

    @property
    def points(self) -> list[int]:
        """When each day began."""
        return [day * DAY_SECONDS for day in self.days]

    @property
    def period(self) -> api.StatsDateRangeDays:
        """The days that are summed up."""
        return api.StatsDateRangeDays(min_date=self.period_from, max_date=self.now)

    @property
    def period_from(self) -> int:
        """When these began."""
        return (self.today - PERIOD_DAYS + 1) * DAY_SECONDS

    @property
    def before_from(self) -> int:
        """When as many days before began."""
        return self.period_from - PERIOD_DAYS * DAY_SECONDS

    def line(self, counts: Mapping[int, int]) -> list[int]:
        """What was counted on each day."""
        return [counts.get(day, 0) for day in self.days]
