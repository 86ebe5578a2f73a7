"""What an association declares of itself, however a text says it."""
