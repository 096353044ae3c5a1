"""Seconds from `chappe serve` to its `ready` line: first start (makes key and database) and later ones."""

import tempfile
import time
from pathlib import Path

from served import Served

with tempfile.TemporaryDirectory() as folder:
    for name in ("first", "second", "third"):
        start = time.perf_counter()
        with Served(data=Path(folder) / "data") as server:
            wall = time.perf_counter() - start
            print(
                f"{name} start: ready after {wall:.2f} s ({server.cpu_seconds():.2f} s of CPU)"
            )
