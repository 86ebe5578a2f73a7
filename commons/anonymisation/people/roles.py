"""People whom the text gives a role right before their name: "notre trésorière, X," says enough."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words.normalisation import Reading

# What one person at a time is in an association: the role stands for the person everywhere.
_OFFICES = (
    r"(?:co-?|vice-?)?presidente?(?:-adjointe?)?|tresori(?:er|ere)(?:-adjointe?| adjointe?)?"
    r"|secretaire(?:-adjointe?| adjointe?| generale?)?|direct(?:eur|rice)|coordinat(?:eur|rice)"
    r"|coordonnatrice|animat(?:eur|rice)|comptable|webmaster|(?:vice-)?president|treasurer"
    r"|secretary|chair(?:man|woman)?|director|coordinator|manager"
)
# What several may be: it stands for a person who is named once only.
_RELATIONS = (
    r"benevole|salariee?|stagiaire|compagne|compagnon|mari|epouse|epoux|femme|fils|fille|frere"
    r"|soeur|mere|pere|cousine?|voisine?|amie?|neveu|niece|petite?-(?:fils|fille)|mediat(?:eur|rice)"
    r"|fondat(?:eur|rice)|volunteer|founder|trustee|wife|husband|son|daughter|friend|neighbour"
)
_ROLE = re.compile(
    r"(?<![\w'-])(?:(?P<ours>notre|our) |(?P<article>la |le |l'|the )"
    r"|(?P<contracted>du |au )|(?P<other>sa |son |ma |mon |leur |her |his |my ))"
    rf"(?P<role>(?P<office>{_OFFICES})|{_RELATIONS})(?P<comma>,)? ?$"
)
_CLOSING = re.compile(r", (?=[a-zà-ÿ])(?!et |ou |and )")
_REACH = 50


@dataclass(frozen=True, slots=True)
class Role:
    """Where a name and its role stand together, and what of it stays."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of a document: by place of a mention, and of the people who are said by theirs."""

    said: Mapping[tuple[str, int], Role]
    people: Mapping[str, str]


def find(
    readings: Mapping[str, Reading],
    found: Mapping[str, list[Mention]],
    entities: Mapping[tuple[str, int], str],
    forbidden: Callable[[str], bool],
) -> Roles:
    """The roles that can take the place of a name, the same for each mention of somebody."""
    seen: dict[tuple[str, int], Role] = {}
    offices: dict[str, str] = {}
    owners: dict[str, set[str]] = {}
    for field, reading in readings.items():
        after = 0
        for index, mention in enumerate(found[field]):
            before = found[field][index + 1].start if index + 1 < len(found[field]) else None
            told = _before_name(reading, mention, after, before)
            after = mention.end
            if told is None or forbidden(told[0].words):
                continue
            role, office = told
            entity = entities[field, mention.start]
            seen[field, mention.start] = role
            if office:
                offices.setdefault(entity, office)
                owners.setdefault(office, set()).add(entity)
    mentions: dict[str, int] = {}
    for field, each in found.items():
        for mention in each:
            entity = entities[field, mention.start]
            mentions[entity] = mentions.get(entity, 0) + 1
    people = {e: office for e, office in offices.items() if len(owners[office]) == 1}
    said = {
        place: role
        for place, role in seen.items()
        if entities[place] in people
        or (mentions[entities[place]] == 1 and entities[place] not in offices)
    }
    return Roles(said, people)


def _before_name(
    reading: Reading, mention: Mention, after: int, before: int | None
) -> tuple[Role, str] | None:
    """The role before a name, and how it is said elsewhere, empty if it is not."""
    first = reading.word_at(mention.start)
    if mention.kind != "PERSON" or first is None or first.plain or first.begins:
        return None
    low = max(after, mention.start - _REACH)
    match = _ROLE.search(reading.folded[low : mention.start])
    if match is None:
        return None
    start, end = low + match.start(), mention.end
    words = reading.clean[start : low + match.end("role")]
    if match["comma"]:
        if closing := _CLOSING.match(reading.clean, end):
            end = closing.end() - 1
        elif reading.clean[end : end + 1] == "," or reading.folded[end : end + 4] in (
            " et ", " ou ", " and",
        ):  # fmt: skip
            return None
    if before is not None and before < end:
        return None
    role = reading.clean[low + match.start("role") : low + match.end("role")]
    office = ""
    if match["office"] and not match["other"]:
        office = f"{(match['ours'] or match['article'] or 'le').strip()} {role}".replace("' ", "'")
    return Role(start, end, words), office
