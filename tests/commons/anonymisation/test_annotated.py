"""Texts annotated by authors who knew nothing of the detectors: what is found, kept, asked, left.

Each folder of `annotated` holds what was written in one round, and was measured once before any
developer read it: those are the figures of the README. From then on it is material to learn from,
and these tests only keep what was learnt.
"""

import functools
from pathlib import Path

import pytest

from commons.anonymisation import model
from tests.commons.anonymisation import evaluate

FOLDER = Path(__file__).with_name("annotated")
FILES = sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.glob("*/*"))

# Shares: direct, quasi, precision, tools kept, texts without a direct identifier left.
TARGETS = {
    "ordinary": (0.98, 0.95, 0.90, 0.97, 0.95),
    "hard": (0.95, 0.82, 0.85, 0.95, 0.75),
    "english": (0.95, 0.80, 0.85, 0.95, 0.90),
}
NO_MODEL_COSTS = 0.04


@functools.cache
def scored(*names: str, with_model: bool) -> tuple[float, ...]:
    cases = (case for name in names for case in evaluate.read(FOLDER / f"{name}.jsonl"))
    score = evaluate.evaluate(cases, with_model=with_model)
    return (
        score.recall("direct"),
        score.recall("quasi"),
        score.precision,
        score.kept,
        score.clean_share,
    )


def test_there_are_enough_texts() -> None:
    texts = {name: len([*evaluate.read(FOLDER / f"{name}.jsonl")]) for name in FILES}

    assert sum(count for name, count in texts.items() if "english" not in name) >= 120
    assert sum(count for name, count in texts.items() if "english" in name) >= 20


@pytest.mark.parametrize("name", FILES)
def test_identifiers_are_found_and_tools_kept(name: str) -> None:
    if not model.is_available():
        pytest.skip("the names model is not installed")
    found = scored(name, with_model=True)

    targets = TARGETS[name.split("/")[1]]
    assert all(a >= b for a, b in zip(found, targets, strict=True)), (found, targets)


@pytest.mark.parametrize("kind", TARGETS)
def test_little_is_lost_without_the_model(kind: str) -> None:
    names = [name for name in FILES if name.endswith(kind)]
    found, rules = (scored(*names, with_model=each) for each in (True, False))

    lost = [a - b for a, b in zip(found, rules, strict=True)]
    assert max(lost) <= NO_MODEL_COSTS, lost


@pytest.mark.parametrize("name", FILES)
def test_an_author_who_decides_rightly_leaves_no_direct_identifier(name: str) -> None:
    score = evaluate.evaluate_authors(evaluate.read(FOLDER / f"{name}.jsonl"))

    assert score.left["careful"] == 0, score.errors
