"""A year of a small network, for test_sealing: who signs in, writes, publishes, gives up."""

import heapq
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import select

from commons import (
    accounts,
    clock,
    curation,
    deposits,
    drafts,
    housekeeping,
    keys,
    library,
    notices,
    organisations,
    outbox,
    publishing,
    releases,
    rights,
)
from commons.accounts import sessions
from commons.authorship import Authorships
from commons.case_studies import CaseStudyDraft
from commons.database import Database
from commons.drafts import Manuscript
from commons.figures import Figure, Observation
from commons.labels import editions
from commons.organisations import Profile
from commons.tool_benchmarks import ScoredCriterion, ToolBenchmarkDraft

ITEMS, MONTHS, DAYS = 60, 12, 365
# What is deposited on, and among which of the year's publications.
DEPOSITS = {"governance": range(3, 25), "collaboration": range(25, 45)}
BUDGETS = ("under-1k", "1k-10k", "10k-50k", "50k-200k", "200k-500k", "500k-2m", "over-2m")
FIELDS = ("sport", "culture", "social", "education", "environment", "health", "leisure")
REGIONS = ("84", "53", "11", "44", "76", "93", "28")
CHANNELS = ("email", "website", "social-media", "event", "donation-form", "letter")
THEMES = ("membership", "volunteering", "communication", "collaboration", "governance")
PUBLICS = ("members", "volunteers", "staff", "sympathisers", "older-people")
NEEDS = ("resources", "people", "link", "running", "known")
MEANS = ("call", "visit", "gathering", "paper")
TOOLS = ("helloasso", "iraiser", "donorbox")
_TEXT = (
    "nous avons essayé un message court aux adhérents avec un lien vers la page du don puis une "
    "relance par la poste pour ceux qui ne lisent pas leurs courriels et le bureau a trouvé cela "
    "simple mais long à préparer au début parce que la liste des adresses était ancienne et que "
    "personne ne savait qui devait répondre aux questions des membres pendant les vacances"
)


@dataclass
class Author:
    """An association that signs in and writes."""

    email: str
    profile: Profile
    organisation: str
    person: str


@dataclass(frozen=True)
class Deed:
    """One publication and the truth about it."""

    publication: str
    draft: Manuscript
    author: Author
    moment: datetime


@dataclass
class Year:
    """What happened, for the referee; the attacker never sees it."""

    authors: list[Author]
    deeds: list[Deed] = field(default_factory=list)
    erased: set[str] = field(default_factory=set)

    def answers(self, database: Database, secrets: keys.Keys) -> dict[str, frozenset[str]]:
        """Publication → every private id or hash that would give its author away."""
        found = {
            deed.publication: {
                deed.draft.id,
                deed.author.organisation,
                deed.author.person,
                drafts.owner_hash(secrets, deed.author.organisation),
            }
            for deed in self.deeds
        }
        with database.reading() as session:
            opened = {
                drafts.owner_hash(secrets, known.id): known
                for known in organisations.everyone(session, secrets)
            }
            for figure in session.exec(select(Figure)).all():
                held = keys.unseal(
                    opened[figure.owner_hash].data_key, figure.sealed, f"figure:{figure.id}"
                )
                found[held["publication"]].add(figure.id)
        return {publication: frozenset(ids) for publication, ids in found.items()}


def profile_of(place: int, dice: random.Random) -> Profile:
    """Associations of all sizes; only the larger ones have a SIREN, one sits in Alsace."""
    budget = BUDGETS[place % len(BUDGETS)]
    return Profile(
        kind="federation" if place == 19 else "association",
        legal_name=f"Les Amis du Clocher {place}",
        towns=("Locquirec",),
        people=tuple(f"Camille Dupont{place}{each}" for each in range(dice.randrange(1, 9))),
        rna=f"W29{place:07d}",
        siren=_siren(place) if BUDGETS.index(budget) >= 3 else None,
        court=(
            organisations.CourtEntry(court="Saverne", volume=12, folio=7) if place == 7 else None
        ),
        budget=budget,
        employees="none" if BUDGETS.index(budget) < 3 else "3-9",
        volunteers="10-29",
        field=FIELDS[dice.randrange(len(FIELDS))],
        scope="commune",
        region=REGIONS[dice.randrange(len(REGIONS))],
    )


def _siren(place: int) -> str:
    stem = f"987000{place:02d}"
    total = 0
    for position, digit in enumerate(reversed(stem)):
        doubled = int(digit) * (2 if position % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return f"{stem}{-total % 10}"


class Life:
    """Acts of the network's people, each in the transaction the product would use."""

    def __init__(
        self, database: Database, secrets: keys.Keys, authorships: Authorships, seed: int
    ) -> None:
        self.database, self.secrets, self.authorships = database, secrets, authorships
        self.dice = random.Random(seed)
        self.year = Year([])
        self.sessions: dict[str, tuple[datetime | None, rights.Viewer]] = {}

    def text(self, least: int, most: int) -> str:
        return " ".join(self.dice.choices(_TEXT.split(), k=self.dice.randrange(least, most))) + "."

    def some(self, codes: Sequence[str], least: int = 0) -> tuple[str, ...]:
        return tuple(self.dice.sample(codes, self.dice.randrange(least, 5)))

    def practice(self, now: datetime) -> CaseStudyDraft | ToolBenchmarkDraft:
        shared = {
            "title": self.text(3, 9),
            "advice": self.text(8, 60),
            "themes": self.some(THEMES, 1),
            "channels": self.some(CHANNELS, 1)[:2],
            "publics": self.some(PUBLICS),
            "human_means": self.some(MEANS),
            "outcome": self.dice.choice(("worked", "mixed", "failed")),
            "human_link": self.dice.choice(("stronger", "same", "weaker")),
            "started": clock.text_of(clock.months_after(clock.month(now), -14)),
            "observations": tuple(
                Observation(
                    metric="response-rate",
                    basis="sent",
                    numerator=self.dice.randrange(20, 90),
                    denominator=self.dice.randrange(900, 2000),
                )
                for _ in range(self.dice.randrange(4))
            ),
        }
        if self.dice.random() < 0.15:
            return ToolBenchmarkDraft(
                tool=self.dice.choice(TOOLS),
                use=self.text(10, 200),
                criteria=tuple(
                    ScoredCriterion(code=code, score=self.dice.randrange(1, 6))
                    for code in ("ease", "value", "support", "reliability")
                ),
                again="yes",
                **shared,
            )
        return CaseStudyDraft(
            tried=self.text(20, 220), needs=self.some(NEEDS), results=self.text(5, 80), **shared
        )

    def sign_in(self, email: str, now: datetime) -> rights.Viewer:
        """By a mailed link, unless a session of the last days still stands."""
        since, viewer = self.sessions.get(email, (None, rights.VISITOR))
        if since is None or now - since > timedelta(days=sessions.IDLE_DAYS - 1):
            with self.database.writing() as session:
                link = accounts.request_link(session, self.secrets, email, now)
            with self.database.writing() as session:
                token = accounts.sign_in(session, self.secrets, link, now).session
            with self.database.reading() as session:
                viewer = accounts.viewer_of(session, self.secrets, self.authorships, token, now)
            if viewer.verified:
                self.sessions[email] = (now, viewer)
        return viewer

    def arrive(self, place: int, now: datetime) -> None:
        """An association declares itself, is verified, and colleagues of a large one join."""
        profile = profile_of(place, self.dice)
        email = f"bureau{place}@exemple.fr"
        viewer = self.sign_in(email, now)
        person_id = rights.require_person(viewer, "publish")
        with self.database.writing() as session:
            organisation = accounts.declare_organisation(
                session, self.secrets, person_id, profile, now
            )
        with self.database.writing() as session:
            organisations.verify(session, self.secrets, organisation, now)
        for number in range(self.dice.randrange(BUDGETS.index(profile.budget) // 2 + 1)):
            with self.database.writing() as session:
                person = accounts.person_of(session, self.secrets, f"c{place}.{number}@exemple.fr")
                accounts.join(session, self.secrets, person, organisation)
        if place % 5 == 0:
            viewer = self.sign_in(email, now)
            with self.database.writing() as session:
                accounts.create_token(session, self.secrets, viewer, "site", ("read",), 90, now)
        self.year.authors.append(Author(email, profile, organisation, person_id))

    def begin(self, author: Author, now: datetime, topic: str | None = None) -> Manuscript:
        viewer, practice = self.sign_in(author.email, now), self.practice(now)
        if topic and topic not in practice.themes:
            practice = practice.model_copy(update={"themes": (*practice.themes, topic)})
        with self.database.writing() as session:
            return publishing.save(session, self.secrets, viewer, practice, now)

    def revise(self, author: Author, draft: Manuscript, now: datetime) -> Manuscript:
        viewer = self.sign_in(author.email, now)
        practice = publishing.practice_of(draft).model_copy(update={"regrets": self.text(5, 40)})
        with self.database.writing() as session:
            return publishing.save(session, self.secrets, viewer, practice, now, draft_id=draft.id)

    def release(
        self,
        author: Author,
        draft: Manuscript,
        now: datetime,
        way: publishing.Way = "now",
        topic: str | None = None,
    ) -> Deed:
        """Decide on the findings, publish in a transaction of its own, let the relay pass."""
        viewer = self.sign_in(author.email, now)
        with self.database.reading() as session:
            organisation = organisations.known(session, self.secrets, author.organisation)
            people = editions.current(session)
        prepared = publishing.preview(organisation, draft, people)
        findings = [each.finding.id for each in prepared.findings if each.decision is None]
        if findings:
            with self.database.writing() as session:
                draft = publishing.decide(
                    session, self.secrets, viewer, prepared, draft.version, findings, "accept", now
                )
            prepared = publishing.preview(organisation, draft, people)
        doubts = [each.doubt.id for each in prepared.doubts if each.tells is None]
        if doubts:
            with self.database.writing() as session:
                draft = publishing.answer(
                    session, self.secrets, viewer, prepared, draft.version, now, no=doubts
                )
            prepared = publishing.preview(organisation, draft, people)
        with self.database.writing() as session:
            share = publishing.publish(
                session,
                self.secrets,
                self.authorships,
                viewer,
                prepared,
                draft.version,
                now,
                way=way,
                topic=topic,
            )
        self.push()
        deed = Deed(share.item.id, draft, author, now)
        self.year.deeds.append(deed)
        return deed

    def push(self) -> None:
        with self.database.writing() as session:
            outbox.done(session, outbox.INDEX, outbox.waiting(session, outbox.INDEX, 100).items())

    def pass_by(self, now: datetime) -> None:
        """What waited long enough, or for enough others, appears."""
        with self.database.writing() as session:
            deposits.count(session, self.secrets, self.authorships, now)
            releases.release(session, self.authorships, now)
        self.push()

    def gather(self, now: datetime) -> None:
        """The federation makes one collection of what others published."""
        author = self.year.authors[19]
        viewer = self.sign_in(author.email, now)
        readable = rights.readable(viewer, clock.month(now))
        with self.database.writing() as session:
            organisation = organisations.known(session, self.secrets, author.organisation)
            heading = curation.present(organisation, title="À lire cet hiver")
            made = curation.create(session, viewer, organisation, heading)
            for item in library.latest(session, readable, 12):
                if item.audience == "open":
                    remark = curation.comment(organisation, made, item, None)
                    curation.add(session, viewer, made.slug, remark, readable)

    def write_letters(self, now: datetime) -> None:
        """The slot of a day: of what is due one letter leaves, the others are tried again."""
        with self.database.writing() as session:
            notices.gather(session, self.secrets, self.authorships, now)
            waiting = notices.due(session, self.secrets, now)
        for each in waiting:
            with self.database.writing() as session:
                letter = notices.claim(session, self.secrets, each, now)
            if letter is not None and each == waiting[0]:
                with self.database.writing() as session:
                    notices.sent(session, self.secrets, letter)

    def night(self, now: datetime) -> None:
        self.write_letters(now)
        if not self.database.is_sqlite:
            with self.database.engine.begin() as connection:
                connection.exec_driver_sql("ANALYZE")  # autovacuum's, at a moment of the test's
        before = self.draft_ids()
        housekeeping.run(self.database, self.secrets, self.authorships, now)
        self.year.erased |= before - self.draft_ids()

    def draft_ids(self) -> set[str]:
        with self.database.reading() as session:
            return set(session.exec(select(drafts.Draft.id)).all())


def ways_of(writers: Sequence[int]) -> dict[int, tuple[publishing.Way, str | None]]:
    """How what is not published at once appears: two mutual deposits open, each by five authors;
    of the rest, some is left to the weekly batch."""
    ways: dict[int, tuple[publishing.Way, str | None]] = {}
    for topic, places in DEPOSITS.items():
        first = {writers[place]: place for place in reversed(places)}
        for place in sorted(first.values())[: deposits.TOGETHER]:
            ways[place] = ("mutual-deposit", topic)
    for place in range(0, ITEMS - 12, 5):
        ways.setdefault(place, ("next-batch", None))
    return ways


def live(
    database: Database,
    secrets: keys.Keys,
    authorships: Authorships,
    start: datetime,
    *,
    seed: int = 7,
) -> Life:
    """Twelve months: 20 associations, 60 publications, 20 drafts given up, a night a month.

    Two mutual deposits open in it, and every fifth publication is left to a weekly batch.

    The night after the last month is left to the caller.
    """
    life = Life(database, secrets, authorships, seed)
    dice = life.dice
    agenda: list[tuple[datetime, int, Callable[[datetime], object]]] = []

    def plan(day: float, act: Callable[[datetime], object]) -> None:
        heapq.heappush(agenda, (start + timedelta(days=day), len(agenda) + next(number), act))

    number = iter(range(0, 10**9, 1000))
    for place in range(20):
        life.arrive(place, start + timedelta(hours=place))
    # A few write much, most write little, as everywhere.
    writers = [place for place in range(20) for _ in range(1 + 2 * (place % 3))]
    writers = (writers * 2)[:ITEMS]
    dice.shuffle(writers)
    ways = ways_of(writers)

    def write(
        author: Author,
        release_on: float | None,
        way: publishing.Way = "now",
        topic: str | None = None,
    ) -> Callable[[datetime], object]:
        def act(now: datetime) -> None:
            held = [life.begin(author, now, topic)]

            def again(later: datetime) -> None:
                held[0] = life.revise(author, held[0], later)

            today = (now - start) / timedelta(days=1)
            for step in range(1, dice.randrange(2, 4)):
                moment = (release_on or today + 9) - dice.uniform(0.1, 3) * step
                plan(max(moment, today + 0.01 * step), again)
            if release_on is not None:
                plan(release_on, lambda later: life.release(author, held[0], later, way, topic))

        return act

    for place, writer in enumerate(writers):
        release_on = 6 + (DAYS - 7) * (place + dice.random()) / ITEMS
        plan(
            max(0.9, release_on - dice.uniform(0.3, 12)),
            write(life.year.authors[writer], release_on, *ways.get(place, ("now", None))),
        )
    for writer in range(20):
        plan(dice.uniform(2, DAYS - 15), write(life.year.authors[writer], None))
    plan(200, life.gather)
    for day in range(DAYS):
        plan(day + dice.random(), life.pass_by)
    for month in range(1, MONTHS):
        plan(month * DAYS / MONTHS - 0.25, life.night)
    while agenda:
        now, _, act = heapq.heappop(agenda)
        act(now)
    return life


def a_busy_day(life: Life, now: datetime) -> list[Deed]:
    """Eight associations publish what they began the same day, twice; as many others only write.

    Their second publications wait.
    """
    authors = life.dice.sample(life.year.authors, 16)
    deeds = []
    for author in authors[8:]:
        life.revise(author, life.begin(author, now), now + timedelta(hours=1))
    for place, author in enumerate(authors[:8] * 2):
        moment = now + timedelta(minutes=30 * place)
        draft = life.revise(author, life.begin(author, moment), moment + timedelta(minutes=20))
        deeds.append(life.release(author, draft, moment + timedelta(minutes=25)))
    return deeds


def a_fortnight(life: Life, now: datetime) -> None:
    """What waited appears, a few a day; everybody writes, nobody publishes."""
    for hour in range(0, 15 * 24, 6):
        moment = now + timedelta(hours=hour)
        life.pass_by(moment)
        author = life.dice.choice(life.year.authors)
        life.revise(author, life.begin(author, moment), moment + timedelta(hours=1))
