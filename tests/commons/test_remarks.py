"""What curators write must not tell who wrote what they gather; a federation may name itself."""

import logging
from typing import Any

import pytest

from commons import anonymisation, remarks
from commons.remarks import NamesSomebody, NoModelForWords, WordsUnchecked
from tests.commons.conftest import profile

FEDERATION = profile(
    kind="federation",
    legal_name="Fédération des Cloîtres",
    acronym="FDCX",
    domain="cloitres.example",
    handles=("@fedecloitres",),
    towns=("Locquirec",),
    people=("Yvonne Kerbrat",),
)


def said(text: str, language: str = "fr", **more: Any) -> str | None:
    """What a federation is told to change, None when it may write it."""
    try:
        remarks.look_over("note", text, language, FEDERATION, **more)
    except NamesSomebody as refused:
        return f"{refused.path[0]}: {refused.details['words']}"
    return None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "à lire",
        "Le plus courageux de la collection.",
        "La seule fiche de la liste qui donne des coûts complets.",
        "Une pratique de sport, racontée par une petite association.",
        "Le premier récit à lire ; voir aussi HelloAsso et Framaforms.",
        "La mairie et la CAF ont payé la moitié.",
        "Lisez d'abord le conseil en bas de chaque page.",
        "Deux **canaux**, un seul _geste_.",
        # of itself
        "Un choix de la Fédération des Cloîtres.",
        "Un choix de la FDCX : questions à bonjour@cloitres.example, ou sur @fedecloitres.",
        "Notre guide : https://www.cloitres.example/guides/relances",
    ],
)
def test_a_curator_says_what_they_like_of_a_practice(text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("On y reconnaît Les Ravaudeurs de Brévenne.", "Ravaudeurs"),
        ("Bien joué, Solange Quintrec, et merci.", "Solange Quintrec"),
        ("Écrivez à solange@ravaudeurs.example", "solange@ravaudeurs.example"),
        ("Leur site est ravaudeurs.example", "ravaudeurs.example"),
        ("Suivez @ravaudeurs69", "@ravaudeurs69"),
        ("Appelez le 06 39 98 12 34", "06 39 98 12 34"),
        ("RNA W691234567", "W691234567"),
        ("Au 12 rue des Lilas, 69210 Brévenne", "rue des Lilas"),
        ("Une association de Quimper l'a fait.", "Quimper"),
        ("Pour les associations de Bretagne", "Bretagne"),
        ("Avec la Banque Populaire.", "Banque Populaire"),
        ("Avec le club Les Dauphins de Sète.", "Dauphins"),
        ("C'est la seule épicerie solidaire de l'île.", "seule épicerie solidaire"),
        # Its name in a longer one is another's.
        ("Vu à la Fédération des Cloîtres de Plouzévédé", "Plouzévédé"),
        ("https://cloitres.example.ravaudeurs.example", "ravaudeurs.example"),
        ("voir http://ravaudeurs.example/?cloitres.example", "ravaudeurs.example"),
        # Cut in two by Markdown, or written in its entities.
        ("Bien joué, Sol**ange** Quin_trec_, et merci.", "Solange Quintrec"),
        ("Une association de Quim&#112;er l'a fait.", "Quimper"),
    ],
)
def test_what_tells_who_an_author_is_is_quoted_and_refused(text: str, word: str) -> None:
    assert word in (said(text) or "")


def test_english_words_are_read_as_english() -> None:
    assert said("First steps: recurring gifts without an agency.", "en") is None
    assert "Quimper" in (said("They did it in Quimper, with Solange Quintrec.", "en") or "")


def test_what_a_practice_says_itself_may_be_said_again() -> None:
    public = ["nous avons tenu un stand à la Fête de la Musique de juin."]

    assert said("Leur stand à la Braderie de Lille fait envie.", public=public)
    assert said("Leur stand à la Fête de la Musique fait envie.", public=public) is None
    assert said("Leur stand avec Musique Plus fait envie.", public=public)


def test_a_guess_is_answered_alike_right_or_wrong() -> None:
    """No author's profile is read, so the refusal says nothing of who wrote."""
    told = [said(f"C'est {name} qui parle.") for name in ("Yvonne Kerbrat", "Yvonne Quemener")]

    assert told == ["note: Yvonne Kerbrat", "note: Yvonne Quemener"]


def test_each_name_is_quoted_once() -> None:
    with pytest.raises(NamesSomebody) as refused:
        remarks.look_over(
            "title", "Solange Quintrec et Solange Quintrec, à Quimper", "fr", FEDERATION
        )

    assert refused.value.details["said"] == ("Solange Quintrec", "Quimper")
    assert refused.value.details["words"] == "Solange Quintrec, Quimper"


def test_what_was_not_checked_is_refused(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise RuntimeError("à propos de Solange Quintrec")

    monkeypatch.setattr(anonymisation, "scan", stumble)
    with caplog.at_level(logging.DEBUG), pytest.raises(WordsUnchecked):
        remarks.look_over("note", "Solange Quintrec", "fr", FEDERATION)

    assert "RuntimeError" in caplog.text
    assert "Quintrec" not in caplog.text


def test_nothing_is_written_without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anonymisation.model, "is_available", lambda: False)

    with pytest.raises(NoModelForWords):
        remarks.look_over("note", "à lire", "fr", FEDERATION)
    remarks.look_over("note", "", "fr", FEDERATION)
