"""One line: what is understood, what is refused and where."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from commons.content import CaseStudyContent, ToolBenchmarkContent
from commons.exchange import lines
from commons.exchange.lines import Read, Terms
from commons.library import Origin
from commons.refusals import Refusal

FOREIGN = Terms(trusted=False, source=None, otherwise="ailleurs")
OURS = Terms(trusted=True, source=None, otherwise="ailleurs")
CASE: dict[str, Any] = {
    "id": "c1",
    "kind": "case-study",
    "title": "Relancer par SMS",
    "summary": "Un texto à la place de la lettre.",
    "body": "Tout le monde a lu.",
    "themes": ["membership"],
    "channels": ["text-message"],
    "tools": ["helloasso"],
    "size": "small",
    "field": "culture",
    "outcome": "worked",
    "hindsight": "12-months",
    "language": "fr",
    "year": 2021,
}
BENCHMARK: dict[str, Any] = {
    "id": 7,
    "kind": "tool-benchmark",
    "title": "Un an de billetterie",
    "summary": "vendre les places",
    "body": "Nous avons commencé petit.",
    "tools": ["helloasso"],
}


def read(line: Mapping[str, Any], terms: Terms = FOREIGN, **changes: Any) -> Read:
    return lines.read({**line, **changes}, terms)


def case(**changes: Any) -> CaseStudyContent:
    content = read(CASE, **changes).item.content
    assert isinstance(content, CaseStudyContent)
    return content


def evaluation(**changes: Any) -> ToolBenchmarkContent:
    content = read(BENCHMARK, **changes).item.content
    assert isinstance(content, ToolBenchmarkContent)
    return content


def test_the_keys_of_the_issue_are_understood() -> None:
    found = read(CASE)

    assert found.origin == Origin("ailleurs", "c1")
    assert found.remarks == []
    assert found.item.content == CaseStudyContent(
        title="Relancer par SMS",
        tried="Un texto à la place de la lettre.",
        done="Tout le monde a lu.",
        period="2019-2021",
    )
    assert found.item.labels == {
        "themes": ("membership",),
        "channels": ("text-message",),
        "tools": ("helloasso",),
        "sizes": ("small",),
        "fields": ("culture",),
        "outcomes": ("worked",),
        "hindsight": ("12-months",),
    }
    assert (found.item.audience, found.item.language) == ("open", "fr")


def test_an_evaluation_needs_no_more_than_its_tool() -> None:
    found = read(BENCHMARK, title=None)

    assert found.origin.id == "7"
    assert found.item.content == ToolBenchmarkContent(
        tool="helloasso", use="vendre les places", account="Nous avons commencé petit.", criteria=()
    )
    assert found.item.labels["tools"] == ("helloasso",)


def test_sections_go_where_the_page_shows_them_and_others_keep_their_names() -> None:
    body = {
        "Contexte": "Trop de lettres.",
        "Mise en œuvre": "Un *envoi*.",
        "results": "Plus de réponses.",
        "Ce que nous ne referions pas": "Le dimanche.",
        "Conseils": "Tôt.",
        "Les coulisses": "Deux soirs.",
        "vide": " ",
    }

    told = case(body=body)
    other = evaluation(body=body)

    assert told.context == "Trop de lettres."
    assert told.done == "Un envoi.\n\nLes coulisses\n\nDeux soirs."
    assert (told.results, told.regrets) == ("Plus de réponses.", "Le dimanche.")
    assert told.advice == other.advice == "Tôt."
    assert other.account is not None
    assert other.account.startswith("Contexte\n\nTrop de lettres.\n\nMise en œuvre\n\nUn envoi.")
    assert case(body=None, advice="Tôt.").advice == "Tôt."


def test_without_summary_the_first_paragraph_says_what_was_tried() -> None:
    told = case(summary=None, body="Un texto.\n\nTout le monde a lu.")
    by_sections = case(summary=None, body={"results": "Lu.", "context": "Trop de lettres."})

    assert (told.tried, told.done) == ("Un texto.", "Tout le monde a lu.")
    assert (by_sections.tried, by_sections.context) == ("Trop de lettres.", None)
    assert by_sections.results == "Lu."


@pytest.mark.parametrize(
    ("year", "period"),
    [(2019, "2019-2021"), ("2021", "2019-2021"), (2022, "2022-2024"), (2013, "2013-2015")],
)
def test_a_year_becomes_its_band(year: int | str, period: str) -> None:
    assert case(year=year).period == period


def test_a_year_of_no_band_is_left_out_and_said() -> None:
    found = read(CASE, year=1999)

    assert found.item.content.period is None
    assert found.remarks == [("other-year", "1999")]


def test_tools_are_known_by_any_name_and_unknown_ones_become_another_tool() -> None:
    found = read(CASE, tools=["Hello Asso", "HELLOASSO", "Le Carnet de Zoé"])

    assert found.item.labels["tools"] == ("helloasso", "other-tool")
    assert found.remarks == [("unknown-tool", "Le Carnet de Zoé")]
    lone = read(BENCHMARK, tools=["Le Carnet de Zoé"])
    assert isinstance(lone.item.content, ToolBenchmarkContent)
    assert lone.item.content.tool == "other-tool"
    assert "Zoé" not in repr(lone.item)
    assert read(BENCHMARK, tools=None).remarks == [("no-tool", "")]


def test_a_size_that_is_not_told_is_any_and_a_class_stays_one() -> None:
    every = ("large", "medium", "small", "very-small")

    assert read(CASE, size=None).item.labels["sizes"] == every
    assert read(CASE, size=None, sizes=["small", "medium"]).item.labels["sizes"] == (
        "medium",
        "small",
    )


def test_what_a_network_measured_is_taken_from_its_own_exports_alone() -> None:
    figure = {
        "metric": "response-rate", "basis": "sent", "moment": "only", "kind": "rate",
        "value": "49", "source": "declared",
    }  # fmt: skip
    ours = {"figures": [figure], "evidence": "replicated", "version": 4}

    theirs, own = read(CASE, **ours), read(CASE, OURS, **ours)

    assert theirs.item.content.figures == ()
    assert "evidence" not in theirs.item.labels
    assert theirs.item.version == 1
    assert sorted(theirs.remarks) == [
        ("not-ours", "evidence"), ("not-ours", "figures"), ("not-ours", "version"),
    ]  # fmt: skip
    assert [each.value for each in own.item.content.figures] == ["49"]
    assert own.item.labels["evidence"] == ("replicated",)
    assert own.item.version == 4


def test_who_may_read_and_from_when_is_kept_whoever_says_so() -> None:
    item = read(CASE, audience="members", visible_from="2031-02").item

    assert (item.audience, item.visible_from, item.month) == ("members", 203102, 0)


def test_the_operator_s_word_on_the_source_goes_first() -> None:
    given = {**CASE, "source": "la ligne"}

    assert lines.read(given, FOREIGN).origin.source == "la ligne"
    assert lines.read(given, Terms(False, "l'option", "x")).origin.source == "l'option"


def test_unknown_keys_are_said() -> None:
    assert read(CASE, author="Zoé", region=None).remarks == [("unknown-key", "author")]


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"id": None}, "key-missing", ("id",)),
        ({"id": " "}, "key-missing", ("id",)),
        ({"id": True}, "wrong-form", ("id",)),
        ({"id": "x" * 201}, "text-too-long", ("id",)),
        ({"kind": None}, "key-missing", ("kind",)),
        ({"kind": "story"}, "unknown-code", ("kind",)),
        ({"title": None}, "key-missing", ("title",)),
        ({"title": "x" * 161}, "text-too-long", ("title",)),
        ({"title": 3}, "wrong-form", ("title",)),
        ({"title": "a\u202eb"}, "forbidden-character", ("title",)),
        ({"summary": None, "body": None}, "key-missing", ("summary",)),
        ({"body": ["x"]}, "wrong-form", ("body",)),
        ({"body": {"done": 1}}, "wrong-form", ("done",)),
        ({"body": "x" * 20_001}, "text-too-long", ("done",)),
        ({"body": "a\x00b"}, "forbidden-character", ("done",)),
        ({"themes": ["nothing"]}, "unknown-code", ("themes",)),
        ({"themes": {"a": 1}}, "wrong-form", ("themes",)),
        ({"channels": [3]}, "wrong-form", ("channels",)),
        ({"channels": ["email"] * 25}, "wrong-form", ("channels",)),
        ({"tools": [{"name": "x"}]}, "wrong-form", ("tools",)),
        ({"size": "tiny"}, "unknown-code", ("size",)),
        ({"field": ["culture", "sport"]}, "wrong-form", ("field",)),
        ({"outcome": "great"}, "unknown-code", ("outcome",)),
        ({"hindsight": 12}, "wrong-form", ("hindsight",)),
        ({"language": "br"}, "unknown-code", ("language",)),
        ({"period": "2020"}, "unknown-code", ("period",)),
        ({"year": "vers 2020"}, "wrong-form", ("year",)),
        ({"audience": "friends"}, "unknown-code", ("audience",)),
        ({"month": "2021-13"}, "wrong-form", ("month",)),
        ({"visible_from": 202103}, "wrong-form", ("visible_from",)),
        ({"needs": ["nothing"]}, "unknown-code", ("needs",)),
    ],
)
def test_what_is_wrong_is_refused_with_its_key(
    changes: dict[str, Any], code: str, path: tuple[str, ...]
) -> None:
    with pytest.raises(Refusal) as refused:
        read(CASE, **changes)

    assert (refused.value.code, refused.value.path) == (code, path)


@pytest.mark.parametrize(
    "changes",
    [
        {"again": "perhaps"},
        {"criteria": [{"code": "ease", "score": 6}]},
        {"criteria": [{"code": "charm", "score": 5}]},
        {"criteria": ["ease"]},
        {"criteria": {"ease": 4}},
        {"monthly_hours": "lots"},
        {"vendor_tie": "friend"},
    ],
)
def test_what_is_wrong_of_an_evaluation_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        read(BENCHMARK, **changes)

    assert refused.value.code in ("wrong-form", "unknown-code")


def test_a_text_that_names_somebody_is_refused_and_not_said_again() -> None:
    with pytest.raises(Refusal) as refused:
        lines.examine(read(CASE, advice="écrire à yvonne.kerbrat@exemple.fr").item)

    assert (refused.value.code, refused.value.path) == ("direct-identifier", ("advice",))
    assert "kerbrat" not in str(refused.value)
    lines.examine(read(CASE, body="voir [le site](https://www.exemple.fr/nous)").item)


def test_every_key_is_documented() -> None:
    page = (Path(__file__).parents[3] / "docs" / "exchange.md").read_text("utf-8")
    sections = {name for names in lines._SECTIONS.values() for name in names}

    assert {key for key in lines._KEYS if f"`{key}`" not in page} == set()
    assert {name for name in sections if f"`{name}`" not in page} == set()
