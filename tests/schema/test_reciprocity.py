"""Giving and what it opens, as the API tells it: to one's own people, and to nobody else."""

import json

from graphql import GraphQLObjectType, get_named_type

from commons import accounts, clock, reciprocity
from commons.accounts import staff
from schema import root
from tests.commons.conftest import statements
from tests.schema.world import Author, World, everything

SCHEMA = root.schema._schema
OBSERVATION = {"metric": "response-rate", "basis": "sent", "numerator": 30, "denominator": 90}
STANDS = (
    "{ viewer { contributor contribution"
    " { active until monthsLeft welcome granted prolongedBy } } }"
)


def stands(world: World, author: Author) -> dict[str, object]:
    found: dict[str, object] = world.read(STANDS, author.token)["viewer"]["contribution"]
    return found


def staff_of(world: World, role: str) -> Author:
    somebody = world.sign_in(f"{role}@exemple.test")
    with world.product.database.writing() as session:
        person = accounts.person_of(session, world.product.keys, somebody.email)
        staff.appoint(session, world.product.keys, person, role)
    return somebody


def test_figures_alone_count_as_giving_and_nothing_appears(world: World) -> None:
    author = world.join("donne")
    assert stands(world, author) == {
        "active": True, "until": "2026-06", "monthsLeft": 3, "welcome": True, "granted": False,
        "prolongedBy": ["PUBLICATION", "FIGURES"],
    }  # fmt: skip
    world.clock.forward(days=reciprocity.WELCOME_DAYS)
    author = world.sign_in(author.email)
    assert not stands(world, author)["active"]
    before = world.rows()

    done = world.do(
        "contributeFigures", {"observations": [OBSERVATION], "channels": ["email"]}, author.token
    )

    assert done["contribution"]["active"]
    after = world.rows()
    assert {name for name in after if after[name] != before[name]} <= {"figure", "sign_in_session"}
    assert world.read(STANDS, author.token)["viewer"]["contributor"]


def test_figures_that_are_none_are_refused(world: World) -> None:
    author, pending = world.join("donne"), world.join("attend", verified=False)
    wrong = OBSERVATION | {"basis": "x"}
    for given, code in (
        ({"observations": [], "channels": ["email"]}, "nothing-counted"),
        ({"observations": [OBSERVATION]}, "nothing-counted"),
        ({"observations": [OBSERVATION] * 21, "channels": ["email"]}, "too-many-observations"),
        ({"observations": [OBSERVATION], "channels": ["x"]}, "unknown-code"),
        ({"observations": [wrong], "channels": ["email"]}, "wrong-figure"),
    ):
        assert world.act("contributeFigures", given, author.token)["code"] == code
    given = {"observations": [OBSERVATION], "channels": ["email"]}
    assert world.act("contributeFigures", given, pending.token)["code"] == "not-allowed"
    assert stands(world, pending) is None


def test_one_way_alone_leads_to_what_an_association_gives() -> None:
    """No type but the viewer's own has a field of it: there is nobody else to ask about."""
    leads = {
        f"{name}.{field}"
        for name, kind in SCHEMA.type_map.items()
        if isinstance(kind, GraphQLObjectType)
        for field, each in kind.fields.items()
        if get_named_type(each.type).name == "Contribution" or field == "contributor"
    }

    assert leads == {
        "Viewer.contribution",
        "Viewer.contributor",
        "ContributedFigures.contribution",
    }


def test_nobody_else_can_tell_that_an_association_gave(world: World) -> None:
    """Not its federation, a moderator or an operator: same answers, same work to make them."""
    author, federation = world.join("donne"), world.join("union", kind="FEDERATION")
    number = world.read("{ viewer { organisation { rna } } }", author.token)
    rna = number["viewer"]["organisation"]["rna"]
    lines = "\n".join([rna, *(f"W75123456{place}" for place in range(4))])
    world.do("vouchFor", {"lines": lines}, federation.token)
    world.do("grantDepth", {"open": True}, federation.token)
    others = [federation, staff_of(world, "moderator"), staff_of(world, "operator")]
    world.clock.forward(days=reciprocity.WELCOME_DAYS)
    author = world.sign_in(author.email)
    others = [world.sign_in(each.email) for each in others]
    asked = [
        "{ viewer " + everything("Viewer", leave=frozenset({"Viewer.security"})) + " }",
        "{ verification " + everything("Verification") + " }",
        "{ operations { moderators operators } }",
        '{ search(text: "lettre", first: 5) { totalCount } }',
    ]

    def answers() -> list[tuple[str, int]]:
        found = []
        for viewer in others:
            for query in asked:
                with statements(world.product.database) as sent:
                    body = world.ask(query, None, viewer.token)
                found.append((json.dumps(body), len(sent)))
        return found

    answers()  # the first time of a day notes when a session was last used
    before = answers()
    world.do(
        "contributeFigures", {"observations": [OBSERVATION], "channels": ["email"]}, author.token
    )

    assert stands(world, author)["active"]
    assert answers() == before


def test_a_federation_opens_depth_to_all_from_the_next_month(world: World) -> None:
    author, federation = world.join("donne"), world.join("union", kind="FEDERATION")
    refused = world.act("grantDepth", {"open": True}, federation.token)
    assert (refused["code"], refused["path"]) == ("too-few-vouched", ["open"])
    assert world.act("grantDepth", {"open": True}, author.token)["code"] == "not-allowed"
    rna = world.read("{ viewer { organisation { rna } } }", author.token)["viewer"]["organisation"]
    lines = "\n".join([rna["rna"], *(f"W75123456{place}" for place in range(4))])
    world.do("vouchFor", {"lines": lines}, federation.token)
    world.clock.forward(days=reciprocity.WELCOME_DAYS)
    author, federation = world.sign_in(author.email), world.sign_in(federation.email)

    done = world.do("grantDepth", {"open": True}, federation.token)

    assert (done["active"], done["nextMonth"]) == (False, True)
    assert not stands(world, author)["active"]
    world.clock.now = clock.month_start(clock.months_after(clock.month(world.clock()), 1))
    author, federation = world.sign_in(author.email), world.sign_in(federation.email)
    found = stands(world, author)
    assert (found["active"], found["granted"], found["until"]) == (True, True, None)
    open_now = "{ viewer { organisation { depthGrant { active nextMonth } } } }"
    shown = world.read(open_now, federation.token)["viewer"]["organisation"]["depthGrant"]
    assert shown == {"active": True, "nextMonth": True}
    assert world.read(open_now, author.token)["viewer"]["organisation"]["depthGrant"] is None
