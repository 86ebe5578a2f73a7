"""From a declared association to a practice that is found, and back."""

import time
from typing import Any

import pytest

from commons import accounts, anonymisation, figures, library, organisations
from commons.anonymisation.contacts import patterns
from search import relay
from tests.schema.world import ACTS, BENCHMARK, CASE, PROFILE, Author, World
from tests.search import shelf

FIND = '{ search(text: "relancer adhésions") { totalCount nodes { id title } } }'
TOLD = {
    "title": "Relancer les adhésions avec Les Amis du Clocher",
    "tried": "Camille Dupont a écrit deux fois aux adhérents depuis Locquirec.",
    "advice": "écrire à contact@amis-du-clocher.example avant la rentrée.",
}


def test_a_practice_goes_from_a_letter_to_the_shelf_and_back(any_world: World) -> None:
    world = any_world
    product = world.product
    pusher = relay.Relay(product.database, product.engine)
    object.__setattr__(product, "wake", pusher.wake)
    pusher.start()
    try:
        # Declared and verified by the operator.
        author = world.sign_in("camille@exemple.test")
        names = {"people": ["Camille Dupont"], "towns": ["Locquirec"]}
        declared = world.do("declareOrganisation", PROFILE | names, author.token)
        assert declared["verified"] is False
        with product.database.writing() as session:
            found = organisations.find(session, product.keys, PROFILE["rna"])
            organisations.verify(session, product.keys, found.id, world.clock())

        # Written, with names in it: the gate is closed.
        draft, version = world.save(author, **TOLD)
        seen = world.do("previewPublication", {"draft": draft}, author.token)
        assert not seen["ready"]
        assert seen["openCount"] == len(seen["findings"]) >= 4
        refused = world.act("publishDraft", {"draft": draft, "version": version}, author.token)
        assert (refused["__typename"], refused["code"]) == ("GateProblem", "open-findings")

        # Decided: what others will see names nobody.
        ids = [each["id"] for each in seen["findings"]]
        given = {"draft": draft, "version": version, "findings": ids, "choice": "ACCEPT"}
        world.do("decideFinding", given, author.token)
        version = world.settle(author, draft)
        seen = world.do("previewPublication", {"draft": draft}, author.token)
        assert seen["ready"], seen
        others = " ".join(each["seen"] for each in seen["texts"])
        for name in ("Camille", "Dupont", "Locquirec", "Clocher", "amis-du-clocher"):
            assert name not in others

        # Published, found within two seconds.
        begun = time.monotonic()
        done = world.do("publishDraft", {"draft": draft, "version": version}, author.token)
        publication = done["practice"]["id"]
        assert done["visibleFrom"] == done["practice"]["month"] == "2026-03"
        while not world.read(FIND)["search"]["totalCount"]:
            assert time.monotonic() - begun < 2
            time.sleep(0.02)
        shown = world.read(FIND)["search"]["nodes"][0]
        assert shown["id"] == publication
        assert "Clocher" not in shown["title"]

        # Withdrawn: gone in the same breath, for good.
        world.do("withdrawPublication", {"id": publication}, author.token)
        assert world.read(FIND)["search"] == {"totalCount": 0, "nodes": []}
        again = world.act("withdrawPublication", {"id": publication}, author.token)
        assert (again["__typename"], again["code"]) == ("NotFoundProblem", "not-found")
        assert shelf.drained(product.database, 5)
        assert product.engine.count() == 0
    finally:
        pusher.stop()


def test_a_draft_is_published_once(any_world: World) -> None:
    world = any_world
    author = world.join("amis")
    draft, version = world.save(author)
    given = {"draft": draft, "version": version}
    world.do("publishDraft", given, author.token)
    before = world.rows()

    for _ in range(2):
        again = world.act("publishDraft", given, author.token)
        assert (again["__typename"], again["code"]) == ("ConflictProblem", "already-published")
    rewritten = world.act("saveCaseStudyDraft", {"id": draft, "practice": CASE}, author.token)
    assert rewritten["code"] == "already-published"
    assert world.rows() == before


def test_a_published_draft_leaves_the_list_of_drafts(world: World) -> None:
    author = world.join("amis")
    kept, _ = world.save(author, title="Un autre essai")
    publication = world.publish(author)

    query = "{ viewer { drafts { id } shares { practice { id } published visibleFrom } } }"
    own = world.read(query, author.token)["viewer"]

    assert own["drafts"] == [{"id": kept}]
    assert own["shares"] == [
        {"practice": {"id": publication}, "published": "2026-03-10", "visibleFrom": "2026-03"}
    ]


def test_a_change_since_the_preview_is_refused(world: World) -> None:
    author = world.join("amis")
    draft, version = world.save(author)
    changed = {"id": draft, "version": version, "practice": CASE | {"advice": "autre conseil."}}
    world.do("saveCaseStudyDraft", changed, author.token)
    before = world.rows()

    query = ACTS["publishDraft"].replace(
        "path }", "path } ... on ConflictProblem { currentVersion }"
    )
    body = world.ask(query, {"input": {"draft": draft, "version": version}}, author.token)
    stale = world.act("saveCaseStudyDraft", changed, author.token)
    terms = world.act("setDraftTerms", {"draft": draft, "version": version}, author.token)

    assert body["data"]["result"]["code"] == stale["code"] == terms["code"] == "stale-draft"
    assert body["data"]["result"]["currentVersion"] == version + 1
    assert world.rows() == before


def test_two_colleagues_can_t_overwrite_each_other(world: World) -> None:
    author = world.join("amis")
    colleague = world.sign_in("collegue@exemple.test")
    with world.product.database.writing() as session:
        person = accounts.person_of(session, world.product.keys, colleague.email)
        assert author.organisation
        accounts.join(session, world.product.keys, person, author.organisation)
    draft, version = world.save(author)

    first = {"id": draft, "version": version, "practice": CASE | {"advice": "le premier."}}
    second = {"id": draft, "version": version, "practice": CASE | {"advice": "le second."}}
    world.do("saveCaseStudyDraft", first, colleague.token)
    refused = world.act("saveCaseStudyDraft", second, author.token)

    assert refused["code"] == "stale-draft"
    query = "query($id: ID!) { draft(id: $id) { version practice { advice } } }"
    assert world.read(query, author.token, {"id": draft})["draft"] == {
        "version": version + 1, "practice": {"advice": "le premier."},
    }  # fmt: skip


def test_the_gate_names_what_is_missing(world: World) -> None:
    author = world.join("amis")
    before_publishing = len(world.rows()["publication"])

    for name, practice, missing in (
        ("saveCaseStudyDraft", {},
         "title, tried, themes, channels, outcome, advice, human_link"),
        ("saveToolBenchmarkDraft", {}, "tool, criteria, again, outcome, human_link"),
        ("saveToolBenchmarkDraft", BENCHMARK | {"criteria": BENCHMARK["criteria"][:2]}, "criteria"),
    ):  # fmt: skip
        saved = world.do(name, {"practice": practice}, author.token)
        seen = world.do("previewPublication", {"draft": saved["id"]}, author.token)
        given = {"draft": saved["id"], "version": saved["version"]}
        refused = world.act("publishDraft", given, author.token)

        assert seen["missing"] == missing.replace("human_link", "humanLink").split(", ")
        assert (refused["__typename"], refused["code"]) == ("GateProblem", "incomplete")
        assert all(part in refused["message"] for part in missing.split(", "))
    assert len(world.rows()["publication"]) == before_publishing


def decided(world: World, author: Author, draft: str, **given: Any) -> dict[str, Any]:
    """Decide of every finding of a draft at once."""
    seen = world.do("previewPublication", {"draft": draft}, author.token)
    ids = given.pop("findings", [each["id"] for each in seen["findings"]])
    version = seen["draft"]["version"]
    return world.act(
        "decideFinding",
        {"draft": draft, "version": version, "findings": ids} | given,
        author.token,
    )


def test_what_names_somebody_for_certain_can_t_be_kept(world: World) -> None:
    author = world.join("amis", people=["Camille Dupont"])
    draft, _ = world.save(author, tried="Camille Dupont a écrit deux fois aux adhérents.")

    kept = decided(world, author, draft, choice="KEEP", reason="necessary")

    assert (kept["__typename"], kept["code"]) == ("InputProblem", "cannot-keep")


def test_decisions_need_what_they_say(world: World) -> None:
    author = world.join("amis")
    draft, _ = world.save(author, tried="nous avons écrit depuis Locquirec, deux fois.")
    before = world.rows()

    for given, code, path in (
        ({"choice": "KEEP"}, "wrong-decision", ["reason"]),
        ({"choice": "KEEP", "reason": "because"}, "unknown-code", ["reason"]),
        ({"choice": "EDIT"}, "wrong-decision", ["replacement"]),
        ({"choice": "EDIT", "replacement": "  "}, "wrong-decision", ["replacement"]),
        ({"choice": "EDIT", "replacement": "a\0"}, "forbidden-character", ["replacement"]),
        ({"choice": "EDIT", "replacement": "x" * 2001}, "text-too-long", ["replacement"]),
        ({"choice": "ACCEPT", "findings": ["nothing"]}, "unknown-finding", ["findings"]),
    ):
        refused = decided(world, author, draft, **given)
        assert (refused["__typename"], refused["code"]) == ("InputProblem", code), given
        assert refused["path"] == path, given
    assert world.rows() == before


def test_kept_edited_and_reopened(world: World) -> None:
    author = world.join("amis")
    draft, _ = world.save(author, tried="nous avons écrit depuis Locquirec, deux fois.")

    def seen() -> dict[str, Any]:
        return world.do("previewPublication", {"draft": draft}, author.token)

    def tried() -> str:
        return str(next(each["seen"] for each in seen()["texts"] if each["field"] == "tried"))

    decided(world, author, draft, choice="EDIT", replacement="chez nous")
    assert "depuis chez nous, deux" in tried()
    assert seen()["ready"]
    decided(world, author, draft, choice="KEEP", reason="necessary")
    assert "depuis Locquirec, deux" in tried()
    assert seen()["ready"]
    decided(world, author, draft, choice="UNDO")
    assert not seen()["ready"]
    assert seen()["openCount"] == 1


def test_a_replacement_that_identifies_is_caught_again(world: World) -> None:
    author = world.join("amis", people=["Camille Dupont"])
    draft, _ = world.save(author, tried="nous avons écrit depuis Locquirec, deux fois.")
    version = decided(world, author, draft, choice="EDIT", replacement="la cave de Camille Dupont")[
        "version"
    ]

    seen = world.do("previewPublication", {"draft": draft}, author.token)
    refused = world.act("publishDraft", {"draft": draft, "version": version}, author.token)

    assert (seen["openCount"], seen["ready"]) == (0, False)
    assert "Camille Dupont" in [each["text"] for each in seen["remaining"]]
    assert (refused["__typename"], refused["code"]) == ("GateProblem", "still-identifying")
    assert world.rows()["publication"] == []


def test_doubtful_words_wait_for_a_yes_or_a_no(world: World) -> None:
    author = world.join("amis")
    draft, version = world.save(author, tried="nous avons compté 7431 lettres dans le brimborion.")

    def seen() -> dict[str, Any]:
        return world.do("previewPublication", {"draft": draft}, author.token)

    def answered(**given: list[str]) -> dict[str, Any]:
        current = seen()["draft"]["version"]
        return world.act("answerDoubts", {"draft": draft, "version": current} | given, author.token)

    doubts = {each["text"]: each["id"] for each in seen()["doubts"]}
    assert doubts.keys() == {"7431 lettres", "brimborion"}
    refused = world.act("publishDraft", {"draft": draft, "version": version}, author.token)
    assert (refused["__typename"], refused["code"]) == ("GateProblem", "open-doubts")
    assert seen()["openDoubts"] == 2

    version = answered(yes=[doubts["7431 lettres"]], no=[doubts["brimborion"]])["version"]
    after = seen()
    assert (after["ready"], after["openDoubts"], after["openCount"]) == (True, 0, 0)
    assert [each["tells"] for each in after["doubts"]] == [
        each["text"] == "7431 lettres" for each in after["doubts"]
    ]
    tried = next(each["seen"] for each in after["texts"] if each["field"] == "tried")
    assert "7431" not in tried
    assert "brimborion" in tried

    before = world.rows()
    for said in ("yes", "no", "undo"):
        unknown = answered(**{said: ["nothing"]})
        assert (unknown["__typename"], unknown["code"]) == ("InputProblem", "unknown-doubt")
        assert unknown["path"] == [said]
    assert world.rows() == before
    answered(undo=[doubts["brimborion"]])
    assert (seen()["ready"], seen()["openDoubts"]) == (False, 1)


def test_what_makes_somebody_unique_comes_with_a_hint_to_rephrase(world: World) -> None:
    author = world.join("amis")
    tried = "Nous sommes la seule épicerie solidaire de l'île, près de l'ancienne papeterie."
    draft, _ = world.save(author, tried=tried)

    found = world.do("previewPublication", {"draft": draft}, author.token)["findings"]

    hints = {each["kind"]: each["suggestion"] for each in found}
    assert "sans être unique" in hints.pop("SUPERLATIVE")
    assert "de plus loin" in hints.pop("CLUE")
    assert not any(hints.values())


def test_no_doubt_is_left_out_however_many_there_are(world: World) -> None:
    author = world.join("amis")
    words = [f"brimb{letter}rion" for letter in "abcdefghijklmnopqrstuvwxyz"]
    tried = " et ".join(f"le {word}" for word in words)
    draft, _ = world.save(author, tried=tried)

    seen = world.do("previewPublication", {"draft": draft}, author.token)

    noticed = {each["text"] for each in (*seen["doubts"], *seen["findings"])}
    assert all(any(word in each for each in noticed) for word in words)


@pytest.mark.usefixtures("unread")
def test_a_detector_s_failure_closes_the_gate(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    author = world.join("amis")
    draft, version = world.save(author)
    given = {"draft": draft, "version": version}

    def broken(*_: object) -> None:
        raise RuntimeError("secret words of a draft")

    monkeypatch.setattr(patterns, "detect", broken)
    for act, more in (
        ("publishDraft", {}),
        ("previewPublication", {"version": None}),
        ("decideFinding", {"findings": [], "choice": "ACCEPT"}),
        ("answerDoubts", {}),
    ):
        asked = {key: value for key, value in (given | more).items() if value is not None}
        refused = world.act(act, asked, author.token)
        assert (refused["__typename"], refused["code"]) == ("GateProblem", "scan-failed"), act
    assert world.rows()["publication"] == []
    assert "RuntimeError at" in caplog.text
    assert "secret words" not in caplog.text
    world.do("saveCaseStudyDraft", {"id": draft, "practice": CASE}, author.token)


def test_nothing_is_published_without_the_names_model(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = world.join("amis")
    tried = "nous avons compté 7431 lettres depuis Locquirec."
    draft, version = world.save(author, tried=tried)
    monkeypatch.setattr(anonymisation.model, "is_available", lambda: False)
    asked = world.do("previewPublication", {"draft": draft}, author.token)
    given = {"draft": draft, "version": version}
    (finding,), (doubt,) = asked["findings"], asked["doubts"]
    decided = given | {"findings": [finding["id"]], "choice": "ACCEPT"}
    given["version"] = world.do("decideFinding", decided, author.token)["version"]
    given |= {"no": [doubt["id"]]}
    version = world.do("answerDoubts", given, author.token)["version"]

    seen = world.do("previewPublication", {"draft": draft}, author.token)
    assert (seen["openCount"], seen["openDoubts"]) == (0, 0)
    refused = world.act("publishDraft", {"draft": draft, "version": version}, author.token)

    assert (seen["namesModel"], seen["ready"]) == (False, False)
    assert (refused["__typename"], refused["code"]) == ("GateProblem", "names-model-missing")
    assert world.rows()["publication"] == []


OBSERVED = {"metric": "response-rate", "basis": "sent", "numerator": 3, "denominator": 40}
WRONG_CASES: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"title": "x" * 161}, "text-too-long", ["title"]),
    ({"tried": "x" * 20_001}, "text-too-long", ["tried"]),
    ({"tried": "a\0b"}, "forbidden-character", ["tried"]),
    ({"advice": "a\u202eb"}, "forbidden-character", ["advice"]),
    ({"context": "a\x1bb"}, "forbidden-character", ["context"]),
    ({"results": "\u2066a"}, "forbidden-character", ["results"]),
    ({"language": "de"}, "wrong-language", ["language"]),
    ({"themes": ["magic"]}, "unknown-code", ["themes"]),
    ({"channels": [""]}, "unknown-code", ["channels"]),
    ({"tools": ["nothing"]}, "unknown-code", ["tools"]),
    ({"needs": ["nothing"]}, "unknown-code", ["needs"]),
    ({"humanLink": "warm"}, "unknown-code", ["humanLink"]),
    ({"setupTime": "long"}, "unknown-code", ["setupTime"]),
    ({"started": "2026-13"}, "wrong-month", ["started"]),
    ({"started": "mars"}, "wrong-month", ["started"]),
    ({"started": "2026-04"}, "wrong-month", ["started"]),
    ({"started": "2024-1"}, "wrong-month", ["started"]),
    ({"started": "+024-01"}, "wrong-month", ["started"]),
    ({"themes": ["membership"] * 13}, "wrong-value", ["themes"]),
    ({"observations": [OBSERVED] * 21}, "wrong-value", ["observations"]),
    ({"observations": [OBSERVED | {"numerator": -1}]}, "wrong-figure",
     ["observations", "0", "numerator"]),
    ({"observations": [OBSERVED, OBSERVED | {"denominator": 0}]}, "wrong-figure",
     ["observations", "1", "denominator"]),
    ({"observations": [OBSERVED | {"denominator": 10**13}]}, "wrong-figure",
     ["observations", "0", "denominator"]),
    ({"observations": [OBSERVED | {"value": 3}]}, "wrong-figure", ["observations", "0", "value"]),
    ({"observations": [OBSERVED | {"basis": "nothing"}]}, "wrong-figure",
     ["observations", "0", "basis"]),
    ({"observations": [OBSERVED | {"metric": "nothing"}]}, "unknown-code",
     ["observations", "0", "metric"]),
    ({"observations": [OBSERVED | {"source": "rumour"}]}, "unknown-code",
     ["observations", "0", "source"]),
    ({"observations": [OBSERVED | {"start": "x"}]}, "wrong-figure", ["observations", "0", "start"]),
    ({"observations": [OBSERVED | {"start": "2025-02", "end": "2025-01"}]}, "wrong-figure",
     ["observations", "0", "end"]),
]  # fmt: skip
WRONG_BENCHMARKS: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"criteria": [{"code": "ease", "score": 6}]}, "wrong-score", ["criteria", "ease"]),
    ({"criteria": [{"code": "ease", "score": 0}]}, "wrong-score", ["criteria", "ease"]),
    ({"criteria": [{"code": "ease", "score": 3}] * 2}, "wrong-score", ["criteria"]),
    ({"criteria": [{"code": "ease", "score": 3}] * 8}, "wrong-value", ["criteria"]),
    ({"criteria": [{"code": "beauty", "score": 3}]}, "unknown-code", ["criteria", "beauty"]),
    ({"criteria": [{"code": "ease", "score": 3, "comment": "\0"}]}, "forbidden-character",
     ["criteria", "ease"]),
    ({"tool": "other-tool"}, "unknown-code", ["tool"]),
    ({"tool": "nothing"}, "unknown-code", ["tool"]),
    ({"leftFor": "nothing"}, "unknown-code", ["leftFor"]),
    ({"monthlyHours": -1}, "wrong-count", ["monthlyHours"]),
    ({"adopted": -5, "equipped": 3}, "wrong-count", ["adopted"]),
    ({"adopted": 5, "equipped": 3}, "wrong-count", ["equipped"]),
    ({"equipped": 1_000_001}, "wrong-count", ["equipped"]),
    ({"vendorTie": "family"}, "unknown-code", ["vendorTie"]),
    ({"leavingReasons": ["whim"]}, "unknown-code", ["leavingReasons"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "whole", "wrong"),
    [
        ("saveCaseStudyDraft", CASE, WRONG_CASES),
        ("saveToolBenchmarkDraft", BENCHMARK, WRONG_BENCHMARKS),
    ],
    ids=["case-study", "tool-benchmark"],
)
def test_a_wrong_value_is_a_typed_problem_with_its_place(
    world: World,
    name: str,
    whole: dict[str, Any],
    wrong: list[tuple[dict[str, Any], str, list[str]]],
) -> None:
    author = world.join("amis")
    before = world.rows()

    for changes, code, path in wrong:
        refused = world.act(name, {"practice": whole | changes}, author.token)

        assert (refused["__typename"], refused["code"]) == ("InputProblem", code), changes
        assert refused["path"] == path, changes
        assert refused["message"], changes
    assert world.rows() == before


@pytest.mark.parametrize(
    ("terms", "code", "path"),
    [
        ({"embargo": "2026-02"}, "wrong-embargo", ["embargo"]),
        ({"embargo": "2029-04"}, "wrong-embargo", ["embargo"]),
        ({"embargo": "soon"}, "wrong-embargo", ["embargo"]),
        ({"hide": ["name"]}, "nothing-to-hide", ["hide"]),
    ],
)
def test_wrong_terms_are_refused(
    world: World, terms: dict[str, Any], code: str, path: list[str]
) -> None:
    author = world.join("amis")
    draft, version = world.save(author)

    refused = world.act("setDraftTerms", {"draft": draft, "version": version} | terms, author.token)

    assert (refused["__typename"], refused["code"]) == ("InputProblem", code)
    assert refused["path"] == path


def test_texts_keep_what_people_type(world: World) -> None:
    author = world.join("amis")
    tried = "une liste :\r\n- un\u00a0point ;\r\n- l\u2019autre\u00ad.\n\nfin\tde la li\u200bgne."
    publication = world.publish(author, tried=f"  {tried}\n\n")

    query = "query($id: ID!) { caseStudy(id: $id) { tried } }"
    shown = world.read(query, None, {"id": publication})["caseStudy"]["tried"]

    assert shown == tried.replace("\r\n", "\n")


def test_a_problem_after_half_the_work_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = world.join("amis")
    draft, version = world.save(author)
    before = world.rows()
    shelve = library.shelve

    def shelve_and_refuse(*args: Any, **kwargs: Any) -> None:
        shelve(*args, **kwargs)
        raise figures.WrongFigure("observations", why="late")

    monkeypatch.setattr(library, "shelve", shelve_and_refuse)
    refused = world.act("publishDraft", {"draft": draft, "version": version}, author.token)

    assert (refused["__typename"], refused["code"]) == ("InputProblem", "wrong-figure")
    assert world.rows() == before


def test_a_preview_changes_nothing_and_takes_no_lock(world: World) -> None:
    author = world.join("amis")
    draft, _ = world.save(author)
    before = world.rows()

    with world.product.database.writing() as session:
        # Somebody else writes: a preview must not wait for them.
        session.connection()
        seen = world.do("previewPublication", {"draft": draft}, author.token)

    assert seen["ready"]
    assert world.rows() == before


def test_a_benchmark_is_published_as_it_was_scored(world: World) -> None:
    author = world.join("amis")
    publication = world.evaluate(
        author, adopted=18, equipped=30, monthlyHours=3, vendorTie="none", leftFor="other-tool",
        leavingReasons=["too-complex"],
        criteria=[*BENCHMARK["criteria"],
                  {"code": "leaving", "score": 1, "comment": "rien n'est exporté."}],
    )  # fmt: skip

    shown = world.read(
        "query($id: ID!) { toolBenchmark(id: $id) { title tool { label } again leftFor { code }"
        " criteria { term { code } score comment } adoption { value unit } vendorTie { code }"
        " monthlyHours { code } leavingReasons { code } } }",
        None,
        {"id": publication},
    )["toolBenchmark"]

    assert shown["title"] == "HelloAsso : une évaluation"
    assert shown["again"] == "yes"
    assert shown["adoption"] == {"value": "60", "unit": "%"}
    assert shown["leftFor"] == {"code": "other-tool"}
    assert shown["criteria"][-1] == {
        "term": {"code": "leaving"}, "score": 1, "comment": "rien n'est exporté.",
    }  # fmt: skip
    assert [each["score"] for each in shown["criteria"]] == [4, 5, 3, 1]


def test_a_draft_comes_back_word_for_word(world: World) -> None:
    author = world.join("amis")
    written = CASE | {
        "context": "un hameau.", "done": "deux lettres.", "results": "dix réponses.",
        "regrets": "trop tard.", "tools": ["helloasso", "other-tool"], "needs": ["people"],
        "publics": ["members"], "status": "in-use", "humanMeans": ["call"], "dose": "right",
        "cost": "free", "setupTime": "4-19", "started": "2024-02", "language": "fr",
        "observations": [OBSERVED | {"moment": "AFTER", "start": "2024-03", "end": "2024-05",
                                     "source": "declared", "value": None}],
    }  # fmt: skip
    draft, version = world.save(author, **written)
    names = " ".join(name for name in written if name != "observations")

    query = (
        f"query($id: ID!) {{ draft(id: $id) {{ version practice {{ {names} observations {{ metric"
        " basis moment numerator denominator value start end source } } } }"
    )
    read = world.read(query, author.token, {"id": draft})["draft"]

    assert read == {"version": version, "practice": written}
