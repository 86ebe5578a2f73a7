"""An export gives all that is kept of somebody and their association, and nothing of others."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from commons import accounts, journal, portability, processing, vouching
from commons.accounts import correspondence, invitations, links, memberships, recognition, staff
from commons.figures import Observation
from commons.refusals import NotAllowed, SignInRequired
from commons.rights import VISITOR, Viewer
from tests.commons.conftest import Member, Network, case_study, profile
from tests.conftest import Ticking


def archive(network: Network, viewer: Viewer, language: str = "fr") -> zipfile.ZipFile:
    with network.database.reading() as session:
        packed = portability.archive(
            session, network.secrets, network.authorships, viewer, network.now(), language
        )
    return zipfile.ZipFile(io.BytesIO(packed))


def data(network: Network, viewer: Viewer) -> dict[str, dict[str, list[dict[str, Any]]]]:
    found: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(
        archive(network, viewer).read("donnees.json")
    )
    return found


def confide(network: Network, clock: Ticking) -> Member:
    """A federation's contact with a row in every table that is given to somebody."""
    member = network.join(kind="federation", legal_name="Fédération des Clochers")
    network.protect(member)
    person = member.viewer.person or ""
    observation = Observation(metric="response-rate", basis="sent", numerator=48, denominator=97)
    network.publish(member, case_study(title="une tombola", observations=(observation,)))
    network.write(member, case_study(title="encore secret"))
    with network.database.writing() as session:
        secrets, now = network.secrets, clock()
        accounts.create_token(session, secrets, member.viewer, "le jeton", ("read",), 30, now)
        staff.appoint(session, secrets, person, "moderator")
        correspondence.choose(session, secrets, person, pace="weekly", language="fr")
        links.request_link(session, secrets, member.email, now)
        journal.note(session, secrets, person, "exported", now)
        given = vouching.lines("W291234567;Les Sonneurs")
        recognition.vouch(session, secrets, member.organisation, given, now)
        own = member.organisation.id
        invitations.invite(session, secrets, own, "deux@exemple.fr", "member", now)
    return member


def test_everything_of_a_person_and_of_their_association_is_given(
    network: Network, clock: Ticking
) -> None:
    member = confide(network, clock)

    found = data(network, member.viewer)

    assert {*found["person"]} == {
        "person", "membership", "sign_in_link", "sign_in_session", "access_token",
        "external_identity", "second_factor", "correspondence", "journal", "staff",
    }  # fmt: skip
    assert {*found["association"]} == {
        "organisation", "draft", "vouch", "invitation", "membership", "publication",
    }  # fmt: skip
    assert found["person"]["person"][0]["email"] == member.email
    assert found["person"]["access_token"][0]["name"] == "le jeton"
    association = found["association"]
    assert association["organisation"][0]["profile"]["legal_name"] == "Fédération des Clochers"
    assert association["membership"] == [{"email": member.email, "role": "contact"}]
    assert association["invitation"][0]["email"] == "deux@exemple.fr"
    assert association["vouch"][0]["name"] == "Les Sonneurs"
    assert sorted(each["practice"]["title"] for each in association["draft"]) == [
        "encore secret", "une tombola",
    ]  # fmt: skip
    (exact,) = [
        each for draft in association["draft"] for each in draft["practice"].get("observations", ())
    ]
    assert (exact["numerator"], exact["denominator"]) == (48, 97)
    (published,) = association["publication"]
    assert published["content"]["title"] == "une tombola"
    assert published["moment"].startswith("2026-03-10")


def test_what_would_sign_somebody_in_is_left_out(network: Network, clock: Ticking) -> None:
    member = confide(network, clock)

    found = data(network, member.viewer)["person"]

    assert "password" not in found
    assert {*found["second_factor"][0]} == {"confirmed"}
    assert "token" not in found["correspondence"][0]
    with network.database.reading() as session:
        stop = session.get_one(accounts.Correspondence, member.viewer.person)
        token = network.secrets.open("correspondence", stop.sealed, stop.person_id)["token"]
    packed = archive(network, member.viewer)
    assert not any(token.encode() in packed.read(name) for name in packed.namelist())


def test_nothing_of_anybody_else_is_in_it(network: Network, clock: Ticking) -> None:
    other = confide(network, clock)
    member = network.join(legal_name="Les Amis du Moulin", people=("Anne Le Goff",))
    network.publish(member)

    packed = archive(network, member.viewer)

    raw = b"".join(packed.read(name) for name in packed.namelist())
    assert b"Les Amis du Moulin" in raw
    person, organisation = other.viewer.person or "", other.organisation.id
    for told in (other.email, person, organisation, "Clochers", "tombola", "le jeton", "Sonneurs"):
        assert told.encode() not in raw, told


def test_a_member_gets_what_members_see(network: Network, clock: Ticking) -> None:
    member = confide(network, clock)
    with network.database.writing() as session:
        person = accounts.person_of(session, network.secrets, "trois@exemple.fr")
        memberships.join(session, network.secrets, person, member.organisation.id, "member")
    viewer = replace(member.viewer, person=person, contact=False)

    found = data(network, viewer)

    assert found["person"]["person"][0]["email"] == "trois@exemple.fr"
    assert {*found["association"]} == {"organisation", "draft", "vouch", "publication"}
    assert member.email not in json.dumps(found)


def test_a_token_and_a_visitor_get_nothing(network: Network) -> None:
    viewer = network.join().viewer

    with pytest.raises(NotAllowed):
        archive(network, replace(viewer, by_token=True))
    with pytest.raises(SignInRequired):
        archive(network, VISITOR)


@pytest.mark.parametrize(("language", "readme"), [("fr", "LISEZMOI.txt"), ("en", "README.txt")])
def test_tables_have_readable_names_and_a_readme(
    language: str, readme: str, network: Network, clock: Ticking
) -> None:
    member = confide(network, clock)

    packed = archive(network, member.viewer, language)

    tables = [name for name in packed.namelist() if name.endswith(".csv")]
    assert len(tables) == 16
    text = packed.read(readme).decode()
    for name in tables:
        assert name in text
        raw = packed.read(name)
        assert raw.startswith("\ufeff".encode())
        heading, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";")
        assert rows, name
        assert {len(row) for row in rows} <= {len(heading)}
        assert all(heading)
    drafts = "association/brouillons.csv" if language == "fr" else "association/drafts.csv"
    heading, *rows = csv.reader(io.StringIO(packed.read(drafts).decode("utf-8-sig")), delimiter=";")
    title = heading.index(processing.name("title", language))
    assert sorted(row[title] for row in rows) == ["encore secret", "une tombola"]


def test_no_cell_is_a_formula(network: Network) -> None:
    member = network.join(legal_name="=HYPERLINK(1)", other_names=("+33", "@x"))

    packed = archive(network, member.viewer)

    raw = packed.read("association/associations.csv").decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(raw), delimiter=";")
    assert "'=HYPERLINK(1)" in row
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert profile().legal_name not in raw


def test_every_line_of_the_register_that_is_given_says_how_it_is_found() -> None:
    """A table given to somebody is of one person or association, by a value it declares."""
    for holding in processing.holdings().values():
        for sealed in holding.sealed:
            for path in (sealed.person, sealed.association):
                assert path in (None, "@id", *sealed.keys), holding.table
            assert {*sealed.secret} <= {*sealed.keys}
            if sealed.under == "association":
                assert sealed.association == "@id"
