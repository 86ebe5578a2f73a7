"""A search goes to a node that answers."""

import pytest

from search import nodes
from search.engine import EngineUnavailable, Query, Result, Visibility
from tests.search import oracle

ASKED = Query(Visibility(frozenset({"open"}), 202601))


class Node(oracle.Oracle):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.down, self.asked = name, False, 0

    def search(self, query: Query) -> Result:
        self.asked += 1
        if self.down:
            raise EngineUnavailable(f"{self.name} is down")
        return super().search(query)


def test_the_first_node_answers_as_long_as_it_is_well() -> None:
    first, second = Node("first"), Node("second")
    both = nodes.Nodes([first, second])

    both.search(ASKED)
    first.down = True
    both.search(ASKED)

    assert (first.asked, second.asked) == (2, 1)


def test_a_node_that_failed_is_asked_last_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(nodes.time, "monotonic", lambda: now[0])
    first, second = Node("first"), Node("second")
    both = nodes.Nodes([first, second])
    first.down = True
    for _ in range(5):
        both.search(ASKED)
    assert (first.asked, second.asked) == (1, 5)

    first.down = False
    now[0] += nodes.REST_SECONDS
    both.search(ASKED)
    assert (first.asked, second.asked) == (2, 5)


def test_when_no_node_answers_the_last_one_says_why() -> None:
    first, second = Node("first"), Node("second")
    first.down = second.down = True

    with pytest.raises(EngineUnavailable, match="second is down"):
        nodes.Nodes([first, second]).search(ASKED)
