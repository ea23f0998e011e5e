"""The grammar's tests."""
