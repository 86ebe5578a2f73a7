"""The names model: what it adds, what it must never do, and life without it."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commons import anonymisation
from commons.anonymisation import Profile, Published, model
from tests.commons.anonymisation import evaluate, texts

CASES = texts.cases()


def _reasons(text: str, **options: bool) -> set[str]:
    return {f.reason for f in anonymisation.scan({"text": text}, Profile(), **options)}


def test_the_model_finds_what_no_rule_explains() -> None:
    written = [case["text"] for case in CASES]

    assert model.is_available()
    assert any("model" in _reasons(text) for text in written)
    assert not any("model" in _reasons(text, with_model=False) for text in written)


def test_what_the_model_guesses_can_be_kept() -> None:
    guesses = [
        finding
        for case in CASES
        for finding in anonymisation.scan({"text": case["text"]}, evaluate.profile_of(case))
        if finding.reason == "model"
    ]

    assert all(finding.keepable for finding in guesses)


def test_the_model_never_loses_what_the_rules_found() -> None:
    for case in CASES:
        profile = evaluate.profile_of(case)
        covered = {
            with_model: {
                place
                for finding in anonymisation.scan(
                    {"text": case["text"]}, profile, with_model=with_model
                )
                for place in range(finding.start, finding.end)
            }
            for with_model in (False, True)
        }
        assert covered[False] <= covered[True], case["id"]


@pytest.mark.parametrize(
    "text",
    [
        "slt on a bossé ensemble tt le wk et on a vendu des gato pr la kermesse. dc c cool si tu ve"
        " le tuto mp moi",
        "la sous scription des panneaux se passe bien et on remercie tout le monde",
        "Notre collecte en ligne a bien marché. La carnpagne de col-\nlecte est terminée.",
        "La contrepartie la plus dernandée est le panier de légumes.",
        "Au bout de six mois, le churn avait baissé. Prochaine étape, next step : le legs.",
        "nou la fé in gran manzé ek bann parrinage pou lo jardin san dépans in sou",
        "Objet : RE: RE: Tr: reçus\nBonjour, je réponds à tous.",
    ],
)
def test_scraps_of_words_and_long_runs_are_no_names(text: str) -> None:
    assert "model" not in _reasons(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("le projet est né chez dominique moreau un soir de pluie à côté de paris", "moreau"),
        ("Le gâteau est de Nadifa Abdillahi Warsame, notre voisine.", "Nadifa Abdillahi Warsame"),
        ("alors merci à gwendal kerbiriou pour le camion et les bancs", "kerbiriou"),
        ("On a fini tard. Islais et estivants ont dansé ensemble.", "Islais"),
    ],
)
def test_names_stay_believable(text: str, name: str) -> None:
    masked = {
        c
        for finding in anonymisation.scan({"text": text}, Profile())
        for c in range(finding.start, finding.end)
    }
    start = text.index(name)

    assert masked.issuperset(c for c in range(start, start + len(name)) if text[c] != " ")


def test_without_the_package_nothing_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "PACKAGE", "no_such_model")
    model.is_available.cache_clear()
    try:
        assert not model.is_available()
        model.warm_up()
        assert anonymisation.scan({"text": "Merci à Kervoal."}, Profile())
    finally:
        monkeypatch.undo()
        model.is_available.cache_clear()


def test_threads_share_one_model_and_agree() -> None:
    texts_ = [case["text"] for case in CASES[:6]] * 3

    def found(text: str) -> list[str]:
        return [f.id for f in anonymisation.scan({"text": text}, Profile())]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(found, texts_))

    assert together == [found(text) for text in texts_]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CASES), st.integers(0, 2**32))
def test_no_decision_brings_up_new_guesses_about_old_words(
    case: dict[str, object], seed: int
) -> None:
    """Whatever is accepted and whatever is kept, what is left asks for nothing more."""
    profile, chance = evaluate.profile_of(case), random.Random(seed)
    published = Published(language=str(case["language"]))
    written = {"text": str(case["text"])}
    findings = anonymisation.scan(written, profile, published)
    kept = [f for f in findings if f.keepable and chance.random() < 0.5]
    accepted = [f for f in findings if f not in kept]

    seen = anonymisation.rewrite(
        written["text"], ((f.start, f.end, f.replacement) for f in accepted)
    )

    again = anonymisation.scan(
        {"text": seen},
        profile,
        published,
        keep={f.text for f in kept},
        judged=anonymisation.unflagged(written, findings),
    )
    assert again == ()


def test_a_word_masked_once_is_asked_about_again_when_the_author_writes_it_anew() -> None:
    written = {"text": "Merci à Kervoal. Nous avons fini."}
    findings = anonymisation.scan(written, Profile())
    judged = anonymisation.unflagged(written, findings)

    edited = {"text": "Merci à quelqu'un. Nous avons fini chez Kervoal."}

    assert [f.text for f in anonymisation.scan(edited, Profile(), judged=judged)] == ["Kervoal"]
