"""Firms, associations and public bodies that a text names besides its author."""
