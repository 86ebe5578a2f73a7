import itertools

import pytest

from commons import rights
from commons.refusals import NotAllowed, Refusal, SignInRequired
from commons.rights import SCOPES, VISITOR, OwnOrganisation, Viewer

ALL = frozenset(SCOPES)
SOMEBODY = Viewer(person="p")
PENDING = Viewer(person="p", organisation="o")
MEMBER = Viewer(person="p", organisation="o", verified=True)
CONTRIBUTOR = Viewer(person="p", organisation="o", verified=True, contributor=True)
CURATOR = Viewer(person="p", organisation="o", verified=True, federation=True)
MODERATOR = Viewer(person="m", moderator=True)
OPERATOR = Viewer(person="x", operator=True)
CONTACT = Viewer(person="p", organisation="o", contact=True)
# A token of somebody who has every role, were one ever taken for its holder.
TOKEN = Viewer("p", "o", True, True, True, True, True, True, by_token=True)
PENDING_FEDERATION = Viewer(person="p", organisation="o", federation=True)


@pytest.mark.parametrize(
    ("viewer", "audiences"),
    [
        (VISITOR, {"open"}),
        (SOMEBODY, {"open"}),
        (PENDING, {"open"}),
        (MEMBER, {"open", "members"}),
        (CONTRIBUTOR, {"open", "members", "contributors"}),
        (CURATOR, {"open", "members"}),
        (Viewer(person="p", organisation="o", contributor=True), {"open"}),
        (Viewer("p", "o", True, True, scopes=frozenset({"publish", "curate"})), {"open"}),
        (
            Viewer("p", "o", True, True, scopes=frozenset({"read"})),
            {"open", "members", "contributors"},
        ),
    ],
)
def test_who_reads_which_audience(viewer: Viewer, audiences: set[str]) -> None:
    assert rights.readable(viewer, 202603) == rights.Readable(frozenset(audiences), 202603)


def test_what_is_readable_is_published_for_this_audience_and_due() -> None:
    readable = rights.readable(MEMBER, 202603)

    allowed = {
        (audience, month, state)
        for audience, month, state in itertools.product(
            rights.AUDIENCES, (202602, 202603, 202604), ("pending", "published", "withdrawn")
        )
        if readable.allows(audience, month, state)
    }

    assert allowed == {
        (audience, month, "published")
        for audience in ("open", "members")
        for month in (202602, 202603)
    }


REFUSED = {
    rights.require_author: {
        VISITOR: SignInRequired,
        SOMEBODY: NotAllowed,
        PENDING: "o",
        MEMBER: "o",
        Viewer("p", "o", True, scopes=ALL - {"publish"}): NotAllowed,
    },
    rights.require_publisher: {
        VISITOR: SignInRequired,
        SOMEBODY: NotAllowed,
        PENDING: NotAllowed,
        MEMBER: "o",
        Viewer("p", "o", True, scopes=ALL - {"publish"}): NotAllowed,
    },
    rights.require_curator: {
        VISITOR: SignInRequired,
        SOMEBODY: NotAllowed,
        MEMBER: NotAllowed,
        PENDING_FEDERATION: NotAllowed,
        CURATOR: "o",
        Viewer("p", "o", True, federation=True, scopes=ALL - {"curate"}): NotAllowed,
    },
    rights.require_voucher: {
        VISITOR: SignInRequired,
        SOMEBODY: NotAllowed,
        MEMBER: NotAllowed,
        PENDING_FEDERATION: NotAllowed,
        CURATOR: "o",
        TOKEN: NotAllowed,
    },
    rights.require_contact: {
        VISITOR: SignInRequired,
        SOMEBODY: NotAllowed,
        MEMBER: NotAllowed,
        CONTACT: "o",
        MODERATOR: NotAllowed,
        TOKEN: NotAllowed,
    },
    rights.require_moderator: {
        VISITOR: SignInRequired,
        CURATOR: NotAllowed,
        MODERATOR: "m",
        OPERATOR: NotAllowed,
        TOKEN: NotAllowed,
    },
    rights.require_operator: {
        VISITOR: SignInRequired,
        CONTACT: NotAllowed,
        MODERATOR: NotAllowed,
        OPERATOR: "x",
        TOKEN: NotAllowed,
    },
    rights.require_verifier: {
        VISITOR: SignInRequired,
        CURATOR: NotAllowed,
        MODERATOR: "m",
        OPERATOR: "x",
        TOKEN: NotAllowed,
    },
}


@pytest.mark.parametrize(
    ("rule", "viewer", "answer"),
    [
        pytest.param(rule, viewer, answer, id=f"{rule.__name__}-{place}")
        for rule, answers in REFUSED.items()
        for place, (viewer, answer) in enumerate(answers.items())
    ],
)
def test_who_may_write_publish_and_curate(
    rule: object, viewer: Viewer, answer: str | type[Refusal]
) -> None:
    assert callable(rule)
    if isinstance(answer, str):
        assert rule(viewer) == answer
    else:
        with pytest.raises(answer):
            rule(viewer)


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer(person="m", organisation="o", moderator=True),
        Viewer(person="m", organisation="p", operator=True, left=frozenset({"o"})),
    ],
)
def test_nobody_decides_on_an_organisation_they_are_or_were_of(viewer: Viewer) -> None:
    for claims in ({"o"}, {"other", "o"}):
        with pytest.raises(OwnOrganisation):
            rights.require_impartial(viewer, claims)

    assert rights.require_impartial(viewer, {"other"}) == "m"
    with pytest.raises(NotAllowed):
        rights.require_impartial(CONTACT, {"other"})


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_does_only_what_its_scopes_say(scope: str) -> None:
    assert rights.require_person(Viewer(person="p", scopes=frozenset({scope})), scope) == "p"

    with pytest.raises(NotAllowed) as refused:
        rights.require_person(Viewer(person="p", scopes=ALL - {scope}), scope)

    assert refused.value.details == {"needs": scope}
