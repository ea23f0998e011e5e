"""The tests of mailstat, and the rules of its house."""
