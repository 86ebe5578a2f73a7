"""A running product under the test's hand: people, associations, drafts and requests."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)
from sqlmodel import SQLModel
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from commons import accounts, keys, library, organisations, settings
from commons import clock as calendar
from commons.authorship import Authorships
from commons.database import Database
from schema import endpoint, root
from schema.endpoint import Runner
from schema.letters import Letter
from schema.product import Product
from search import relay
from search.embedded import Embedded
from search.engine import SearchEngine
from tests.conftest import Ticking
from tests.openid.stand_in import StandIn

METHODS = ["GET", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"]

PROFILE: dict[str, Any] = {
    "kind": "ASSOCIATION",
    "legalName": "Les Amis du Clocher",
    "rna": "W291000001",
    "budget": "10k-50k",
    "employees": "none",
    "volunteers": "10-29",
    "field": "culture",
    "scope": "commune",
    "region": "53",
}
CASE: dict[str, Any] = {
    "title": "Relancer les adhésions par courriel",
    "tried": "nous avons écrit deux fois aux adhérents à la rentrée.",
    "advice": "prévoir du temps pour les réponses.",
    "themes": ["membership"],
    "channels": ["email"],
    "outcome": "worked",
    "humanLink": "same",
}
BENCHMARK: dict[str, Any] = {
    "tool": "helloasso",
    "use": "encaisser les adhésions en ligne.",
    "criteria": [
        {"code": "ease", "score": 4},
        {"code": "value", "score": 5},
        {"code": "support", "score": 3},
    ],
    "again": "YES",
    "outcome": "worked",
    "humanLink": "same",
    "channels": ["website"],
}


def profile_of(name: str) -> dict[str, Any]:
    """What ``World.join`` declares under a name."""
    number = (sum(name.encode()) * 1009 + len(name)) % 10**7
    return PROFILE | {"legalName": f"Association {name}", "rna": f"W29{number:07d}"}


PROBLEM = "__typename ... on Problem { code message path }"


def mutation(name: str, chosen: str = "", argument: str | None = None) -> str:
    """The text of an operation with one mutation field, its answer called ``result``."""
    kind = argument or name[0].upper() + name[1:] + "Input"
    assert kind in root.schema._schema.type_map
    return f"mutation($input: {kind}!) {{ result: {name}(input: $input) {{ {PROBLEM} {chosen} }} }}"


DRAFT = "... on Draft { id version }"
ACTS = {
    "requestSignIn": mutation("requestSignIn", "... on SignInRequested { minutes }"),
    "signIn": mutation(
        "signIn", "... on SignedIn { session } ... on CodeNeeded { challenge minutes }"
    ),
    "signInWithPassword": mutation(
        "signInWithPassword", "... on SignedIn { session } ... on CodeNeeded { challenge }"
    ),
    "signInWithCode": mutation("signInWithCode", "... on SignedIn { session }"),
    "beginSignInWithProvider": mutation(
        "beginSignInWithProvider", "... on ProviderAddress { address attempt }"
    ),
    "signInWithProvider": mutation(
        "signInWithProvider",
        "... on SignedIn { session } ... on CodeNeeded { challenge }"
        " ... on ProviderProved { proof label }",
    ),
    "linkIdentity": mutation("linkIdentity", "... on IdentityLinked { label }"),
    "unlinkIdentity": mutation("unlinkIdentity", "... on IdentityUnlinked { id }"),
    "signOut": "mutation { result: signOut { __typename done } }",
    "declareOrganisation": mutation("declareOrganisation", "... on Organisation { verified }"),
    "reviseOrganisation": mutation(
        "reviseOrganisation", "... on Organisation { name }", argument="DeclareOrganisationInput"
    ),
    "createToken": mutation("createToken", "... on TokenCreated { secret token { id scopes } }"),
    "revokeToken": mutation("revokeToken", "... on TokenRevoked { id }"),
    "chooseLetters": mutation("chooseLetters", "... on LettersChosen { correspondence { pace } }"),
    "requestAddressChange": mutation(
        "requestAddressChange", "... on AddressChangeRequested { minutes }"
    ),
    "changeAddress": mutation("changeAddress", "... on AddressChanged { session }"),
    "setPassword": mutation("setPassword", "... on PasswordChanged { session }"),
    "removePassword": mutation("removePassword", "... on PasswordChanged { session }"),
    "beginSecondFactor": f"mutation {{ result: beginSecondFactor {{ {PROBLEM}"
    " ... on SecondFactorBegun { secret address } } }",
    "confirmSecondFactor": mutation(
        "confirmSecondFactor", "... on SecondFactorConfirmed { session recoveryCodes }"
    ),
    "removeSecondFactor": f"mutation {{ result: removeSecondFactor {{ {PROBLEM}"
    " ... on SecondFactorRemoved { session } } }",
    "inviteMember": mutation("inviteMember", "... on InvitationSent { days }"),
    "inviteAssociation": mutation("inviteAssociation", "... on InvitationSent { days }"),
    "endInvitation": mutation("endInvitation", "... on InvitationEnded { id }"),
    "acceptInvitation": mutation("acceptInvitation", "... on InvitationAccepted { role }"),
    "removeMember": mutation("removeMember", "... on MembershipEnded { done }"),
    "leaveOrganisation": f"mutation {{ result: leaveOrganisation {{ {PROBLEM}"
    " ... on MembershipEnded { done } } }",
    "stepIn": f"mutation {{ result: stepIn {{ {PROBLEM} ... on SteppedIn {{ role }} }} }}",
    "leaveNetwork": mutation("leaveNetwork", "... on LeftNetwork { kept withdrawn }"),
    "vouchFor": mutation(
        "vouchFor", "... on VouchReport { lines { line number name outcome message } }"
    ),
    "withdrawVouch": mutation("withdrawVouch", "... on VouchWithdrawn { id }"),
    "verifyOrganisation": mutation(
        "verifyOrganisation", "... on OrganisationDecided { id verified }"
    ),
    "refuseOrganisation": mutation(
        "refuseOrganisation", "... on OrganisationDecided { id verified }"
    ),
    "mergeOrganisations": mutation(
        "mergeOrganisations", "... on OrganisationDecided { id verified }"
    ),
    "openBatch": f"mutation {{ result: openBatch {{ {PROBLEM}"
    " ... on ModerationBatch { week forOthers items { id title } } } }",
    "reviewPublication": mutation("reviewPublication", "... on ReviewedItem { item }"),
    "appealReview": mutation("appealReview", "... on AppealedReview { publication }"),
    "reportPublication": mutation("reportPublication", "... on ReportReceived { done }"),
    "answerAsVendor": mutation("answerAsVendor", "... on VendorAnswerReceived { tool { code } }"),
    "reviewVendorAnswer": mutation("reviewVendorAnswer", "... on VendorAnswerReviewed { id }"),
    "askUnsealing": mutation("askUnsealing", "... on UnsealingDemand { id expires own }"),
    "confirmUnsealing": mutation("confirmUnsealing", "... on UnsealedAuthor { name number }"),
    "appointModerator": mutation("appointModerator", "... on Moderators { emails }"),
    "dismissModerator": mutation("dismissModerator", "... on Moderators { emails }"),
    "endSession": mutation("endSession", "... on SessionsEnded { left }"),
    "endOtherSessions": f"mutation {{ result: endOtherSessions {{ {PROBLEM}"
    " ... on SessionsEnded { left } } }",
    "saveCaseStudyDraft": mutation("saveCaseStudyDraft", DRAFT),
    "saveToolBenchmarkDraft": mutation("saveToolBenchmarkDraft", DRAFT),
    "previewPublication": mutation(
        "previewPublication",
        "... on Preview { ready openCount openDoubts namesModel missing draft { version }"
        " texts { field written seen }"
        " findings { id field text kind direct certainty keepable proposal replacement"
        " suggestion decision { choice } } doubts { id text tells } remaining { id text kind }"
        " labels { matching network hideable } }",
    ),
    "decideFinding": mutation("decideFinding", DRAFT),
    "answerDoubts": mutation("answerDoubts", DRAFT),
    "setDraftTerms": mutation("setDraftTerms", DRAFT),
    "publishDraft": mutation(
        "publishDraft",
        "... on PublishedDraft { visibleFrom waits release practice { id month audience } }",
    ),
    "withdrawPublication": mutation("withdrawPublication", "... on WithdrawnPublication { id }"),
    "deleteDraft": mutation("deleteDraft", DRAFT, argument="PreviewPublicationInput"),
    "contributeFigures": mutation(
        "contributeFigures", "... on ContributedFigures { contribution { active until } }"
    ),
    "grantDepth": mutation("grantDepth", "... on DepthGrant { active nextMonth }"),
    "createCollection": mutation("createCollection", "... on Collection { slug count }"),
    "addToCollection": mutation("addToCollection", "... on Collection { slug count }"),
    "moveInCollection": mutation("moveInCollection", "... on Collection { slug count }"),
    "removeFromCollection": mutation("removeFromCollection", "... on Collection { slug count }"),
}


@dataclass
class Author:
    """Somebody signed in, with the association they declared, if any."""

    email: str
    token: str
    organisation: str | None = None


@dataclass
class World:
    """A product, its door, and the letters it sent."""

    product: Product
    clock: Ticking
    client: TestClient
    letters: list[Letter] = field(default_factory=list)

    def post(self, body: object, token: str | None = None, **headers: str) -> Any:
        """The raw answer to a JSON body."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["authorization"] = f"Bearer {token}"
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(
            "/graphql", content=content, headers={"content-type": "application/json"} | sent
        )

    def ask(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        token: str | None = None,
        language: str = "fr",
    ) -> dict[str, Any]:
        """The body of an answer."""
        answer = self.post(
            {"query": query, "variables": variables or {}}, token, accept_language=language
        )
        body: dict[str, Any] = answer.json()
        return body

    def read(
        self, query: str, token: str | None = None, variables: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The data of a query that must succeed."""
        body = self.ask(query, variables, token)
        assert "errors" not in body, body
        data: dict[str, Any] = body["data"]
        return data

    def act(
        self, name: str, given: Mapping[str, Any] | None = None, token: str | None = None
    ) -> dict[str, Any]:
        """The result of a mutation, problem or not."""
        body = self.ask(ACTS[name], {"input": given} if given is not None else {}, token)
        assert "errors" not in body, body
        result: dict[str, Any] = body["data"]["result"]
        return result

    def do(
        self, name: str, given: Mapping[str, Any] | None = None, token: str | None = None
    ) -> dict[str, Any]:
        """The result of a mutation that must succeed."""
        result = self.act(name, given, token)
        assert not result["__typename"].endswith("Problem"), result
        return result

    def sign_in(self, email: str) -> Author:
        """Through the letter, as anybody would."""
        self.do("requestSignIn", {"email": email})
        address = next(line for line in self.letters[-1].text.splitlines() if "/connexion/" in line)
        session = self.do("signIn", {"token": address.rsplit("/", 1)[-1]})["session"]
        return Author(email, session)

    def join(self, name: str, *, verified: bool = True, **profile: Any) -> Author:
        """A person of a new association; the operator verifies it at once unless told not to."""
        author = self.sign_in(f"{name}@exemple.test")
        given = profile_of(name) | profile
        self.do("declareOrganisation", given, author.token)
        with self.product.database.writing() as session:
            person = accounts.find_person(session, self.product.keys, author.email)
            found = accounts.organisation_of(session, self.product.keys, person)
            assert found
            if verified:
                organisations.verify(session, self.product.keys, found, self.clock())
        author.organisation = found
        return author

    def save(self, author: Author, **fields: Any) -> tuple[str, int]:
        """A complete case study draft: its id and version."""
        saved = self.do("saveCaseStudyDraft", {"practice": CASE | fields}, author.token)
        return saved["id"], saved["version"]

    def settle(self, author: Author, draft: str) -> int:
        """Accept every proposal, find every doubt harmless; the version that may be published."""
        seen = self.do("previewPublication", {"draft": draft}, author.token)
        version: int = seen["draft"]["version"]
        waiting = [each["id"] for each in seen["findings"] if not each["decision"]]
        if waiting:
            given = {"draft": draft, "version": version, "findings": waiting, "choice": "ACCEPT"}
            version = self.do("decideFinding", given, author.token)["version"]
        doubts = [each["id"] for each in seen["doubts"] if each["tells"] is None]
        if doubts:
            given = {"draft": draft, "version": version, "no": doubts}
            version = self.do("answerDoubts", given, author.token)["version"]
        return version

    def publish(
        self, author: Author, *, audience: str = "OPEN", embargo: str | None = None, **fields: Any
    ) -> str:
        """A case study from draft to shelf; its id. The index is not told yet."""
        draft, version = self.save(author, **fields)
        return self.release(author, draft, version, audience=audience, embargo=embargo)

    def release(
        self,
        author: Author,
        draft: str,
        version: int,
        *,
        audience: str = "OPEN",
        embargo: str | None = None,
    ) -> str:
        """A draft to the shelf; the publication's id."""
        if audience != "OPEN" or embargo:
            given = {"draft": draft, "version": version, "audience": audience, "embargo": embargo}
            self.do("setDraftTerms", given, author.token)
        version = self.settle(author, draft)
        done = self.do("publishDraft", {"draft": draft, "version": version}, author.token)
        publication: str = done["practice"]["id"]
        if done["waits"]:
            # What is tested here is not the wait.
            with self.product.database.writing() as session:
                library.release(session, publication, calendar.month(self.clock()))
        return publication

    def evaluate(self, author: Author, **fields: Any) -> str:
        """A tool benchmark from draft to shelf; its id."""
        saved = self.do("saveToolBenchmarkDraft", {"practice": BENCHMARK | fields}, author.token)
        return self.release(author, saved["id"], saved["version"])

    def push(self) -> None:
        """Tell the index everything."""
        while relay.push(self.product.database, self.product.engine):
            pass

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table: what "nothing changed" means."""
        with self.product.database.engine.connect() as connection:
            # As the driver gives them: this is asked again after every refusal.
            return {
                name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()))
                for name in SQLModel.metadata.tables
            }


def product(
    database: Database,
    secrets: keys.Keys,
    clock: Ticking,
    folder: Path,
    letters: list[Letter],
    engine: SearchEngine | None = None,
) -> Product:
    """A product around a migrated database, with a real index in a folder."""
    return Product(
        settings=settings.load(
            {"RECUL_DATA_DIR": str(folder / "data"), "RECUL_KEY_FILE": str(folder / "key")}
        ),
        database=database,
        keys=secrets,
        authorships=Authorships(secrets),
        engine=engine or Embedded(folder / "index"),
        now=clock,
        deliver=letters.append,
        wake=lambda: None,
        providers={"maison": StandIn()},
    )


def application(runner: Runner) -> Starlette:
    """Nothing but the endpoint."""

    async def answer(request: Request) -> Response:
        return await endpoint.answer(runner, request)

    return Starlette(routes=[Route("/graphql", answer, methods=METHODS)])


def everything(type_name: str, depth: int = 7, leave: frozenset[str] = frozenset()) -> str:
    """A selection of every field of a type, so that a new field is asked for unasked.

    ``leave`` names fields as ``Type.field``; types already being selected are not entered again.
    """
    return _selection(root.schema._schema.type_map[type_name], depth, leave, ())


def _selection(kind: Any, depth: int, leave: frozenset[str], above: tuple[str, ...]) -> str:
    known = root.schema._schema
    if isinstance(kind, GraphQLUnionType):
        members: list[Any] = list(kind.types)
    elif isinstance(kind, GraphQLInterfaceType):
        members = list(known.get_possible_types(kind))
    else:
        members = []
    if members:
        parts = [f"... on {each.name} {_selection(each, depth, leave, above)}" for each in members]
        return "{ __typename " + " ".join(parts) + " }"
    assert isinstance(kind, GraphQLObjectType)
    chosen = ["__typename"]
    for name, described in kind.fields.items():
        inner = get_named_type(described.type)
        if f"{kind.name}.{name}" in leave:
            continue
        if is_leaf_type(inner):
            chosen.append(name)
        elif depth and inner.name not in above:
            chosen.append(f"{name} {_selection(inner, depth - 1, leave, (*above, kind.name))}")
    return "{ " + " ".join(chosen) + " }"
