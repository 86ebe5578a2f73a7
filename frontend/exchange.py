"""The shelf to a stream and streams to the shelf, with what the operator is told of it."""

from collections.abc import Callable, Iterator, Sequence
from typing import IO
from urllib.parse import urlsplit

from commons import clock, exchange, library, rights
from commons.exchange import Found, Refused
from frontend import demo
from frontend.app import Opened
from schema import wording

# The source of what a demo exports: nobody takes invented practices for real ones.
DEMO = "Recul (demo)"

_REMARKS = {
    "unknown-tool": "the tool “{value}” is not in the catalogue, and shown as another tool",
    "no-tool": "an evaluation names no tool, and is shown as one of another tool",
    "unknown-key": "the key “{value}” is unknown, and left out",
    "not-ours": "“{value}” is taken from exports of this network alone, and left out",
    "other-year": "the year {value} is in no known period, and left out",
}

Progress = Callable[[str, int, int], None]


class NothingImported(Exception):
    """A file is refused whole, for these reasons; told to the operator."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


def export(opened: Opened, stream: IO[bytes], *, only_open: bool, progress: Progress) -> int:
    """Write the shelf to a stream; how many publications."""
    written = -1  # the manifest is none
    with opened.database.reading() as session:
        network = urlsplit(opened.settings.base_url).netloc
        if demo.state(session) is not None:
            network = DEMO
        month = clock.month(clock.system())
        readable = rights.readable(rights.VISITOR, month) if only_open else None
        whole = sum(1 for _ in library.published_versions(session))
        for line in exchange.export(session, opened.keys, network, readable):
            stream.write(line)
            written += 1
            progress("Exporting…", written, whole)
    return written


def take_in(
    opened: Opened,
    stream: IO[bytes],
    *,
    source: str | None,
    otherwise: str | None,
    progress: Progress,
) -> Iterator[str]:
    """Take a file in, all of it or nothing; yields what came of it, line by line.

    ``source`` holds for every line, ``otherwise`` for those that name none. Raises NothingImported.
    """
    with exchange.opened(stream, opened.keys) as parcel:
        if parcel.sealed and not parcel.trusted:
            yield (
                "The manifest is not one of this network's key, or the file was changed since: "
                "its lines are read as those of others."
            )
        try:
            found = exchange.check(
                parcel,
                source=source,
                otherwise=otherwise,
                told=lambda done, whole: progress("Checking…", done, whole),
            )
        except Refused as refused:
            raise NothingImported([*_refused(refused)]) from None
        yield from _remarks(found)
        with opened.database.writing() as session:
            counts = exchange.take_in(
                session,
                parcel,
                clock.system(),
                lambda done, whole: progress("Importing…", done, whole),
            )
    yield (
        f"New: {counts['new']}; changed: {counts['changed']}; as before: {counts['same']}; "
        f"published here, left alone: {counts['here']}; "
        f"withdrawn here, left so: {counts['withdrawn']}."
    )


def remove(opened: Opened, source: str) -> str:
    """Withdraw all that was imported from a source; what came of it."""
    with opened.database.writing() as session:
        count = exchange.remove(session, source)
    return f"Withdrawn: {count}. They leave the index as soon as it hears of it."


def _refused(refused: Refused) -> Iterator[str]:
    for number, refusal in refused.refusals:
        place = ", ".join([f"line {number}", *map(str, refusal.path)])
        yield f"{place}: {wording.say(refusal.code, 'en', **refusal.details)}"
    if (more := refused.count - len(refused.refusals)) > 0:
        yield f"And {more} more."
    yield "Nothing was imported."


def _remarks(found: Found) -> Iterator[str]:
    for (code, value), (first, times) in found.remarks.items():
        more = f" and {times - 1} more" if times > 1 else ""
        yield f"Line {first}{more}: {_REMARKS[code].format(value=value)}."
