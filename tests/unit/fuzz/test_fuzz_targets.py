"""The fuzzers' targets, without a fuzzer: they must not rot between two nights of fuzzing."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

FUZZ = Path(__file__).parents[3] / "fuzz"
SEEDS = 60
TARGETS = sorted(FUZZ.glob("fuzz_*.py"))


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", TARGETS, ids=lambda path: path.stem)
def test_a_target_takes_its_seeds_whole_cut_and_damaged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(FUZZ)
    target = loaded(path)
    seeds = list(target.seeds())
    assert seeds
    for seed in seeds[:: len(seeds) // SEEDS + 1]:
        target.one_input(seed)
        target.one_input(seed[: len(seed) // 2])
        for at in range(0, len(seed), max(1, len(seed) // 16)):
            target.one_input(seed[:at] + bytes((seed[at] ^ 0x40,)) + seed[at + 1 :])
