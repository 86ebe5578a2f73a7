"""Words that say again what the labels of a publication hide: its field, its size."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains

# For each field: (pattern on folded text, wording in French). A wording must tell nothing.
_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "sport": (
        (r"(?P<lead>nos|les|des) licencie(?:e)?s", "adhérents"),
        (r"licencie(?:e)?s?", "adhérents"),
        (
            r"(?:club|association|asso|section|federation|ligue) (?:de )?(?:sport\w*"
            r"|foot\w*|rugby|judo|tennis|basket|hand\w*|volley|gym\w*|natation|athletisme"
            r"|karate|escrime|cyclisme|petanque|voile)",
            "association",
        ),
        (r"entraineur(?:s|e|es)?|entraineuse(?:s)?|coachs?", "encadrants"),
        (
            r"(?:foot(?:ball)?|rugby|judo|basket(?:-ball)?|hand(?:ball)?|volley(?:-ball)?"
            r"|gymnastique|natation|athletisme|karate|escrime|cyclisme|petanque|tennis(?:"
            r" de table)?)",
            "notre activité",
        ),
        (r"gymnases?|stades?|vestiaires?|dojos?", "locaux"),
        (r"matchs?|tournois?|championnats?", "rencontres"),
        (r"sporti(?:f|fs|ve|ves)", "participants"),
    ),
    "culture": (
        (r"spectateurs?|spectatrices?|festivaliers?", "participants"),
        (r"concerts?|spectacles?|representations? theatrales?|vernissages?", "événements"),
        (
            r"choristes?|musicien(?:s|ne|nes)?|comedien(?:s|ne|nes)?|danseu(?:rs?|ses?)"
            r"|artistes?",
            "membres",
        ),
        (
            r"chorales?|fanfares?|orchestres?|harmonies?|theatres?|troupes?|cinemas?"
            r"|musees?",
            "association",
        ),
    ),
    "leisure": (
        (
            r"clubs? (?:de loisirs|du troisieme age|des aines|de scrabble|de bridge|de belote)",
            "association",
        ),
        (r"belote|bridge|scrabble|couture|tricot", "notre activité"),
    ),
    "education": (
        (r"eleves?|lyceen(?:s|ne|nes)?|collegien(?:s|ne|nes)?|etudiant(?:s|e|es)?", "jeunes"),
        (r"parents d'eleves", "parents"),
        (r"soutien scolaire|aide aux devoirs", "accompagnement"),
    ),
    "health": (
        (r"patient(?:s|e|es)?|malades?", "personnes accompagnées"),
        (r"soignant(?:s|e|es)?|infirmier(?:s|e|es)?|medecins?", "professionnels"),
        (r"hopita(?:l|ux)|cliniques?", "établissements"),
        (r"maladies?|cancers?|diabete|autisme|alzheimer", "situation"),
    ),
    "social": (
        (r"aines|personnes agees|residents?|residentes?|seniors?", "personnes accompagnées"),
        (r"familles accueillies|personnes handicapees", "personnes accompagnées"),
        (r"ehpad|esat|foyers?", "établissements"),
        (r"aides? a domicile", "professionnels"),
    ),
    "charity": (
        (r"sans-abri|sdf|refugies?|migrants?|exiles?", "personnes accompagnées"),
        (r"maraudes?|colis alimentaires?|distributions? alimentaires?", "actions"),
        (r"humanitaires?", "solidaire"),
    ),
    "environment": (
        (r"animaux|chiens?|chats?|chevaux|oiseaux", "bénéficiaires"),
        (r"refuges?", "lieux"),
        (
            r"jardins? partages?|maraichage|compost\w*|biodiversite|zones? humides?",
            "notre activité",
        ),
    ),
    "rights": (
        (r"militant(?:s|e|es)?", "membres"),
        (r"droits? (?:de l'homme|humains|des femmes)|discriminations?", "notre cause"),
    ),
    "local": (
        (r"locataires?|demandeurs d'emploi|chomeurs?|commercants?", "personnes concernées"),
        (r"chantiers? d'insertion|ressourceries?|recycleries?|epiceries? solidaires?", "activité"),
    ),
    "professional": (
        (
            r"(?:agriculteurs?|artisans?|commercants?|medecins?|avocats?|infirmieres?)"
            r" adherents?",
            "membres",
        ),
        (r"syndicat(?:s)?|corporations?|branches? professionnelles?", "organisation"),
    ),
    "religion": (
        (r"paroissien(?:s|ne|nes)?|fideles|croyants?", "membres"),
        (
            r"paroisses?|eglises?|mosquees?|temples?|synagogues?|messes?|cultes?|prieres?",
            "communauté",
        ),
        (r"imams?|pasteurs?|pretres?|cures?|rabbins?", "responsables"),
    ),
}
# What makes of "association" one of the field, in French and in English.
_QUALIFIED = {
    "sport": ("sporti(?:f|fs|ve|ves)", "sports?|sporting"),
    "culture": ("culturel(?:le)?s?|artistiques?", "cultural|arts?"),
    "leisure": ("de loisirs?", "leisure"),
    "education": (
        "d'education(?: populaire)?|educati(?:f|fs|ve|ves)|scolaires?", "education(?:al)?",
    ),
    "health": ("de sante|medicales?", "health|medical"),
    "social": (
        "d'action sociale|sociales?|medico-sociales?|d'aide a domicile",
        "social(?: services?)?|care",
    ),
    "charity": ("caritatives?|humanitaires?|de solidarite", "humanitarian|relief"),
    "environment": (
        "d'environnement|environnementales?|ecolog(?:iques?|istes?)|de protection de la nature",
        "environment(?:al)?|green",
    ),
    "rights": ("de defense des (?:droits|consommateurs|usagers)|militantes?", "(?:human )?rights"),
    "local": ("de developpement local|de quartier|d'insertion", "local development"),
    "professional": ("professionnel(?:le)?s?|patronales?", "professional|trade"),
    "religion": ("cultuelles?|religieuses?|paroissiales?|confessionnelles?", "religious|faith"),
}  # fmt: skip
_NOUN = r"(?P<noun>associations?|assos?|structures?|organisations?|clubs?|federations?)"
_ENGLISH_NOUN = (
    r"(?:associations?|charit(?:y|ies)|organi[sz]ations?|clubs?|groups?|societ(?:y|ies))"
)
_COMPILED = {
    field: [
        (re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])"), wording)
        for pattern, wording in (
            (f"{_NOUN} (?:{_QUALIFIED[field][0]})", ""),
            (f"(?:{_QUALIFIED[field][1]}) {_ENGLISH_NOUN}", "association"),
            *rules,
        )
    ]
    for field, rules in _FIELDS.items()
}
_SIZES = re.compile(
    r"(?<![\w-])(?:(?P<article>une |notre |l'|la |des |de |d'|les )?(?:toute |tres "
    r"|trop |assez |plutot |si )*(?:petites?|grosses?|grandes?|minuscules?|micro-?"
    r"|enormes?|modestes?|moyennes?) ?(?:associations?|assos?|structures?|federations?"
    r"|organisations?|ong|equipes?)(?: nationales?)?"
    r"|(?:association|asso|structure) (?:de )?(?:toute |tres )?(?:petite|grande"
    r"|moyenne|modeste)(?: taille)?"
    r"|(?:sans|aucun|zero) salariee?s?|100 ?% benevoles?|uniquement benevoles?"
    r"|(?:nos|les|avec) \d{1,4} (?:salaries|permanents|etp)|(?:small|tiny|large|big)"
    r" (?:charity|association|organisation))(?![\w-])"
)
_ASSOCIATION = re.compile(
    r"associations?|assos?|structures?|federations?|organisations?|ong|equipes?|charity"
)


def detect(
    context: chains.Context, field: str | None, sizes: bool, language: str
) -> Iterator[Mention]:
    """What would give back a label that is not shown."""
    folded = context.reading.folded
    for pattern, wording in _COMPILED.get(field or "", ()):
        for match in pattern.finditer(folded):
            groups = match.groupdict()
            text = f"{groups['lead']} {wording}" if groups.get("lead") else wording
            text = groups.get("noun") or text
            yield Mention(
                match.start(),
                match.end(),
                "CLUE",
                "possible",
                "withheld-label",
                f"label:{text}",
                text if language == "fr" else "[detail]",
            )
    if not sizes:
        return
    for match in _SIZES.finditer(folded):
        article = match["article"] or ""
        plain = "association" if _ASSOCIATION.search(match.group()) else None
        if language == "en":
            wording = "charity" if plain else "[detail]"
        elif plain is None:
            wording = "[détail]"
        elif article in ("la ", "l'"):
            wording = "l'association"
        elif article in ("de ", "d'"):
            wording = "d'association"
        elif article in ("des ", "les "):
            wording = f"{article}associations"
        else:
            wording = f"{article}association"
        yield Mention(
            match.start(), match.end(), "CLUE", "possible", "withheld-label", "label:size", wording
        )
