"""No table, log line or address holds a person or an association together with a publication."""

import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from commons import accounts, drafts, housekeeping
from commons.drafts import Draft
from commons.figures import Figure
from commons.library import Publication
from commons.organisations import Organisation
from frontend import rounds
from tests.frontend.conftest import OpenSite, Site

FIGURES = {
    "observations": [
        {"metric": "response-rate", "basis": "sent", "numerator": 30, "denominator": 900}
    ]
}
_ADDRESS = re.compile(r'(?:href|action|src)="([^"]*)"')


def identities(site: Site) -> tuple[set[str], set[str]]:
    """What leads to people and associations, and the ids of publications."""
    secrets = site.product.keys
    with site.product.database.reading() as session:
        private = set(session.exec(select(accounts.Person.id)))
        private |= set(session.exec(select(accounts.Person.email_hash)))
        for table in (Draft, Figure):
            for row in session.exec(select(table)).all():
                private |= {row.id, row.owner_hash}
        for organisation in session.exec(select(Organisation)).all():
            private |= {
                organisation.id,
                organisation.rna_hash,
                organisation.siren_hash,
                organisation.court_hash,
                drafts.owner_hash(secrets, organisation.id),
                secrets.fingerprint("members", organisation.id),
            }
        for table_of in (accounts.SignInSession, accounts.SignInLink, accounts.AccessToken):
            private |= set(session.exec(select(table_of.token_hash)))
        return private, set(session.exec(select(Publication.id)))


def rows(site: Site) -> Iterator[tuple[str, str]]:
    """Every row of every table the database really has, as text."""
    with site.product.database.engine.connect() as connection:
        held = sa.MetaData()
        held.reflect(connection)
        assert {table.name for table in SQLModel.metadata.sorted_tables} <= set(held.tables)
        for table in held.sorted_tables:
            for row in connection.execute(sa.select(table)):
                text = " ".join(
                    value.decode("latin-1") if isinstance(value, bytes) else str(value)
                    for value in row
                )
                yield table.name, text


def test_nothing_holds_an_author_and_a_publication_together(
    site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A life of the product by its pages and its API: published, waiting, withdrawn, erased."""
    caplog.set_level(logging.DEBUG)
    addresses: list[str] = []
    send = site.client.send

    def noting(request: object, **kwargs: object) -> object:
        answer = send(request, **kwargs)  # type: ignore[arg-type]
        addresses.append(str(answer.request.url))
        addresses.append(answer.headers.get("location", ""))
        addresses.extend(_ADDRESS.findall(answer.text))
        return answer

    monkeypatch.setattr(site.client, "send", noting)
    author, other = site.join("amis"), site.join("autres", kind="FEDERATION")
    site.publish(author, title="Première expérience", **FIGURES)
    site.clock.forward(days=62)
    author, other = site.sign_in(author.email), site.sign_in(other.email)
    product = site.product
    housekeeping.run(product.database, product.keys, product.authorships, site.clock())
    kept = site.publish(author, title="Deuxième expérience")
    draft, version = site.save(author, title="Troisième expérience")
    version = site.settle(author, draft)
    site.as_author(author)
    answer = site.client.post(
        f"/partager/{draft}/publier",
        data={"version": str(version)},
        headers={"origin": "http://testserver", "sec-fetch-site": "same-origin"},
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == "/mes-partages?publie=attente"
    gone = site.publish(author, title="Quatrième expérience")
    site.do("withdrawPublication", {"id": gone}, author.token)
    site.do("createToken", {"name": "site", "scopes": ["READ"], "days": 9}, author.token)
    site.save(author, title="Cinquième expérience")
    site.push()
    for path in ("/mes-partages", "/compte", f"/pratiques/{kept}", "/pratiques", "/partager"):
        site.html(path)
    made = site.do("createCollection", {"title": "À lire"}, other.token)
    site.do("addToCollection", {"collection": made["slug"], "publication": kept}, other.token)
    site.html(f"/collections/{made['slug']}")
    site.html("/pratiques/00000000-0000-4000-8000-000000000000", status=410)

    private, publications = identities(site)
    assert len(private) > 20
    assert len(publications) == 4
    states = {text.split()[2] for name, text in rows(site) if name == "publication"}
    assert states == {"published", "pending", "withdrawn"}

    def together(text: str) -> bool:
        return any(each in text for each in private) and any(each in text for each in publications)

    # The control: a row that did would be seen.
    assert together(f"{next(iter(private))} {kept}")
    assert [(name, text) for name, text in rows(site) if together(text)] == []
    lines = [record.getMessage() for record in caplog.records] + caplog.text.splitlines()
    assert [line for line in lines if together(line)] == []
    assert len(addresses) > 100
    assert [address for address in addresses if together(address)] == []
    # The product's own lines name no publication at all; those of the test's client do.
    own = [each.getMessage() for each in caplog.records if not each.name.startswith("httpx")]
    assert [line for line in own if any(each in line for each in publications)] == []


def test_the_author_is_told_of_the_wait_and_sees_the_day(site: Site) -> None:
    author = site.join("amis")
    site.publish(author)
    draft, _ = site.save(author, title="Une deuxième, le même jour")
    given = {"draft": draft, "version": site.settle(author, draft)}
    done = site.do("publishDraft", given, author.token)
    assert done["waits"]
    publication = done["practice"]["id"]
    site.as_author(author)

    told = site.html("/mes-partages?publie=attente")

    assert "dans 1 à 14 jours" in told
    assert "in 1 to 14 days" in site.html("/en/mes-partages?publie=attente")
    assert "attend son tour, visible le " in told
    assert f'href="/pratiques/{publication}"' not in told
    site.html(f"/pratiques/{publication}", status=410)
    site.as_visitor()
    site.html(f"/pratiques/{publication}", status=410)

    # It can be withdrawn from there while it waits.
    site.as_author(author)
    answer = site.client.post(
        "/mes-partages/retirer",
        data={"publication": publication},
        headers={"origin": "http://testserver", "sec-fetch-site": "same-origin"},
    )
    assert answer.status_code == 303
    assert "attend son tour" not in site.html("/mes-partages")


def test_the_serving_process_releases_what_is_due(
    open_site: OpenSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "RELEASE_SECONDS", (0.02, 0.05))
    query = '{ search(text: "deuxième") { totalCount nodes { id } } }'
    with open_site(tmp_path) as site:
        author = site.join("amis")
        site.publish(author)
        draft, _ = site.save(author, title="Une deuxième, le même jour")
        given = {"draft": draft, "version": site.settle(author, draft)}
        publication = site.do("publishDraft", given, author.token)["practice"]["id"]
        site.push()
        assert site.read(query)["search"]["totalCount"] == 0

        site.clock.forward(days=15)

        until = time.monotonic() + 20
        while not site.read(query)["search"]["totalCount"]:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert site.read(query)["search"]["nodes"] == [{"id": publication}]
        site.as_visitor()
        assert "Une deuxième" in site.html(f"/pratiques/{publication}")
