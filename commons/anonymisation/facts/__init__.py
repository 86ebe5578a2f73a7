"""Facts that tell as much as a name: sums, numbers, days, feasts and firsts."""
