"""The use cases: verbs that change the world. They take a session and may flush; they never commit."""
