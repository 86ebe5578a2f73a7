"""The GraphQL API: types, operations, limits, sign-in."""
