"""The whole of the anonymisation: figures on annotated texts, laws, limits."""

import itertools
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commons import anonymisation
from commons.anonymisation import Profile, Published
from tests.commons.anonymisation import evaluate, texts

CASES = texts.cases()
FERME = Profile(
    name="La Ferme des Trois Vents",
    acronym="FTV",
    commune="Vertou",
    department="Loire-Atlantique",
    people=("Martine Vasseur", "Yann Le Goff"),
)


def _kinds(text: str, profile: Profile = FERME, published: Published | None = None) -> list[str]:
    return [
        f"{f.kind} {f.text}"
        for f in anonymisation.scan({"text": text}, profile, published or Published())
    ]


def test_the_annotated_texts_reach_the_targets() -> None:
    score = evaluate.evaluate(CASES)

    assert score.recall("direct") >= 0.96, score.errors
    assert score.recall("quasi") >= 0.9, score.errors
    assert score.precision >= 0.85, score.errors
    assert score.kept >= 0.97, score.errors


@pytest.mark.parametrize("shape", [str.lower, str.upper])
def test_texts_without_meaningful_capitals_stay_close(shape: Callable[[str], str]) -> None:
    shaped = [c | {"text": t} for c in CASES if len(t := shape(c["text"])) == len(c["text"])]

    score = evaluate.evaluate(shaped)

    assert score.recall("direct") >= 0.9, score.errors
    assert score.precision >= 0.85, score.errors


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_accepting_every_proposal_leaves_nothing_to_find(case: dict[str, object]) -> None:
    profile = Profile.from_mapping(case["profile"])  # type: ignore[arg-type]

    result = anonymisation.anonymise(
        str(case["text"]), profile, Published(language=str(case["language"]))
    )

    again = anonymisation.scan(
        {"text": result.anonymised}, profile, Published(language=str(case["language"]))
    )
    assert again == ()


_PIECES = st.sampled_from(
    [word for case in CASES for word in case["text"].split(" ")]
    + [
        "\n",
        " ",
        "\u00a0",
        "\u00ad",
        "[personne A]",
        "une association sportive",
        "l'",
        "d'",
        "«",
        "»",
        "(",
        "A.D.M.",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=40), st.sampled_from([None, "sport", "health"]), st.booleans())
def test_any_text_reaches_a_fixpoint(pieces: list[str], field: str | None, hidden: bool) -> None:
    text = " ".join(pieces)
    published = Published(
        field=None if hidden else field,
        withheld_field=field if hidden else None,
        withheld_sizes=hidden,
    )

    result = anonymisation.anonymise(text, FERME, published)

    assert anonymisation.scan({"text": result.anonymised}, FERME, published) == ()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.lists(_PIECES, max_size=30).map(" ".join))
def test_findings_quote_the_raw_text_and_never_overlap(text: str) -> None:
    findings = anonymisation.scan({"text": text}, FERME)

    assert all(text[f.start : f.end] == f.text for f in findings)
    assert all(a.end <= b.start for a, b in itertools.pairwise(findings))
    assert len({f.id for f in findings}) == len(findings)


def test_offsets_survive_invisible_characters() -> None:
    text = "Chez F\u00adT\u200bV,\u00a0Mar\u00adtine Vasseur range."

    found = anonymisation.scan({"text": text}, FERME)

    assert [f.text for f in found] == ["F\u00adT\u200bV", "Mar\u00adtine Vasseur"]


def test_combining_accents_are_read_as_letters() -> None:
    text = "Avec He\u0301le\u0300ne Marchetti, tout va."

    assert _kinds(text) == ["PERSON He\u0301le\u0300ne Marchetti"]


def test_an_id_survives_an_edit_elsewhere_and_in_another_field() -> None:
    before = anonymisation.scan({"title": "Le don", "text": "Martine a aimé Vertou."}, FERME)

    after = anonymisation.scan(
        {"title": "Le don de Yann", "text": "Martine rit ? Oui. Martine a aimé Vertou. Fin."}, FERME
    )

    assert {f.id for f in before} < {f.id for f in after}


def test_one_entity_has_one_replacement_in_all_fields() -> None:
    found = anonymisation.scan(
        {"title": "Martine et Farid", "text": "Mme Vasseur écrit à Farid Haddad. Farid répond."},
        FERME,
    )

    assert [f.replacement for f in found] == [
        "[personne A]", "[personne B]", "[personne A]", "[personne B]", "[personne B]",
    ]  # fmt: skip


def test_numbering_goes_on_after_placeholders_already_there() -> None:
    found = anonymisation.scan({"text": "[personne A] a formé Farid Haddad."}, FERME)

    assert [f.replacement for f in found] == ["[personne B]"]


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("Chez FTV on rit.", None, "Chez notre association on rit."),
        (
            "L'accueil de la Ferme des Trois Vents plaît.",
            None,
            "L'accueil de notre association plaît.",
        ),
        ("La Ferme des Trois Vents publie.", None, "Notre association publie."),
        ("Un don à FTV.", "sport", "Un don à une association sportive."),
        ("Le local de FTV est loin.", "sport", "Le local d'une association sportive est loin."),
        ("Les gens du Var viennent.", None, "Les gens de [département A] viennent."),
        (
            "Nous avons récolté 4 312 € cet été.",
            None,
            "Nous avons récolté quelques milliers d'euros cet été.",
        ),
        ("Le 14 mars 2023, tout ouvrait.", None, "Un jour de printemps, tout ouvrait."),
        (
            "L'équipe, fondée en 1987, vieillit.",
            None,
            "L'équipe, fondée il y a plusieurs années, vieillit.",
        ),
    ],
)
def test_replacements_keep_the_sentence_readable(
    text: str, field: str | None, expected: str
) -> None:
    assert anonymisation.anonymise(text, FERME, Published(field=field)).anonymised == expected


def test_english_replacements() -> None:
    result = anonymisation.anonymise(
        "Martine Vasseur called FTV.", FERME, Published(language="en", field="sport")
    )

    assert result.anonymised == "[person A] called a sports association."


def test_certain_findings_cannot_be_kept_nor_own_places() -> None:
    found = anonymisation.scan({"text": "Martine Vasseur aime Vertou, la Kolibri et FTV."}, FERME)

    assert {f.text: f.keepable for f in found} == {
        "Martine Vasseur": False, "Vertou": False, "la Kolibri": True, "FTV": False,
    }  # fmt: skip


def test_keep_takes_words_and_ids_but_never_a_certain_identifier() -> None:
    text = {"text": "Martine Vasseur utilise Zorglub à Lannion."}
    town = next(f for f in anonymisation.scan(text, FERME) if f.kind == "LOC")

    found = anonymisation.scan(text, FERME, keep=["zorglub", town.id, "Martine Vasseur"])

    assert [f.text for f in found] == ["Martine Vasseur"]


def test_hidden_labels_and_zones_are_not_said_again() -> None:
    text = "Nos licenciés de l'Ouest aiment notre toute petite association."

    hidden = _kinds(text, Profile(), Published(withheld_field="sport", withheld_sizes=True))

    assert hidden == ["CLUE Nos licenciés", "LOC de l'Ouest", "CLUE notre toute petite association"]
    assert _kinds(text, Profile()) == ["LOC de l'Ouest"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nous avons envoyé trois lettres. Résultat : 40 % de retours.",
        "Le Conseil départemental et la CAF ont suivi, via HelloAsso et Excel.",
        "[personne A] écrit à une association sportive de [lieu B] un jour de mars.",
        "Le plus petit don est de 2 €, l'abonnement coûte 12 € par mois.",
        "La première année fut dure, la seule difficulté reste la connexion.",
        "En avril, ensemble, nous avons appris de nos erreurs.",
        "We asked members on Monday and in March. I think it worked.",
    ],
)
def test_a_clean_text_has_no_finding(text: str) -> None:
    assert _kinds(text) == []


def test_a_profile_is_checked_key_by_key() -> None:
    assert Profile.from_mapping({"name": None, "people": ["A B"]}) == Profile(people=("A B",))
    with pytest.raises(ValueError, match="'town'"):
        Profile.from_mapping({"town": "Vertou"})
    with pytest.raises(ValueError, match="'people'"):
        Profile.from_mapping({"people": "Martine"})
    with pytest.raises(ValueError, match="'name'"):
        Profile.from_mapping({"name": 3})


def test_rewrite_refuses_overlapping_changes() -> None:
    assert anonymisation.rewrite("abcdef", [(4, 5, "X"), (0, 2, "Y")]) == "YcdXf"
    with pytest.raises(ValueError, match="overlaps"):
        anonymisation.rewrite("abcdef", [(0, 3, "X"), (2, 4, "Y")])


@pytest.mark.parametrize(
    "unit",
    ["a", "1", " ", "a@", "a-", "de la ", "Martine de ", "la premiere ", "vingt ", "« ", "saint-",
     "A. ", "1 000 ", "12 rue de la ", "732 829 320 ", "Saint-Jean-", "ABCD ",
     "e\u0301\u0301", "zero six ", "&amp;", "&#97;", "m a r t i n e ", "a\u034f", "[nom AB] ",
     "un jour de mars ", "Vertou ", "\u0430b "],
)  # fmt: skip
def test_the_cost_of_a_hostile_text_grows_with_its_length(unit: str) -> None:
    def cost(length: int, attempt: int) -> float:
        """Processor seconds, so that a busy machine does not count."""
        # Another text each time: what was seen in one is remembered.
        text = (unit * (length // len(unit) + 1))[:length] + " " * attempt
        start = time.process_time()
        anonymisation.scan({"text": text}, FERME)
        return time.process_time() - start

    def is_linear(attempt: int) -> bool:
        # Four times the length: 4 when linear, 16 when quadratic. Below 0.2 s there is no harm.
        whole = cost(20_000, attempt)
        return whole < 0.2 or whole < 10 * cost(5_000, attempt)

    assert any(map(is_linear, range(2)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nous ne conclurons pas avant juin 2027.", []),
        ("Nous ne ferons rien en 2027.", []),
        ("Le club est né en 1987.", ["en 1987"]),
        ("L'atelier, créé par des amis en 1994, vit encore.", ["en 1994"]),
    ],
)
def test_a_year_is_found_where_something_began_and_only_whole(text: str, found: list[str]) -> None:
    assert [each.text for each in anonymisation.scan({"text": text}, Profile())] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("À la réunion publique, on a dû déplacer la réunion de janvier.", []),
        ("L'antenne de La Réunion a suivi.", ["La Réunion"]),
        ("Le projet est tombé le 30. Il repart le 28.", []),
        ("Nos amis du 93 et ceux dans le 29.", ["du 93", "le 29"]),
        ("Une diffusion à sens unique.", []),
    ],
)
def test_meetings_and_days_are_no_places(text: str, found: list[str]) -> None:
    assert [each.text for each in anonymisation.scan({"text": text}, Profile())] == found


def test_a_replacement_has_a_capital_only_where_a_sentence_begins() -> None:
    profile = Profile(name="Les Ravaudeurs de Brévenne", commune="Brévenne-le-Haut")
    text = (
        "À Brévenne-le-Haut, Les Ravaudeurs de Brévenne cousent. Les Ravaudeurs de Brévenne rient."
    )

    assert anonymisation.anonymise(text, profile).anonymised == (
        "Dans notre commune, notre association cousent. Notre association rient."
    )
