"""Refusals as problems: worded by what is lacking or wrong, typed by their code."""

import inspect
import re

import pytest

from commons import figures, rights
from commons.figures import Observation, WrongFigure
from commons.refusals import NotAllowed
from commons.rights import Viewer
from schema import problems, root, wording

RATE = {"metric": "response-rate", "basis": "sent", "numerator": 3, "denominator": 10}


def test_every_want_of_a_right_has_a_sentence_and_is_named_in_the_contract() -> None:
    source = inspect.getsource(rights)
    wants = {*re.findall(r'NotAllowed\(needs="([a-z-]+)"\)', source), "read", "publish", "curate"}

    described = root.sdl().split("What is lacking, where one thing is")[1].split('"""')[0]
    assert len(wants) > 8
    for want in wants:
        assert f"`{want}`" in described
        for language in wording.LANGUAGES:
            told = problems.message(NotAllowed(needs=want), language)
            assert told == wording.sentences(language)[f"not-allowed-{want}"]


def test_a_token_s_owner_is_told_what_else_to_do() -> None:
    with pytest.raises(NotAllowed) as refused:
        rights.require_session(Viewer(person="p", scopes=frozenset({"read"}), by_token=True))

    problem = problems.problem(refused.value, "en")
    assert isinstance(problem, problems.AccessProblem)
    assert problem.needs == "session"
    assert problem.message == "A token can't do this: sign in in person."


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"basis": "nothing"}, "basis", "targeted, sent, delivered"),
        ({"metric": "attrition-rate"}, "metric", "computed from others"),
        ({"numerator": None}, "numerator", "lacks this number"),
        ({"value": 3}, "value", "does not take this number"),
        ({"numerator": -1}, "numerator", "negative or too large"),
        ({"denominator": 0}, "denominator", "above 0"),
        ({"start": "x"}, "start", "YYYY-MM"),
        ({"start": "2025-02", "end": "2025-01"}, "end", "before the first"),
    ],
)  # fmt: skip
def test_a_wrong_figure_is_told_by_what_is_wrong(
    wrong: dict[str, object], field: str, told: str
) -> None:
    with pytest.raises(WrongFigure) as refused:
        figures.check(Observation.model_validate(RATE | wrong), "observations", 0)

    problem = problems.problem(refused.value, "en")
    assert problem.path == ["observations", "0", field]
    assert told in problem.message


def test_the_contract_lists_the_codes_of_each_problem() -> None:
    contract = root.sdl()

    for code, kind in problems._PROBLEMS.items():
        described = contract.split(f"type {kind.__name__} ")[0].rsplit("}", 1)[1]
        assert f"`{code}`" in described
