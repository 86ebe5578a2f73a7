"""The labels that are on the shelf, watched: have the classes they tell stayed large enough?"""

import dataclasses
from collections import Counter

from sqlmodel import Session

from commons import labels, library
from commons.content import ToolBenchmarkContent
from commons.labels import Facts, editions, versions
from commons.labels.population import Population
from commons.labels.versions import Said
from commons.library import Item


@dataclasses.dataclass(frozen=True, slots=True)
class Small:
    """Labels on the shelf that by now match too few, and how many publications bear them."""

    said: Said
    held: int
    needed: int
    publications: int

    @property
    def alarming(self) -> bool:
        return self.held < labels.ALARM


def small_classes(session: Session) -> list[Small]:
    """The classes told on the shelf that the edition in force finds too small, smallest first.

    A class that was large enough when it was told may shrink as better counts come. What was
    imported says nothing of an author of ours.
    """
    known = editions.history(session)
    ours = (item for item in library.everything(session) if item.origin is None)
    borne = Counter(_said(item, known[-1]) for item in ours)
    found = []
    for said, publications in borne.items():
        fixed = labels.menu(known[-1], said.facts)
        told = versions.smallest(known, [said], fixed)
        held, needed = int(told.held(fixed)), told.needed(known[-1])
        # Where nothing is told nothing is left to hide: only the alarm is of use.
        if held < max(needed, labels.ALARM):
            found.append(Small(said, held, needed, publications))
    return sorted(found, key=lambda each: each.held)


def _said(item: Item, people: Population) -> Said:
    listed = labels.listed_channels(item.texts.values())
    tools = set(item.labels.get("tools", ()))
    if isinstance(item.content, ToolBenchmarkContent) and item.content.left_for:
        tools.add(item.content.left_for)
    facts = Facts(
        channels=frozenset(item.labels.get("channels", ())) | listed,
        tools=frozenset(tools),
        # Themes change no class: leaving them out gathers what is told alike.
        themes=frozenset(),
    )
    borne = item.labels["sizes"]
    return Said(
        facts,
        tuple(size for size in people.sizes if size in borne),
        next(iter(item.labels.get("fields", ())), None),
        next(iter(item.labels.get("zones", ())), None),
    )
