"""Codes and meanings by their names: what is equal, near, or only hinted at."""

import concurrent.futures as futures
import functools
import time
from collections.abc import Iterator

import pytest

from search import naming, understanding


def word(text: str, position: int = 0) -> understanding.Word:
    return understanding.understand(text).words[position]


def test_what_belongs_together_is_found_but_is_not_the_same() -> None:
    attack, pot = word("cyberattaque site"), word("cagnotte site")

    assert ("pirat",) in attack.near
    assert attack.near <= attack.phrases
    assert ("crowdfund",) in pot.phrases - pot.near


def test_a_single_word_finds_what_belongs_to_it_only_when_little_is_found() -> None:
    (alone,) = understanding.understand("cyberattaque").words
    (loosened,) = understanding.understand("cyberattaque", loose=True).words

    assert not alone.near
    assert ("pirat",) in loosened.near


@pytest.mark.parametrize(
    ("text", "code", "other"),
    [
        ("collecte", ("themes", "fundraising"), ("channels", "peer-page")),
        ("personnes", None, ("themes", "loyalty-preferences")),
        ("échec", ("outcomes", "failed"), ("fields", "leisure")),
        ("asso de quartier", None, ("sizes", "small")),
    ],
)
def test_a_word_names_what_it_is_said_of_and_not_what_looks_like_it(
    text: str, code: understanding.Code | None, other: understanding.Code
) -> None:
    understood = understanding.understand(text)

    assert code is None or code in understood.codes
    assert other not in understood.codes
    assert other not in {naming.code for naming in understood.namings}


def test_an_outcome_is_named_and_not_offered() -> None:
    understood = understanding.understand("crowdfunding échec")

    assert ("outcomes", "failed") in understood.codes
    assert "outcomes" not in {naming.code[0] for naming in understood.namings}


def test_one_of_a_circle_hints_at_the_codes_of_the_others() -> None:
    understood = understanding.understand("escroquerie")

    assert ("themes", "data-protection") in understood.hinted
    assert ("themes", "data-protection") not in understood.codes
    assert not understood.namings


def test_a_mistyped_word_has_all_that_the_word_has() -> None:
    typed, meant = word("don cagnnote", 1), word("don cagnotte", 1)

    assert typed.meant == "cagnotte"
    assert understanding.stems_of("cagnotte") <= typed.stems
    assert meant.codes == typed.codes
    assert understanding.understand("cagnnote").codes == understanding.understand("cagnotte").codes


def test_an_unfinished_word_ends_a_name() -> None:
    assert ("themes", "fundraising-recurring") in understanding.understand("don mensu").codes
    assert ("channels", "ticketing") in understanding.understand("billette").codes
    assert ("themes", "fundraising-recurring") not in understanding.understand("mensu don").codes


def test_every_group_says_a_meaning_in_several_ways() -> None:
    known, longest = naming.names()

    assert longest >= 3
    assert all(phrase and all(phrase) for phrase in known)


def test_what_has_a_name_is_made_once_however_many_ask_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[int] = []

    def slowly() -> Iterator[tuple[naming.Name, frozenset[naming.Phrase]]]:
        made.append(1)
        time.sleep(0.05)
        yield from ()

    monkeypatch.setattr(naming, "_names", functools.cache(naming._names.__wrapped__))
    monkeypatch.setattr(naming, "_vocabulary_names", slowly)
    with futures.ThreadPoolExecutor(8) as together:
        found = [each.result() for each in [together.submit(naming.names) for _ in range(8)]]

    assert len(made) == 1
    assert all(each is found[0] for each in found)
