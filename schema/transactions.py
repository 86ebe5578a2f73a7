"""One GraphQL operation, one transaction: opened before the first field, ended after the last."""

from collections.abc import Iterator

from graphql import OperationDefinitionNode
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError
from strawberry.types.graphql import OperationType

from schema.product import Context


class OneTransaction(SchemaExtension):
    """Wraps execution; an operation that answers an error commits nothing."""

    def on_execute(self) -> Iterator[None]:
        execution = self.execution_context
        context: Context = execution.context
        if context.operation is None and self._operations() > 1:
            # The library would run the first; the specification asks for an error (6.1).
            raise CannotGetOperationTypeError(None)
        writes = execution.operation_type is OperationType.MUTATION
        with context.transaction(writes=writes):
            yield
            if execution.result is not None and execution.result.errors:
                context.refused = True

    def _operations(self) -> int:
        document = self.execution_context.graphql_document
        definitions = document.definitions if document else ()
        return sum(isinstance(each, OperationDefinitionNode) for each in definitions)
