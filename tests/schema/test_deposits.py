"""Weekly batches and mutual deposits, as the API tells their authors of them."""

from datetime import timedelta

from commons import clock as calendar
from commons import deposits, releases
from tests.schema.world import Author, World

SHARES = (
    "{ viewer { shares { waitsUntil visibleFrom practice { id }"
    " deposit { topic { code label } together progress } } } }"
)


def publish(world: World, author: Author, **given: str) -> dict[str, object]:
    draft, version = world.save(author)
    version = world.settle(author, draft)
    return world.act("publishDraft", {"draft": draft, "version": version} | given, author.token)


def count(world: World) -> int:
    world.clock.now = releases.next_batch(world.clock()) + timedelta(minutes=1)
    with world.product.database.writing() as session:
        shown = deposits.count(
            session, world.product.keys, world.product.authorships, world.clock()
        )
    world.push()
    return shown


def test_a_deposit_is_told_its_author_alone_until_five_open_together(world: World) -> None:
    authors = [world.join(f"depose{place}") for place in range(deposits.TOGETHER)]
    given = {"release": "MUTUAL_DEPOSIT", "topic": "email"}
    first = publish(world, authors[0], **given)
    assert (first["__typename"], first["waits"], first["release"]) == (
        "PublishedDraft", True, "MUTUAL_DEPOSIT",
    )  # fmt: skip

    (share,) = world.read(SHARES, authors[0].token)["viewer"]["shares"]
    assert share["deposit"] == {
        "topic": {"code": "email", "label": share["deposit"]["topic"]["label"]},
        "together": 5, "progress": "UNTOLD",
    }  # fmt: skip
    assert share["waitsUntil"] is None
    node = f'{{ node(id: "{share["practice"]["id"]}") {{ id }} }}'
    for viewer in (None, authors[0].token, authors[1].token):
        assert world.read(node, viewer)["node"] is None
    for author in authors[1:]:
        publish(world, author, **given)

    assert count(world) == deposits.TOGETHER
    assert world.read(node)["node"]
    (share,) = world.read(SHARES, authors[0].token)["viewer"]["shares"]
    assert (share["deposit"], share["waitsUntil"]) == (None, None)


def test_a_topic_is_one_of_the_practice(world: World) -> None:
    author = world.join("depose")
    for topic in ({}, {"topic": "x"}):
        refused = publish(world, author, release="MUTUAL_DEPOSIT", **topic)
        assert (refused["code"], refused["path"]) == ("wrong-topic", ["topic"])


def test_what_is_left_to_the_batch_waits_for_monday(world: World) -> None:
    author = world.join("attend")
    done = publish(world, author, release="NEXT_BATCH")

    monday = releases.next_batch(world.clock())
    assert (done["waits"], done["release"]) == (True, "NEXT_BATCH")
    (share,) = world.read(SHARES, author.token)["viewer"]["shares"]
    assert share["waitsUntil"] == calendar.day(monday).isoformat()
    assert share["deposit"] is None
