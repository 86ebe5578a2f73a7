"""Identities planted in every private place of a product, and what finds them in an outlet."""

import base64
import binascii
import html
import logging
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_plus

import sqlalchemy as sa
from sqlmodel import SQLModel

from commons import (
    accounts,
    clock,
    figures,
    keys,
    library,
    notices,
    organisations,
    reciprocity,
    rights,
    unsealing,
)
from commons import drafts as manuscripts
from commons.accounts import correspondence, external, passwords, second_factor, staff
from commons.deposits import NearlyOpen
from commons.figures import Observation
from commons.library import HeldRow
from commons.moderation import promise, reports, reviews, vendors
from commons.moderation.batches import BatchItem
from commons.moderation.reviews import Review
from commons.rights import VISITOR, Viewer
from schema import letters
from tests.openid.stand_in import ISSUER
from tests.schema import world as worlds
from tests.schema.world import Author, World

# One value for every private field, each unlike any word of the product. The day is the clock's.
DAY = "2026-03-10"
EMAIL = "gwenola.kerbrat@zephyrin-amis.example"
BEFORE, AFTER = "gwenola@kerbrat-avant.example", "gwenola@kerbrat-apres.example"
COLLEAGUE, HEIR = "colette.quiniou@zephyrin-amis.example", "yves.quiniou@zephyrin-amis.example"
NEIGHBOUR = "voisin@exemple.test"
MODERATOR = "moderation@zephyrin-amis.example"
TOKEN_NAME = "jeton-de-zephyrine"
PASSWORD = "Gwenola à Trébabu, 1974"
PROFILE: dict[str, Any] = {
    "kind": "ASSOCIATION",
    "legalName": "Les Amis du Zéphyrin",
    "otherNames": ["Zéphyrinade"],
    "acronym": "AZQWK",
    "towns": ["Plouzévédé", "Trébabu"],
    "department": "Finistère",
    "people": ["Gwenola Kerbrat", "Yves Quiniou"],
    "domain": "zephyrin-amis.example",
    "handles": ["@zephyrinade"],
    "rna": "W293847561",
    "siren": "732829320",
    "court": {"court": "Wissembourg", "volume": 4711, "folio": 8153},
    "budget": "10k-50k",
    "employees": "50-249",
    "volunteers": "30-99",
    "field": "culture",
    "scope": "epci",
    "region": "53",
}
TEXTS = {
    "title": "Relancer avec Les Amis du Zéphyrin",
    "tried": "Gwenola Kerbrat a écrit depuis Plouzévédé, puis Yves Quiniou depuis Trébabu, dans le "
    "Finistère. Les AZQWK ont répondu.",
    "context": "La Zéphyrinade tient dans une grange.",
    "done": "Un compte, @zephyrinade, et un site, zephyrin-amis.example, furent créés.",
    "results": "Écrire à gwenola.kerbrat@zephyrin-amis.example ou appeler le 06 39 98 47 12. Nous "
    "avons récolté 12 345,77 € le 14 juillet 2021.",
    "regrets": "Le numéro W293847561 et le 732 829 320 figuraient sur la lettre.",
    "advice": "ne rien promettre.",
}
CASE: dict[str, Any] = TEXTS | {
    "started": "2019-08",
    "observations": [
        {
            "metric": "response-rate", "basis": "sent", "numerator": 48_211,
            "denominator": 97_813, "start": "2021-07", "end": "2021-11",
        },
        {"metric": "yearly-cost", "basis": "all", "value": 3_141_577},
    ],
}  # fmt: skip
BENCHMARK: dict[str, Any] = {
    "title": "Le guichet des AZQWK",
    "use": "encaisser les adhésions de la Zéphyrinade.", "adopted": 6_737, "equipped": 9_161,
    "monthlyHours": 5_839, "started": "2019-08",
    "advice": "demander à Gwenola Kerbrat.",
    "regrets": "rien de ce que Trébabu ignore.",
    "criteria": [
        {"code": "ease", "score": 4, "comment": "Yves Quiniou l'a compris seul."},
        {"code": "value", "score": 5}, {"code": "support", "score": 3},
    ],
}  # fmt: skip
# What only a draft holds: an embargo, another wording, a word of a practice that still waits.
EMBARGO, WORDING, WAITING = "2027-10", "chez Mirabelline", "citrouille"
# What a withdrawn practice said, and what a practice says to members alone.
GONE, RESERVED = "cerisier", "pommier"

# Letters and digits only, folded: they are looked for whatever stands between their letters.
WORDS = (
    "zephyrin", "azqwk", "plouzevede", "trebabu", "finistere", "gwenola", "kerbrat", "quiniou",
    "wissembourg", "jetondez", "mirabelline", "citrouille",
    "cerisier",
)  # fmt: skip
# Digits that stand by themselves, however they are grouped.
NUMBERS = (
    "293847561", "732829320", "4711", "8153", "0639984712", "639984712", "48211", "97813",
    "3141577", "1234577", "6737", "9161", "5839", "202107", "202111", "201908", "202710",
    "20260310", "20260309", "20210714",
)  # fmt: skip
DATES = (
    "2021-07", "2021-11", "2019-08", "2027-10", "2026-03-10", "2026-03-09", "2026-04-08",
    "juillet 2021", "novembre 2021", "aout 2019", "octobre 2027", "10 mars 2026", "9 mars 2026",
    "july 2021", "november 2021", "august 2019", "october 2027", "10 march 2026", "march 10, 2026",
    "10/03/2026", "09/03/2026", "10 mar 2026", "09 mar 2026",
)  # fmt: skip
# Words of public lists: hidden where they would speak of the author, not in a form.
LISTED = ("50-249", "30-99", "epci")

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9a-z])[0-9a-f]{12,}")
_LISTED = re.compile(rf"(?<![0-9a-z-])(?:{'|'.join(LISTED)})(?![0-9a-z-])")
_NUMBERS = re.compile(rf"(?<![0-9])(?:{'|'.join(sorted(NUMBERS, key=len, reverse=True))})(?![0-9])")
_GROUPED = re.compile(r"(?<=[0-9])[ .,'_-](?=[0-9])")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")


def folded(text: str) -> str:
    """Lower case without accents, every blank a space."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return re.sub(r"\s", " ", re.sub(r"[\u0300-\u036f]", "", plain))


def _decoded(text: str) -> Iterator[str]:
    for run in _BASE64.findall(text):
        bare = run.rstrip("=").replace("-", "+").replace("_", "/")
        try:
            yield base64.b64decode(bare + "=" * (-len(bare) % 4)).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue


def readings(outlet: str) -> list[str]:
    """A text as it stands and as what it is written in says: entities, escapes, base64."""
    plain = html.unescape(outlet)
    escaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), plain)
    percent = unquote_plus(escaped)
    return [*dict.fromkeys((outlet, percent, "\n".join(_decoded(percent))))]


def leaks(outlet: str, where: str, *, forms: bool = False) -> list[str]:
    """The planted values that an outlet holds; ``forms`` allows the words of public lists."""
    found = set()
    for reading in readings(outlet):
        text = folded(reading)
        letters = re.sub(r"[^0-9a-z]+", "", text)
        found |= {word for word in WORDS if word in letters}
        found |= {date for date in DATES if date in text}
        if not forms:
            found |= set(_LISTED.findall(text))
        bare = _UUID.sub("#", text)
        found |= set(_NUMBERS.findall(bare))
        found |= set(_NUMBERS.findall(_GROUPED.sub("", bare)))
    return [f"{value} in {where}" for value in sorted(found)]


# Tables that everybody may read whole; of all others every long value is planted.
PUBLIC_TABLES = frozenset(
    {
        "collection", "collection_item", "imported", "outbox", "population_edition", "publication",
        "publication_label", "publication_version", "shelf", "sink", "tool",
    }
)  # fmt: skip
PUBLIC_COLUMNS = frozenset({("federation", "slug"), ("federation", "name"),
                            ("seal", "publication_id"), ("review", "publication_id"),
                            ("report", "publication_id"), ("held", "publication_id"),
                            ("batch_item", "publication_id")})  # fmt: skip
_SHORTEST = 16


def private_values(world: World) -> set[str]:
    """Ids, hashes and ciphertext of every private table, each as it could be written."""
    found: set[str] = set()
    with world.product.database.engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            if table.name in PUBLIC_TABLES:
                continue
            for row in connection.execute(sa.select(table)).mappings():
                for name, value in row.items():
                    if (table.name, name) in PUBLIC_COLUMNS or value is None:
                        continue
                    if isinstance(value, bytes):
                        found |= {value[:24].hex(), base64.b64encode(value[:24]).decode()}
                        found |= {base64.urlsafe_b64encode(value[:24]).decode()}
                    elif len(str(value)) >= _SHORTEST:
                        found.add(str(value))
    return found


@dataclass
class Planted:
    """A product after its author wrote and published everything they should not have."""

    world: World
    author: Author
    reader: Author
    curator: Author
    person: Author
    publications: list[str]
    waiting: str
    gone: str
    slug: str
    organisation: str
    drafts: list[str]
    token: str
    secret: str
    invitation: str
    moving: str
    stop: str
    log: list[str] = field(default_factory=list)

    def device(self) -> str:
        """The id of a browser of the author's."""
        query = "{ viewer { security { devices { id } } } }"
        devices = self.world.read(query, self.author.token)["viewer"]["security"]["devices"]
        return str(devices[0]["id"])

    def invited(self) -> str:
        """The id of an invitation of the author's."""
        query = "{ viewer { organisation { invitations { id } } } }"
        known = self.world.read(query, self.author.token)["viewer"]["organisation"]
        return str(known["invitations"][0]["id"])

    def colleague(self) -> str:
        """The author, as somebody of their association would name them."""
        query = "{ viewer { organisation { colleagues { id } } } }"
        known = self.world.read(query, self.author.token)["viewer"]["organisation"]
        return str(known["colleagues"][0]["id"])

    def heads(self) -> list[str]:
        """Digests of the log of unsealings, for operators: to be noted where others can't reach."""
        with self.world.product.database.reading() as session:
            return [*unsealing.log.read(session, self.world.product.keys).heads.values()]

    def secrets(self) -> set[str]:
        """Every value that must reach nobody else, read anew from the tables."""
        shown = {self.curator.organisation or "", *self.publications}
        own = {self.secret, self.author.token, self.reader.token, self.curator.token}
        return (private_values(self.world) | own | {self.waiting, self.stop}) - shown - {""}


def found_secrets(outlet: str, secrets: Iterable[str], *, asked: Collection[str] = ()) -> list[str]:
    """Private ids and hashes in an outlet, but those that the request itself held."""
    return [each for each in secrets if each in outlet and each not in asked]


class _Lines(logging.Handler):
    """Every line of every logger, but the test client's own."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("httpx"):
            line = logging.Formatter("%(levelname)s %(name)s %(message)s").format(record)
            self.lines.append(line)


@contextmanager
def every_log_line() -> Iterator[list[str]]:
    """The lines of all loggers at DEBUG; the database's would be the statements themselves."""
    handler, top = _Lines(), logging.getLogger()
    others = [logging.getLogger(name) for name in logging.root.manager.loggerDict
              if not name.startswith("sqlalchemy")]  # fmt: skip
    before = [(each, each.level) for each in (top, *others)]
    top.addHandler(handler)
    for each, _ in before:
        each.setLevel(logging.DEBUG)
    try:
        yield handler.lines
    finally:
        top.removeHandler(handler)
        for each, level in before:
            each.setLevel(level)


def settled(world: World, author: Author, draft: str) -> int:
    """A careful author: every proposal accepted, every doubt that names somebody confirmed."""
    while True:
        seen = world.do("previewPublication", {"draft": draft}, author.token)
        version: int = seen["draft"]["version"]
        given: dict[str, Any] = {"draft": draft, "version": version}
        if waiting := [each["id"] for each in seen["findings"] if not each["decision"]]:
            world.do("decideFinding", given | {"findings": waiting, "choice": "ACCEPT"},
                     author.token)  # fmt: skip
        elif doubts := [each for each in seen["doubts"] if each["tells"] is None]:
            told = [
                each["id"]
                for each in doubts
                if each["text"] not in (WAITING, GONE) and leaks(each["text"], "")
            ]
            rest = [each["id"] for each in doubts if each["id"] not in told]
            world.do("answerDoubts", given | {"yes": told, "no": rest}, author.token)
        else:
            return version


def shared(world: World, author: Author, draft: str, audience: str = "OPEN") -> tuple[str, bool]:
    """Publish as a careful author; the publication's id, and whether it waits."""
    if audience != "OPEN":
        version = world.do("previewPublication", {"draft": draft}, author.token)["draft"]["version"]
        terms = {"draft": draft, "version": version, "audience": audience}
        world.do("setDraftTerms", terms, author.token)
    version = settled(world, author, draft)
    done = world.do("publishDraft", {"draft": draft, "version": version}, author.token)
    return done["practice"]["id"], done["waits"]


def moderated(world: World, publication: str, refused: str) -> None:
    """What moderators, readers, a vendor and operators wrote about what is published."""
    secrets, now = world.product.keys, world.clock()
    first, second = (Viewer(person=keys.new_id(), operator=True) for _ in range(2))
    said = Review(refused, "refused", now, keys.new_id(), "unclear", "Dites-le autrement.")
    with world.product.database.writing() as session:
        reviews.put(session, secrets, replace(said, appeal="rien à redire."))
        session.add(HeldRow(publication_id=refused))
        report = reports.Report("identifiable", f"C'est {PROFILE['legalName']}.")
        reports.keep(session, secrets, publication, report, rights.readable(VISITOR, 999912))
        promise.note(session, secrets, now, now)
        place = BatchItem(id=keys.new_id(), publication_id=publication, position=1, week="2026-W11")
        session.add(place)
        unread = vendors.Statement("helloasso", "fr", "Réponse jamais relue.", keys.new_id())
        vendors.post(session, secrets, unread)
        for _ in range(2):
            reason = f"Qui est {PROFILE['legalName']} ?"
            asked = unsealing.ask(session, secrets, first, publication, reason, None, now)
        unsealing.confirm(session, secrets, second, asked.id, now)
        head, site = str(unsealing.log.head(session)), world.product.settings.base_url
    for language in ("fr", "en"):
        letter = letters.unsealing("exploitation@exemple.test", head, site, language)
        world.letters.append(letter)


def opened(world: World, organisation: str, curator: Author) -> None:
    """What reciprocity and deposits keep: a welcome spent, depth opened, a topic nearly open."""
    secrets, now = world.product.keys, world.clock()
    lines = "\n".join(f"W29000010{place};" for place in range(reciprocity.FEWEST_VOUCHED))
    world.do("vouchFor", {"lines": lines}, curator.token)
    world.do("grantDepth", {"open": True}, curator.token)
    with world.product.database.writing() as session:
        reciprocity.part(session, secrets, organisations.known(session, secrets, organisation))
        session.add(NearlyOpen(topic_hash=secrets.fingerprint("nearly-open", "letter")))
        known = organisations.known(session, secrets, organisation)
        owner = manuscripts.owner_hash(secrets, organisation)
        observed = [Observation(**each) for each in CASE["observations"]]
        facts = {"channels": ["letter"], "themes": []}
        figures.contribute(session, known.data_key, owner, observed, facts, now)


def moving(world: World, author: Author, email: str) -> dict[str, Any]:
    """Ask for another address: what its letter holds."""
    world.do("requestAddressChange", {"email": email}, author.token)
    return {"token": world.letters[-1].text.split("/adresse/")[1].split()[0]}


def plant(world: World) -> Planted:
    """Write every private field there is, publish from them, keep some of it back."""
    world.clock.forward(days=-1)
    author = world.sign_in(BEFORE)
    author.token = world.do("changeAddress", moving(world, author, EMAIL), author.token)["session"]
    author.email = EMAIL
    world.do("declareOrganisation", PROFILE, author.token)
    with world.product.database.writing() as session:
        found = organisations.find(session, world.product.keys, PROFILE["rna"])
        organisations.verify(session, world.product.keys, found.id, world.clock())
    author.organisation = found.id
    curator = world.join("federation", kind="FEDERATION")
    reader, person = world.join("lecteurs"), world.sign_in("seule@exemple.test")
    with world.product.database.writing() as session:
        secrets = world.product.keys
        someone = accounts.person_of(session, secrets, EMAIL)
        passwords.put(session, secrets, someone, passwords.prepare(PASSWORD, EMAIL))
        second_factor.begin(session, secrets, someone)
        external.link(session, secrets, someone, ISSUER, EMAIL)
        moderator = accounts.person_of(session, secrets, MODERATOR)
        staff.appoint(session, secrets, moderator, "moderator")
    made = world.do(
        "createToken",
        {"name": TOKEN_NAME, "scopes": ["READ", "PUBLISH"], "days": 30},
        author.token,
    )
    # Links that nobody opened yet.
    world.do("requestSignIn", {"email": EMAIL})
    moves = moving(world, author, AFTER)["token"]
    # Somebody else wants the author's address.
    other = world.sign_in("curieuse@exemple.test")
    world.do("requestAddressChange", {"email": EMAIL}, other.token)
    world.clock.forward(days=1)
    # Letters by which somebody may join, take over, or declare an association.
    for given in ({"email": COLLEAGUE}, {"email": HEIR, "handOver": True}):
        world.do("inviteMember", given, author.token)
    invitation = world.letters[-1].text.split("/invitation/")[1].split()[0]
    world.do("inviteAssociation", {"email": NEIGHBOUR}, curator.token)
    world.do("vouchFor", {"lines": "W290000999;Un club voisin"}, curator.token)
    publications, drafts = [], []
    reserved = CASE | {"title": f"Relancer sous un {RESERVED}"}
    for practice, audience in ((CASE, "OPEN"), (BENCHMARK, "OPEN"), (reserved, "MEMBERS")):
        if practice is BENCHMARK:
            given = worlds.BENCHMARK | practice
            saved = world.do("saveToolBenchmarkDraft", {"practice": given}, author.token)
            draft = saved["id"]
        else:
            draft, _ = world.save(author, tools=["helloasso"], **practice)
        drafts.append(draft)
        publication, waits = shared(world, author, draft, audience)
        publications.append(publication)
        if waits:
            with world.product.database.writing() as session:
                library.release(session, publication, clock.month(world.clock()))
    # One publication waits for its release, one draft stays private with all its decisions.
    waiting_draft, _ = world.save(author, title=f"vendre une {WAITING} au marché")
    waiting, waits = shared(world, author, waiting_draft)
    assert waits
    erased, _ = world.save(author)
    world.do("deleteDraft", {"draft": erased}, author.token)
    gone_draft, _ = world.save(author, title=f"planter un {GONE} par adhésion")
    gone, _ = shared(world, author, gone_draft)
    with world.product.database.writing() as session:
        library.release(session, gone, clock.month(world.clock()))
    private, version = world.save(author, **CASE)
    seen = world.do("previewPublication", {"draft": private}, author.token)
    change = {
        "draft": private, "version": version, "choice": "EDIT", "replacement": WORDING,
        "findings": [seen["findings"][0]["id"]],
    }  # fmt: skip
    version = world.do("decideFinding", change, author.token)["version"]
    terms = {"draft": private, "version": version, "audience": "CONTRIBUTORS",
             "embargo": EMBARGO}  # fmt: skip
    world.do("setDraftTerms", terms, author.token)
    with world.product.database.writing() as session:
        known = organisations.known(session, world.product.keys, found.id)
        figures.keep(
            session,
            known.data_key,
            owner_hash=manuscripts.owner_hash(world.product.keys, found.id),
            observations=[Observation(**each) for each in CASE["observations"]],
            facts={"channels": ["email"]},
            publication_id=publications[0],
        )
    moderated(world, publications[0], waiting)
    opened(world, found.id, curator)
    slug = world.do("createCollection", {"title": "Choix"}, curator.token)["slug"]
    for publication in (*publications[:2], gone):
        place = {"collection": slug, "publication": publication, "note": "à lire"}
        world.do("addToCollection", place, curator.token)
    world.push()
    world.do("withdrawPublication", {"id": gone}, author.token)
    world.push()
    return Planted(
        world=world,
        author=author,
        reader=reader,
        curator=curator,
        person=person,
        publications=publications,
        waiting=waiting,
        gone=gone,
        slug=slug,
        organisation=found.id,
        drafts=[*drafts, waiting_draft, gone_draft, private],
        token=made["token"]["id"],
        secret=made["secret"],
        invitation=invitation,
        moving=moves,
        stop=written_to(world, found.id, someone),
    )


def written_to(world: World, organisation: str, person: str) -> str:
    """Let somebody choose letters and be told something; the token that stops their letters.

    One letter left and is tried again later, one thing waits for the next slot.
    """
    product, tomorrow = world.product, world.clock() + timedelta(days=1)
    with product.database.writing() as session:
        correspondence.choose(session, product.keys, person, pace="daily", language="fr")
        notices.gather(session, product.keys, product.authorships, world.clock())
        for kind in notices.KINDS:
            notices.tell(session, product.keys, organisation, kind, world.clock())
        notices.gather(session, product.keys, product.authorships, tomorrow)
        notices.tell(session, product.keys, organisation, "appeared", tomorrow)
        (waiting,) = notices.due(session, product.keys, tomorrow)
        letter = notices.claim(session, product.keys, waiting, tomorrow)
    assert letter is not None
    site = product.settings.base_url
    for language in ("fr", "en"):
        world.letters.append(
            letters.notice(letter.email, letter.kinds, site, letter.stop, language)
        )
    return letter.stop
