"""The words of mail, as small frozen values; knows nothing of the rest of the house."""
