"""How far a mention of the own name reaches, and the forms in which regions and ears say it."""

import pytest

from commons import anonymisation
from commons.anonymisation import Profile
from tests.commons.anonymisation import evaluate

HERRI = Profile(name="Herri Artea")
TI = Profile(name="Ti Ar Vro Kerne", aliases=("Ti ar Vro",), commune="Quimper")
CHATS = Profile(name="Les Chats Perchés du Lot", aliases=("Chats Perchés",), department="Lot")
PHARE = Profile(name="Enfants du Grand Phare")
RELAIS = Profile(name="Le Relais", commune="Mâcon")
DEMAIN = Profile(name="Demain")
ENSEMBLE = Profile(name="Ensemble Ici", aliases=("Ensemble",))
KAZ = Profile(name="Kaz Timoun")
MAIN = Profile(name="Coup de Main Brive", aliases=("Coup de Main",))
SOURCE = Profile(name="La Source des Mots", aliases=("la Source",))
PATTES = Profile(name="Refuge Les Mille Bornes", aliases=("les Mille Bornes",))


def _masked(text: str, profile: Profile) -> set[int]:
    found = anonymisation.scan({"text": text}, profile, with_model=False)
    return {c for each in found for c in range(each.start, each.end)}


@pytest.mark.parametrize(
    ("profile", "text", "said"),
    [
        (HERRI, "Cordialement,\nHerri Artea elkartea\nà bientôt", "Herri Artea elkartea"),
        (HERRI, "elkartea Herri Artea a voté", "elkartea Herri Artea"),
        (TI, "je suis bénévole à ty ar vro", "ty ar vro"),
        (TI, "Ty Ar Vro a ouvert", "Ty Ar Vro"),
        (CHATS, "chez chat perché on préfère le sms", "chat perché"),
        (CHATS, "À chats perché 46, on note tout.", "chats perché 46"),
        (CHATS, "À Chats perchés 46, on note tout.", "Chats perchés 46"),
        (PHARE, "je suis le trésorier des enfant du grand phare", "enfant du grand phare"),
        (RELAIS, "Je réponds pour le relais. On aide des familles.", "relais"),
        (RELAIS, "Je parle au nom du relais : merci à tous.", "relais"),
        (RELAIS, "J'écris de la part du relais.", "relais"),
        (DEMAIN, "DEMAIN A LANCÉ UN APPEL AUX DONS.", "DEMAIN"),
        (ENSEMBLE, "Ensemble, elle, a tenu bon.", "Ensemble"),
        (ENSEMBLE, "Ensemble a recruté deux jeunes.", "Ensemble"),
        (KAZ, "alors euh c'est marie de case timoun donc on a lancé", "case timoun"),
        (PATTES, "Les milles-bornes c pas grand, mais on y tient", "milles-bornes"),
        (MAIN, "Coup de Main a organisé un loto.", "Coup de Main"),
        (SOURCE, "les bénévoles de la source ont trié", "source"),
    ],
)
def test_an_own_name_is_found_in_the_form_people_say_it(
    profile: Profile, text: str, said: str
) -> None:
    start = text.index(said)
    span = {"start": start, "end": start + len(said)}

    assert evaluate.is_hidden(text, span, _masked(text, profile))


@pytest.mark.parametrize(
    ("profile", "text", "said"),
    [
        (CHATS, "Un chat perché sur le toit nous a fait rire.", "chat perché"),
        (PHARE, "Les enfants du quartier sont venus.", "enfants du"),
        (RELAIS, "Nous avons pris le relais et passé le relais aux jeunes.", "relais"),
        (RELAIS, "Le relais de la flamme passait par là.", "relais"),
        (DEMAIN, "DEMAIN, C'EST DÉCIDÉ, ON ARRÊTE.", "DEMAIN"),
        (DEMAIN, "Demain, c'est fini, on range.", "Demain"),
        (ENSEMBLE, "Ensemble, nous avons tenu bon.", "Ensemble"),
        (MAIN, "un sacré coup de main pour la cantine, merci.", "coup de main"),
        (MAIN, "Un vrai coup de main de la mairie.", "coup de main"),
        (Profile(name="Te Ora no te Vaa"), "Hier on a reçu des dons, on a dit merci.", "on a"),
    ],
)
def test_the_same_words_stay_where_they_are_only_words(
    profile: Profile, text: str, said: str
) -> None:
    start = text.index(said)

    assert _masked(text, profile).isdisjoint(range(start, start + len(said)))


@pytest.mark.parametrize(
    ("person", "text", "said"),
    [
        ("Jean Petit-Jean", "jean petit jean a vendu des billets", "jean petit jean"),
        ("Paul Grand-Père", "paul grand père a vendu des billets", "paul grand père"),
        ("Mirela Dragan", "mirela d a 30 ans, elle prête. Le reste va bien.", "mirela d"),
        ("Mirela Dragan", "Le site plaît. mirela d gère la page. Merci.", "mirela d"),
        ("Yasmina Ferhat", "Le compte est bon. Yas a tenu la caisse.", "Yas"),
        ("Constant Blin", "le compte y est. constant (il râle toujours) a noté.", "constant"),
        ("Désirée Payet", "Merci à vous. désirée, elle, tient la caisse.", "désirée"),
    ],
)
def test_a_declared_person_is_found_in_small_letters(person: str, text: str, said: str) -> None:
    start = text.index(said)

    assert _masked(text, Profile(people=(person,))).issuperset(
        c for c in range(start, start + len(said)) if text[c].isalnum()
    )


def test_an_adjective_or_a_letter_stays() -> None:
    assert _masked("Le résultat est parfait.", Profile(people=("Parfait Nzé",))) == set()
    told = "Avec mirela d'accord sur tout."
    assert told.index("accord") not in _masked(told, Profile(people=("Mirela Dragan",)))
