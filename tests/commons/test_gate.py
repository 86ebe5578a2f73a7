"""An author before the gate: doubts answered, words confirmed, and never a way without an end."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commons import anonymisation, publishing
from commons.anonymisation import doubts, failsafe, model
from commons.anonymisation.contacts import patterns
from commons.case_studies import CaseStudyDraft
from commons.drafts import Decision, Manuscript, StaleDraft
from commons.labels import population
from commons.organisations import Known
from commons.publishing import NamesModelMissing, OpenDoubts, Preview, ScanFailed, UnknownDoubt
from tests.commons.anonymisation import texts
from tests.commons.conftest import Member, Network, Rows, case_study, profile

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
TOLD = "nous avons compté 7431 lettres dans le brimborion. le brimborion a compté aussi."


def doubt(prepared: Preview, words: str) -> str:
    (found,) = [each.doubt.id for each in prepared.doubts if each.doubt.text == words]
    return found


@pytest.fixture
def doubtful(network: Network, author: Member) -> Manuscript:
    """A draft with a number and a rare word nobody explains."""
    return network.write(author, case_study(tried=TOLD))


def test_doubts_wait_for_an_answer(
    network: Network, author: Member, doubtful: Manuscript, rows: Rows
) -> None:
    prepared = network.preview(author, doubtful)
    before = rows()

    assert {each.doubt.text for each in prepared.doubts} == {"7431 lettres", "brimborion"}
    assert prepared.open_doubts == 2
    assert not prepared.ready
    with pytest.raises(OpenDoubts) as refused:
        network.release(author, prepared)

    assert refused.value.details == {"count": 2}
    assert rows() == before


def test_what_is_harmless_is_published_as_it_was_written(
    network: Network, author: Member, doubtful: Manuscript
) -> None:
    prepared = network.answer(author, doubtful)

    assert prepared.ready
    assert network.release(author, prepared).texts["tried"] == TOLD


def test_what_tells_is_replaced_wherever_it_stands(
    network: Network, author: Member, doubtful: Manuscript
) -> None:
    before = network.preview(author, doubtful)

    prepared = network.answer(author, doubtful, doubt(before, "brimborion"))

    assert prepared.ready
    tried = network.release(author, prepared).texts["tried"]
    assert "brimborion" not in tried
    assert tried.count("[nom A]") == 2
    assert "7431 lettres" in tried


def test_a_told_word_may_get_other_words_or_be_a_doubt_again(
    network: Network, author: Member, doubtful: Manuscript
) -> None:
    before = network.preview(author, doubtful)
    told = network.answer(author, doubtful, doubt(before, "brimborion"))
    ids = [each.finding.id for each in told.findings]

    edited = network.decide(author, doubtful, "edit", ids, replacement="une amie")
    reopened = network.decide(author, doubtful, "undo", ids)

    assert "dans une amie. une amie a compté" in edited.seen["tried"]
    assert edited.ready
    assert (reopened.open_doubts, reopened.findings) == (1, ())
    assert network.answer(author, doubtful, undo=[doubt(before, "7431 lettres")]).open_doubts == 1


def test_an_answer_survives_another_text_around_and_is_asked_for_a_capital_anew(
    network: Network, author: Member, doubtful: Manuscript
) -> None:
    network.answer(author, doubtful)

    def rewritten(tried: str) -> Preview:
        with network.database.writing() as session:
            publishing.save(
                session,
                network.secrets,
                author.viewer,
                case_study(tried=tried),
                network.now(),
                draft_id=doubtful.id,
            )
        return network.preview(author, doubtful)

    assert rewritten("au printemps, sans rien promettre. " + TOLD).ready
    assert rewritten("Nous avons écrit à notre banque. Avec le Brimborion.").ready is False


def test_words_of_a_decision_are_doubted_too(network: Network, author: Member) -> None:
    draft = network.write(author, case_study(tried="Yvonne Kerbrat a préparé la liste."))
    ids = [each.finding.id for each in network.preview(author, draft).findings]

    prepared = network.decide(author, draft, "edit", ids, replacement="un brimborion")

    assert [each.doubt.text for each in prepared.doubts] == ["brimborion"]
    assert not prepared.ready


def test_unknown_doubts_and_stale_answers_change_nothing(
    network: Network, author: Member, doubtful: Manuscript, rows: Rows
) -> None:
    prepared = network.preview(author, doubtful)
    before = rows()

    for version, yes, refusal in (
        (prepared.draft.version, ["nothing"], UnknownDoubt),
        (prepared.draft.version + 1, [], StaleDraft),
    ):
        with pytest.raises(refusal), network.database.writing() as session:
            publishing.answer(
                session, network.secrets, author.viewer, prepared, version, NOW, yes=yes
            )
    assert rows() == before


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize(
    "detector", [patterns, model, doubts, failsafe], ids=lambda module: module.__name__
)
def test_a_broken_detector_closes_the_gate_and_quotes_nothing(
    detector: ModuleType,
    network: Network,
    author: Member,
    doubtful: Manuscript,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(TOLD)

    monkeypatch.setattr(detector, "detect", broken)

    with pytest.raises(ScanFailed) as refused:
        network.preview(author, doubtful)

    assert refused.value.__cause__ is None
    assert "ValueError at" in caplog.text
    assert "brimborion" not in caplog.text
    with network.database.writing() as session:
        saved = publishing.save(
            session,
            network.secrets,
            author.viewer,
            case_study(),
            network.now(),
            draft_id=doubtful.id,
        )
    assert saved.version == doubtful.version + 1


def test_nothing_is_published_without_the_names_model(
    network: Network,
    author: Member,
    draft: Manuscript,
    rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(anonymisation.model, "is_available", lambda: False)
    prepared = network.preview(author, draft)
    before = rows()

    assert not prepared.ready
    with pytest.raises(NamesModelMissing):
        network.release(author, prepared)
    assert rows() == before


# No author is ever stuck: whatever was decided, decisions and rewording lead to a ready preview.

CASES = texts.cases()
ROUNDS = 6


def association(declared: Mapping[str, Any]) -> Known:
    commune = declared.get("commune")
    identity = profile(
        rna="W291000001",
        legal_name=declared.get("name") or "Une association",
        acronym=declared.get("acronym"),
        towns=(commune,) if commune else (),
        people=tuple(declared.get("people", ())),
        domain=declared.get("domain"),
        other_names=tuple(declared.get("aliases", ())),
    )
    return Known("o", "verified", identity, NOW, NOW, b"")


def manuscript(practice: CaseStudyDraft) -> Manuscript:
    written = practice.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return Manuscript("d", "o", "case-study", 1, written, NOW, NOW)


def decided(prepared: Preview, chance: random.Random) -> Manuscript:
    """Something said of whatever waits; edits are sometimes names again."""
    decisions, answers = dict(prepared.draft.decisions), dict(prepared.draft.answers)
    for each in prepared.findings:
        if each.decision is None:
            choices = [Decision("accept")]
            words = chance.choice(("quelqu'un", "Josiane Pelletan", "chez nous", "14 amis"))
            choices.append(Decision("edit", replacement=words))
            if each.finding.keepable:
                choices.append(Decision("keep", reason="necessary"))
            decisions[each.finding.id] = chance.choice(choices)
    for waiting in prepared.doubts:
        if waiting.tells is None:
            answers[waiting.doubt.id] = chance.random() < 0.3
    return replace(prepared.draft, decisions=decisions, answers=answers)


def reworded(prepared: Preview) -> Manuscript:
    """The text others would see, less what is still found in it, as the author's own new text."""
    fields = {
        name: anonymisation.rewrite(
            text,
            [(f.start, f.end, f.replacement) for f in prepared.remaining if f.field == name],
        )
        for name, text in prepared.seen.items()
    }
    return manuscript(case_study(**fields))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(case=st.sampled_from(CASES), seed=st.integers(0, 10_000))
def test_every_author_reaches_a_ready_preview(case: dict[str, Any], seed: int) -> None:
    chance, people = random.Random(seed), population.estimates()
    organisation = association(case["profile"])
    draft = manuscript(case_study(tried=case["text"], language=case["language"]))

    for _ in range(ROUNDS):
        prepared = publishing.preview(organisation, draft, people)
        while prepared.open_count or prepared.open_doubts:
            draft = decided(prepared, chance)
            prepared = publishing.preview(organisation, draft, people)
        if prepared.ready:
            return
        draft = reworded(prepared)

    pytest.fail(f"still found: {[f.text for f in prepared.remaining]}")
