"""What would slip past the detectors: wordings, false placeholders, spellings, old decisions."""

import itertools

import pytest

from commons import anonymisation
from commons.anonymisation import Finding, Profile, Published, replacement

CLOCHER = Profile(
    name="Les Amis du Clocher",
    acronym="ADC",
    commune="Vertou",
    department="Loire-Atlantique",
    people=("Martine Vasseur", "Yann Le Goff"),
    domain="amisduclocher.fr",
    places=("Saint-Étienne", "Pays de la Loire"),
)
PLAIN = Published()


def _scan(
    text: str, profile: Profile = CLOCHER, published: Published = PLAIN, keep: tuple[str, ...] = ()
) -> tuple[Finding, ...]:
    return anonymisation.scan({"text": text}, profile, published, keep=keep)


def _found(text: str, profile: Profile = CLOCHER, published: Published = PLAIN) -> list[str]:
    return [f"{f.kind} {f.text}" for f in _scan(text, profile, published)]


def _accepted(text: str, profile: Profile = CLOCHER, published: Published = PLAIN) -> str:
    """The text after one round of acceptance, in which nothing may be left to find."""
    found = _scan(text, profile, published)
    seen = anonymisation.rewrite(text, [(f.start, f.end, f.replacement) for f in found])
    assert _scan(seen, profile, published) == ()
    return seen


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "Un jour un sourire",
            "Un jour un sourire a lancé une collecte.",
            "Notre association a lancé une collecte.",
        ),
        (
            "Ensemble pour notre région",
            "Avec Ensemble pour notre région, tout va.",
            "Avec notre association, tout va.",
        ),
        ("Notre Association", "Chez Notre Association, on rit.", "Chez notre association, on rit."),
        (
            "Les Amis du Clocher",
            "Écrire à notre association@amisduclocher.fr avant lundi.",
            "Écrire à notre [adresse e-mail] avant lundi.",
        ),
    ],
)
def test_a_wording_never_hides_a_direct_mention(name: str, text: str, expected: str) -> None:
    profile = Profile(name=name, domain="amisduclocher.fr")

    assert _accepted(text, profile) == expected


def test_a_replacement_never_says_the_own_name_again() -> None:
    text = "Le 14 mars 2023, tout ouvrait."

    assert _accepted(text, Profile(name="Un jour un sourire")) == "[date], tout ouvrait."
    assert _accepted(text, Profile(commune="Printemps")) == "[date], tout ouvrait."


def test_an_address_takes_in_the_placeholder_it_runs_into() -> None:
    assert (
        _accepted("Le local du 12 rue de la [nom A] est loin.") == "Le local du [adresse] est loin."
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le don de [nom ADC] suit.", ["ASSO ADC"]),
        ("Une fête à [lieu Pau] en mai.", ["LOC Pau"]),
        ("Merci à [personne Martine Vasseur] pour tout.", ["PERSON Martine Vasseur"]),
        ("Merci à [personne martine] pour tout.", ["PERSON martine"]),
        ("Merci à [personne MV] pour tout.", ["NAME MV"]),
        ("Merci à [personne\u200b A] de [lieu\u00a0B] et [nom A].", []),
        ("Merci à [personne A] de [lieu AB] un jour de mars.", []),
        ("Avec Kolibri et [nom A] tours et détours.", ["NAME Kolibri"]),
    ],
)
def test_only_a_placeholder_as_written_here_is_one(text: str, found: list[str]) -> None:
    assert _found(text) == found


def test_no_placeholder_is_numbered_with_the_own_initials() -> None:
    text = " ".join(f"[nom {replacement.letter(n)}]" for n in range(28)) + " et la Kolibri."

    profile = Profile(name="Amis Clocher", acronym="AC")

    assert "AC" not in {f.text for f in _scan(text, Profile())}
    assert _accepted(text, profile).endswith("[nom AD].")


def test_hundreds_of_names_share_the_last_placeholder() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = (f"Zor{a}{b}{c}x" for a in "kg" for b in letters for c in letters)
    text = " ".join(f"Avec {name}, ça va." for name in itertools.islice(names, 710))

    assert _accepted(text, Profile()).count("[nom ZZ]") == 9


@pytest.mark.parametrize("field", sorted(replacement.ASSOCIATIONS))
def test_a_withheld_field_is_found_in_the_very_words_that_would_publish_it(field: str) -> None:
    wording, _ = replacement.ASSOCIATIONS[field]
    text = f"Nous sommes {wording} ouverte."

    assert _found(text, Profile(), Published(withheld_field=field)) != []
    assert _accepted(text, Profile(), Published(withheld_field=field))
    assert _found(text, Profile(), Published(field=field)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Notre association de petite taille avance.",
        "Une association sans salarié avance.",
        "Nous sommes une petite association.",
    ],
)
def test_withheld_sizes_are_found_beside_a_wording(text: str) -> None:
    published = Published(withheld_sizes=True)

    assert _found(text, Profile(), published) != []
    assert _accepted(text, Profile(), published)


@pytest.mark.parametrize(
    "text",
    ["à Vertou", "à vertou", "A VERTOU", "de Saint-Étienne", "de saint etienne", "de St-Etienne",
     "de saintétienne", "en Loire-Atlantique", "en loire atlantique", "en Loire\u2011Atlantique",
     "des Pays de la Loire", "de V e r t o u", "de Ver-tou", "du VERTOU"],
)  # fmt: skip
def test_own_places_are_never_published(text: str) -> None:
    found = _scan(f"Les gens {text} viennent en mars.")

    assert [(f.identifier, f.certainty, f.keepable) for f in found if f.kind == "LOC"] == [
        ("quasi", "certain", False)
    ]
    assert all(not f.keepable for f in found)
    assert _accepted(f"Les gens {text} viennent en mars.")


@pytest.mark.parametrize(
    "text",
    [
        "Merci à la mairie de Vertou.",
        "Nous sommes la seule épicerie solidaire de Vertou.",
        "La Boulangerie Vertou Centre a donné.",
        "Le Festival de Vertou a relayé.",
        "Jean Vertou a relayé.",
        "Le mot-dièse #Vertou marche.",
    ],
)
def test_what_holds_an_own_place_cannot_be_kept_either(text: str) -> None:
    found = _scan(text)

    assert found
    assert not any(f.keepable for f in found if "Vertou" in f.text)
    assert any("Vertou" in f.text for f in _scan(text, keep=tuple(f.text for f in found)))


@pytest.mark.parametrize(
    ("commune", "text", "found"),
    [
        ("Sens", "Une diffusion dans le bon sens, de sens commun.", []),
        ("Sens", "Le sens de la vie. Sens unique.", []),
        ("Sens", "Nous venons de Sens en car.", ["Sens certain"]),
        ("Sens", "La fête à Sens plaît.", ["à Sens certain"]),
        ("Orange", "Un forfait orange, une orange.", []),
        ("Orange", "Les gens d'Orange viennent.", ["d'Orange certain"]),
        ("Orange", "Le forfait Orange est cher.", ["Orange probable"]),
        ("Tours", "Nos tours de garde et des tours.", []),
        ("Tours", "Les bénévoles de Tours suivent.", ["Tours certain"]),
        ("Le Havre", "Les gens du Havre rient.", ["du Havre certain"]),
        ("Le Havre", "On rame au Havre en mars.", ["au Havre certain"]),
        ("Le Port", "Les bénévoles du Port rament.", ["du Port certain"]),
        ("Le Port", "Avec Kolibri, les bénévoles du port vont au port.", []),
        ("La Réunion", "On en parle à la réunion publique.", []),
        ("La Réunion", "On habite à La Réunion depuis peu.", ["à La Réunion certain"]),
        ("Nice", "Nice a suivi.", ["Nice probable"]),
        ("Nice", "Nice a suivi, Kolibri aussi.", ["Nice probable"]),
        ("Albert", "La fête à Albert plaît.", ["à Albert certain"]),
        ("Grand Est", "Le plus grand est parti.", []),
    ],
)  # fmt: skip
def test_a_town_with_an_ordinary_name_is_found_where_it_is_a_town(
    commune: str, text: str, found: list[str]
) -> None:
    own = [f for f in _scan(text, Profile(commune=commune)) if f.reason == "own-commune"]

    assert [f"{f.text} {f.certainty}" for f in own] == found


def test_further_places_are_places_and_no_names_of_the_association() -> None:
    profile = Profile.from_mapping({"name": "Vélo Ailé de Rezé", "places": ["Rezé", "Bretagne"]})

    found = _scan("De Rezé en Bretagne, tout roule.", profile)

    assert [(f.kind, f.text, f.replacement) for f in found] == [
        ("LOC", "Rezé", "[commune A]"), ("LOC", "en Bretagne", "dans notre région")
    ]  # fmt: skip


def test_a_region_takes_no_word_from_the_name_of_the_association() -> None:
    profile = Profile(name="Vie Nouvelle", places=("Nouvelle-Aquitaine",))

    assert _found("Avec Vie Nouvelle, tout va.", profile) == ["ASSO Vie Nouvelle"]


def test_a_decision_holds_for_its_sentence_and_kind_alone() -> None:
    before = "Des objets signés Rose sont vendus. Elle aime Kolibri."
    sold = next(f.id for f in _scan(before, Profile()) if "Rose" in f.text)

    elsewhere = _scan(f"Rose dit bonjour. {before} Rose gère la caisse.", Profile())
    rewritten = _scan("Rose gère la caisse. Elle aime Kolibri.", Profile())
    changed = _scan("Des objets signés Rose sont donnés. Elle aime Kolibri.", Profile())

    assert sold in {f.id for f in elsewhere}
    assert sold not in {f.id for f in (*rewritten, *changed)}
    assert len({f.id for f in elsewhere}) == len(elsewhere)


def test_a_decision_on_one_kind_says_nothing_of_another() -> None:
    as_person = _scan("Avec Zorglub, tout va.", Profile(people=("Zorglub",)))
    as_name = _scan("Avec Zorglub, tout va.", Profile())

    assert [f.text for f in as_person] == [f.text for f in as_name]
    assert {f.id for f in as_person}.isdisjoint(f.id for f in as_name)


def test_the_same_sentence_twice_asks_for_two_decisions() -> None:
    found = anonymisation.scan(
        {"a": "Chez Zorglub, ça va. Chez Zorglub, ça va.", "b": "Chez Zorglub, ça va."}, Profile()
    )

    assert len({f.id for f in found}) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Mar\u034ftine Vasseur",
        "Mar\ufe0ftine Vas\u2064seur",
        "Mar\U000e0061tine Vas\u3164seur",
        "Mar\u180btine Vas\u061cseur",
        "M\u20ddartine Vasseur",
        "Ma\u200b\u0301rtine Vasseur",
        "\uff2d\uff41\uff52\uff54\uff49\uff4e\uff45 \uff36asseur",
        "\U0001d40c\U0001d41a\U0001d42b\U0001d42d\U0001d422\U0001d427\U0001d41e Vasseur",
        "M\u0430rtin\u0435 V\u0430ss\u0435ur",
        "\u039cartine Vasse\u03c5r",
        "Martine V\u0251sseur",
        "M&#97;rtine Vasseur",
        "Mart&#x69;ne Vasseur",
        "Mar&shy;tine&nbsp;Vasseur",
        "M a r t i n e  V a s s e u r",
        "M.a.r.t.i.n.e V-a-s-s-e-u-r",
        "Mar tine Vas seur",
        "MartineVasseur",
    ],
)
def test_a_person_is_found_however_the_name_is_written(text: str) -> None:
    found = _scan(f"Avec {text} pour finir.")

    assert [(f.text, f.kind in ("PERSON", "ASSO"), f.keepable) for f in found] == [
        (text, True, False)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "L e s  a m i s  d u  c l o c h e r",
        "a m i s  d u  c l o c h e r",
        "Amis du clo-cher",
        "\u0410\u0414\u0421 Amis du Clocher",
        "A\u0421",
        "\u0410\u0421",
    ],
)
def test_the_association_is_found_however_its_name_is_written(text: str) -> None:
    profile = Profile(name="Les Amis du Clocher", acronym="AC")

    found = _scan(f"Avec {text} pour finir.", profile)

    assert "ASSO" in {f.kind for f in found}
    assert "pour finir" in _accepted(f"Avec {text} pour finir.", profile)


def test_entities_and_accents_map_back_to_the_raw_text() -> None:
    found = _scan("H&eacute;l&egrave;ne Marchetti &amp; He\u0301le\u0300ne.", Profile())

    assert [f.text for f in found] == ["H&eacute;l&egrave;ne Marchetti", "He\u0301le\u0300ne"]


@pytest.mark.parametrize(
    "text",
    [
        "Il y a de la place, en somme, à la une.",
        "Plan A, plan B, plan C et points a, b, c, d.",
        "Un smiley ❤️ et une famille 👨‍👩‍👧, puis 1️⃣.",
        "Le café, l'été, la forêt ; AT&T; R&D; a&b;.",
    ],
)
def test_odd_signs_alone_are_no_finding(text: str) -> None:
    assert _found(text, Profile(name="Enso Mala", people=("Adela Enso",))) == []


def test_kept_words_stay_accepted_but_for_what_nobody_may_keep() -> None:
    text = (
        "Martine Vasseur et Rose Dupuis, de l'ADC, aiment Vertou, la Kolibri et amisduclocher.fr."
    )
    found = _scan(text)

    left = _scan(text, keep=tuple(f.text for f in found))

    assert [f.text for f in left] == ["Martine Vasseur", "l'ADC", "Vertou", "amisduclocher.fr"]
    assert all(not f.keepable for f in left)
