"""What is remembered of the last texts: answers alone, few of them, each to its own question."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from commons import anonymisation
from commons.anonymisation import Profile, Published, passages
from commons.anonymisation.recent import Recent

TEXT = "Merci à Nolwenn Kerbrat, de Plouvorn, pour la soirée chez Gestabulle."
OURS = Profile(name="Les Amis du Four", people=("Nolwenn Kerbrat",))
THEIRS = Profile(name="Gestabulle", commune="Plouvorn")


def test_an_answer_is_found_once_while_it_is_among_the_last() -> None:
    recent: Recent[str] = Recent(2)
    asked: list[str] = []

    def ask(question: str) -> str:
        def find() -> str:
            asked.append(question)
            return question.upper()

        return recent.of(question, find)

    answers = [ask(each) for each in ("a", "b", "a", "c", "a", "b")]

    assert answers == ["A", "B", "A", "C", "A", "B"]
    assert asked == ["a", "b", "c", "b"]


def test_an_empty_answer_is_one_and_a_failure_is_none() -> None:
    recent: Recent[tuple[str, ...]] = Recent(2)

    with pytest.raises(ZeroDivisionError):
        recent.of("a", lambda: (str(1 // 0),))
    assert recent.of("a", tuple) == ()
    assert recent.of("a", lambda: ("again",)) == ()


def test_what_was_asked_is_not_kept() -> None:
    recent: Recent[int] = Recent(2)

    recent.of((TEXT, OURS), lambda: 1)

    kept = repr(vars(recent))
    assert "Nolwenn" not in kept
    assert "Four" not in kept


def test_threads_share_the_last_answers() -> None:
    recent: Recent[int] = Recent(3)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: recent.of(n % 7, lambda: n % 7), range(2_000)))

    assert found == [n % 7 for n in range(2_000)]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The fields that detectors have read, as they read them."""
    seen: list[str] = []
    resolved = passages.resolved

    def watched(passage: passages.Passage, *others: object) -> object:
        seen.append(passage.reading.raw)
        return resolved(passage, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(passages, "resolved", watched)
    return seen


def test_a_field_is_read_again_only_where_something_changed(read: list[str]) -> None:
    fields = {"title": "Une soirée chez Ulmarine", "tried": "Merci à Gwenvael Trudaine."}

    first = anonymisation.scan(fields, OURS)
    again = anonymisation.scan(fields, OURS)
    kept = anonymisation.scan(fields, OURS, keep={"Ulmarine"})

    assert first == again
    assert {each.text for each in first} - {each.text for each in kept} == {"Ulmarine"}
    assert read == [*fields.values(), fields["title"]]


def test_no_association_is_told_what_was_seen_for_another() -> None:
    orders = [(OURS, THEIRS), (THEIRS, OURS)]
    seen = [
        [anonymisation.scan({"text": f"{TEXT} {number}"}, profile) for profile in order]
        for number, order in enumerate(orders)
    ]

    ours, theirs = seen[0]
    assert [(f.text, f.reason) for f in ours] == [(f.text, f.reason) for f in seen[1][1]]
    assert [(f.text, f.reason) for f in theirs] == [(f.text, f.reason) for f in seen[1][0]]
    assert [(f.text, f.kind) for f in ours] != [(f.text, f.kind) for f in theirs]


def test_what_the_labels_say_is_part_of_the_question(read: list[str]) -> None:
    told = Published(withheld_field="sport")
    text = "Notre club de handball a gagné dix licenciés cette saison."

    plain = anonymisation.scan({"text": text}, OURS)
    withheld = anonymisation.scan({"text": text}, OURS, told)

    assert plain != withheld
    assert len(read) == 2
