"""One GraphQL operation, one transaction: opened before the first field, ended after the last."""

from collections.abc import Iterator

from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from schema.product import Context


class OneTransaction(SchemaExtension):
    """Wraps execution; an operation that answers an error commits nothing."""

    def on_execute(self) -> Iterator[None]:
        execution = self.execution_context
        context: Context = execution.context
        writes = execution.operation_type is OperationType.MUTATION
        with context.transaction(writes=writes):
            yield
            if execution.result is not None and execution.result.errors:
                context.refused = True
