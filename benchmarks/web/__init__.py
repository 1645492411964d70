"""The section page and one autosave, against the least application that does the same."""
