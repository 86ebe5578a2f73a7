"""Everything kept of a person and of their association, as one ZIP of JSON and CSV.

What there is to give is read from the table of fields: a new private column is given as soon as
it has its line there.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from commons import clock, curation, drafts, keys, library, organisations, processing, unsealing
from commons.accounts import memberships, people
from commons.authorship import Authorships
from commons.keys import KeyProblem
from commons.moderation import reviews
from commons.organisations import Known
from commons.processing import Holding, Sealed
from commons.rights import Viewer, require_session

Row = Mapping[str, Any]

# A cell that begins so would be a formula in a spreadsheet.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_PUBLISHED = ("id", "kind", "state", "audience", "visible_from", "moment", "title", "language")
_COLLEAGUE = ("email", "role")
_TOLD = ("publication", "at", "reason")
# What a member of an association does not see there is not given to them either.
_FOR_CONTACTS = ("invitation",)
_README = {
    "fr": """Vos données sur Recul, le {day}

Ce dossier contient tout ce que Recul garde de vous et, si vous en avez une, de votre association.
Rien n'en a été gardé par le site : il a été fait à votre demande, pour vous.

- donnees.json : tout, pour un programme.
- personne/ et association/ : les mêmes données en tableaux (CSV, point-virgule, UTF-8), que
  LibreOffice et Excel ouvrent.

Ce qui n'y est pas : ce qui permettrait de se connecter à votre place (empreinte du mot de passe,
secret et codes de secours du second facteur) et les empreintes à clé, qui ne disent rien.
Vos publications y sont, avec leur identifiant public : gardez ce dossier pour vous, il dit ce que
le site tait, qui a écrit quoi.

Ce que contient chaque tableau :

{tables}
""",
    "en": """Your data on Recul, {day}

This folder holds all that Recul keeps of you and, if you have one, of your association.
The site kept nothing of it: it was made because you asked, for you.

- data.json: everything, for a program.
- person/ and association/: the same data as tables (CSV, semicolons, UTF-8), which LibreOffice and
  Excel open.

What is not in it: what would sign somebody in in your place (hash of the password, secret and
recovery codes of the second factor) and keyed hashes, which say nothing.
Your publications are in it, with their public ids: keep this folder to yourself, it tells what the
site does not, who wrote what.

What each table holds:

{tables}
""",
}
_NAMES = {
    "fr": {"readme": "LISEZMOI.txt", "data": "donnees.json", "person": "personne"},
    "en": {"readme": "README.txt", "data": "data.json", "person": "person"},
}


def archive(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    viewer: Viewer,
    now: datetime,
    language: str,
) -> bytes:
    """A ZIP of all that is kept of the viewer, in person, and of their association."""
    person = require_session(viewer)
    found = {"person": of_person(session, secrets, person)}
    if viewer.organisation is not None:
        found["association"] = of_association(session, secrets, authorships, viewer, now)
    return _packed(found, now, language)


def of_person(session: Session, secrets: keys.Keys, person_id: str) -> dict[str, list[Row]]:
    """What is kept of a person, opened: table → rows."""
    wanted = {person_id, people.email_of(session, secrets, person_id)}
    return {
        holding.table: rows
        for holding, sealed in _given("person")
        if (rows := [*_rows(session, secrets, holding, sealed, sealed.person or "", wanted)])
    }


def of_association(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    viewer: Viewer,
    now: datetime,
) -> dict[str, list[Row]]:
    """What is kept of an association, for its people; some of it for its contacts only."""
    own = organisations.known(session, secrets, viewer.organisation or "")
    found: dict[str, list[Row]] = {}
    for holding, sealed in _given("association"):
        if holding.table in _FOR_CONTACTS and not viewer.contact:
            continue
        if sealed.under == "association":
            rows = [*_own_rows(session, secrets, holding, sealed, own)]
        else:
            rows = [*_rows(session, secrets, holding, sealed, sealed.association or "", {own.id})]
        if rows:
            found[holding.table] = rows
    if viewer.contact:
        found["membership"] = [
            {"email": each.email, "role": each.role}
            for each in memberships.colleagues(session, secrets, own.id)
        ]
    found["publication"] = _published(session, secrets, authorships, own)
    found["unsealing_entry"] = [
        {"publication": each.publication_id, "at": each.day.isoformat(), "reason": each.reason}
        for each in unsealing.told(session, secrets, viewer, now)
    ]
    return {table: rows for table, rows in found.items() if rows}


def _given(whose: str) -> Iterator[tuple[Holding, Sealed]]:
    """The sealed columns that are given to a person, or to an association."""
    for holding in processing.holdings().values():
        for sealed in holding.sealed:
            if getattr(sealed, whose) is not None:
                yield holding, sealed


def _rows(
    session: Session,
    secrets: keys.Keys,
    holding: Holding,
    sealed: Sealed,
    path: str,
    wanted: set[str],
) -> Iterator[Row]:
    table, own_id = _table(holding)
    blobs = table.c[sealed.column]
    statement = sa.select(own_id, blobs).where(blobs.is_not(None)).order_by(own_id)
    if path == "@id":
        statement = statement.where(own_id.in_(wanted))
    # No hash tells whose the others are without naming each: all are opened, and most left.
    for row_id, blob in session.connection().execute(statement):
        held = secrets.open(sealed.purpose, blob, row_id)
        if path == "@id" or held.get(path) in wanted:
            told = _without_secrets(held, sealed)
            if told:
                yield told


def _own_rows(
    session: Session, secrets: keys.Keys, holding: Holding, sealed: Sealed, own: Known
) -> Iterator[Row]:
    """What opens with the key of an association is the association's."""
    table, own_id = _table(holding)
    statement = sa.select(own_id, table.c[sealed.column]).order_by(own_id)
    if sealed.association == "@id" and holding.table == "organisation":
        statement = statement.where(own_id == own.id)
    elif "owner_hash" in holding.columns:
        statement = statement.where(table.c.owner_hash == drafts.owner_hash(secrets, own.id))
    for row_id, blob in session.connection().execute(statement):
        try:
            held = keys.unseal(own.data_key, blob, f"{sealed.purpose}:{row_id}")
        except KeyProblem:
            continue
        yield {"id": row_id} | _without_secrets(held, sealed)


def _table(holding: Holding) -> tuple[sa.Table, sa.Column[Any]]:
    table = SQLModel.metadata.tables[holding.table]
    (own_id,) = table.primary_key.columns
    return table, own_id


def _without_secrets(held: Row, sealed: Sealed) -> dict[str, Any]:
    return {name: value for name, value in held.items() if name not in sealed.secret}


def _published(
    session: Session, secrets: keys.Keys, authorships: Authorships, own: Known
) -> list[Row]:
    """What an association has on the shelf, told by the seals, with what moderators said of it."""
    written = {each.publication_id: each for each in authorships.of(session, own.id)}
    decided = reviews.of(session, secrets, written)
    found: list[Row] = []
    for key, item in library.own_items(session, [*written]).items():
        row: dict[str, Any] = {
            "id": key,
            "kind": item.kind,
            "state": item.state,
            "audience": item.audience,
            "visible_from": clock.text_of(item.visible_from),
            "moment": written[key].moment.isoformat(),
            "title": item.texts["title"],
            "language": item.language,
            "content": item.content.model_dump(mode="json", exclude_none=True),
            "labels": {facet: list(codes) for facet, codes in item.labels.items()},
        }
        if review := decided.get(key):
            said = {"state": review.state, "reason": review.reason, "note": review.note}
            row["review"] = said | {"appeal": review.appeal}
        found.append(row)
    return found


# -- packing ---------------------------------------------------------------------------------------


def _packed(
    found: Mapping[str, Mapping[str, Sequence[Row]]], now: datetime, language: str
) -> bytes:
    names = _NAMES[language]
    day = clock.day(now)
    tables = []
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:

        def add(name: str, text: str) -> None:
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            folder.writestr(entry, text.encode())

        for whose, holdings in found.items():
            for table, rows in holdings.items():
                columns = _columns(whose, table)
                readable = processing.table_name(table, language)
                place = f"{names.get(whose, whose)}/{curation.slug_of(readable)}.csv"
                add(place, _csv(columns, rows, language))
                about = ", ".join(processing.name(each, language) for each in columns)
                tables.append(f"{place}\n  {about}.")
        add(names["data"], json.dumps(found, ensure_ascii=False, indent=2))
        text = _README[language].format(day=day.isoformat(), tables="\n".join(tables))
        add(names["readme"], text)
    return packed.getvalue()


def _columns(whose: str, table: str) -> list[str]:
    """What a table shows, in the order of the table of fields."""
    special = {"publication": _PUBLISHED, "unsealing_entry": _TOLD, "membership": _COLLEAGUE}
    if whose == "association" and table in special:
        return [*special[table]]
    return [
        key
        for holding, sealed in _given(whose)
        if holding.table == table
        for key in sealed.keys
        if key not in sealed.secret
    ]


def _csv(columns: Sequence[str], rows: Sequence[Row], language: str) -> str:
    """Semicolons and a byte order mark: what spreadsheets set to French expect."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(processing.name(each, language) for each in columns)
    for row in rows:
        writer.writerow(_cell(_values(row, column)) for column in columns)
    return "\ufeff" + written.getvalue()


def _values(value: Any, path: str) -> list[Any]:
    """All that stands at a dotted path, through every list on the way."""
    if isinstance(value, list):
        return [found for each in value for found in _values(each, path)]
    if not path:
        return [] if value is None else [value]
    name, _, rest = path.partition(".")
    if not isinstance(value, Mapping) or name not in value:
        return []
    return _values(value[name], rest)


def _cell(values: Sequence[Any]) -> str:
    said = [
        json.dumps(each, ensure_ascii=False) if isinstance(each, Mapping | bool) else str(each)
        for each in values
    ]
    text = ", ".join(said)
    return f"'{text}" if text.startswith(_FORMULAS) else text
