"""Run the measurements: python bench/run.py [NAME ...]. Each is a file bench_NAME.py that prints its numbers."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    every = {path.stem.removeprefix("bench_"): path for path in HERE.glob("bench_*.py")}
    unknown = set(sys.argv[1:]) - set(every)
    if unknown:
        print(
            f"no such measurement: {', '.join(sorted(unknown))}; there are {', '.join(sorted(every))}"
        )
        return 2
    failed = 0
    for name in sys.argv[1:] or sorted(every):
        print(f"== {name}", flush=True)
        failed |= subprocess.run([sys.executable, str(every[name])], check=False).returncode
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
