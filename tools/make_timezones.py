"""Write `chappe/features/help/data/timezones.json`: the time zones that a person may choose.

Needs `babel` (English names of the cities, from CLDR) and `tzdata` (the list of zones) in a virtual
environment of its own. Run it from the root of the repository:

    python tools/make_timezones.py

The offset written is the standard one (no summer time); the server asks the operating system for
the offset of today and falls back on this one where no time zone data is installed.
"""

import datetime
import json
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

OUTPUT = Path("chappe/features/help/data/timezones.json")
YEAR = 2025
"""The year whose rules tell standard time from summer time."""


def zone_ids() -> list[str]:
    """Every zone in which somebody lives, one or more a country, and UTC."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    return sorted({line.split("\t")[2] for line in lines if not line.startswith("#")} | {"UTC"})


def standard_offset_seconds(zone: str) -> int:
    """East of Greenwich, without summer time."""
    months = (
        datetime.datetime(YEAR, month, 1, tzinfo=ZoneInfo(zone)) for month in range(1, 13)
    )
    offsets = [(each.dst(), each.utcoffset()) for each in months]
    plain = [offset for saving, offset in offsets if not saving] or [o for _, o in offsets]
    assert plain[0] is not None
    return int(plain[0].total_seconds())


def row(zone: str) -> dict[str, object]:
    """One zone as the server reads it."""
    name = "UTC" if zone == "UTC" else get_timezone_location(zone, "en", return_city=True)
    return {"id": zone, "name": name, "offset": standard_offset_seconds(zone)}


def main() -> None:
    """Make the file anew."""
    rows = sorted(map(row, zone_ids()), key=lambda each: (each["offset"], each["name"]))
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in rows)
    OUTPUT.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
