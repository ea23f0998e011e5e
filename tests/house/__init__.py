"""The rules of this house, each a function from sources to what breaks it."""
