"""Moderation by the API: what moderators are shown, what authors are told, what readers may say."""

import json
import re
from typing import Any

import pytest

from commons import notices
from commons.moderation import vendors
from commons.rights import Viewer
from commons.unsealing import log
from schema.letters import Letter
from tests.schema.cast import appoint
from tests.schema.world import Author, World, everything

BATCH = f"{{ moderationBatch {everything('ModerationBatch')} }}"
REVIEWS = (
    "{ viewer { shares { waitsUntil practice { id title }"
    " review { state note mayAppeal lastDay reason { code label } } } } }"
)


@pytest.fixture
def author(world: World) -> Author:
    return world.join("amis")


@pytest.fixture
def moderator(world: World) -> Author:
    return appoint(world, "moderation@exemple.test", "moderator")


def batch(world: World, moderator: Author) -> dict[str, Any]:
    found: dict[str, Any] = world.read(BATCH, moderator.token)["moderationBatch"]
    return found


def drawn(world: World, moderator: Author) -> list[dict[str, Any]]:
    """What stands in the batch some days later."""
    world.clock.forward(days=4)
    world.do("openBatch", None, moderator.token)
    items: list[dict[str, Any]] = batch(world, moderator)["items"]
    return items


def decided(world: World, author: Author) -> dict[str, Any]:
    (share,) = world.read(REVIEWS, author.token)["viewer"]["shares"]
    found: dict[str, Any] = share["review"]
    return found


def readable(world: World, publication: str) -> bool:
    query = "query($id: ID!) { node(id: $id) { id } }"
    return world.read(query, None, {"id": publication})["node"] is not None


def test_a_moderator_reads_texts_and_labels_and_no_id_nor_date(
    world: World, author: Author, moderator: Author
) -> None:
    publication = world.publish(author, started="2024-02")
    private = world.rows()

    (item,) = drawn(world, moderator)

    assert {each["field"] for each in item["texts"]} == {"title", "tried", "advice"}
    assert {"themes", "channels", "outcomes"} <= {each["facet"] for each in item["facts"]}
    text = json.dumps(batch(world, moderator), ensure_ascii=False)
    assert publication not in text
    assert author.organisation not in text
    for date in ("2026-03", "2026-3", "mars", "March", "202603", "2024"):
        assert date not in text, date
    # The week of the batch, and no other number of a day or month.
    assert batch(world, moderator)["week"] == "2026-W11"
    assert private["publication"]


def test_from_a_refusal_to_an_appeal_that_is_heard(
    world: World, author: Author, moderator: Author
) -> None:
    other = appoint(world, "autre@exemple.test", "moderator")
    publication = world.publish(author)
    (item,) = drawn(world, moderator)
    given = {"item": item["id"], "decision": "REFUSE", "reason": "advertising",
             "note": "Le texte vante un produit."}  # fmt: skip
    world.do("reviewPublication", given, moderator.token)
    world.push()

    assert not readable(world, publication)
    assert world.read('{ search(text: "adhésions") { totalCount } }')["search"]["totalCount"] == 0
    review = decided(world, author)
    assert review == {
        "state": "REFUSED", "note": given["note"], "mayAppeal": True, "lastDay": "2026-04-13",
        "reason": {"code": "advertising", "label": "Publicité"},
    }  # fmt: skip
    (share,) = world.read(REVIEWS, author.token)["viewer"]["shares"]
    assert share["waitsUntil"] is None

    words = "nous ne vendons rien, nous racontons une relance."
    world.do("appealReview", {"publication": publication, "words": words}, author.token)
    assert decided(world, author)["state"] == "APPEALED"
    world.clock.forward(days=1)
    world.do("openBatch", None, other.token)
    assert batch(world, moderator)["items"] == []
    assert batch(world, moderator)["forOthers"] == 1
    (item,) = batch(world, other)["items"]
    assert item["appeal"]["words"] == words
    assert item["appeal"]["note"] == given["note"]
    world.do("reviewPublication", {"item": item["id"], "decision": "APPROVE"}, other.token)
    world.push()

    assert readable(world, publication)
    assert world.read('{ search(text: "adhésions") { totalCount } }')["search"]["totalCount"] == 1
    assert decided(world, author)["state"] == "APPROVED"


def test_a_report_is_thanked_alike_whatever_it_is_about(
    world: World, author: Author, moderator: Author
) -> None:
    publication = world.publish(author)
    hidden = world.publish(author, audience="MEMBERS")
    answers = [
        world.act("reportPublication", {"publication": each, "reason": "unclear", "words": words})
        for each, words in (
            (publication, "on ne comprend pas"), (publication, None), (hidden, "et là ?"),
            ("3b241101-e2bb-4255-8caf-4136c566a962", ""), ("rien", "rien"),
        )
    ]  # fmt: skip

    assert answers == [{"__typename": "ReportReceived", "done": True}] * 5
    assert len(world.rows()["report"]) == 1
    # The other one may be in the batch as well.
    (item,) = (each for each in drawn(world, moderator) if each["report"])
    assert item["report"]["words"] == ["on ne comprend pas"]
    refused = world.act("reportPublication", {"publication": publication, "reason": "ugly"})
    assert refused["code"] == "unknown-code"


def test_too_many_reports_of_one_place_are_thanked_and_let_go(world: World, author: Author) -> None:
    items = [world.publish(author, title=f"relancer par courriel {each}") for each in range(2)]
    for _ in range(20):
        given = {"publication": items[0], "reason": "unclear"}
        assert world.act("reportPublication", given)["done"]
    before = world.rows()

    assert world.act("reportPublication", {"publication": items[1], "reason": "unclear"})["done"]
    assert world.rows() == before


def test_the_promise_is_told_in_bands(world: World, author: Author, moderator: Author) -> None:
    for each in range(6):
        world.publish(world.join(f"autre{each}"), title=f"relancer par courriel {each}")
    for item in drawn(world, moderator):
        world.do("reviewPublication", {"item": item["id"], "decision": "APPROVE"}, moderator.token)

    query = "{ moderationHealth { month answers kept medianDays } }"
    (month,) = world.read(query, moderator.token)["moderationHealth"]

    assert month == {"month": "2026-03", "answers": "SOME", "kept": "ALL", "medianDays": 3}
    operator = appoint(world, "exploitation@exemple.test", "operator")
    assert world.read(query, operator.token)["moderationHealth"] == [month]
    assert world.ask(query, None, author.token)["errors"][0]["extensions"]["code"] == "not-allowed"

    # everybody reads it once the month is over
    told = "{ moderationPromise { month answers kept medianDays } }"
    assert world.read(told)["moderationPromise"] == []
    world.clock.forward(days=31)
    assert world.read(told)["moderationPromise"] == [month]


def test_a_vendor_answers_with_a_code_and_is_shown_once_read(
    world: World, author: Author, moderator: Author
) -> None:
    code = world.read('{ vendorCode(tool: "helloasso") }', moderator.token)["vendorCode"]
    vendor = world.sign_in("editeur@exemple.test")
    given = {"tool": "helloasso", "code": code, "text": "Nous avons revu l'aide en ligne."}
    shown = '{ tool(code: "helloasso") { vendorAnswer { text language } } }'
    refused = world.act("answerAsVendor", given | {"code": "AAAA"}, vendor.token)
    assert refused["code"] == "wrong-vendor-code"

    world.do("answerAsVendor", given, vendor.token)
    assert world.read(shown)["tool"]["vendorAnswer"] is None
    (waiting,) = world.read("{ vendorAnswers { id text shown tool { code } } }", moderator.token)[
        "vendorAnswers"
    ]
    assert (waiting["text"], waiting["shown"]) == (given["text"], False)
    world.do("reviewVendorAnswer", {"id": waiting["id"], "show": True}, moderator.token)

    assert world.read(shown)["tool"]["vendorAnswer"] == {"text": given["text"], "language": "fr"}
    # Nothing kept says who sent it.
    (row,) = world.rows()["vendor_answer"]
    assert "editeur" not in row


def test_a_code_can_t_be_tried_for_long(world: World) -> None:
    vendor = world.sign_in("editeur@exemple.test")
    given = {"tool": "helloasso", "code": "AAAA", "text": "Bonjour."}
    codes = [world.act("answerAsVendor", given, vendor.token)["code"] for _ in range(11)]

    assert codes == ["wrong-vendor-code"] * 10 + ["too-many-tries"]
    right = vendors.code_of(world.product.keys, Viewer(person="x", moderator=True), "helloasso")
    refused = world.act("answerAsVendor", given | {"code": right}, vendor.token)
    assert refused["code"] == "too-many-tries"


def head_of(letter: Letter) -> log.Head:
    found = re.search(r"--head (\S+)", letter.text)
    assert found
    return log.Head.parse(found[1])


def test_two_operators_open_a_seal_and_its_author_is_told(world: World, author: Author) -> None:
    first = appoint(world, "exploitation@exemple.test", "operator")
    second = appoint(world, "seconde@exemple.test", "operator")
    publication = world.publish(author)
    given = {"publication": publication, "reason": "Réquisition du 3 mars"}
    demand = world.do("askUnsealing", given, first.token)
    assert demand["own"]
    refused = world.act("confirmUnsealing", {"id": demand["id"]}, first.token)
    assert (refused["__typename"], refused["code"]) == ("ConflictProblem", "same-operator")
    (waiting,) = world.read("{ unsealingDemands { id own reason } }", second.token)[
        "unsealingDemands"
    ]
    assert not waiting["own"]

    heads = [head_of(each) for each in world.letters[-2:]]
    assert {each.to for each in world.letters[-2:]} == {first.email, second.email}
    assert heads[0] == heads[1]

    opened = world.do("confirmUnsealing", {"id": demand["id"]}, second.token)

    assert [head_of(each).number for each in world.letters[-2:]] == [2, 2]
    for each in world.letters[-4:]:
        for secret in (publication, given["reason"], "amis"):
            assert secret not in each.text + each.subject
    path = log.path_of(world.product.settings.key_file)
    with world.product.database.reading() as session:
        found = log.read(session, world.product.keys)
    assert found.goes_on_from(heads[0])
    assert found.end == log.noted(path) == head_of(world.letters[-1])
    assert opened["name"] == "Association amis"
    query = "{ viewer { openedSeals { publication day reason } } }"
    assert world.read(query, author.token)["viewer"]["openedSeals"] == [
        {"publication": publication, "day": "2026-03-10", "reason": given["reason"]}
    ]
    assert world.read(query, first.token)["viewer"]["openedSeals"] == []
    assert world.act("askUnsealing", given | {"silentUntil": "hier"}, first.token)["code"] == (
        "wrong-silence"
    )


@pytest.mark.parametrize("show", [True, False])
def test_a_vendor_is_told_what_became_of_their_answer(world: World, show: bool) -> None:
    product = world.product
    moderator = appoint(world, "moderation@exemple.test", "moderator")
    vendor = world.sign_in("editeur@exemple.test")
    code = vendors.code_of(product.keys, Viewer(person="x", moderator=True), "helloasso")
    given = {"tool": "helloasso", "code": code, "text": "Bonjour."}
    world.do("answerAsVendor", given, vendor.token)
    (waiting,) = world.read("{ vendorAnswers { id } }", moderator.token)["vendorAnswers"]

    world.do("reviewVendorAnswer", {"id": waiting["id"], "show": show}, moderator.token)

    with product.database.writing() as session:
        notices.gather(session, product.keys, product.authorships, world.clock())
        notices.gather(session, product.keys, product.authorships, world.clock.forward(days=1))
        (due,) = notices.due(session, product.keys, world.clock())
        letter = notices.claim(session, product.keys, due, world.clock())
    assert letter is not None
    assert (letter.email, letter.kinds) == (
        vendor.email, ("vendor-shown" if show else "vendor-refused",)
    )  # fmt: skip
