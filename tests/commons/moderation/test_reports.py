"""Reports: without who or when, one line per publication, nobody named in it."""

from typing import Any

import pytest

from commons import anonymisation, library
from commons.moderation import reports
from commons.plain_text import TextTooLong
from commons.rights import Viewer
from commons.vocabulary import UnknownCode
from tests.commons.conftest import Member, Rows
from tests.commons.moderation.conftest import Panel


def test_several_reports_are_one_line_in_the_next_batch(
    panel: Panel, moderator: Viewer, item: library.Item, clock: Any
) -> None:
    for reason, words in (("off-topic", "hors sujet"), ("advertising", ""), ("off-topic", "")):
        panel.report(item.id, reason, words)
    clock.forward(days=1)
    panel.draw()

    (found,) = panel.batch(moderator).items

    assert found.reported == reports.Reported(("advertising", "off-topic"), ("hors sujet",))


def test_a_hundred_reports_take_no_more_room_than_one(
    panel: Panel, item: library.Item, rows: Rows
) -> None:
    panel.report(item.id, words="a")
    (before,) = rows()["report"]
    for each in range(100):
        panel.report(item.id, words=f"encore {each} " + "mot " * 100)
    (after,) = rows()["report"]

    assert len(before[1]) == len(after[1])
    assert set(reports.ReportRow.model_fields) == {"publication_id", "sealed"}


def test_what_a_reader_may_not_read_is_not_reported(
    panel: Panel, author: Member, rows: Rows
) -> None:
    members = panel.network.publish(author, audience="members")
    before = rows()
    for each in (members.id, "3b241101-e2bb-4255-8caf-4136c566a962", "x"):
        panel.report(each)

    assert rows() == before


def test_whoever_is_named_in_a_report_is_masked() -> None:
    if not anonymisation.model.is_available():
        assert reports.read("identifiable", "C'est Solange Quintrec", "fr").words == ""
        return
    report = reports.read(
        "identifiable", "C'est Solange Quintrec, des Ravaudeurs de Brévenne.", "fr"
    )

    assert "Quintrec" not in report.words
    assert "Brévenne" not in report.words
    assert report.words.startswith("C'est ")


def test_words_that_can_t_be_looked_over_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise RuntimeError("Solange Quintrec")

    monkeypatch.setattr(anonymisation, "scan", stumble)

    assert reports.read("identifiable", "C'est Solange Quintrec", "fr") == reports.Report(
        "identifiable", ""
    )


def test_a_report_has_a_known_reason_and_few_words() -> None:
    with pytest.raises(UnknownCode):
        reports.read("ugly", None, "fr")
    with pytest.raises(TextTooLong):
        reports.read("unclear", "x" * 501, "fr")
