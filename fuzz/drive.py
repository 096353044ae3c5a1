"""Fuzz one target until told to stop: python fuzz/drive.py NAME [libFuzzer's options] [CORPUS].

The package is instrumented as it is imported, so that the fuzzer sees which branches an input opens.
"""

import importlib
import sys

import atheris


def main() -> None:
    name, *options = sys.argv[1:]
    with atheris.instrument_imports(include=["chappe"]):
        target = importlib.import_module(f"fuzz_{name}")
    atheris.Setup([sys.argv[0], *options], target.one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
