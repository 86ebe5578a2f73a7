"""Measures the detectors on annotated texts: python -m tests.commons.anonymisation.evaluate FILE.

FILE holds one JSON object a line: `text`, `profile` (what the association declares of itself),
`spans` with `start` and `end` in code points, `label`, `flag` (must_redact, must_keep, debatable)
and `identifier` (direct, quasi or null), perhaps `id` and `language` (fr unless told).
"""

import argparse
import dataclasses
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commons import anonymisation
from commons.anonymisation.people import names
from commons.anonymisation.words import dictionary, lexicon, normalisation
from tests.commons.anonymisation import authors

# Articles and prepositions inside a span tell nothing: they may stay.
_UNSCORED = frozenset(
    ("a", "à", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "le", "les", "un", "une", "et",
     "sur", "dans", "chez", "the", "of", "an", "at", "in", "and")
)  # fmt: skip
_PROFILE_KEYS = frozenset(each.name for each in dataclasses.fields(anonymisation.Profile))
# Long enough texts only: below, a time per 500 words says more of the call than of the words.
_TIMED_WORDS = 20


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
    milliseconds: list[float] = field(default_factory=list)

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

    @property
    def clean_share(self) -> float:
        """Share of the texts that keep no direct identifier."""
        return self.clean / max(1, self.texts)

    def lines(self) -> Iterator[str]:
        """The figures, ready to print."""
        yield f"texts           {self.texts}"
        yield f"direct recall   {self.recall('direct'):.3f} of {self.expected['direct']}"
        yield f"quasi recall    {self.recall('quasi'):.3f} of {self.expected['quasi']}"
        yield f"precision       {self.precision:.3f} of {self.right + self.wrong} findings"
        yield f"tools kept      {self.kept:.3f} of {self.tools}"
        yield f"clean texts     {self.clean_share:.3f} (no direct identifier left)"
        if self.milliseconds:
            median, worst = statistics.median(self.milliseconds), max(self.milliseconds)
            yield f"time            {median:.0f} ms per 500 words (median), {worst:.0f} at most"
        for label in sorted({label for label, _ in self.by_label}):
            held = self.by_label[label, True]
            every = held + self.by_label[label, False]
            yield f"  {label:<13} {held / every:.3f} of {every}"


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The annotated texts of a file. Raises ValueError naming the line that is not one."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        case = json.loads(line)
        if missing := {"text", "spans"} - case.keys():
            raise ValueError(f"{path}, line {number}: {', '.join(sorted(missing))} missing")
        yield {"id": f"line {number}", "profile": {}, "language": "fr"} | case


def profile_of(case: Mapping[str, Any]) -> anonymisation.Profile:
    """What the association of an annotated text declares; keys we do not know are left out."""
    known = {key: value for key, value in case["profile"].items() if key in _PROFILE_KEYS}
    return anonymisation.Profile.from_mapping(known)


def evaluate(cases: Iterable[Mapping[str, Any]], *, with_model: bool = True) -> Score:
    """Scan every case and count."""
    score = Score()
    for case in cases:
        _evaluate_one(case, score, with_model=with_model)
    return score


def _evaluate_one(case: Mapping[str, Any], score: Score, *, with_model: bool) -> None:
    text = case["text"]
    published = anonymisation.Published(language=case["language"])
    began = time.perf_counter()
    findings = anonymisation.scan(
        {"text": text}, profile_of(case), published, with_model=with_model
    )
    seconds = time.perf_counter() - began
    if (words := len(text.split())) >= _TIMED_WORDS:
        score.milliseconds.append(seconds * 1000 * 500 / words)
    masked = {c for f in findings for c in range(f.start, f.end)}
    clean = True
    for span in case["spans"]:
        if span["flag"] == "must_redact":
            hidden = is_hidden(text, span, masked)
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


@dataclass(slots=True)
class Authors:
    """What two authors leave, and what the list of doubts shows of what the detectors missed."""

    texts: int = 0
    per_400_words: list[float] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    texts_left: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The figures, ready to print."""
        for author in ("hurried", "careful"):
            yield (
                f"{author} author  {self.left[author]} direct identifiers left,"
                f" in {self.texts_left[author]} of {self.texts} texts"
            )
        for identifier in ("direct", "quasi"):
            missed, shown = self.missed[identifier], self.shown[identifier]
            share = f"{shown / missed:.3f} of {missed}" if missed else "none missed"
            yield f"shown by the list, {identifier}: {share}"
        if self.per_400_words:
            median, most = statistics.median(self.per_400_words), max(self.per_400_words)
            yield f"doubts          {median:.1f} per 400 words (median), {most:.1f} at most"


def evaluate_authors(cases: Iterable[Mapping[str, Any]], *, with_model: bool = True) -> Authors:
    """Let both authors decide on every case and count what is left."""
    score = Authors()
    for case in cases:
        text, spans = case["text"], case["spans"]
        asked = (profile_of(case), anonymisation.Published(language=case["language"]))
        outcomes = {
            "hurried": authors.hurried(text, *asked, with_model=with_model),
            "careful": authors.careful(text, spans, *asked, with_model=with_model),
        }
        score.texts += 1
        listed = len(outcomes["hurried"].doubts)
        score.per_400_words.append(400 * listed / max(1, len(text.split())))
        identifiers = [span for span in spans if span["flag"] == "must_redact"]
        for author, outcome in outcomes.items():
            left = [
                span
                for span in identifiers
                if span["identifier"] == "direct" and still_names(text, span, outcome.masked)
            ]
            score.left[author] += len(left)
            score.texts_left[author] += bool(left)
            score.errors += [f"{case['id']} {author} leaves {span['text']!r}" for span in left]
        outcome = outcomes["hurried"]
        for span in identifiers:
            if still_names(text, span, outcome.masked):
                left_over = set(range(span["start"], span["end"])) - outcome.masked
                score.missed[span["identifier"]] += 1
                score.shown[span["identifier"]] += not left_over.isdisjoint(outcome.shown)
                if left_over.isdisjoint(outcome.shown):
                    score.errors.append(f"{case['id']} not shown: {span['label']} {span['text']!r}")
    return score


def still_names(text: str, span: Mapping[str, Any], masked: Set[int]) -> bool:
    """Whether an identifier is whole, or some word left of it is neither ordinary nor a title."""
    low, high = span["start"], span["end"]
    if masked.isdisjoint(range(low, high)):
        return True
    for word in re.finditer(r"[^\W_]+", text[low:high]):
        if masked.issuperset(range(low + word.start(), low + word.end())):
            continue
        fold = normalisation.fold(word.group())
        ordinary = (
            len(fold) == 1
            or fold in names.TITLES
            or lexicon.is_common(fold)
            or any(dictionary.is_word(fold, language) for language in ("fr", "en"))
        )
        if not ordinary:
            return True
    return False


def is_hidden(text: str, span: Mapping[str, Any], masked: set[int]) -> bool:
    """Whether all words of a span but articles and prepositions are masked, letter by letter."""
    words = re.finditer(r"[^\W_]+", text[span["start"] : span["end"]])
    return all(
        word.group().lower() in _UNSCORED
        or all(c + span["start"] in masked for c in range(*word.span()))
        for word in words
    )


def main(arguments: list[str]) -> None:
    """Print the figures of a file, and what was missed when asked."""
    parser = argparse.ArgumentParser(description="Measure the detectors on annotated texts.")
    parser.add_argument("file", type=Path, help="annotated texts, one JSON object a line")
    parser.add_argument("--errors", action="store_true", help="list what was missed or overdone")
    parser.add_argument("--without-model", action="store_true", help="leave the names model out")
    parser.add_argument("--author", action="store_true", help="let two authors decide instead")
    asked = parser.parse_args(arguments)
    anonymisation.warm_up()
    measure = evaluate_authors if asked.author else evaluate
    score: Score | Authors = measure(read(asked.file), with_model=not asked.without_model)
    lines = [*score.lines(), *(score.errors if asked.errors else ())]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
