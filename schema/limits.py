"""What one operation may ask: depth, cost, aliases and tokens, checked before anything runs."""

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
    VariableNode,
)

from schema import wording

DEPTH = 12
COST = 20_000
ALIASES = 30
TOKENS = 2_000
BODY_BYTES = 512 * 1024
DEFAULT_PAGE = 20
LARGEST_PAGE = 50

# Fields of a connection that hold one page of it.
PAGES = frozenset({"edges", "nodes"})
# Fields that answer a list whose length the request does not say.
LISTS = {
    "facets": 12,
    "values": 60,
    "vocabulary": 40,
    "terms": 50,
    "tools": 90,
    "collections": 50,
    "places": 100,
    "drafts": 50,
    "shares": 50,
    "findings": 100,
}


class Refused(GraphQLError):
    """A limit was passed; ``key`` words it."""

    def __init__(self, key: str, node: OperationDefinitionNode, **details: object) -> None:
        self.key, self.details = key, details
        super().__init__(wording.say(key, "en", **details), node, extensions={"code": key})


class Limits(ValidationRule):
    """Depth and a static cost: each field weighs one times the lengths of the lists around it."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._fragments = {
            each.name.value: each
            for each in context.document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }

    def enter_document(self, node: DocumentNode, *_: object) -> None:
        for operation in node.definitions:
            if isinstance(operation, OperationDefinitionNode):
                self._check(operation)

    def _check(self, operation: OperationDefinitionNode) -> None:
        if operation.operation is OperationType.MUTATION:
            fields = self._root_fields(operation.selection_set, ())
            if fields > 1:
                self.report_error(Refused("one-mutation", operation))
        depth, cost = self._measure(operation.selection_set, ())
        if depth > DEPTH:
            self.report_error(Refused("too-deep", operation, limit=DEPTH))
        elif cost > COST:
            self.report_error(Refused("too-costly", operation, cost=cost, limit=COST))

    def _root_fields(self, selection: SelectionSetNode, seen: tuple[str, ...]) -> int:
        count = 0
        for node in selection.selections:
            if isinstance(node, FieldNode):
                count += 1
            elif inner := self._inner(node, seen):
                count += self._root_fields(inner[0], inner[1])
        return count

    def _inner(
        self, node: object, seen: tuple[str, ...]
    ) -> tuple[SelectionSetNode, tuple[str, ...]] | None:
        if isinstance(node, InlineFragmentNode):
            return node.selection_set, seen
        if isinstance(node, FragmentSpreadNode):
            name = node.name.value
            fragment = self._fragments.get(name)
            # A cycle is another rule's error; here it must only not run forever.
            if fragment is not None and name not in seen:
                return fragment.selection_set, (*seen, name)
        return None

    def _measure(
        self, selection: SelectionSetNode, seen: tuple[str, ...], page: int = 1
    ) -> tuple[int, int]:
        """Depth and cost of a selection; ``page`` is the length of the connection around it."""
        depth = cost = 0
        for node in selection.selections:
            if isinstance(node, FieldNode):
                name = node.name.value
                if name.startswith("__"):
                    continue  # introspection has depths of its own, bounded by tokens
                inner_depth = inner_cost = 0
                if node.selection_set is not None:
                    inner_depth, inner_cost = self._measure(node.selection_set, seen, _page(node))
                depth = max(depth, 1 + inner_depth)
                cost += 1 + inner_cost * (page if name in PAGES else LISTS.get(name, 1))
            elif inner := self._inner(node, seen):
                inner_depth, inner_cost = self._measure(*inner, page)
                depth, cost = max(depth, inner_depth), cost + inner_cost
            if cost > 1000 * COST:
                break
        return depth, cost


def _page(node: FieldNode) -> int:
    """How many results a connection may hold: its ``first``, at most the largest page."""
    for argument in node.arguments or ():
        if argument.name.value == "first":
            if isinstance(argument.value, IntValueNode):
                return max(1, min(int(argument.value.value), LARGEST_PAGE))
            if isinstance(argument.value, VariableNode):
                return LARGEST_PAGE
    return DEFAULT_PAGE if node.name.value == "search" else 1
