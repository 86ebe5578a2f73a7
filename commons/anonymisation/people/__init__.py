"""People: who is named, greeted, introduced or aged."""
