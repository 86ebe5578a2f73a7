"""What one operation may ask: depth, cost, aliases and tokens, checked before anything runs."""

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    IntValueNode,
    Node,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
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
    "metrics": 50,
    "bases": 6,
    "tools": 90,
    "collections": 50,
    "places": 100,
    "drafts": 50,
    "devices": 20,
    "colleagues": 30,
    "contacts": 2,
    "invitations": 20,
    "vouches": 300,
    "lines": 300,
    "waiting": 100,
    "items": 30,
    "facts": 25,
    "moderationHealth": 13,
    "moderationPromise": 12,
    "vendorAnswers": 40,
    "unsealingDemands": 10,
    "openedSeals": 10,
    "moderators": 20,
    "operators": 10,
    "indexes": 4,
    "shares": 50,
    "understood": 4,
    "relaxations": 4,
    "suggest": 8,
    "similar": 12,
    "resembling": 12,
    "reasons": 8,
    "findings": 100,
}


class Refused(GraphQLError):
    """A limit was passed; ``key`` words it."""

    def __init__(self, key: str, node: Node, **details: object) -> None:
        self.key, self.details = key, details
        super().__init__(wording.say(key, "en", **details), node, extensions={"code": key})


class Limits(ValidationRule):
    """Aliases, depth and a static cost: each field weighs one times the lists around it.

    Each fragment is looked at once. The library's limit of aliases follows every spread instead:
    fragments that double one another 150 times would keep its thread busy for years.
    """

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._fragments = {
            each.name.value: each
            for each in context.document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        self._aliases = 0
        self._counted: dict[str, int] = {}
        self._measured: dict[tuple[str, int], tuple[int, int]] = {}

    def enter_document(self, node: DocumentNode, *_: object) -> None:
        for operation in node.definitions:
            if isinstance(operation, OperationDefinitionNode):
                self._check(operation)

    def enter_field(self, node: FieldNode, *_: object) -> None:
        self._aliases += node.alias is not None

    def leave_document(self, node: DocumentNode, *_: object) -> None:
        if self._aliases > ALIASES:
            self.report_error(Refused("too-many-aliases", node, count=self._aliases, limit=ALIASES))

    def _check(self, operation: OperationDefinitionNode) -> None:
        if operation.operation is OperationType.MUTATION:
            fields = self._root_fields(operation.selection_set)
            if fields > 1:
                self.report_error(Refused("one-mutation", operation))
        depth, cost = self._measure(operation.selection_set)
        if depth > DEPTH:
            self.report_error(Refused("too-deep", operation, limit=DEPTH))
        elif cost > COST:
            self.report_error(Refused("too-costly", operation, cost=cost, limit=COST))

    def _root_fields(self, selection: SelectionSetNode) -> int:
        count = 0
        for node in selection.selections:
            if isinstance(node, FieldNode):
                count += 1
            elif isinstance(node, InlineFragmentNode):
                count += self._root_fields(node.selection_set)
            elif isinstance(node, FragmentSpreadNode):
                name = node.name.value
                if name in self._fragments and name not in self._counted:
                    self._counted[name] = 0  # in a circle, which another rule refuses
                    self._counted[name] = self._root_fields(self._fragments[name].selection_set)
                count += self._counted.get(name, 0)
        return count

    def _measure(self, selection: SelectionSetNode, page: int = 1) -> tuple[int, int]:
        """Depth and cost of a selection; ``page`` is the length of the connection around it."""
        depth = cost = 0
        for node in selection.selections:
            if isinstance(node, FieldNode):
                name = node.name.value
                if name.startswith("__"):
                    continue  # introspection has depths of its own, bounded by tokens
                inner_depth = inner_cost = 0
                if node.selection_set is not None:
                    inner_depth, inner_cost = self._measure(node.selection_set, _page(node))
                depth = max(depth, 1 + inner_depth)
                cost += 1 + inner_cost * (page if name in PAGES else LISTS.get(name, 1))
            else:
                inner_depth, inner_cost = self._measure_inner(node, page)
                depth, cost = max(depth, inner_depth), cost + inner_cost
        return depth, cost

    def _measure_inner(self, node: SelectionNode, page: int) -> tuple[int, int]:
        if isinstance(node, InlineFragmentNode):
            return self._measure(node.selection_set, page)
        if not isinstance(node, FragmentSpreadNode) or node.name.value not in self._fragments:
            return 0, 0
        key = (node.name.value, page)
        if key not in self._measured:
            self._measured[key] = (0, 0)  # in a circle, which another rule refuses
            self._measured[key] = self._measure(self._fragments[key[0]].selection_set, page)
        return self._measured[key]


def _page(node: FieldNode) -> int:
    """How many results a connection may hold: its ``first``, at most the largest page."""
    for argument in node.arguments or ():
        if argument.name.value == "first":
            if isinstance(argument.value, IntValueNode):
                return max(1, min(int(argument.value.value), LARGEST_PAGE))
            if isinstance(argument.value, VariableNode):
                return LARGEST_PAGE
    return DEFAULT_PAGE if node.name.value == "search" else 1
