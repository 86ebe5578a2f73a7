"""A judged collection in the exchange format is measured as the demo is."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from tests.commons.exchange.test_lines import CASE
from tests.relevance import evaluate
from tests.search import server


@pytest.fixture(autouse=True)
def _embedded_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "EXECUTABLE", None)


def jsonl(path: Path, *written: Any) -> str:
    lines = [json.dumps(each, ensure_ascii=False) + "\n" for each in written]
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


def practice(id: object, title: str, **more: Any) -> dict[str, Any]:
    return {**CASE, "id": id, "title": title, **more}


def judged(id: str, kind: str, text: str, relevant: dict[Any, int], **more: Any) -> dict[str, Any]:
    grades = [{"doc": doc, "grade": grade} for doc, grade in relevant.items()]
    return {"id": id, "kind": kind, "text": text, "language": "fr", "relevant": grades, **more}


def test_another_collection_is_imported_and_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf = jsonl(
        tmp_path / "ailleurs.jsonl",
        practice("c-1", "Une girouette au bord de l'eau"),
        practice(2, "Un tournoi de pétanque", source="encore ailleurs", channels=["event"]),
        practice("c-3", "Un tournoi de pétanque", channels=["raffle"]),
    )
    queries = jsonl(
        tmp_path / "queries.jsonl",
        judged("a", "keyword", "girouette", {"c-1": 3}),
        judged("b", "keyword", "montgolfière", {"c-1": 3}),
        judged("c", "filtered", "pétanque", {2: 2}, filters={"channels": "event"}),
    )

    status = evaluate.main(["--shelf", shelf, "--queries", queries, "--errors"])

    out, err = capsys.readouterr()
    assert status == 0
    assert "New: 3" in err
    assert out.splitlines() == [
        "embedded all          nDCG@10 0.667   MRR 0.667   success@3 0.667",
        "embedded filtered     nDCG@10 1.000   MRR 1.000   success@3 1.000",
        "embedded keyword      nDCG@10 0.500   MRR 0.500   success@3 0.500",
        "0.00 b keyword montgolfière",
        "1.00 a keyword girouette",
        "1.00 c filtered pétanque",
    ]


def test_a_shelf_goes_with_its_queries(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        evaluate.main(["--shelf", str(tmp_path / "shelf.jsonl")])


def test_gains_grow_with_the_grade_and_shrink_with_the_rank() -> None:
    grades = {"a": 3, "b": 1}

    assert evaluate.ndcg(["a", "b"], grades) == 1
    assert evaluate.ndcg(["b", "a"], grades) == pytest.approx(
        (1 + 7 / math.log2(3)) / (7 + 1 / math.log2(3))
    )
    assert evaluate.ndcg([], grades) == 0
