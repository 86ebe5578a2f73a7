import statistics

import pytest

from commons import anonymisation
from commons.anonymisation import Doubt, Profile, Published
from tests.commons.anonymisation import evaluate, texts


def doubtful(
    text: str, profile: Profile | None = None, language: str = "fr", **fields: str
) -> dict[str, Doubt]:
    """The doubts of a text by their words, in their order."""
    asked = {"text": text, **fields}
    declared, published = profile or Profile(), Published(language=language)
    found = anonymisation.scan(asked, declared, published, with_model=False)
    return {each.text: each for each in anonymisation.doubtful(asked, found, declared, published)}


def test_ordinary_words_are_not_asked_about() -> None:
    told = "Nous avons envoyé une lettre aux adhérents, puis un SMS par HelloAsso avant Noël."

    assert doubtful(told) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nous avons compté 7431 lettres.", "7431 lettres"),
        ("Nous avons envoyé 11 lettres.", "11 lettres"),
        ("nous avons compté quarante-trois lettres", "quarante-trois lettres"),
        ("les gens du brimborion sont venus", "brimborion"),
        ("LES GENS DU BRIMBORION SONT VENUS NOUS AIDER", "BRIMBORION"),
        ("nous étions près du lavoir avec les enfants", "lavoir"),
        ("on a demandé à rose de tenir la caisse", "rose"),
        ("et nous avons ouvert la seule permanence qui accueille sans papiers", "la seule"),
        ("la section a n t s a relancé ses adhérents", "a n t s"),
    ],
)
def test_numbers_rare_words_places_and_claims_are(text: str, words: str) -> None:
    assert any(each.startswith(words) for each in doubtful(text))


def test_each_form_is_listed_once_with_all_its_mentions() -> None:
    found = doubtful("le brimborion d'abord. puis le brimborion.", title="Un brimborion de plus")

    (doubt,) = found.values()
    assert doubt.text == "brimborion"
    assert [field for field, _, _ in doubt.mentions] == ["text", "text", "title"]
    assert "brimborion d'abord" in doubt.excerpt


def test_what_a_finding_holds_is_not_asked_twice() -> None:
    assert doubtful("Camille Dupont a écrit à contact@exemple.fr le 14 mars 2024.") == {}


def test_an_id_belongs_to_the_words_wherever_they_stand() -> None:
    (first,) = anonymisation.doubtful({"text": "le port est loin"}, (), Profile())
    (moved,) = anonymisation.doubtful({"text": "sans rien dire, on voit le port"}, (), Profile())
    (named,) = anonymisation.doubtful({"text": "Nous avons vu le Port."}, (), Profile())

    assert first.id == moved.id
    assert named.id != first.id


def test_words_of_the_profile_come_first() -> None:
    profile = Profile(name="Les Amis du Clocher", people=("Yvonne Kerbrat",))

    found = doubtful("le brimborion et le lavoir, 7431 lettres, le kerbrate", profile)

    assert "kerbrate" not in found or next(iter(found)) == "kerbrate"
    assert len(found) >= 3


def test_nothing_is_left_out_of_a_long_list() -> None:
    words = [f"brimb{chr(97 + i)}{chr(97 + j)}on" for i in range(8) for j in range(8)]
    text = " et ".join(f"le {word}" for word in words)

    listed = {each.form for each in anonymisation.doubtful({"text": text}, (), Profile())}

    assert listed == set(words)


@pytest.mark.parametrize(
    "told",
    [
        "Le bilan dira lentement où nous allons : « Gardez la monnaie », disait l'affiche.",
        "Elle vient de chez elle.\n\nMoralité : une bonne histoire vaut mieux qu'un long courriel.",
        "Nous l'avons fermé au bout du mois, c'est illisible et ça marche aussi autrement.",
        "Cela prend 2 jours, 30 minutes, et dix jours de plus : 15 % de moins.",
        "La Cornmune a rernplacé les 0bjets, la coti5ation et la tombo1a.",
        "Nous avons rete-\nnu la for-\nmule.",
        "L'inspection et la cohésion, le testateur, la réclamation : on apprend.",
        "À Pâques comme avant Noël, on vient en France et en Italie.",
    ],
)
def test_where_a_word_stands_says_that_it_is_ordinary(told: str) -> None:
    assert doubtful(told) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bref. Yor a tenu la caisse hier.", "Yor"),
        ("Le reste, on l'a fait à cinq.", "cinq"),
        ("La petite a neuf ans.", "neuf ans"),
        ("Huit prêteurs ont suivi.", "Huit prêteurs"),
        ("on a vendu à la salle de l avenir", "salle de l avenir"),
        ("Le tirage suit le bingo de Pâques.", "bingo de Pâques"),
        ("on est premiers du département à le faire", "premiers du département"),
        ("y a que nous qui ose", "que nous"),
        ("écrivez-nous, la page 3petitspas est ouverte", "3petitspas"),
        ("on a recollé l'affiche dans le quartier acajou hier", "quartier acajou"),
        ("moi c'est yoyo et je tiens la caisse du club", "yoyo"),
        ("Nous sommes passés au logiciel Vilangeo cette année.", "Vilangeo"),
        ("le repas a rapporté trois k nets", "trois"),
        ("Elle approche la soixantaine.", "soixantaine"),
        ("Le reste, c'est M.-B. qui le garde.", "M.-B."),
        ("Le code est W.4i3.oo7.7l9 depuis hier.", "W.4i3.oo7.7l9"),
        ("Le mot est sur @clairvent depuis hier.", "@clairvent"),
    ],
)
def test_where_a_word_stands_says_that_it_may_be_a_name(text: str, words: str) -> None:
    listed = anonymisation.doubtful({"text": text}, (), Profile())

    assert any(words in each.text for each in listed)


def test_an_ordinary_word_of_the_own_name_is_asked_about_only_where_it_may_be_the_name() -> None:
    profile = Profile(name="Les Petits Grains de Sel")

    assert doubtful("Un petit carnet, assez de sel : merci, Camille.", profile) == {}
    assert "sel" in doubtful("Nous avons vu le sel arriver.", profile)


def test_confirmed_words_are_findings_everywhere_and_cannot_be_kept() -> None:
    fields = {"text": "le brimborion a donné 7431 lettres.", "title": "Un Brimborion heureux"}
    tell = anonymisation.doubtful(fields, (), Profile())

    found = anonymisation.scan(fields, Profile(), tell=tell, with_model=False)
    changed = {
        name: anonymisation.rewrite(
            text, [(f.start, f.end, f.replacement) for f in found if f.field == name]
        )
        for name, text in fields.items()
    }

    told = [each for each in found if each.reason == "told"]
    assert {each.text.lower() for each in told} >= {"le brimborion", "7431"}
    assert not any(each.keepable for each in told)
    assert "brimborion" not in str(changed).lower()
    assert "[nombre] lettres" in changed["text"]
    assert anonymisation.scan(changed, Profile(), tell=tell, with_model=False) == ()


def test_english_words_are_ordinary_in_an_english_text() -> None:
    told = "We moved the meeting and asked the neighbours to write letters by hand."

    assert doubtful(told, language="en") == {}


def test_an_author_who_answers_rightly_leaves_no_direct_identifier() -> None:
    score = evaluate.evaluate_authors(texts.cases())

    assert score.left["careful"] == 0, score.errors
    assert statistics.median(score.per_400_words) <= 15
    assert score.left["hurried"] >= score.left["careful"]
    for identifier in ("direct", "quasi"):
        assert score.shown[identifier] >= 0.99 * score.missed[identifier], score.errors


def test_the_list_shows_what_a_detector_that_knew_nothing_would_have_missed() -> None:
    shown = missed = 0
    for case in texts.cases():
        fields, declared = {"text": case["text"]}, evaluate.profile_of(case)
        published = Published(language=case["language"])
        found = anonymisation.scan(fields, declared, published)
        for span in case["spans"]:
            if span["identifier"] != "direct":
                continue
            inside = range(span["start"], span["end"])
            unknown = {f.entity for f in found if f.start < inside.stop and inside.start < f.end}
            rest = [f for f in found if f.entity not in unknown]
            listed = anonymisation.doubtful(fields, rest, declared, published)
            missed += 1
            shown += any(
                low < inside.stop and inside.start < high
                for each in listed
                for _, low, high in each.mentions
            )

    assert missed > 50
    assert shown / missed >= 0.95


@pytest.mark.parametrize(
    ("profile", "told", "asked"),
    [
        (Profile(name="Ensemble"), "Ensemble, on a décidé d'écrire moins souvent.", "Ensemble"),
        (Profile(name="Lir' Ensanm"), "Je l'écris L-I-R puis le reste.", "L-I-R"),
        (Profile(), "on poste des photos, cherchez minette.83 et vous verrez", "minette.83"),
    ],
)
def test_a_name_that_may_be_a_word_or_is_oddly_spelt_is_asked_about(
    profile: Profile, told: str, asked: str
) -> None:
    fields = {"text": told}
    found = anonymisation.scan(fields, profile)

    left = anonymisation.doubtful(fields, found, profile)

    assert asked in {each.text for each in left} | {each.text for each in found}


@pytest.mark.parametrize(
    ("profile", "told", "asked"),
    [
        (Profile(people=("Évita Nagapin",)), "Le mot est de evita-gosier, hier.", "evita"),
        (Profile(people=("Constant Blin",)), "avec constant on tient la caisse", "constant"),
        (Profile(people=("Lumière Abou",)), "On dit que la lumière gère tout.", "lumière"),
    ],
)
def test_a_declared_first_name_that_is_a_word_is_asked_about(
    profile: Profile, told: str, asked: str
) -> None:
    found = anonymisation.scan({"text": told}, profile, with_model=False)
    left = anonymisation.doubtful({"text": told}, found, profile)

    assert any(asked in each.text for each in (*left, *found))
