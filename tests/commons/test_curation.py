from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from commons import curation, library, rights
from commons.curation import (
    Collection,
    CollectionFull,
    CollectionItem,
    Federation,
    Heading,
    OnlyOpen,
    Remark,
    TitleMissing,
)
from commons.plain_text import ForbiddenCharacter, TextTooLong
from commons.refusals import NotAllowed, NotFound, SignInRequired
from commons.rights import VISITOR, Viewer
from tests.commons.conftest import Member, Network, Rows, statements


class Curator:
    """A federation at work on one collection."""

    def __init__(self, network: Network, member: Member) -> None:
        self.network, self.member, self.database = network, member, network.database
        self.slug = self.create("À lire cet hiver").slug

    def create(self, title: str, **words: str) -> Collection:
        heading = curation.present(self.member.organisation, title=title, **words)
        with self.database.writing() as session:
            made = curation.create(session, self.member.viewer, self.member.organisation, heading)
            session.expunge(made)
            return made

    def add(self, publication_id: str, note: str | None = None) -> None:
        viewer = self.member.viewer
        readable = self.network.readable(viewer)
        with self.database.reading() as session:
            chosen = curation.choose(session, viewer, self.slug, publication_id, readable)
        remark = curation.comment(self.member.organisation, *chosen, note)
        with self.database.writing() as session:
            curation.add(session, viewer, self.slug, remark, readable)

    def move(self, publication_id: str, position: int) -> None:
        with self.database.writing() as session:
            curation.move(session, self.member.viewer, self.slug, publication_id, position)

    def remove(self, publication_id: str) -> None:
        with self.database.writing() as session:
            curation.remove(session, self.member.viewer, self.slug, publication_id)

    def places(self, viewer: Viewer = VISITOR) -> list[curation.Place]:
        with self.database.reading() as session:
            return curation.places(session, self.slug, self.network.readable(viewer))

    def order(self) -> list[str]:
        places = self.places()
        assert [place.position for place in places] == list(range(1, len(places) + 1))
        return [place.publication_id for place in places]


@pytest.fixture
def curator(network: Network, federation: Member) -> Curator:
    return Curator(network, federation)


@pytest.fixture
def three(network: Network, author: Member, curator: Curator) -> Sequence[str]:
    """Three open publications in the collection, in this order."""
    made = [network.publish(author).id for _ in range(3)]
    for publication_id in made:
        curator.add(publication_id)
    return made


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("À lire cet hiver", "a-lire-cet-hiver"),
        ("L’été : dons & SMS !", "lete-dons-sms"),
        ("--", "collection"),
        ("中文", "collection"),
        ("a" * 70, "a" * 60),
        ("a" * 59 + " bc", "a" * 59),
    ],
)
def test_a_title_makes_a_plain_slug(title: str, slug: str) -> None:
    assert curation.slug_of(title) == slug


@given(st.text(max_size=90))
def test_every_slug_is_lower_case_words_and_hyphens(title: str) -> None:
    slug = curation.slug_of(title)

    assert 1 <= len(slug) <= 60
    assert all(part.isalnum() and part.isascii() for part in slug.split("-"))
    assert slug == slug.lower() == curation.slug_of(slug)


def test_a_collection_begins_empty_under_the_name_of_its_federation(curator: Curator) -> None:
    made = curator.create("  Dons \n en ligne ", introduction=" **Lisez** \r\n", language="en")

    with curator.database.reading() as session:
        found = curation.by_slug(session, made.slug)
        assert found is not None
        collection, federation, count = found
        organisation = curator.member.organisation
        assert curation.federation_slug(session, organisation.id) == federation.slug
        assert curation.by_slug(session, "no-such") is None
        assert curation.federation_slug(session, "no-such") is None
    assert collection.model_dump() == {
        "slug": "dons-en-ligne",
        "federation": "federation-des-clochers",
        "language": "en",
        "title": "Dons en ligne",
        "introduction": "**Lisez**",
    }
    assert (federation.name, count) == ("Fédération des Clochers", 0)


def test_the_same_title_takes_another_slug(curator: Curator) -> None:
    slugs = [curator.create("À lire cet hiver").slug for _ in range(2)]

    assert [curator.slug, *slugs] == [
        "a-lire-cet-hiver",
        "a-lire-cet-hiver-2",
        "a-lire-cet-hiver-3",
    ]


def test_federations_of_one_name_are_told_apart(network: Network, curator: Curator) -> None:
    other = Curator(network, network.join(kind="federation", legal_name="Fédération des Clochers"))

    with network.database.reading() as session:
        slugs = set(session.exec(select(Federation.slug)).all())
    assert slugs == {"federation-des-clochers", "federation-des-clochers-2"}
    assert other.slug == "a-lire-cet-hiver-2"


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"title": " \n"}, TitleMissing),
        ({"title": "a" * 161}, TextTooLong),
        ({"title": "a\u202e"}, ForbiddenCharacter),
        ({"title": "a", "introduction": "a" * 4001}, TextTooLong),
    ],
)
def test_a_wrong_collection_is_refused(
    words: dict[str, str], refusal: type[Exception], curator: Curator, rows: Rows
) -> None:
    before = rows()

    with pytest.raises(refusal):
        curator.create(**words)

    assert rows() == before


def test_a_federation_has_a_bounded_number_of_collections(
    curator: Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(curation, "COLLECTIONS_LIMIT", 2)
    curator.create("deux")

    with pytest.raises(CollectionFull):
        curator.create("trois")


def test_publications_stand_in_the_order_they_were_added(
    curator: Curator, three: Sequence[str]
) -> None:
    assert curator.order() == list(three)
    with curator.database.reading() as session:
        assert curation.members(session, [curator.slug]) == set(three)
        assert curation.members(session, ["no-such"]) == curation.members(session, []) == set()


def test_adding_again_changes_the_note_and_not_the_place(
    curator: Curator, three: Sequence[str]
) -> None:
    curator.add(three[0], note="  À lire d'abord.\r\n")

    assert curator.order() == list(three)
    assert [place.note for place in curator.places()] == ["À lire d'abord.", "", ""]


@pytest.mark.parametrize(
    ("place", "position", "order"),
    [
        (0, 3, [1, 2, 0]),
        (2, 1, [2, 0, 1]),
        (1, 2, [0, 1, 2]),
        (0, 2, [1, 0, 2]),
        (0, 99, [1, 2, 0]),
        (2, 0, [2, 0, 1]),
        (2, -5, [2, 0, 1]),
    ],
)
def test_moving_changes_the_order(
    place: int, position: int, order: list[int], curator: Curator, three: Sequence[str]
) -> None:
    curator.move(three[place], position)

    assert curator.order() == [three[each] for each in order]


def test_removing_closes_the_gap_and_leaves_the_shelf(
    curator: Curator, three: Sequence[str]
) -> None:
    curator.remove(three[1])

    assert curator.order() == [three[0], three[2]]
    with curator.database.reading() as session:
        assert library.item(session, three[1], curator.network.readable()) is not None
    curator.add(three[1])
    assert curator.order() == [three[0], three[2], three[1]]


def test_what_is_withdrawn_keeps_its_place_empty(
    curator: Curator, network: Network, author: Member, three: Sequence[str]
) -> None:
    curator.add(three[1], note="à lire")

    network.withdraw(author, three[1])

    places = curator.places()
    assert curator.order() == list(three)
    assert [place.item is None for place in places] == [False, True, False]
    assert places[1].note == "à lire"
    curator.move(three[1], 1)
    assert curator.order() == [three[1], three[0], three[2]]
    with pytest.raises(NotFound):
        curator.add(three[1])


def test_only_what_everybody_may_read_is_added(
    curator: Curator, network: Network, author: Member, rows: Rows
) -> None:
    refused = {
        network.publish(author, audience="members").id: OnlyOpen,
        network.publish(author, audience="contributors").id: OnlyOpen,
        network.publish(author, embargo="2026-06").id: NotFound,
        "no-such-publication": NotFound,
    }
    before = rows()

    for publication_id, refusal in refused.items():
        with pytest.raises(refusal):
            curator.add(publication_id)

    assert rows() == before


def test_what_is_not_there_is_neither_moved_nor_removed(
    curator: Curator, network: Network, author: Member, three: Sequence[str], rows: Rows
) -> None:
    elsewhere = network.publish(author).id
    before = rows()

    for act in (lambda: curator.move(elsewhere, 1), lambda: curator.remove(elsewhere)):
        with pytest.raises(NotFound):
            act()

    assert three
    assert rows() == before


def test_a_collection_is_bounded(
    curator: Curator,
    network: Network,
    author: Member,
    three: Sequence[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(curation, "ITEMS_LIMIT", 3)

    with pytest.raises(CollectionFull):
        curator.add(network.publish(author).id)

    curator.add(three[0], note="la note change encore")
    assert curator.order() == list(three)


def test_a_note_is_bounded(curator: Curator, three: Sequence[str], rows: Rows) -> None:
    before = rows()

    with pytest.raises(TextTooLong) as refused:
        curator.add(three[0], note="a" * 1001)

    assert refused.value.path == ("note",)
    assert rows() == before


Act = Callable[[Session, Viewer, Curator, str], object]

ACTS: dict[str, Act] = {
    "choose": lambda s, v, c, p: curation.choose(s, v, c.slug, p, rights.readable(v, 202603)),
    "add": lambda s, v, c, p: curation.add(
        s, v, c.slug, Remark(p, "la nôtre"), rights.readable(v, 202603)
    ),
    "move": lambda s, v, c, p: curation.move(s, v, c.slug, p, 1),
    "remove": lambda s, v, c, p: curation.remove(s, v, c.slug, p),
}


@pytest.mark.parametrize("act", ACTS)
def test_the_collection_of_another_federation_is_not_found_and_unchanged(
    act: str, curator: Curator, network: Network, author: Member, three: Sequence[str], rows: Rows
) -> None:
    other = network.join(kind="federation")
    pending = network.join(kind="federation", verified=False)
    before = rows()

    for viewer, refusal in (
        (other.viewer, NotFound),
        (author.viewer, NotAllowed),
        (pending.viewer, NotAllowed),
        (VISITOR, SignInRequired),
    ):
        with pytest.raises(refusal), network.database.writing() as session:
            ACTS[act](session, viewer, curator, three[2])

    assert rows() == before


def test_nobody_creates_in_the_name_of_another(
    network: Network, federation: Member, author: Member, rows: Rows
) -> None:
    other = network.join(kind="federation")
    heading = Heading("volée", "", "fr")
    before = rows()

    for viewer, refusal in (
        (other.viewer, NotFound),
        (author.viewer, NotAllowed),
        (VISITOR, SignInRequired),
    ):
        with pytest.raises(refusal), network.database.writing() as session:
            curation.create(session, viewer, federation.organisation, heading)

    assert rows() == before


def test_collections_are_listed_by_title_with_their_counts(
    curator: Curator, three: Sequence[str]
) -> None:
    for title in ("bénévolat", "Zèbres", "adhésions"):
        curator.create(title)

    with curator.database.reading() as session, statements(curator.database) as sent:
        found = curation.all_of(session)
    with curator.database.reading() as session, statements(curator.database) as more:
        curation.places(session, curator.slug, curator.network.readable())

    counts = {collection.title: count for collection, _, count in found}
    assert counts == {"À lire cet hiver": 3, "adhésions": 0, "bénévolat": 0, "Zèbres": 0}
    # Where an accent sorts is the database's affair, case is not.
    assert [each for each in counts if each[0] != "À"] == ["adhésions", "bénévolat", "Zèbres"]
    assert len(sent) == 1
    assert len(more) == 3
    assert len(three) == 3


def test_a_place_does_not_say_when_it_was_made(curator: Curator, three: Sequence[str]) -> None:
    with curator.database.reading() as session:
        rows = session.exec(select(CollectionItem)).all()

    assert {row.publication_id for row in rows} == set(three)
    assert set(rows[0].model_dump()) == {"collection", "publication_id", "position", "note"}
