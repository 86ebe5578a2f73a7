"""The commands of an operator, a module for each thing they are about."""
