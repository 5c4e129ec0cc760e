"""Scenarios as pages: the form, its conversion to a definition and back, what it finds, how it is shown."""
