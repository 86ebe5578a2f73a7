"""The search index: a disposable copy of the shelf, and how it is kept and asked."""
