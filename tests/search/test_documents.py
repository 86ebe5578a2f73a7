"""What of a publication the index is told."""

from typing import Any

from commons import vocabulary
from commons.content import (
    FACETS,
    CaseStudyContent,
    Criterion,
    ShownFigure,
    ToolBenchmarkContent,
    texts,
)
from commons.library import Item
from search import documents, engine

CASE = CaseStudyContent(
    title="Le titre", tried="l'essai", context="le contexte", done="le geste", results="l'effet",
    regrets="le regret", advice="le conseil", needs=("people",), human_means=("call",),
    dose="right", period="2023-2025",
    figures=(ShownFigure(metric="response-rate", basis="sent", moment="only", kind="rate",
                         value="12", source="declared"),),
)  # fmt: skip
BENCHMARK = ToolBenchmarkContent(
    tool="helloasso",
    use="l'usage",
    criteria=(Criterion(code="ease", score=4, comment="une phrase"),),
    again="yes",
    advice="le conseil",
)


def item(content: Any = CASE, **changes: Any) -> Item:
    shown: dict[str, Any] = {
        "id": "3b241101-e2bb-4255-8caf-4136c566a962", "kind": content.kind, "state": "published",
        "audience": "members", "visible_from": 202604, "month": 202603, "version": 2,
        "language": "fr", "content": content, "labels": {"themes": ("membership",)},
    }  # fmt: skip
    return Item(**shown | changes)


def test_every_text_is_searchable_once() -> None:
    for content in (CASE, BENCHMARK):
        document = documents.document(item(content))

        whole = [document.title, document.summary, *document.body.split("\n")]
        for text in texts(content).values():
            assert whole.count(text) == 1


def test_the_summary_is_what_was_tried_or_the_use() -> None:
    assert documents.document(item()).summary == "l'essai"
    assert documents.document(item(BENCHMARK)).summary == "l'usage"
    assert documents.document(item(BENCHMARK.model_copy(update={"use": None}))).summary == ""


def test_a_benchmark_without_title_bears_its_tool_s_name() -> None:
    labels = {"tools": ("helloasso",)}

    document = documents.document(item(BENCHMARK, labels=labels))

    assert document.title == "HelloAsso"
    assert "HelloAsso" in document.words


def test_a_theme_is_also_those_above_it_each_once() -> None:
    labels = {"themes": ("fundraising", "fundraising-recurring", "fundraising-grants")}

    document = documents.document(item(labels=labels))

    assert sorted(document.facets["themes"]) == sorted(labels["themes"])
    alone = documents.document(item(labels={"themes": ("fundraising-grants",)}))
    assert alone.facets["themes"] == ("fundraising-grants", "fundraising")


def test_codes_are_searchable_as_words_in_both_languages() -> None:
    labels = {"themes": ("fundraising-grants",), "channels": ("email",), "outcomes": ("failed",)}

    words = documents.document(item(labels=labels)).words

    for list_name, code in (
        ("themes", "fundraising-grants"),
        ("themes", "fundraising"),
        ("channels", "email"),
        ("outcomes", "failed"),
    ):
        for language in ("fr", "en"):
            assert vocabulary.label(list_name, code, language) in words


def test_a_tool_outside_the_catalogue_has_no_words() -> None:
    document = documents.document(item(labels={"tools": ("other-tool", "galette")}))

    assert document.facets["tools"] == ("other-tool", "galette")
    assert "Galette" in document.words
    assert "other" not in document.words.casefold()


def test_who_may_read_and_the_version_come_along() -> None:
    document = documents.document(item(language="en"))

    assert (document.audience, document.visible_from, document.month, document.version) == (
        "members", 202604, 202603, 2,
    )  # fmt: skip
    assert document.facets["kinds"] == ("case-study",)
    assert document.facets["languages"] == ("en",)


def test_every_facet_of_the_shelf_is_a_facet_of_the_index() -> None:
    labels = {facet: ("x",) for facet in FACETS if facet not in documents._WORDED}

    document = documents.document(item(labels=labels | {"tools": ()}))

    assert {*document.facets} | {*documents._WORDED} == {*engine.FACETS}


def test_a_label_that_is_no_facet_stays_out() -> None:
    document = documents.document(item(labels={"themes": ("membership",), "private": ("x",)}))

    assert "private" not in document.facets
