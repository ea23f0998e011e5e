"""Names of months as they stand in stamps."""

_LANGUAGES = (
    "jan feb mar apr may jun jul aug sep oct nov dec",  # English: syslog, always
    "jan feb mär apr mai jun jul aug sep okt nov dez",  # journalctl writes its reader's language
    "janv févr mars avril mai juin juil août sept oct nov déc",
    "ene feb mar abr may jun jul ago sep oct nov dic",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "jan feb mar apr maj jun jul aug sep okt nov dec",
    "sty lut mar kwi maj cze lip sie wrz paź lis gru",
)

MONTHS: dict[str, int] = {
    name: number for names in _LANGUAGES for number, name in enumerate(names.split(), start=1)
}
"""The month's number by its short name in lower case, without a full stop."""
