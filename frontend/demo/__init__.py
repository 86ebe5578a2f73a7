"""The demo network: invented associations whose raw texts go through the acts of a real user."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from typing import Any

from sqlmodel import Session

from commons import accounts, clock, curation, organisations, publishing, rights
from commons.accounts import staff
from commons.authorship import Authorships
from commons.case_studies import CaseStudyDraft
from commons.database import Database
from commons.keys import Keys, Mark
from commons.labels import editions
from commons.organisations import Profile
from commons.rights import Viewer
from commons.tool_benchmarks import ToolBenchmarkDraft

FILES = ("west.toml", "south.toml", "north.toml", "east.toml", "islands.toml")
COLLECTIONS = "collections.toml"
WAITING = "waiting.toml"
# Everybody was there before the first practice, so that nobody's first one tells when they came.
OPENED = datetime(2023, 11, 2, 9, 0, tzinfo=UTC)

# Of a practice in the files, what is not a field of its draft.
# ``telling`` are the words that we, who wrote the text, said yes to when we read its doubts.
_OUTSIDE = ("association", "date", "audience", "embargo", "telling")


# Two of each: an appeal and an unsealing both need somebody else.
STAFF = (
    ("Modération, Maëlle Kerjoanno", "maelle@moderation.recul.example", "moderator"),
    ("Modération, Ismaïl Roquefeuille", "ismail@moderation.recul.example", "moderator"),
    ("Exploitation, Odile Vauxbrun", "odile@exploitation.recul.example", "operator"),
    ("Exploitation, Tao Lestrignac", "tao@exploitation.recul.example", "operator"),
)


class NotADemo(Exception):
    """The database holds something else; told to the operator in one sentence."""


def read(name: str) -> dict[str, Any]:
    """One file of the demo network."""
    return tomllib.loads(resources.files("frontend.demo").joinpath(name).read_text("utf-8"))


def associations() -> Iterator[dict[str, Any]]:
    """Every invented association and federation."""
    for name in FILES:
        yield from read(name)["association"]


def waiting() -> list[dict[str, Any]]:
    """Associations that no moderator has looked at."""
    found: list[dict[str, Any]] = read(WAITING)["association"]
    return found


def practices() -> list[tuple[str, dict[str, Any]]]:
    """Every raw practice with its kind, in the order of publication."""
    found = [
        (kind, each)
        for name in FILES
        for kind, table in (("case-study", "case_study"), ("tool-benchmark", "tool_benchmark"))
        for each in read(name).get(table, [])
    ]
    return sorted(found, key=lambda pair: (pair[1]["date"], pair[1]["association"]))


def state(session: Session) -> str | None:
    """``ready``, ``loading`` when a load was interrupted, None for anything but a demo."""
    mark = session.get(Mark, "demo")
    return mark.value if mark else None


def check(session: Session) -> str | None:
    """The state of a demo or an empty database. Raises NotADemo for any other."""
    found = state(session)
    if found is None and session.get(Mark, "key") is not None:
        raise NotADemo(
            "This database is not a demo's: choose another RECUL_DATA_DIR or serve without --demo."
        )
    return found


def people() -> list[tuple[str, str]]:
    """Name and address of everybody one may sign in as: the site's own people, federations, others.

    Who seeks something to try looks at the top.
    """
    own = [(name, address) for name, address, _ in STAFF]
    others = sorted(associations(), key=lambda each: each["kind"] != "federation")
    return [*own, *((each["name"], each["contact"]) for each in (*others, *waiting()))]


def load(
    database: Database,
    secrets: Keys,
    told: Callable[[int, int], None] = lambda done, whole: None,
) -> dict[tuple[str, str], str]:
    """Sign everybody up and publish everything, each act in its own transaction at its own date.

    The ids of what was published, by the key of its association and its title, or its tool.
    """
    with database.writing() as session:
        session.merge(Mark(id="demo", value="loading"))
        for _, address, role in STAFF:
            staff.appoint(session, secrets, accounts.person_of(session, secrets, address), role)
    authorships = Authorships(secrets)
    viewers = {}
    for number, each in enumerate(associations(), start=1):
        with database.writing() as session:
            viewers[each["key"]] = _sign_up(session, secrets, each, number)
    with database.writing() as session:
        for number, each in enumerate(waiting(), start=len(viewers) + 1):
            person = accounts.person_of(session, secrets, each["contact"])
            known = profile(each, number)
            accounts.declare_organisation(session, secrets, person, known, clock.system())
    found = practices()
    published: dict[tuple[str, str], str] = {}
    for done, (kind, raw) in enumerate(found, start=1):
        viewer = viewers[raw["association"]]
        publication = _publish(database, secrets, authorships, viewer, kind, raw)
        published[raw["association"], raw.get("title") or raw["tool"]] = publication
        told(done, len(found))
    for each in read(COLLECTIONS)["collection"]:
        with database.writing() as session:
            _curate(session, secrets, viewers[each["federation"]], each, published)
    with database.writing() as session:
        session.merge(Mark(id="demo", value="ready"))
    return published


def profile(raw: Mapping[str, Any], number: int) -> Profile:
    """What an invented association declares; no office of the register is numbered 000."""
    return Profile(
        kind=raw["kind"],
        legal_name=raw["name"],
        other_names=tuple(raw.get("aliases", ())),
        acronym=raw.get("acronym"),
        towns=(raw["commune"],),
        department=raw["department"],
        people=tuple(raw["people"]),
        domain=raw.get("domain"),
        handles=tuple(raw.get("handles", ())),
        rna=f"W000{number:06d}",
        budget=raw["budget"],
        employees=raw["employees"],
        volunteers=raw["volunteers"],
        field=raw["field"],
        scope=raw["scope"],
        region=raw["region"],
    )


def _sign_up(session: Session, secrets: Keys, raw: Mapping[str, Any], number: int) -> Viewer:
    person = accounts.person_of(session, secrets, raw["contact"])
    organisation = accounts.declare_organisation(
        session, secrets, person, profile(raw, number), OPENED
    )
    organisations.verify(session, secrets, organisation, OPENED + timedelta(days=2))
    return Viewer(
        person=person,
        organisation=organisation,
        verified=True,
        federation=raw["kind"] == "federation",
    )


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10, 0), UTC)


def _publish(
    database: Database,
    secrets: Keys,
    authorships: Authorships,
    viewer: Viewer,
    kind: str,
    raw: Mapping[str, Any],
) -> str:
    """Save, preview, accept every proposal, answer every doubt, publish: what an author does."""
    fields = {name: value for name, value in raw.items() if name not in _OUTSIDE}
    practice: CaseStudyDraft | ToolBenchmarkDraft
    if kind == "case-study":
        practice = CaseStudyDraft.model_validate(fields)
    else:
        practice = ToolBenchmarkDraft.model_validate(fields)
    now = _moment(raw["date"])
    written = now - timedelta(days=1)
    with database.writing() as session:
        draft = publishing.save(session, secrets, viewer, practice, written)
    if raw.get("audience") or raw.get("embargo"):
        with database.writing() as session:
            draft = publishing.set_terms(
                session,
                secrets,
                viewer,
                draft.id,
                draft.version,
                written,
                audience=raw.get("audience", "open"),
                embargo=raw.get("embargo"),
                hide=(),
            )
    seen = _seen(database, secrets, viewer, draft.id)
    waiting = [each.finding.id for each in seen.findings]
    if waiting:
        with database.writing() as session:
            draft = publishing.decide(
                session, secrets, viewer, seen, draft.version, waiting, "accept", written
            )
        seen = replace(seen, draft=draft)
    doubts = [each.doubt for each in seen.doubts]
    if doubts:
        telling = raw.get("telling", ())
        with database.writing() as session:
            draft = publishing.answer(
                session,
                secrets,
                viewer,
                seen,
                draft.version,
                written,
                yes=[each.id for each in doubts if each.text in telling],
                no=[each.id for each in doubts if each.text not in telling],
            )
    seen = _seen(database, secrets, viewer, draft.id)
    with database.writing() as session:
        return publishing.publish(
            session, secrets, authorships, viewer, seen, draft.version, now
        ).item.id


def _seen(database: Database, secrets: Keys, viewer: Viewer, draft: str) -> publishing.Preview:
    with database.reading() as session:
        opened = publishing.open_draft(session, secrets, viewer, draft)
        return publishing.preview(*opened, editions.current(session))


def _curate(
    session: Session,
    secrets: Keys,
    viewer: Viewer,
    raw: Mapping[str, Any],
    published: Mapping[tuple[str, str], str],
) -> None:
    organisation = organisations.known(session, secrets, viewer.organisation or "")
    heading = curation.present(
        organisation,
        title=raw["title"],
        introduction=raw["introduction"],
        language=raw.get("language", "fr"),
    )
    collection = curation.create(session, viewer, organisation, heading)
    everybody = rights.readable(rights.VISITOR, 999912)
    for place in raw["places"]:
        publication = published[place["association"], place["practice"]]
        chosen = curation.choose(session, viewer, collection.slug, publication, everybody)
        remark = curation.comment(organisation, *chosen, place["note"])
        curation.add(session, viewer, collection.slug, remark, everybody)
