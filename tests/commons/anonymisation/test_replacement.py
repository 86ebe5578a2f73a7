"""Replacements: what the labels say and no more, one per entity, in sentences one can read."""

import re

import pytest

from commons import anonymisation, vocabulary
from commons.anonymisation import Profile, Published, replacement
from commons.anonymisation.bodies import kinds

SAIL = Profile(
    name="Les Voiles Solidaires",
    acronym="LVS",
    commune="Vertou",
    department="Loire-Atlantique",
    people=("Nora Sellami", "Annaïg Coëffic"),
    places=("Pays de la Loire",),
)
WEST = Published(field="sport", zone="north-west")


def _accepted(text: str, profile: Profile = SAIL, published: Published | None = None) -> str:
    """The text after one round of acceptance, in which nothing may be left to find."""
    published = published or Published()
    found = anonymisation.scan({"text": text}, profile, published, with_model=False)
    seen = anonymisation.rewrite(text, [(f.start, f.end, f.replacement) for f in found])
    assert anonymisation.scan({"text": seen}, profile, published, with_model=False) == ()
    return seen


@pytest.mark.parametrize(
    ("text", "hidden", "shown"),
    [
        (
            "On rame à Vertou.",
            "On rame dans notre commune.",
            "On rame dans une commune de l'Ouest.",
        ),
        ("Vertou a suivi.", "Notre commune a suivi.", "Une commune de l'Ouest a suivi."),
        (
            "Les gens de Vertou rient.",
            "Les gens de notre commune rient.",
            "Les gens d'une commune de l'Ouest rient.",
        ),
        (
            "On vient de toute la Loire-Atlantique.",
            "On vient de toute notre département.",
            "On vient de toute un département de l'Ouest.",
        ),
        (
            "Nous allons partout en Pays de la Loire.",
            "Nous allons partout dans notre région.",
            "Nous allons partout dans une région de l'Ouest.",
        ),
    ],
)
def test_own_places_become_the_published_zone_or_their_kind(
    text: str, hidden: str, shown: str
) -> None:
    assert _accepted(text) == hidden
    assert _accepted(text, published=Published(zone="north-west")) == shown


@pytest.mark.parametrize("zone", sorted(vocabulary.terms("zones")))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_zone_has_words_for_its_places_that_stay(zone: str, language: str) -> None:
    published = Published(zone=zone, language=language)
    text = "We meet near Vertou." if language == "en" else "On se voit vers Vertou."

    seen = _accepted(text, published=published)

    assert seen.endswith(f" {replacement.own_place('town', published)}.")


@pytest.mark.parametrize("department", ["Nord", "Loire-Atlantique", "Cher"])
def test_the_words_of_a_zone_do_not_depend_on_whose_places_they_recall(department: str) -> None:
    profile = Profile(commune="Vertou", department=department, places=("Centre-Val de Loire",))
    published = Published(zone="north-east")

    assert _accepted("On rame à Vertou.", profile, published) == (
        "On rame dans une commune du Nord ou de l'Est."
    )


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Tout va à Redon et à Crest.", "Tout va à [commune A] et à [commune B]."),
        ("Redon aime la ville de Redon.", "[commune A] aime [commune A]."),
        ("Les gens du Finistère viennent.", "Les gens de [département A] viennent."),
        ("On arrive de Bretagne.", "On arrive de [région A]."),
        ("Le quartier de Planoise suit.", "[quartier A] suit."),
        ("Ils vivent sur l'île de Groix.", "Ils vivent sur [lieu A]."),
        ("Ils vivent dans la vallée de la Bruche.", "Ils vivent dans [lieu A]."),
        ("Les élèves du lycée Kerneuzec votent.", "Les élèves d'[école A] votent."),
        ("La Menuiserie Le Goasduff aide.", "[entreprise A] aide."),
        ("On parle sur Radio Kerne.", "On parle sur [radio A]."),
        ("On en parle dans Ouest-France.", "On en parle dans [journal A]."),
        ("Avec HelloAsso, la mairie de Redon paie.", "Avec HelloAsso, la mairie paie."),
        ("Avec l'aide du CCAS de Redon.", "Avec l'aide du CCAS."),
    ],
)
def test_places_and_partners_become_their_kind(text: str, seen: str) -> None:
    assert _accepted(text, Profile()) == seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Depuis que LVS rame, ça va.", "Depuis qu'une association sportive rame, ça va."),
        ("La salariée de LVS rame.", "La salariée d'une association sportive rame."),
        ("Chez nous, notre LVS rame.", "Chez nous, une association sportive rame."),
        ("Aux Voiles Solidaires, on rame.", "À une association sportive, on rame."),
        ("Les Voiles Solidaires rament.", "Une association sportive rament."),
        ("L'accueil des Voiles Solidaires.", "L'accueil d'une association sportive."),
        ("C'est l'idée d'Annaïg.", "C'est l'idée de [personne A]."),
        ("Je crois qu'Annaïg rame.", "Je crois que [personne A] rame."),
        ("Allez sur voiles-solidaires.example en mai.", "Allez sur [site] en mai."),
        ("On a fait un 14 juillet sans pluie.", "On a fait un jour d'été sans pluie."),
        ("C'est un seul lieu dans le canton.", "C'est un lieu."),
    ],
)
def test_a_replacement_agrees_with_what_stands_before_it(text: str, seen: str) -> None:
    profile = Profile(
        name="Les Voiles Solidaires", acronym="LVS", people=("Annaïg Coëffic",),
        domain="voiles-solidaires.example",
    )  # fmt: skip

    assert _accepted(text, profile, Published(field="sport")) == seen


def test_no_sentence_is_broken_around_any_replacement() -> None:
    leads = [
        "", "à ", "de ", "en ", "chez ", "d'", "l'", "qu'", "du ", "des ", "au ", "aux ", "la ",
        "le ", "les ", "un ", "une ", "notre ", "cette ", "à la ", "de la ", "de l'", "à l'",
        "jusqu'à ", "lorsqu'", "que ", "puisque ", "sur la ", "dans le ", "L'", "Du ",
    ]  # fmt: skip
    named = ["Voiles Solidaires", "LVS", "Annaïg Coëffic", "Vertou", "Loire-Atlantique",
             "Menuiserie Kerneuzec", "lycée Kerneuzec"]  # fmt: skip
    contracted = r"de les?|à les?|le l'|de une?|que une?|à dans|l'une?"
    doubled = r"(?:la|le|les|des|du|une?|cette|notre) (?:une?|notre)"
    broken = re.compile(rf"\b(?:{contracted}|{doubled})\b|  |'\s|\bl'\[", re.I)
    for published in (Published(), WEST):
        for lead in leads:
            for name in named:
                seen = _accepted(f"Hier, {lead}{name} allait bien.", published=published)
                assert not broken.search(seen), (lead, name, seen)


def test_one_entity_has_one_replacement_however_it_is_named() -> None:
    found = anonymisation.scan(
        {
            "title": "Avec la Menuiserie Kerneuzec",
            "text": "Kerneuzec a suivi. Annaig Coeffic et Annaïg aussi. Saint-Brieuc, St Brieuc.",
        },
        SAIL,
        with_model=False,
    )

    assert [f.replacement for f in found] == [
        "[entreprise A]", "[entreprise A]", "[personne A]", "[personne A]", "[commune A]",
        "[commune A]",
    ]  # fmt: skip


def test_a_role_takes_the_place_of_a_name_everywhere() -> None:
    text = (
        "Notre trésorière, Nora Sellami, a tout noté. Merci à Nora ! L'avis de Nora compte."
        " Sa voisine Maryvonne Kerdoncuff rit."
    )

    assert _accepted(text) == (
        "Notre trésorière a tout noté. Merci à notre trésorière ! L'avis de notre trésorière"
        " compte. Sa voisine rit."
    )


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        # Two of one office: the words would tell neither from the other.
        (
            "La présidente Nora Sellami et la présidente Annaïg Coëffic signent. Nora rit.",
            "La présidente [personne A] et la présidente [personne B] signent. [personne A] rit.",
        ),
        # The name of a list stays one of the list.
        (
            "La présidente, Nora Sellami, Annaïg et moi signons.",
            "La présidente, [personne A], [personne B] et moi signons.",
        ),
        (
            "Sa voisine Maryvonne Kerdoncuff rit. Maryvonne rit.",
            "Sa voisine [personne A] rit. [personne A] rit.",
        ),
    ],
)
def test_a_role_stays_beside_the_name_where_it_would_not_do_alone(text: str, seen: str) -> None:
    assert _accepted(text) == seen


@pytest.mark.parametrize(
    ("field", "text", "label"),
    [("religion", "l'église Saint-Quidy", "église"), ("sport", "le stade Kerneuzec", "stade")],
)
def test_no_kind_says_a_withheld_field(field: str, text: str, label: str) -> None:
    text = f"Tout se passe devant {text}."

    assert label in _accepted(text, Profile())
    assert label not in _accepted(text, Profile(), Published(withheld_field=field))


def test_no_kind_says_a_name_again() -> None:
    text = "Lycée Kerneuzec, commune de Redon : Martin École et Julie Commune votent."

    seen = _accepted(text, Profile(name="École Kolibri", people=("Julie Commune",)))

    assert "école" not in seen.lower()
    assert "commune" not in seen.lower()


@pytest.mark.parametrize("label", sorted(kinds.LABELS))
def test_a_placeholder_is_one_only_as_it_is_written_here(label: str) -> None:
    french, english = kinds.LABELS[label]

    assert _accepted(f"Merci à [{french} A].", Profile()) == f"Merci à [{french} A]."
    assert "Kerneuzec" not in _accepted(f"Merci à [{french} Kerneuzec].", Profile())
    said = f"Thanks to [{english} B]."
    assert _accepted(said, Profile(), Published(language="en")) == said


def test_the_inhabitants_of_a_place_are_inhabitants() -> None:
    text = "Les Marseillais aiment notre soupe lyonnaise et les prénoms bretons des Brestois."

    assert _accepted(text, Profile()) == (
        "Les habitants aiment notre soupe locale et les prénoms locaux des habitants."
    )


def test_english_sentences_stay_whole() -> None:
    published = Published(language="en", field="charity", zone="paris")
    profile = Profile(name="Harbour Lights", commune="Vertou", people=("Nora Sellami",))
    text = "The Harbour Lights began in Vertou. Our treasurer Nora Sellami runs it; Nora knows."

    assert _accepted(text, profile, published) == (
        "A charity began in a town in the Paris region. Our treasurer runs it; our treasurer knows."
    )
