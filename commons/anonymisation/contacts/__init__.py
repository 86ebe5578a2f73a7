"""What reaches somebody by its shape alone: addresses, accounts, numbers."""
