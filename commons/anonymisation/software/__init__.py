"""Software and services, which stay: they are what the text is about."""
