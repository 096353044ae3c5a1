"""Fuzz every target for a while: python fuzz/run.py [--seconds 60] [NAME ...].

Needs `pip install -e '.[fuzz]'` (atheris). Each target is a file `fuzz_NAME.py` with `seeds()`, lawful
inputs to start from, and `one_input(data)`, which raises when something is wrong. What the fuzzer finds
worth keeping stays in `build/fuzz/corpus/NAME`; an input that breaks something is written to
`build/fuzz/crashes` and makes this end with 1. To see one again: python fuzz/drive.py NAME FILE.
"""

import argparse
import hashlib
import importlib
import importlib.util
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
KEPT = HERE.parent / "build" / "fuzz"  # ignored by git
CRASHES = KEPT / "crashes"
MEMORY_MB = 1024  # decoders of 2 MiB packets have no business beyond it
INPUT_SECONDS = 5
INPUT_BYTES = 8192
GRACE_SECONDS = 60


def names() -> list[str]:
    """Every target there is."""
    return sorted(path.stem.removeprefix("fuzz_") for path in HERE.glob("fuzz_*.py"))


def sow(name: str) -> Path:
    """Write the target's seeds into its corpus; the corpus folder."""
    corpus = KEPT / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in importlib.import_module(f"fuzz_{name}").seeds():
        (corpus / hashlib.sha256(seed).hexdigest()[:32]).write_bytes(seed)
    return corpus


def fuzz(name: str, seconds: int) -> bool:
    """Run one target in a process of its own; whether it came through."""
    corpus = sow(name)
    CRASHES.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={INPUT_SECONDS}",
        f"-rss_limit_mb={MEMORY_MB}",
        f"-max_len={INPUT_BYTES}",
        f"-artifact_prefix={CRASHES}/{name}-",
        "-print_final_stats=1",
        "-verbosity=0",
    ]
    command = [sys.executable, str(HERE / "drive.py"), name, *options, str(corpus)]
    ended = subprocess.run(command, check=False, timeout=seconds + GRACE_SECONDS)
    print(f"{name}: {'ok' if ended.returncode == 0 else f'FAILED ({ended.returncode})'}")
    return ended.returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Fuzz the decoders.")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("names", nargs="*", help="targets; default: all")
    options = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: pip install -e '.[fuzz]'")
        return 2
    unknown = set(options.names) - set(names())
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    results = [fuzz(name, options.seconds) for name in options.names or names()]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
