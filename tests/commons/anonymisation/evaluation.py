"""Scores the proposals on annotated texts (JSON Lines): python evaluation.py FILE [--errors]."""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commons import anonymisation

_UNSCORED = frozenset(
    (
        "a",
        "à",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "l",
        "la",
        "le",
        "les",
        "un",
        "une",
        "the",
        "of",
        "a",
        "an",
        "at",
        "in",
        "à",
        "sur",
        "dans",
        "chez",
        "et",
    )
)


@dataclass(slots=True)
class Score:
    """Counts over a set of texts; the rates are properties."""

    expected: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    by_label: Counter[tuple[str, bool]] = field(default_factory=Counter)
    right: int = 0
    wrong: int = 0
    tools: int = 0
    tools_kept: int = 0
    texts: int = 0
    clean: int = 0
    errors: list[str] = field(default_factory=list)

    def recall(self, identifier: str) -> float:
        """Share of the spans to mask whose words are all masked."""
        return self.covered[identifier] / max(1, self.expected[identifier])

    @property
    def precision(self) -> float:
        """Share of the findings that touch a span to mask, debatable ones set aside."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def kept(self) -> float:
        """Share of the tools that no finding touches."""
        return self.tools_kept / max(1, self.tools)

    def lines(self) -> list[str]:
        """The figures, ready to print."""
        return [
            f"texts           {self.texts}",
            f"direct recall   {self.recall('direct'):.3f} of {self.expected['direct']}",
            f"quasi recall    {self.recall('quasi'):.3f} of {self.expected['quasi']}",
            f"precision       {self.precision:.3f} of {self.right + self.wrong}",
            f"tools kept      {self.kept:.3f} of {self.tools}",
            f"clean texts     {self.clean / max(1, self.texts):.3f} (no direct identifier left)",
        ]


def evaluate(cases: Iterable[Mapping[str, Any]]) -> Score:
    """Scan every case and count."""
    score = Score()
    for case in cases:
        _evaluate_one(case, score)
    return score


def _evaluate_one(case: Mapping[str, Any], score: Score) -> None:
    text = case["text"]
    profile = anonymisation.Profile.from_mapping(case["profile"])
    published = anonymisation.Published(language=case.get("language", "fr"))
    findings = anonymisation.scan({"text": text}, profile, published)
    masked = {c for f in findings for c in range(f.start, f.end)}
    clean = True
    for span in case["spans"]:
        if span["flag"] == "must_redact":
            hidden = _hidden(text, span, masked)
            score.expected[span["identifier"]] += 1
            score.covered[span["identifier"]] += hidden
            score.by_label[span["label"], hidden] += 1
            if not hidden:
                score.errors.append(f"{case['id']} missed {span['label']} {span['text']!r}")
                clean = clean and span["identifier"] != "direct"
        elif span["flag"] == "must_keep" and span["label"] in ("TOOL", "CHANNEL"):
            score.tools += 1
            kept = not any(c in masked for c in range(span["start"], span["end"]))
            score.tools_kept += kept
            if not kept:
                score.errors.append(f"{case['id']} masked {span['label']} {span['text']!r}")
    score.texts += 1
    score.clean += clean
    for finding in findings:
        flags = {
            span["flag"]
            for span in case["spans"]
            if span["start"] < finding.end and finding.start < span["end"]
        }
        if "must_redact" in flags:
            score.right += 1
        elif "debatable" not in flags:
            score.wrong += 1
            score.errors.append(
                f"{case['id']} wrong {finding.kind} {finding.text!r} ({finding.reason})"
            )


def _hidden(text: str, span: Mapping[str, Any], masked: set[int]) -> bool:
    words = re.finditer(r"[^\W_]+", text[span["start"] : span["end"]])
    return all(
        word.group().lower() in _UNSCORED
        or all(c + span["start"] in masked for c in range(*word.span()))
        for word in words
    )


def main(arguments: list[str]) -> None:
    """Print the figures of a file, and what was missed when asked."""
    lines = Path(arguments[0]).read_text(encoding="utf-8").splitlines()
    score = evaluate(json.loads(line) for line in lines if line.strip())
    sys.stdout.write("\n".join(score.lines()) + "\n")
    if "--errors" in arguments:
        sys.stdout.write("\n".join(score.errors) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
