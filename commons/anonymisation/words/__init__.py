"""The words themselves: how a text is read as words, and which words are ordinary."""
