"""Pages, command line and composition root: the first client of the API."""
