"""What an association declares of itself, and where a text says any of it."""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from commons.anonymisation.mentions import Mention
from commons.anonymisation.own import own_forms, own_names, own_people, own_places
from commons.anonymisation.words import chains, normalisation, spelling


@dataclass(frozen=True, slots=True)
class Profile:
    """What the association declares of itself; every part may be missing."""

    name: str | None = None
    aliases: tuple[str, ...] = ()
    acronym: str | None = None
    commune: str | None = None
    department: str | None = None
    people: tuple[str, ...] = ()
    domain: str | None = None
    handles: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # further towns and areas: places, no names of its own

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object]) -> "Profile":
        """A profile out of JSON; a wrong type or an unknown key is a ValueError that names it."""
        known = {field.name: field.default for field in fields(cls)}
        values: dict[str, str | tuple[str, ...] | None] = {}
        for key, value in mapping.items():
            if key not in known:
                raise ValueError(f"{key!r} is not part of a profile")
            if value is None:
                continue
            if known[key] is None:
                if not isinstance(value, str):
                    raise ValueError(f"{key!r} must be a text")
                values[key] = value
            elif isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
                values[key] = tuple(value)
            else:
                raise ValueError(f"{key!r} must be a list of texts")
        return cls(**values)  # type: ignore[arg-type]  # checked key by key above


class _Known:
    """A profile prepared for matching."""

    def __init__(self, profile: Profile) -> None:
        self.places = own_places.OwnPlaces(profile.commune, profile.department, profile.places)
        self.people = own_people.OwnPeople(profile.people)
        names = tuple(name for name in (profile.name, *profile.aliases) if name)
        accounts = {*_accounts(profile), *self.people.accounts()}
        self.names = own_forms.OwnNames(names, profile.acronym, accounts, self.places.set_aside)
        self.digits = tuple(
            digits for n in profile.numbers if len(digits := re.sub(r"[^0-9A-Za-z]", "", n)) >= 5
        )
        self.telling = self.names.telling() | self.people.telling() | self.places.telling()
        short = self.names.acronyms | self.names.initials | self.people.initials()
        said = (profile.name, *profile.aliases, *profile.people, profile.commune, *profile.places)
        words = {word for text in said for word in normalisation.words_of(text or "")}
        self.letters = frozenset(word.upper() for word in short | words if len(word) == 2)


def _accounts(profile: Profile) -> Iterator[str]:
    yield from (normalisation.fold(handle).lstrip("@") for handle in profile.handles)
    if profile.domain:
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", normalisation.fold(profile.domain))
        host = host.split("/")[0]
        yield from (host, host.split(".")[0], host.split(".")[0].replace("-", ""))


@functools.lru_cache(maxsize=64)
def _known(profile: Profile) -> _Known:
    return _Known(profile)


def detect(context: chains.Context, profile: Profile) -> Iterator[Mention]:
    """Every mention of the association, its people, its places and its accounts."""
    known = _known(profile)
    yield from own_names.detect(context, known.names)
    yield from own_people.detect(context, known.people)
    yield from own_places.detect(context, known.places)
    for digits in known.digits:
        pattern = r"[ .\-]{0,2}".join(map(re.escape, digits.lower()))
        kind = {9: "SIREN", 14: "SIRET", 10: "RNA"}.get(len(digits), "SIRET")
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", context.reading.folded):
            yield Mention(match.start(), match.end(), kind, "certain", "own-number")


def letters(profile: Profile) -> frozenset[str]:
    """Pairs of capitals that are initials here, and so number nothing."""
    return _known(profile).letters


@functools.lru_cache(maxsize=2_000)
def recalls(profile: Profile, wording: str) -> bool:
    """Whether a replacement would say a name of the profile again."""
    known = _known(profile)
    words = normalisation.words_of(wording)
    return any(spelling.alike(word, other) for word in words for other in known.telling) or any(
        set(name.core) <= set(words) for name in known.names.names
    )
