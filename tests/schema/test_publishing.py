"""From a declared association to a practice that is found, and back."""

from tests.schema.world import CASE, World


def test_a_practice_goes_from_draft_to_found(any_world: World) -> None:
    author = any_world.join("amis")
    publication = any_world.publish(author)
    any_world.push()

    data = any_world.read(
        '{ search(text: "adhésions courriel") { totalCount nodes { id title } } }'
    )

    assert data["search"]["totalCount"] == 1
    assert data["search"]["nodes"] == [{"id": publication, "title": CASE["title"]}]
