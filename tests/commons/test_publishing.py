import itertools
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from commons import authorship, drafts, labels, library, organisations, publishing
from commons.authorship import AlreadyPublished, Authorships, Seal
from commons.case_studies import CaseStudyDraft
from commons.database import Database
from commons.drafts import Manuscript, StaleDraft
from commons.figures import Observation
from commons.keys import Keys
from commons.labels import population
from commons.publishing import (
    CannotKeep,
    IncompletePractice,
    NothingToHide,
    OpenFindings,
    Preview,
    StillIdentifying,
    UnknownFinding,
    WrongDecision,
)
from commons.refusals import NotAllowed, NotFound, SignInRequired
from commons.rights import VISITOR, Viewer
from commons.vocabulary import UnknownCode
from tests.commons.conftest import Member, Network, Rows, benchmark, case_study
from tests.conftest import Ticking

# A person of the association (direct and certain), and one who only looks like a person.
OWN, STRANGER = "Yvonne Kerbrat", "Madame Lefèvre"
TOLD = f"{OWN} a préparé la liste des adresses. {STRANGER} a relu la lettre avec nous."


def finding(prepared: Preview, words: str) -> str:
    (found,) = [each.finding.id for each in prepared.findings if words in each.finding.text]
    return found


@pytest.fixture
def named(network: Network, author: Member) -> Manuscript:
    """A draft that names two people."""
    return network.write(author, case_study(tried=TOLD))


def test_a_plain_story_is_ready_at_once(network: Network, author: Member) -> None:
    prepared = network.preview(author, network.write(author))

    assert prepared.ready
    assert (prepared.missing, prepared.findings, prepared.remaining) == ((), (), ())
    assert prepared.seen == prepared.written


def test_what_is_published_is_what_was_previewed(network: Network, author: Member) -> None:
    prepared = network.decide(author, network.write(author, case_study(tried=TOLD)))

    item = network.release(author, prepared)

    assert item.texts == dict(prepared.seen)
    assert OWN not in str(item)
    assert STRANGER not in str(item)
    with network.database.reading() as session:
        assert library.item(session, item.id, network.readable()) == item


def test_a_preview_shows_both_texts_and_changes_nothing(
    network: Network, author: Member, named: Manuscript, rows: Rows
) -> None:
    before = rows()

    prepared = network.preview(author, named)

    assert prepared.written["tried"] == TOLD
    assert OWN not in prepared.seen["tried"]
    assert STRANGER not in prepared.seen["tried"]
    assert prepared.open_count == 2
    assert not prepared.ready
    assert rows() == before


@pytest.mark.parametrize(
    ("practice", "field"),
    [
        *((case_study(**{name: None}), name) for name in ("title", "tried", "outcome", "advice")),
        (case_study(human_link=None), "human_link"),
        (case_study(themes=()), "themes"),
        (case_study(channels=()), "channels"),
        *((benchmark(**{name: None}), name) for name in ("tool", "again", "outcome")),
        (benchmark(criteria=()), "criteria"),
    ],
)
def test_a_required_field_that_is_missing_forbids_publication(
    practice: publishing.Practice, field: str, network: Network, author: Member, rows: Rows
) -> None:
    prepared = network.preview(author, network.write(author, practice))
    before = rows()

    assert prepared.missing == (field,)
    with pytest.raises(IncompletePractice) as refused:
        network.release(author, prepared)

    assert refused.value.details == {"fields": field}
    assert rows() == before


def test_open_findings_forbid_publication(
    network: Network, author: Member, named: Manuscript, rows: Rows
) -> None:
    prepared = network.preview(author, named)
    half = network.decide(author, named, "accept", [finding(prepared, OWN)])
    before = rows()

    for each, count in ((prepared, 2), (half, 1)):
        with pytest.raises(OpenFindings):
            network.release(author, each)
        assert each.open_count == count
    assert rows() == before


def test_an_edit_stands_in_the_published_text(
    network: Network, author: Member, named: Manuscript
) -> None:
    prepared = network.preview(author, named)
    network.decide(author, named, "edit", [finding(prepared, OWN)], replacement=" une bénévole\r\n")

    item = network.release(author, network.decide(author, named))

    assert item.texts["tried"].startswith("une bénévole a préparé la liste")


def test_a_name_of_ones_own_cannot_be_kept(
    network: Network, author: Member, named: Manuscript, rows: Rows
) -> None:
    prepared = network.preview(author, named)
    before = rows()

    for findings in (
        [finding(prepared, OWN)],
        [finding(prepared, STRANGER), finding(prepared, OWN)],
    ):
        with pytest.raises(CannotKeep) as refused:
            network.decide(author, named, "keep", findings, reason="necessary")
        assert refused.value.details == {"text": OWN}
    assert rows() == before


def test_what_is_kept_with_a_reason_is_published(
    network: Network, author: Member, named: Manuscript
) -> None:
    prepared = network.preview(author, named)
    kept = finding(prepared, STRANGER)
    network.decide(author, named, "keep", [kept], reason="not-identifying")

    item = network.release(author, network.decide(author, named))

    assert STRANGER in item.texts["tried"]
    assert OWN not in item.texts["tried"]


def test_a_decision_survives_another_scan_and_other_words_around(
    network: Network, author: Member, named: Manuscript
) -> None:
    prepared = network.preview(author, named)
    network.decide(author, named, "edit", [finding(prepared, OWN)], replacement="une amie")

    with network.database.writing() as session:
        publishing.save(
            session,
            network.secrets,
            author.viewer,
            case_study(tried="au printemps, nous avons osé. " + TOLD),
            network.now(),
            draft_id=named.id,
        )

    assert "une amie a préparé" in network.preview(author, named).seen["tried"]


def test_decisions_on_words_that_are_gone_are_forgotten(
    network: Network, author: Member, named: Manuscript
) -> None:
    network.decide(author, named)
    with network.database.writing() as session:
        publishing.save(
            session,
            network.secrets,
            author.viewer,
            case_study(tried=f"{STRANGER} a relu la lettre."),
            network.now(),
            draft_id=named.id,
        )

    after = network.decide(author, named)

    assert len(after.draft.decisions) == 1


def test_a_decision_can_be_undone(network: Network, author: Member, named: Manuscript) -> None:
    before = network.preview(author, named)
    network.decide(author, named)

    after = network.decide(author, named, "undo", [finding(before, OWN)])

    assert after.open_count == 1
    assert [each.decision is None for each in after.findings] == [
        OWN in each.finding.text for each in after.findings
    ]


@pytest.mark.parametrize(
    ("choice", "words", "refusal"),
    [
        ("edit", {}, WrongDecision),
        ("edit", {"replacement": " \n"}, WrongDecision),
        ("keep", {}, WrongDecision),
        ("keep", {"reason": "because"}, UnknownCode),
    ],
)
def test_an_edit_has_words_and_a_keep_a_known_reason(
    choice: publishing.Choice,
    words: dict[str, str],
    refusal: type[Exception],
    network: Network,
    author: Member,
    named: Manuscript,
    rows: Rows,
) -> None:
    prepared = network.preview(author, named)
    before = rows()

    with pytest.raises(refusal):
        network.decide(author, named, choice, [finding(prepared, STRANGER)], **words)

    assert rows() == before


def test_an_unknown_finding_is_refused(
    network: Network, author: Member, named: Manuscript, rows: Rows
) -> None:
    prepared = network.preview(author, named)
    before = rows()

    with pytest.raises(UnknownFinding):
        network.decide(author, named, "accept", [finding(prepared, OWN), "no-such-finding"])

    assert rows() == before


@pytest.mark.parametrize("words", [OWN, "yvonne kerbrat", "Les Amis du Clocher", "06 12 34 56 78"])
def test_an_edit_that_names_somebody_again_is_stopped_at_the_gate(
    words: str, network: Network, author: Member, named: Manuscript, rows: Rows
) -> None:
    prepared = network.preview(author, named)
    network.decide(author, named, "edit", [finding(prepared, STRANGER)], replacement=words)
    prepared = network.decide(author, named)
    before = rows()

    assert prepared.open_count == 0
    assert not prepared.ready
    with pytest.raises(StillIdentifying) as refused:
        network.release(author, prepared)

    assert refused.value.path == ("tried",)
    assert rows() == before


def test_a_kept_word_opens_no_door_for_a_certain_one(
    network: Network, author: Member, named: Manuscript
) -> None:
    prepared = network.preview(author, named)
    network.decide(author, named, "keep", [finding(prepared, STRANGER)], reason="necessary")
    own = finding(prepared, OWN)
    prepared = network.decide(author, named, "edit", [own], replacement=f"{STRANGER} et {OWN}")

    with pytest.raises(StillIdentifying):
        network.release(author, prepared)


def test_a_stale_preview_is_refused(
    network: Network, author: Member, draft: Manuscript, rows: Rows
) -> None:
    prepared = network.preview(author, draft)
    with network.database.writing() as session:
        publishing.save(
            session,
            network.secrets,
            author.viewer,
            case_study(title="un autre titre"),
            network.now(),
            draft_id=draft.id,
            version=draft.version,
        )
    before = rows()

    def publish(session: Session, version: int) -> None:
        publishing.publish(
            session,
            network.secrets,
            network.authorships,
            author.viewer,
            prepared,
            version,
            network.now(),
        )

    # What was seen is not what is there; nor is what is asked for what was seen.
    for version in (1, 2):
        with pytest.raises(StaleDraft), network.database.writing() as session:
            publish(session, version)
    assert rows() == before


def test_a_draft_erased_after_its_preview_is_not_found(
    network: Network, author: Member, draft: Manuscript, rows: Rows
) -> None:
    prepared = network.preview(author, draft)
    with network.database.writing() as session:
        publishing.delete_draft(session, network.secrets, author.viewer, draft.id)
    before = rows()

    with pytest.raises(NotFound):
        network.release(author, prepared)

    assert rows() == before


def test_publishing_twice_is_refused(
    network: Network, author: Member, draft: Manuscript, rows: Rows
) -> None:
    prepared = network.preview(author, draft)
    network.release(author, prepared)
    before = rows()

    with pytest.raises(AlreadyPublished):
        network.release(author, prepared)

    assert rows() == before


def test_of_two_publications_of_one_draft_at_once_one_wins(
    network: Network, author: Member, draft: Manuscript
) -> None:
    prepared = network.preview(author, draft)
    together, outcomes = threading.Barrier(4), []

    def publish() -> None:
        together.wait()
        try:
            outcomes.append(network.release(author, prepared).id)
        except AlreadyPublished:
            outcomes.append("refused")
        except Exception as problem:
            outcomes.append(repr(problem))

    threads = [threading.Thread(target=publish) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with network.database.reading() as session:
        (winner,) = session.exec(select(Seal.publication_id)).all()
        assert library.published_ids(session) == [winner]
    assert sorted(outcomes) == sorted([winner, "refused", "refused", "refused"])


def test_of_many_publications_at_once_all_are_sealed_and_known(
    network: Network, author: Member
) -> None:
    prepared = [network.preview(author, network.write(author)) for _ in range(6)]
    together, failed = threading.Barrier(6), []

    def publish(each: Preview) -> None:
        together.wait()
        try:
            network.release(author, each)
        except Exception as problem:
            failed.append(problem)

    threads = [threading.Thread(target=publish, args=(each,)) for each in prepared]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    with network.database.reading() as session:
        shares = publishing.mine(session, network.authorships, author.viewer)
        assert {each.item.id for each in shares} == set(library.published_ids(session))
    assert len(shares) == 6


def test_publishing_changes_no_private_row(
    network: Network, author: Member, named: Manuscript, rows: Rows
) -> None:
    prepared = network.decide(author, named)
    private, shelf = rows(private=True), rows(private=False)

    network.release(author, prepared)

    assert rows(private=True) == private
    after = rows(private=False)
    assert {name for name in after if after[name] != shelf[name]} == {
        "publication",
        "publication_version",
        "publication_label",
        "seal",
        "shelf",
        "outbox",
    }


def test_nothing_private_reaches_the_shelf(
    network: Network, author: Member, named: Manuscript, rows: Rows
) -> None:
    item = network.release(author, network.decide(author, named))

    shelf = repr(rows(private=False))
    for secret in (
        author.organisation.id,
        author.viewer.person,
        named.id,
        drafts.owner_hash(network.secrets, author.organisation.id),
        "Les Amis du Clocher",
        "Locquirec",
        "Kerbrat",
        author.organisation.profile.rna,
        author.organisation.profile.budget,
    ):
        assert secret
        assert secret not in shelf
    assert item.id not in repr(rows(private=True))


def test_the_seal_tells_who_what_and_when_at_one_length(
    network: Network, author: Member, clock: Ticking
) -> None:
    written = {}
    for practice in (case_study(), case_study(tried="un essai " * 900), benchmark()):
        draft = network.write(author, practice)
        clock.forward(hours=7, seconds=1)
        written[network.release(author, network.preview(author, draft)).id] = (draft.id, clock())

    with network.database.reading() as session:
        seals = session.exec(select(Seal)).all()
    assert len({len(seal.blob) for seal in seals}) == 1
    opened = [authorship.unseal(network.secrets, seal) for seal in seals]
    assert {each.publication_id: (each.draft, each.moment) for each in opened} == written
    assert {each.organisation for each in opened} == {author.organisation.id}


@pytest.fixture
def on_sqlite(sqlite: Database, secrets: Keys, authorships: Authorships, clock: Ticking) -> Network:
    """For what is decided before any database: one kind is enough."""
    return Network(sqlite, secrets, authorships, clock)


def facts_of(practice: publishing.Practice) -> labels.Facts:
    tools = practice.tools if isinstance(practice, CaseStudyDraft) else (str(practice.tool),)
    return labels.Facts(frozenset(practice.channels), frozenset(tools), frozenset(practice.themes))


@pytest.mark.parametrize(
    ("own", "hidden"),
    [
        ({"budget": "10k-50k", "field": "culture"}, ("size", "field")),
        ({"budget": "10k-50k", "field": "culture"}, ("zone",)),
        ({"budget": "over-2m", "field": "rights"}, ("size",)),
        ({"budget": "under-1k", "field": "religion"}, ("field",)),
    ],
)
def test_labels_are_those_of_the_plan(
    own: dict[str, str], hidden: tuple[str, ...], on_sqlite: Network
) -> None:
    author = on_sqlite.join(**own)
    profile = author.organisation.profile
    practices = (
        case_study(),
        case_study(channels=("email",), tools=("helloasso",)),
        benchmark(),
    )
    for practice, wanted in itertools.product(practices, ((), hidden)):
        fixed = labels.menu(population.estimates(), facts_of(practice))
        hide = tuple(each for each in wanted if each in labels.hide_menu(fixed))
        plan = labels.choose(fixed, profile.size, profile.field, "north-west", hide=hide)

        item = on_sqlite.publish(author, practice, hide=hide)

        assert item.labels["sizes"] == tuple(sorted(plan.sizes))
        assert item.labels.get("fields", ()) == ((plan.field,) if plan.field else ())
        assert item.labels.get("zones", ()) == ((plan.zone,) if plan.zone else ())
        assert item.labels.get("channels", ()) == practice.channels
        assert item.labels.get("themes", ()) == practice.themes


def test_no_more_can_be_hidden_than_shows(
    network: Network, author: Member, draft: Manuscript, rows: Rows
) -> None:
    before = rows()

    for hide in (("themes",), ("size", "region"), ("channels",)):
        with pytest.raises(NothingToHide), network.database.writing() as session:
            publishing.set_terms(
                session,
                network.secrets,
                author.viewer,
                draft.id,
                draft.version,
                network.now(),
                audience="open",
                embargo=None,
                hide=hide,
            )

    assert rows() == before


def test_exact_figures_and_months_stay_private(
    network: Network, author: Member, rows: Rows
) -> None:
    practice = case_study(
        started="2024-02",
        observations=(
            Observation(
                metric="response-rate",
                basis="sent",
                numerator=31_417,
                denominator=271_829,
                start="2024-12",
                end="2025-02",
            ),
            Observation(metric="yearly-cost", basis="all", value=31_415_926),
        ),
    )

    item = network.publish(author, practice)

    shelf = repr(rows(private=False))
    for exact in ("31417", "271829", "31415926", "314159", "2024-02", "2024-12", "2025-02"):
        assert exact not in shelf
    assert [each.value or each.code for each in item.content.figures] == ["12", "200k-999k"]
    assert (item.content.period, item.labels["hindsight"]) == ("2022-2024", ("24-months",))


def test_an_embargo_month_becomes_the_month_of_publication(
    network: Network, author: Member, clock: Ticking
) -> None:
    item = network.publish(author, embargo="2026-05")

    assert (item.month, item.visible_from) == (202605, 202605)
    with network.database.reading() as session:
        version = session.exec(select(library.PublicationVersion)).one()
        assert version.month == 202605
        assert library.item(session, item.id, network.readable(author.viewer)) is None
        own = publishing.mine(session, network.authorships, author.viewer)
    assert [each.item.id for each in own] == [item.id]
    clock.forward(days=60)
    with network.database.reading() as session:
        assert library.item(session, item.id, network.readable()) == item


def test_an_embargo_that_passed_before_publication_is_none(
    network: Network, author: Member, clock: Ticking
) -> None:
    draft = network.write(author, embargo="2026-04")
    clock.forward(days=70)

    item = network.release(author, network.preview(author, draft))

    assert (item.month, item.visible_from) == (202605, 202605)


def test_only_a_verified_association_publishes(network: Network, rows: Rows) -> None:
    pending = network.join(verified=False)
    prepared = network.preview(pending, network.write(pending))
    before = rows()

    with pytest.raises(NotAllowed):
        network.release(pending, prepared)

    assert rows() == before


def test_a_preview_of_another_cannot_be_published(
    network: Network, author: Member, draft: Manuscript, rows: Rows
) -> None:
    prepared, other = network.preview(author, draft), network.join()
    before = rows()

    with pytest.raises(NotFound):
        network.release(other, prepared)

    assert rows() == before


Act = Callable[[Network, Session, Viewer, Manuscript], object]

FOREIGN: dict[str, Act] = {
    "open": lambda n, s, v, d: publishing.open_draft(s, n.secrets, v, d.id),
    "save": lambda n, s, v, d: publishing.save(
        s, n.secrets, v, case_study(), n.now(), draft_id=d.id, version=1
    ),
    "terms": lambda n, s, v, d: publishing.set_terms(
        s, n.secrets, v, d.id, 1, n.now(), audience="open", embargo=None, hide=()
    ),
    "delete": lambda n, s, v, d: publishing.delete_draft(s, n.secrets, v, d.id),
}


@pytest.mark.parametrize("act", FOREIGN)
def test_the_draft_of_another_is_not_found_and_unchanged(
    act: str, network: Network, author: Member, draft: Manuscript, rows: Rows
) -> None:
    other = network.join()
    before = rows()

    for viewer, refusal in (
        (other.viewer, NotFound),
        (Viewer(person="somebody"), NotAllowed),
        (VISITOR, SignInRequired),
    ):
        with pytest.raises(refusal), network.database.writing() as session:
            FOREIGN[act](network, session, viewer, draft)

    assert rows() == before


def test_the_kind_of_a_draft_does_not_change(
    network: Network, author: Member, draft: Manuscript, rows: Rows
) -> None:
    before = rows()

    with pytest.raises(NotFound), network.database.writing() as session:
        publishing.save(
            session, network.secrets, author.viewer, benchmark(), network.now(), draft_id=draft.id
        )

    assert rows() == before


@pytest.mark.parametrize("version", [0, 2])
def test_saving_over_another_version_is_refused(
    version: int, network: Network, author: Member, draft: Manuscript, rows: Rows
) -> None:
    before = rows()

    with pytest.raises(StaleDraft), network.database.writing() as session:
        publishing.save(
            session,
            network.secrets,
            author.viewer,
            case_study(),
            network.now(),
            draft_id=draft.id,
            version=version,
        )

    assert rows() == before


def test_a_published_draft_is_not_written_again(
    network: Network, author: Member, draft: Manuscript, rows: Rows
) -> None:
    network.release(author, network.preview(author, draft))
    before = rows()

    with pytest.raises(AlreadyPublished), network.database.writing() as session:
        publishing.save(
            session, network.secrets, author.viewer, case_study(), network.now(), draft_id=draft.id
        )

    assert rows() == before


def test_a_wrong_field_is_refused_before_anything_is_kept(
    network: Network, author: Member, rows: Rows
) -> None:
    before = rows()

    with pytest.raises(UnknownCode):
        network.write(author, case_study(outcome="great"))

    assert rows() == before


def test_ones_own_come_newest_first_and_drafts_apart(
    network: Network, author: Member, clock: Ticking
) -> None:
    first = network.publish(author, audience="contributors")
    clock.forward(hours=1)
    second = network.publish(author, embargo="2026-12")
    open_draft = network.write(author)
    network.publish(network.join())

    with network.database.reading() as session:
        shares = publishing.mine(session, network.authorships, author.viewer)
        waiting = publishing.unpublished(session, network.secrets, author.viewer)

    assert [each.item for each in shares] == [second, first]
    assert shares[0].moment == clock()
    assert [each.id for each in waiting] == [open_draft.id]


def test_a_withdrawn_publication_is_gone_and_its_draft_free_again(
    network: Network, author: Member, draft: Manuscript
) -> None:
    item = network.release(author, network.preview(author, draft))

    network.withdraw(author, item.id)

    with network.database.reading() as session:
        assert publishing.mine(session, network.authorships, author.viewer) == []
        waiting = publishing.unpublished(session, network.secrets, author.viewer)
        assert library.items(session, [item.id]) == {}
    assert [each.id for each in waiting] == [draft.id]


def test_withdrawing_belongs_to_the_author_and_happens_once(
    network: Network, author: Member, rows: Rows
) -> None:
    item, other = network.publish(author), network.join()
    before = rows()

    for publication_id in (item.id, "no-such-publication"):
        with pytest.raises(NotFound) as refused:
            network.withdraw(other, publication_id)
        assert str(refused.value) == "not-found id"
    assert rows() == before

    network.withdraw(author, item.id)
    after = rows()
    with pytest.raises(NotFound):
        network.withdraw(author, item.id)
    assert rows() == after


def test_a_published_draft_is_neither_deleted_nor_changed(
    network: Network, author: Member, draft: Manuscript
) -> None:
    prepared = network.preview(author, draft)
    network.release(author, prepared)
    secrets, viewer = network.secrets, author.viewer
    acts = (
        lambda session: publishing.delete_draft(session, secrets, viewer, draft.id),
        lambda session: publishing.decide(
            session, secrets, viewer, prepared, prepared.draft.version, [], "accept", network.now()
        ),
        lambda session: publishing.set_terms(
            session,
            secrets,
            viewer,
            draft.id,
            draft.version,
            network.now(),
            audience="members",
            embargo=None,
            hide=(),
        ),
    )

    for act in acts:
        with pytest.raises(AlreadyPublished), network.database.writing() as session:
            act(session)
    with network.database.reading() as session:
        publishing.open_draft(session, secrets, viewer, draft.id)


@pytest.mark.parametrize(("alike", "band"), [(3, "under-5"), (4, "5-20"), (20, "over-20")])
def test_the_network_is_counted_in_bands_of_verified_associations(
    alike: int, band: str, network: Network, author: Member
) -> None:
    prepared = network.preview(author, network.write(author))
    with network.database.writing() as session:
        for place in range(alike + 3):
            changes: dict[str, Any] = {"rna": f"W35{place:07d}"}
            if place == alike:
                changes |= {"field": "sport"}
            if place == alike + 1:
                changes |= {"budget": "over-2m"}
            wanted = author.organisation.profile.model_copy(update=changes)
            made = organisations.declare(session, network.secrets, wanted, network.now())
            if place != alike + 2:
                organisations.verify(session, network.secrets, made, network.now())

    with network.database.reading() as session:
        assert publishing.network(session, network.secrets, prepared.labels) == band


def test_naming_a_listed_channel_hides_as_much_as_ticking_it(
    network: Network, author: Member
) -> None:
    silent = network.preview(author, network.write(author, case_study(channels=("email",))))
    told = case_study(channels=("email",), results="Surtout nos dons par SMS.")
    ticked = case_study(channels=("email", "sms-gift"))

    named = network.preview(author, network.write(author, told)).labels

    assert named == network.preview(author, network.write(author, ticked)).labels
    assert len(named.sizes) == 4
    assert named.field is None
    assert len(silent.labels.sizes) < 4
