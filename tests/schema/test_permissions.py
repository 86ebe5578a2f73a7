"""Who may read and do what: everybody at every field, type and mutation, default deny.

A field of Query, Viewer or Operations, a type or a mutation without a rule here fails. Each refusal
is shown to change nothing and to tell nothing of what it hides. Routes have their own table, in
tests/frontend.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLUnionType, get_named_type

from schema import root
from tests.schema import cast as casting
from tests.schema import planted as planting
from tests.schema.cast import OWN, PASSWORD, UNKNOWN, VIEWERS, Cast
from tests.schema.test_leaks import mutation
from tests.schema.world import BENCHMARK, CASE, Author, everything

SCHEMA = root.schema._schema
MUTATIONS = tuple(SCHEMA.mutation_type.fields)  # type: ignore[union-attr]

SIGN_IN, NOT_ALLOWED, NOT_FOUND = "sign-in-required", "not-allowed", "not-found"
AGAIN = "sign-in-again"
OK = "ok"

Answers = Mapping[str, str]

_REFUSED = dict.fromkeys(VIEWERS, NOT_ALLOWED) | dict.fromkeys(("visitor", "expired"), SIGN_IN)


def only(*viewers: str) -> Answers:
    """These, and nobody else."""
    return _REFUSED | dict.fromkeys(viewers, OK)


# Who may write: whoever belongs to an association, in person or by a token to publish.
WRITING = only(
    "pending", "stranger", "member", "owner", "colleague", "publish-token", "federation",
    "pending-federation", "other-federation",
)  # fmt: skip
# The owner's drafts and publications: what everybody else is answered.
OWNED = {
    viewer: NOT_FOUND if answer == OK and viewer not in OWN else answer
    for viewer, answer in WRITING.items()
}
CURATING = only("federation", "federation-curate-token", "other-federation")
OWN_COLLECTION = CURATING | {"other-federation": NOT_FOUND}
# Whoever is signed in, in person or by a token to read.
READING = only(
    *(viewer for viewer in VIEWERS if not viewer.endswith("-token")),
    "read-token", "federation-read-token",
) | {"visitor": SIGN_IN, "expired": SIGN_IN}  # fmt: skip
# In person: a token that made others would outlive itself.
BY_SESSION = READING | {"read-token": NOT_ALLOWED, "federation-read-token": NOT_ALLOWED}
EVERYBODY = dict.fromkeys(VIEWERS, OK)
NOBODY = _REFUSED
OWN_THING = {
    viewer: NOT_FOUND if answer == OK and viewer != "owner" else answer
    for viewer, answer in BY_SESSION.items()
}
# Those who signed in the day before.
SECURED = BY_SESSION | dict.fromkeys(("owner", "federation", "other-federation"), AGAIN)
OPERATING = only("operator")
MODERATING = only("moderator")
VERIFYING = only("moderator", "operator")
# Who looks after an association's members, in person.
CONTACT = only(
    "pending", "stranger", "member", "owner", "federation", "pending-federation",
    "other-federation",
)  # fmt: skip
# In person: what an association is would else be said by whoever finds a token.
DECLARING = only("person", "moderator", "operator") | {
    viewer: "one-organisation" for viewer, answer in (CONTACT | {"colleague": OK}).items()
    if answer == OK
}  # fmt: skip
REVISING = {
    viewer: "numbers-stay" if answer == OK and viewer != "owner" else answer
    for viewer, answer in CONTACT.items()
}
OWN_CONTACT = {
    viewer: NOT_FOUND if answer == OK and viewer != "owner" else answer
    for viewer, answer in CONTACT.items()
}
BELONGING = CONTACT | {"colleague": OK}
VOUCHING = only("federation", "other-federation")


def otherwise(answers: Answers, code: str, *but: str) -> Answers:
    """The same, but that all who may are answered this, except some."""
    return {
        viewer: code if answer == OK and viewer not in but else answer
        for viewer, answer in answers.items()
    }


PROBLEMS = {
    SIGN_IN: "AccessProblem", NOT_ALLOWED: "AccessProblem", NOT_FOUND: "NotFoundProblem",
    AGAIN: "AccessProblem", "wrong-code": "InputProblem",
    "one-organisation": "ConflictProblem", "numbers-stay": "InputProblem",
    "invitation-of-another": "InputProblem", "link-of-another": "InputProblem",
    "last-member": "ConflictProblem",
    "contact-there": "ConflictProblem", "last-operator": "ConflictProblem",
    "too-few-vouched": "InputProblem",
}  # fmt: skip

OBSERVATION = {"metric": "response-rate", "basis": "sent", "numerator": 30, "denominator": 90}

Given = Callable[[Cast], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Rule:
    """What a mutation is given, and what each is answered.

    It is made anew for whoever may act; those who may not are all given the same, which their
    refusal leaves as it is.
    """

    given: Given
    answers: Answers


RULES: dict[str, Rule] = {
    "requestSignIn": Rule(lambda cast: {"email": "neuf@exemple.test"}, EVERYBODY),
    "signIn": Rule(Cast.link, EVERYBODY),
    "signInWithPassword": Rule(Cast.known_password, EVERYBODY),
    "signInWithCode": Rule(Cast.code, EVERYBODY),
    "beginSignInWithProvider": Rule(lambda cast: {"provider": "maison"}, EVERYBODY),
    "signInWithProvider": Rule(Cast.way_back, EVERYBODY),
    "linkIdentity": Rule(Cast.proof, SECURED),
    # The owner signed in the day before.
    "unlinkIdentity": Rule(Cast.identity, otherwise(SECURED, NOT_FOUND)),
    "signOut": Rule(lambda cast: None, EVERYBODY),
    "declareOrganisation": Rule(Cast.number, DECLARING),
    # The owner's profile said again: for everybody else the numbers are another's.
    "reviseOrganisation": Rule(lambda cast: planting.PROFILE, REVISING),
    "createToken": Rule(lambda cast: {"name": "x", "scopes": ["READ"]}, SECURED),
    "revokeToken": Rule(Cast.token, OWN_THING),
    "setPassword": Rule(lambda cast: {"password": PASSWORD}, SECURED),
    "removePassword": Rule(lambda cast: {}, SECURED),
    "beginSecondFactor": Rule(lambda cast: None, SECURED),
    "confirmSecondFactor": Rule(
        lambda cast: {"code": "000000"},
        {viewer: "wrong-code" if answer == OK else answer for viewer, answer in SECURED.items()},
    ),
    "removeSecondFactor": Rule(lambda cast: None, SECURED),
    "requestAddressChange": Rule(lambda cast: {"email": cast.new_address()}, SECURED),
    "changeAddress": Rule(Cast.moving, otherwise(BY_SESSION, "link-of-another", "owner")),
    "endSession": Rule(Cast.device, OWN_THING),
    "endOtherSessions": Rule(lambda cast: None, BY_SESSION),
    "chooseLetters": Rule(lambda cast: {"pace": "MONTHLY", "language": "EN"}, BY_SESSION),
    "stopLetters": Rule(Cast.letter, EVERYBODY),
    "saveCaseStudyDraft": Rule(lambda cast: {"practice": CASE}, WRITING),
    "saveToolBenchmarkDraft": Rule(lambda cast: {"practice": BENCHMARK}, WRITING),
    "previewPublication": Rule(lambda cast: {"draft": cast.draft()["draft"]}, OWNED),
    "decideFinding": Rule(Cast.finding, OWNED),
    "answerDoubts": Rule(Cast.doubt, OWNED),
    "setDraftTerms": Rule(lambda cast: cast.draft() | {"audience": "MEMBERS"}, OWNED),
    "publishDraft": Rule(Cast.draft, OWNED),
    "withdrawPublication": Rule(lambda cast: {"id": cast.world.publish(cast.owner)}, OWNED),
    "deleteDraft": Rule(lambda cast: {"draft": cast.draft()["draft"]}, OWNED),
    "createCollection": Rule(lambda cast: {"title": "Autre choix"}, CURATING),
    "addToCollection": Rule(
        lambda cast: {"collection": cast.collection, "publication": cast.publication},
        OWN_COLLECTION,
    ),
    "moveInCollection": Rule(lambda cast: cast.place() | {"position": 1}, OWN_COLLECTION),
    "removeFromCollection": Rule(Cast.place, OWN_COLLECTION),
    "inviteMember": Rule(
        lambda cast: {"email": cast.new_address(), "role": "MEMBER", "handOver": False}, CONTACT
    ),
    "inviteAssociation": Rule(
        lambda cast: {"email": cast.new_address()}, VOUCHING | {"moderator": OK}
    ),
    "endInvitation": Rule(Cast.invited, OWN_CONTACT | {"moderator": NOT_FOUND}),
    "acceptInvitation": Rule(
        lambda cast: {"token": cast.invitation()},
        otherwise(BY_SESSION, "invitation-of-another", "person"),
    ),
    "removeMember": Rule(Cast.colleague, OWN_CONTACT),
    "leaveOrganisation": Rule(
        Cast.company, otherwise(BELONGING, "last-member", "owner", "colleague")
    ),
    "stepIn": Rule(lambda cast: None, otherwise(BELONGING, "contact-there")),
    "leaveNetwork": Rule(
        lambda cast: {"words": "quitter le réseau", "withdraw": False},
        CONTACT | dict.fromkeys(("owner", "federation", "other-federation"), AGAIN),
    ),
    "exportMyData": Rule(lambda cast: None, SECURED),
    "eraseAccount": Rule(
        lambda cast: {"words": "effacer mon compte"},
        otherwise(SECURED, "last-member", "person", "colleague", "moderator", "operator")
        | {"operator": "last-operator"},
    ),
    "vouchFor": Rule(lambda cast: {"lines": "W299999999;Ailleurs"}, VOUCHING),
    "withdrawVouch": Rule(Cast.word, VOUCHING | {"other-federation": NOT_FOUND}),
    "verifyOrganisation": Rule(Cast.waiting, VERIFYING),
    "refuseOrganisation": Rule(lambda cast: cast.waiting() | {"word": "un autre"}, VERIFYING),
    "mergeOrganisations": Rule(Cast.twins, VERIFYING),
    "openBatch": Rule(lambda cast: None, MODERATING),
    "reviewPublication": Rule(Cast.to_review, MODERATING),
    "appealReview": Rule(Cast.refused, OWNED),
    "reportPublication": Rule(
        lambda cast: {"publication": cast.publication, "reason": "unclear"}, EVERYBODY
    ),
    "answerAsVendor": Rule(Cast.vendor, BY_SESSION),
    "reviewVendorAnswer": Rule(Cast.vendor_answer, MODERATING),
    "askUnsealing": Rule(lambda cast: {"publication": cast.publication, "reason": "x"}, OPERATING),
    "confirmUnsealing": Rule(Cast.demand, OPERATING),
    # Both federations vouch for too few: nobody could be meant but those.
    "grantDepth": Rule(lambda cast: {"open": True}, otherwise(VOUCHING, "too-few-vouched")),
    "contributeFigures": Rule(
        lambda cast: {"observations": [OBSERVATION], "channels": ["email"]},
        # What it opens is told to whoever may read: by a token to publish figures are given blind.
        WRITING | dict.fromkeys(("pending", "pending-federation"), NOT_ALLOWED),
    ),
    "appointModerator": Rule(lambda cast: {"email": "nouvelle@exemple.test"}, OPERATING),
    "dismissModerator": Rule(lambda cast: {"email": "moderation@exemple.test"}, OPERATING),
}


# What a field answers without a refusal to whom it has nothing to show.
EMPTY = "empty"
Ways = Callable[[Cast], list[tuple[str, dict[str, Any]]]]


@dataclass(frozen=True)
class Read:
    """How a field is asked for, and what each is answered; ``ways`` select all below it.

    ``shown`` names the practices of the owner that may be told of by each viewer's answers, where
    these are not the ones that the rule of reading lets them read.
    """

    ways: Ways
    answers: Answers
    shown: Callable[[str], frozenset[str]] | None = None
    forms: bool = False


# The rule of reading (design, section 5), as a table: which audiences each may read.
ALL_AUDIENCES = frozenset(casting.NOW)
ALL_AUDIENCES_NOW = frozenset(casting.NOW.values())
AUDIENCES = dict.fromkeys(VIEWERS, frozenset({"OPEN"})) | {
    "member": frozenset({"OPEN", "MEMBERS"}),
    "stranger": ALL_AUDIENCES, "owner": ALL_AUDIENCES, "colleague": ALL_AUDIENCES,
    "read-token": ALL_AUDIENCES, "federation": ALL_AUDIENCES,
    "federation-read-token": ALL_AUDIENCES, "other-federation": ALL_AUDIENCES,
}  # fmt: skip


def readable(viewer: str) -> frozenset[str]:
    """The practices a viewer may read: none before its month, whatever the audience."""
    return frozenset(casting.NOW[audience] for audience in AUDIENCES[viewer])


def none(_viewer: str) -> frozenset[str]:
    return frozenset()


def own(*words: str) -> Callable[[str], frozenset[str]]:
    """For those of the association itself: these, whoever else may read them."""
    return lambda viewer: frozenset(words) if viewer in OWN else frozenset()


# Lists in lists pass the limit of cost; the fields left out are asked for by others.
OF_LISTS = frozenset({"CaseStudy.tools", "ToolBenchmark.tools"})
SHELVED = (*casting.NOW.values(), *casting.LATER.values(), casting.WAITS)


def ids(cast: Cast) -> list[dict[str, Any]]:
    """Every id somebody may have come by."""
    known = (*cast.practices.values(), cast.draft_id, cast.owner.organisation, cast.owner_token_id)
    return [{"id": each} for each in (*known, UNKNOWN)]


def by_id(name: str, chosen: str) -> Ways:
    return lambda cast: [
        (f"query($id: ID!) {{ {name}(id: $id) {chosen} }}", one) for one in ids(cast)
    ]


def plain(gate: str, name: str, *leave: str, arguments: str = "") -> Ways:
    """A field by itself, with everything below it."""
    field = SCHEMA.type_map[gate].fields[name]  # type: ignore[attr-defined]
    kind = get_named_type(field.type)
    chosen = ""
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType):
        chosen = everything(kind.name, leave=frozenset(leave) | OF_LISTS)
    asked = f"{name}{arguments} {chosen}"
    path = GATES[gate]
    return lambda _cast: [(f"{{ {path} {{ {asked} }} }}" if path else f"{{ {asked} }}", {})]


def of_viewer(name: str, answers: Answers, **more: Any) -> Read:
    return Read(plain("Viewer", name), answers, **{"shown": none} | more)


def searches(_cast: Cast) -> list[tuple[str, dict[str, Any]]]:
    chosen = everything("SearchConnection", leave=OF_LISTS | {"Collection.places"})
    query = "query($text: String, $sort: SearchSort!) { search(text: $text, sort: $sort, first: 10)"
    return [
        (f"{query} {chosen} }}", {"text": text, "sort": sort})
        for text, sort in (("", "DATE"), ("vendre", "RELEVANCE"))
    ]


def suggestions(_cast: Cast) -> list[tuple[str, dict[str, Any]]]:
    chosen = everything("Suggestion")
    query = f"query($text: String!) {{ suggest(text: $text) {chosen} }}"
    return [(query, {"text": text}) for text in ("vend", "vendre des ", "planter")]


# The types whose fields have rules of their own, with the way to each.
GATES = {"Query": "", "Viewer": "viewer", "Operations": "operations"}
EMPTY_FOR_VISITORS = {"visitor": EMPTY, "expired": EMPTY}
WITHOUT_ASSOCIATION = dict.fromkeys(
    ("visitor", "expired", "person", "moderator", "operator"), EMPTY
)

READS: dict[str, Read] = {
    "Query.search": Read(searches, EVERYBODY),
    "Query.suggest": Read(suggestions, EVERYBODY),
    "Query.similar": Read(by_id("similar", everything("LikePractice", leave=OF_LISTS)), EVERYBODY),
    "Query.resembling": Read(
        plain("Query", "resembling"),
        READING | WITHOUT_ASSOCIATION,
    ),
    "Query.caseStudy": Read(by_id("caseStudy", everything("CaseStudy", leave=OF_LISTS)), EVERYBODY),
    "Query.toolBenchmark": Read(
        by_id("toolBenchmark", everything("ToolBenchmark", leave=OF_LISTS)), EVERYBODY
    ),
    "Query.node": Read(
        by_id("node", "{ id ... on Practice " + everything("Practice", leave=OF_LISTS) + " }"),
        EVERYBODY,
    ),
    "Query.tools": Read(plain("Query", "tools"), EVERYBODY, shown=none),
    "Query.metrics": Read(plain("Query", "metrics"), EVERYBODY, shown=none),
    "Query.tool": Read(
        plain("Query", "tool", arguments='(code: "helloasso")'), EVERYBODY, shown=none
    ),
    "Query.collections": Read(
        plain("Query", "collections", "Collection.places"), EVERYBODY, shown=none
    ),
    "Query.collection": Read(
        lambda cast: [
            (
                "query($slug: String!) { collection(slug: $slug) "
                "{ __typename places { note practice { title } } } }",
                {"slug": slug},
            )
            for slug in (cast.collection, "ailleurs", UNKNOWN)
        ],
        EVERYBODY,
    ),
    "Query.vocabulary": Read(
        lambda _cast: [("{ vocabulary { name terms { code label } } }", {})],
        EVERYBODY,
        shown=none,
        forms=True,
    ),
    "Query.viewer": Read(
        lambda _cast: [("{ viewer { __typename } }", {})], EVERYBODY, shown=none
    ),
    "Query.draft": Read(
        lambda cast: [
            (
                f"query($id: ID!) {{ draft(id: $id) {everything('Draft')} }}",
                {"id": cast.draft_id},
            )
        ],
        OWNED,
        shown=own(casting.DRAFT),
    ),
    "Query.signInProviders": Read(
        lambda _cast: [("{ signInProviders { __typename name label } }", {})],
        EVERYBODY,
        shown=none,
    ),
    "Query.invitation": Read(
        lambda cast: [
            (
                "query($t: String!)"
                " { invitation(token: $t) { __typename state role name contacts } }",
                {"t": each},
            )
            for each in (cast.invitation_token, "x")
        ],
        EVERYBODY,
        shown=none,
    ),
    "Query.verification": Read(plain("Query", "verification"), VERIFYING, shown=none),
    "Query.moderationBatch": Read(
        plain("Query", "moderationBatch"),
        MODERATING,
        shown=lambda viewer: ALL_AUDIENCES_NOW if viewer == "moderator" else frozenset(),
    ),
    "Query.moderationHealth": Read(
        plain("Query", "moderationHealth"), only("moderator", "operator"), shown=none
    ),
    "Query.moderationPromise": Read(plain("Query", "moderationPromise"), EVERYBODY, shown=none),
    "Query.vendorAnswers": Read(plain("Query", "vendorAnswers"), MODERATING, shown=none),
    "Query.vendorCode": Read(
        plain("Query", "vendorCode", arguments='(tool: "helloasso")'), MODERATING, shown=none
    ),
    "Query.unsealingDemands": Read(plain("Query", "unsealingDemands"), OPERATING, shown=none),
    "Query.operations": Read(plain("Query", "operations"), OPERATING, shown=none),
    **{
        f"Viewer.{name}": of_viewer(name, EVERYBODY)
        for name in (
            "signedIn", "verified", "contributor", "curator", "contact", "moderator", "operator",
        )
    },
    "Viewer.email": of_viewer("email", READING | EMPTY_FOR_VISITORS),
    "Viewer.organisation": of_viewer("organisation", READING | WITHOUT_ASSOCIATION),
    "Viewer.drafts": of_viewer(
        "drafts", WRITING | WITHOUT_ASSOCIATION, shown=own(casting.DRAFT, casting.GONE)
    ),
    "Viewer.openedSeals": of_viewer("openedSeals", WRITING | WITHOUT_ASSOCIATION),
    "Viewer.shares": of_viewer("shares", WRITING | WITHOUT_ASSOCIATION, shown=own(*SHELVED)),
    "Viewer.security": of_viewer(
        "security",
        {viewer: EMPTY if answer != OK else OK for viewer, answer in BY_SESSION.items()},
    ),
    "Viewer.correspondence": of_viewer(
        "correspondence",
        {viewer: EMPTY if answer != OK else OK for viewer, answer in BY_SESSION.items()},
    ),
    "Viewer.journal": of_viewer(
        "journal",
        {viewer: EMPTY if answer != OK else OK for viewer, answer in BY_SESSION.items()},
    ),
    "Viewer.contribution": of_viewer(
        "contribution",
        READING | WITHOUT_ASSOCIATION | dict.fromkeys(("pending", "pending-federation"), EMPTY),
    ),
    "Viewer.tokens": of_viewer("tokens", READING | EMPTY_FOR_VISITORS),
    **{
        f"Operations.{name}": Read(plain("Operations", name), OPERATING, shown=none)
        for name in ("moderators", "operators", "mail", "engine", "unsealings")
    },
}  # fmt: skip

# Every type an answer to a query may hold: for everybody, or for these viewers alone.
PUBLIC_TYPES = frozenset({
    "CaseStudy", "Collection", "CollectionPlace", "Criterion", "Facet", "FacetValue", "Figure",
    "Highlights", "LikePractice", "Metric", "PageInfo", "Query", "Reason", "Relaxation",
    "SearchConnection", "SearchEdge", "Segment", "Suggestion", "Term", "Tool", "ToolBenchmark",
    "UnderstoodTerm", "VendorAnswer",
    "InvitationShown", "SignInProvider", "Viewer", "VocabularyList", "VocabularyTerm",
})  # fmt: skip


def granted(answers: Answers) -> frozenset[str]:
    return frozenset(viewer for viewer, answer in answers.items() if answer == OK)


PRIVATE_TYPES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("Organisation",), granted(READS["Viewer.organisation"].answers)),
    "CourtEntry": granted(READS["Viewer.organisation"].answers),
    "Colleague": granted(BELONGING),
    "OpenInvitation": granted(CONTACT) | granted(VERIFYING),
    **dict.fromkeys(("Word", "DepthGrant"), granted(VOUCHING)),
    # Told to an organisation's own people, whoever else looks after it.
    "Contribution": granted(READS["Viewer.contribution"].answers),
    **dict.fromkeys(
        ("Verification", "WaitingOrganisation", "RivalOrganisation"), granted(VERIFYING)
    ),
    **dict.fromkeys(("AccessToken",), granted(READING)),
    "LinkedIdentity": granted(BY_SESSION),
    **dict.fromkeys(("Security", "Device", "Correspondence", "JournalEntry"), granted(BY_SESSION)),
    **dict.fromkeys(
        ("Draft", "DraftPractice", "DraftCriterion", "DraftObservation", "Share", "WaitingDeposit"),
        granted(WRITING),
    ),
    **dict.fromkeys(
        ("Operations", "EngineHealth", "IndexHealth", "MailHealth", "UnsealingLog"),
        granted(OPERATING),
    ),
    **dict.fromkeys(
        (
            "ModerationBatch",
            "ReviewItem",
            "ReviewText",
            "ReviewFact",
            "ReviewReport",
            "ReviewAppeal",
            "VendorAnswerToReview",
        ),
        granted(MODERATING),
    ),
    "ModerationMonth": granted(READS["Query.moderationPromise"].answers),
    "UnsealingDemand": granted(OPERATING),
    **dict.fromkeys(("Review", "OpenedSeal"), granted(WRITING)),
}


def reachable() -> set[str]:
    """Every object type that a query may answer."""
    waiting: list[Any] = [SCHEMA.query_type]
    seen: set[str] = set()
    while waiting:
        kind = get_named_type(waiting.pop())
        if kind.name in seen:
            continue
        seen.add(kind.name)
        if isinstance(kind, GraphQLUnionType | GraphQLInterfaceType):
            waiting += SCHEMA.get_possible_types(kind)
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            waiting += [each.type for each in kind.fields.values()]
    return {name for name in seen if isinstance(SCHEMA.type_map[name], GraphQLObjectType)}


def test_every_field_type_and_mutation_has_a_rule_for_every_viewer() -> None:
    fields = {
        f"{gate}.{name}"
        for gate in GATES
        for name in SCHEMA.type_map[gate].fields  # type: ignore[attr-defined]
    }
    assert set(READS) == fields
    assert PUBLIC_TYPES | PRIVATE_TYPES.keys() == reachable()
    assert not PUBLIC_TYPES & PRIVATE_TYPES.keys()
    assert set(RULES) == set(MUTATIONS)
    for name, answers in [
        *((name, rule.answers) for name, rule in RULES.items()),
        *((name, rule.answers) for name, rule in READS.items()),
    ]:
        assert set(answers) == set(VIEWERS), name


def typenames(value: Any) -> set[str]:
    """The types of all objects in an answer that say theirs."""
    if isinstance(value, list):
        return {name for each in value for name in typenames(each)}
    if isinstance(value, dict):
        inner = {name for each in value.values() for name in typenames(each)}
        return inner | {value["__typename"]} if "__typename" in value else inner
    return set()


def kept_back(answer: dict[str, Any]) -> Any:
    """What a single field held: the innermost value on the way to it."""
    (value,) = (answer["data"] or {"": None}).values()
    return value


def verdict(body: dict[str, Any], gate: str) -> str:
    """What a field answered, in a word."""
    if "errors" in body:
        return str(body["errors"][0]["extensions"]["code"])
    value = kept_back(body)
    if GATES[gate]:
        value.pop("__typename", None)
        (value,) = value.values()
    return EMPTY if value is None or value == [] else OK


@pytest.mark.parametrize("name", READS)
def test_who_may_read_what(stage_read: Cast, name: str) -> None:
    rule, world = READS[name], stage_read.world
    gate = name.split(".")[0]
    before = world.rows()

    for viewer in VIEWERS:
        expected = rule.answers[viewer]
        allowed = (rule.shown or readable)(viewer)
        told: set[str] = set()
        for query, variables in rule.ways(stage_read):
            body = world.ask(query, variables, stage_read.tokens[viewer])

            text = json.dumps(body, ensure_ascii=False)
            said = verdict(body, gate)
            # Whoever may read finds nothing where there is nothing; the owner has some of all.
            nothing = said == EMPTY and expected == OK and viewer != "owner"
            assert nothing or rule.answers is EVERYBODY or said == expected, (viewer, body)
            told |= casting.marks(text)
            if viewer not in OWN or said != OK:
                assert casting.leaked(text, variables, viewer=viewer, forms=rule.forms) == [], (
                    viewer
                )
            for kind in typenames(body.get("data")):
                assert kind in PUBLIC_TYPES or viewer in PRIVATE_TYPES[kind], (viewer, kind)
        assert told <= allowed, viewer
        if expected == OK and name in (
            "Query.search",
            "Query.node",
            "Query.caseStudy",
            "Viewer.shares",
        ):
            assert told == allowed, viewer
    assert world.rows() == before


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_practice_is_read_by_its_audience_from_its_month(stage_read: Cast, viewer: str) -> None:
    """Audience × embargo: by its id, in a search for its own words, and in the counts of both."""
    world, token = stage_read.world, stage_read.tokens[viewer]
    of_one = "query($id: ID!) { node(id: $id) { id } similar(id: $id) { practice { id } } }"
    of_words = (
        "query($text: String!) { search(text: $text) { totalCount nodes { id } facets { values"
        " { count } } } }"
    )
    may = readable(viewer)
    nothing = world.ask(of_words, {"text": "wkxqzv"}, token)

    for mark, publication in stage_read.practices.items():
        one = world.read(of_one, token, {"id": publication})
        found = world.ask(of_words, {"text": f'"{mark}"'}, token)

        assert (one["node"] is not None) == (mark in may), mark
        hits = [each["id"] for each in found["data"]["search"]["nodes"]]
        assert hits == ([publication] if mark in may else []), mark
        if mark not in may:
            assert one["similar"] == []
            assert found == nothing


# Last, because they end what the others need.
LAST = ("owner", "colleague", "federation")


def acted(cast: Cast, name: str, given: Mapping[str, Any] | None, viewer: str) -> dict[str, Any]:
    """What a mutation answers, every field of it."""
    body = cast.world.ask(
        mutation(name, given), {} if given is None else {"input": given}, cast.tokens[viewer]
    )
    assert "errors" not in body, (viewer, body)
    result: dict[str, Any] = body["data"]["result"]
    return result


@pytest.mark.parametrize("name", MUTATIONS)
def test_who_may_do_what(everybody: Cast, name: str) -> None:
    rule, world = RULES[name], everybody.world
    refused = [viewer for viewer in VIEWERS if rule.answers[viewer] != OK]
    allowed = sorted(granted(rule.answers), key=lambda viewer: (viewer in LAST, viewer))
    given = rule.given(everybody) if refused else None
    before, letters = world.rows(), len(world.letters)

    for viewer in refused:
        answer = acted(everybody, name, given, viewer)

        expected = rule.answers[viewer]
        assert (answer["__typename"], answer["code"]) == (PROBLEMS[expected], expected), viewer
        text = json.dumps(answer, ensure_ascii=False)
        assert casting.leaked(text, given, viewer=viewer) == [], viewer
        assert casting.marks(text) == set(), viewer
        assert world.rows() == before, viewer
        assert len(world.letters) == letters, viewer
    for viewer in allowed:
        answer = acted(everybody, name, rule.given(everybody), viewer)

        assert not answer["__typename"].endswith("Problem"), (viewer, answer)


def test_the_pending_write_and_don_t_publish(everybody: Cast) -> None:
    world = everybody.world
    pending = Author("attend@exemple.test", everybody.tokens["pending"] or "")
    draft, version = world.save(pending)
    assert world.do("previewPublication", {"draft": draft}, pending.token)["ready"]
    before = world.rows()

    refused = world.act("publishDraft", {"draft": draft, "version": version}, pending.token)

    assert (refused["__typename"], refused["code"]) == ("AccessProblem", "not-allowed")
    assert world.rows() == before


def test_a_stranger_s_draft_and_an_unknown_one_are_told_apart_nowhere(everybody: Cast) -> None:
    world, stranger = everybody.world, everybody.tokens["stranger"]
    draft = everybody.draft()["draft"]
    unknown = "3b241101-e2bb-4255-8caf-4136c566a962"

    for name, foreign, missing in (
        ("previewPublication", {"draft": draft}, {"draft": unknown}),
        ("deleteDraft", {"draft": draft}, {"draft": unknown}),
        ("withdrawPublication", {"id": everybody.publication}, {"id": unknown}),
        (
            "saveCaseStudyDraft",
            {"id": draft, "practice": CASE},
            {"id": unknown, "practice": CASE},
        ),
    ):
        assert world.act(name, foreign, stranger) == world.act(name, missing, stranger), name
    query = "query($id: ID!) { draft(id: $id) { id } }"
    bodies = [world.ask(query, {"id": each}, stranger) for each in (draft, unknown)]
    assert bodies[0] == bodies[1]
    assert bodies[0]["errors"][0]["extensions"]["code"] == NOT_FOUND


def test_only_open_practices_enter_a_collection(everybody: Cast) -> None:
    world, federation = everybody.world, everybody.tokens["federation"]
    members = world.publish(everybody.owner, audience="MEMBERS")
    later = world.publish(everybody.owner, embargo="2026-09")
    gone = world.publish(everybody.owner)
    world.do("withdrawPublication", {"id": gone}, everybody.owner.token)
    before = world.rows()

    for publication, code in ((members, "only-open"), (later, NOT_FOUND), (gone, NOT_FOUND)):
        given = {"collection": everybody.collection, "publication": publication}
        assert world.act("addToCollection", given, federation)["code"] == code
    assert world.rows() == before
