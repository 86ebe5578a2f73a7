"""Places: named, addressed or told by what only they have."""
