"""How many associations there are, counted from the official register."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from commons import clock, settings, vocabulary
from commons.labels import editions, register, shelf
from commons.labels.population import ALL, Population
from frontend import app as composition
from frontend import diagnosis
from frontend.commands import terminal


def import_population(
    files: Annotated[
        list[Path],
        typer.Argument(exists=True, dir_okay=False, help="CSV files, or ZIP files of them."),
    ],
) -> None:
    """Count the associations of the official register's export, for the labels from now on.

    Give all its files together: what is counted replaces what was counted before. Nothing but
    counts by field and region is kept.
    """
    with terminal.told():
        found = register.Tally()
        for path in files:
            found.add(register.tally(path, clock.system().date()))
        opened = composition.open_database(settings.load())
        with opened.database.writing() as session:
            before = editions.current(session)
            after = editions.count_anew(session, register.counts(found, before))
        with opened.database.reading() as session:
            small = shelf.small_classes(session)
        opened.database.close()
    for line in _counted(found, after):
        terminal.out.print(line, markup=False, soft_wrap=True)
    for each in small:
        terminal.out.print(diagnosis.small_class(each), markup=False, soft_wrap=True)


def _counted(found: register.Tally, after: Population) -> Iterator[str]:
    """What an import gave, line by line."""
    yield f"Active associations found: {found.total}."
    yield (
        f"Left out: {found.dissolved} dissolved, {found.dormant} without a declaration for"
        f" {register.YEARS_ALIVE} years, {found.elsewhere} without a seat in a region,"
        f" {found.broken} unreadable. Without a known field: {found.without_field}."
    )
    kept = sum(counts[ALL] for counts in after.counted.values())
    yield f"Counted in edition {after.number}: {kept}, in {len(after.counted)} regions."
    for region in after.inputs["regions"]:
        if region not in after.counted:
            name = vocabulary.label("regions", region, "en")
            yield f"No complete record, estimate kept: {name}."
    for field in after.fields:
        held = sum(counts[field] for counts in after.counted.values())
        yield f"{vocabulary.label('fields', field, 'en')}: {held}"
