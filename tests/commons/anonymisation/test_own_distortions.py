"""The own names, however people, their ears and their scanners spell them; and ordinary words."""

import random
import re
from collections.abc import Callable, Iterator

import pytest

from commons import anonymisation
from commons.anonymisation import Profile, Published

# How many garbled names are tried for each way of garbling them.
SIZE = 60
CAUGHT = 0.99

PROFILES = (
    Profile(
        name="Les Jardiniers de Haut-Forez", acronym="LJHF", commune="Montbrison",
        department="Loire", people=("Jean-Noël Chazelle", "Bernadette Kerbrat"),
        domain="jardiniers-haut-forez.example",
    ),
    Profile(
        name="La Ferme des Quatre Saules", acronym="FQS", commune="Loudéac",
        department="Côtes-d'Armor", people=("Gwénola Tanguy", "Philippe Le Meur"),
        domain="quatresaules.example",
    ),
    Profile(
        name="Solidarité Paysans du Livradois", commune="Ambert", department="Puy-de-Dôme",
        people=("Marie-Christine Vernhet", "Robert Malaval"),
    ),
    Profile(
        name="Comité des Fêtes de Plouguerneau", acronym="CFP", commune="Plouguerneau",
        department="Finistère", people=("Frédéric Abgrall", "Maryvonne Salaün"),
    ),
    Profile(
        name="Théâtre du Passe-Muraille", commune="Sarreguemines", department="Moselle",
        people=("Élisabeth Schwindenhammer", "Mohamed Belhadj"), domain="passemuraille.example",
    ),
    Profile(
        name="Secours aux Hérissons du Vexin", acronym="SHV", department="Val-d'Oise",
        people=("Catherine Delabrousse", "Jean-Philippe Oudinot"),
    ),
    Profile(name="Fanfare Bric-à-Brac Moulinois", people=("Thierry Grosjean", "Zoubida Larbi")),
    Profile(
        name="Sakifo Lontan", commune="Saint-Joseph", department="La Réunion",
        people=("Marie-Josée Técher", "Expédit Grondin"),
    ),
)  # fmt: skip
FRAMES = (
    "Depuis le printemps, {} propose le don en ligne et ça marche bien.",
    "Nous avons demandé à {} si le formulaire était clair pour tout le monde.",
    "Pour le reste, c'est {} qui a répondu aux courriers des donateurs.",
    "La collecte de {} a tenu trois semaines, sans publicité.",
    "On a beaucoup appris avec {} pendant la campagne, disent les bénévoles.",
)
_SPOKEN = (
    ("ph", "f"), ("th", "t"), ("qu", "k"), ("eau", "o"), ("au", "o"), ("ai", "é"), ("ss", "c"),
    ("mm", "m"), ("nn", "n"), ("tt", "t"), ("ll", "l"), ("y", "i"), ("é", "er"), ("s ", " "),
)  # fmt: skip
_SCANNED = (("rn", "m"), ("m", "rn"), ("l", "1"), ("i", "l"), ("o", "0"), ("cl", "d"), ("d", "cl"))

Distortion = Callable[[str, random.Random], str]


def _bare(text: str, _: random.Random) -> str:
    return anonymisation.normalisation.fold(text)


def _typed(text: str, chance: random.Random) -> str:
    """A letter doubled, dropped, swapped or replaced within the longest word."""
    word = max(re.findall(r"[^\W_]+", text), key=len)
    at = chance.randrange(1, len(word) - 1)
    slips = (
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + chance.choice("aeiourstln") + word[at + 1 :],
    )
    return text.replace(word, chance.choice(slips))


def _replaced(text: str, chance: random.Random, table: tuple[tuple[str, str], ...]) -> str:
    fitting = [(old, new) for old, new in table if old in text]
    for old, new in chance.sample(fitting, min(2, len(fitting))):
        text = text.replace(old, new, 1)
    return text


def _dictated(text: str, chance: random.Random) -> str:
    return _replaced(text.lower().replace("-", " ").replace("'", " "), chance, _SPOKEN)


def _scanned(text: str, chance: random.Random) -> str:
    return _replaced(text, chance, _SCANNED)


def _split(text: str, chance: random.Random) -> str:
    word = max(re.findall(r"[^\W_]+", text), key=len)
    at = chance.randrange(2, len(word) - 2)
    return text.replace(word, word[:at] + chance.choice((" ", "-\n", "-", "- ")) + word[at:])


def _joined(text: str, chance: random.Random) -> str:
    gap = chance.choice([m for m in re.finditer(r"[ \-']", text)] or [re.match("", text)])
    return text[: gap.start()] + text[gap.end() :]


def _hyphenless(text: str, _: random.Random) -> str:
    return text.replace("-", " ").replace("'", " ")


def _in_capitals(text: str, _: random.Random) -> str:
    return text.upper()


ANYHOW: dict[str, Distortion] = {
    "as declared": lambda text, _: text,
    "without accents or capitals": _bare,
    "in capitals": _in_capitals,
    "typed badly": _typed,
    "dictated": _dictated,
    "scanned": _scanned,
    "split": _split,
    "joined": _joined,
    "without hyphens": _hyphenless,
}


def _names_of(profile: Profile, chance: random.Random) -> str:
    return str(profile.name)


def _person_of(profile: Profile, chance: random.Random) -> str:
    return chance.choice(profile.people)


def _inverted(profile: Profile, chance: random.Random) -> str:
    first, last = _person_of(profile, chance).split(" ", 1)
    return chance.choice((f"{last} {first}", f"{last.upper()} {first}", f"{last}, {first}"))


def _titled(profile: Profile, chance: random.Random) -> str:
    _, last = _person_of(profile, chance).split(" ", 1)
    title = chance.choice(("Mme", "M.", "madame", "monsieur", "le président", "Dr"))
    return f"{title} {last}"


def _with_initial(profile: Profile, chance: random.Random) -> str:
    first, last = _person_of(profile, chance).split(" ", 1)
    initials = "-".join(f"{part[0]}." for part in first.split("-"))
    return chance.choice((f"{initials} {last}", f"{first} {last[0]}.", f"{initials} {last[0]}."))


def _first_alone(profile: Profile, chance: random.Random) -> str:
    return _person_of(profile, chance).split(" ", 1)[0]


def _nickname(_: Profile, chance: random.Random) -> str:
    return chance.choice(("",))


def _spaced_acronym(profile: Profile, chance: random.Random) -> str:
    words = re.findall(r"[^\W_]+", str(profile.name))
    small = {"de", "du", "des", "la", "le", "les", "aux", "à"}
    letters = profile.acronym or "".join(w[0] for w in words if w.lower() not in small).upper()
    if len(letters) < 3:
        return str(profile.name)
    return chance.choice((letters, ".".join(letters) + ".", " ".join(letters), " . ".join(letters)))


def _cut_short(profile: Profile, chance: random.Random) -> str:
    words = str(profile.name).split(" ")
    at = max(range(len(words)), key=lambda i: len(words[i]) if i + 1 < len(words) else 0)
    words[at] = words[at][:4] + "."
    return " ".join(words)


def _without_small_words(profile: Profile, _: random.Random) -> str:
    small = {"de", "du", "des", "la", "le", "les", "aux"}
    return " ".join(w for w in str(profile.name).split(" ") if w.lower() not in small)


def _account(profile: Profile, chance: random.Random) -> str:
    solid = re.sub(r"[^a-z0-9]", "", anonymisation.normalisation.fold(str(profile.name)))
    first, last = anonymisation.normalisation.fold(_person_of(profile, chance)).split(" ", 1)
    solid_person = re.sub(r"[^a-z]", "", first + last)
    shapes = (
        f"@{solid}", f"#{solid}", f"{solid}.example", f"contact@{solid}.example", f"@{solid}42",
        f"{solid_person}@poste.example", f"www.{solid}.example",
    )  # fmt: skip
    return chance.choice(shapes)


MADE: dict[str, Callable[[Profile, random.Random], str]] = {
    "inverted": _inverted,
    "titled": _titled,
    "initials": _with_initial,
    "first name alone": _first_alone,
    "acronym": _spaced_acronym,
    "cut short": _cut_short,
    "without small words": _without_small_words,
    "account": _account,
}


def _missed(tries: Iterator[tuple[Profile, str]], chance: random.Random) -> list[str]:
    missed = []
    for profile, said in tries:
        frame = chance.choice(FRAMES)
        if said == said.lower():
            frame = frame.lower()
        text = frame.format(said)
        start = text.index(said)
        found = anonymisation.scan({"text": text}, profile, Published(), with_model=False)
        masked = {c for f in found for c in range(f.start, f.end)}
        words = re.finditer(r"[^\W_]+", said)
        left = [
            w.group()
            for w in words
            if not masked.issuperset(range(start + w.start(), start + w.end()))
        ]
        small = {"le", "la", "les", "l", "de", "du", "des", "d", "a", "à", "au", "aux"}
        told = {"président", "m", "mme", "madame", "monsieur", "dr"} | small
        if any(w.lower() not in told for w in left):
            missed.append(text)
    return missed


@pytest.mark.parametrize("way", ANYHOW)
@pytest.mark.parametrize("whose", [_names_of, _person_of], ids=["association", "person"])
def test_a_name_is_found_however_it_is_spelt(way: str, whose: Callable[..., str]) -> None:
    chance = random.Random(f"{way} {whose.__name__}")
    tries = [
        (profile, ANYHOW[way](whose(profile, chance), chance))
        for profile in chance.choices(PROFILES, k=SIZE)
    ]

    missed = _missed(iter(tries), chance)

    assert len(missed) <= (1 - CAUGHT) * SIZE, missed


@pytest.mark.parametrize("way", MADE)
def test_what_people_make_of_a_name_is_found(way: str) -> None:
    chance = random.Random(way)
    tries = [(p, MADE[way](p, chance)) for p in chance.choices(PROFILES, k=SIZE)]

    missed = _missed(iter(tries), chance)

    assert len(missed) <= (1 - CAUGHT) * SIZE, missed
