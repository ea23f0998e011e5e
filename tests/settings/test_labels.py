"""Labels come back as they were given, and a file that is not understood is left alone."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.settings.labels import (
    Assertion,
    Label,
    Labels,
    LabelsError,
    add_labels,
    labels_of,
    read_labels,
    rendered,
    write_labels,
)
from loganalyzer.settings.toml import table
from loganalyzer.terms.unit import Unit

BANK = Unit("bank.example", "alumni.example")
TEXT = """\
# written by hand
[[label]]
unit = "bank.example@alumni.example"
as = "wanted"
who = "anna"
when = 2026-11-24
why = "statements"

[[assertion]]
domain = "Example.org"
claim = "only-this-server-sends"
who = "anna"
when = 2026-11-24
why = "asked accounting\""""


def label(as_: str = "junk", day: int = 25, unit: str = str(BANK), why: str = "") -> Label:
    """A label of one day of November."""
    assert as_ in ("wanted", "junk", "let-it-break")
    return Label(unit, as_, "bert", date(2026, 11, day), why)  # type: ignore[arg-type]


def test_a_file_written_by_hand_is_read() -> None:
    """Both tables are found, and domains have no case."""
    found = labels_of(TEXT, "labels.toml")
    assert found.of(BANK) == Label(str(BANK), "wanted", "anna", date(2026, 11, 24), "statements")
    assert found.asserted("example.ORG", "only-this-server-sends") is not None
    assert found.asserted("example.org", "sends-no-mail") is None
    assert found.of("other.example@alumni.example") is None


def test_the_latest_counts_and_earlier_ones_are_kept() -> None:
    """The day decides, and of one day the last entry."""
    labels = Labels().with_label(label("junk", 25)).with_label(label("wanted", 24))
    assert labels.of(BANK) == label("junk", 25)
    again = labels.with_label(label("let-it-break", 25))
    assert again.of(BANK) == label("let-it-break", 25)
    assert [one.as_ for one in again.history(BANK)] == ["wanted", "junk", "let-it-break"]
    assert again.current == {str(BANK): label("let-it-break", 25)}


ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
DAYS = st.dates()
UNITS = st.builds("{}@{}".format, ANY, ANY.filter(lambda text: text.strip() and "@" not in text))
LABELS = st.builds(Label, UNITS, st.sampled_from(["wanted", "junk", "let-it-break"]), ANY, DAYS, ANY)
ASSERTIONS = st.builds(Assertion, ANY, st.sampled_from(["only-this-server-sends"]), ANY, DAYS, ANY)


@given(st.lists(LABELS, max_size=4), st.lists(ASSERTIONS, max_size=3))
def test_any_text_comes_back(labels: list[Label], assertions: list[Assertion]) -> None:
    """Names and reasons may hold anything; nothing in them breaks out of its quotes."""
    text = "".join(rendered("label", one) for one in labels)
    text += "".join(rendered("assertion", one) for one in assertions)
    assert labels_of(text, "") == Labels(tuple(labels), tuple(assertions))
    assert all(character.isprintable() or character == "\n" for character in text)


@given(st.dictionaries(ANY, ANY))
def test_any_table_comes_back(items: dict[str, str]) -> None:
    """The writer is exact for keys and texts alike."""
    assert tomllib.loads(table("[a]", items)) == {"a": items}


def test_a_file_that_grows_keeps_what_is_there(tmp_path: Path) -> None:
    """The admin's comments stay, and what is added comes behind."""
    path = tmp_path / "labels.toml"
    path.write_text(TEXT)
    path.chmod(0o600)
    grown = read_labels(path).with_label(label("junk", 26, why="no\nmore"))
    write_labels(path, grown)
    assert path.read_text().startswith(TEXT)
    assert read_labels(path) == grown
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_labels_taken_back_are_written_anew(tmp_path: Path) -> None:
    """What did not only grow replaces the file."""
    path = tmp_path / "labels.toml"
    path.write_text(TEXT)
    write_labels(path, Labels((label(),)))
    assert read_labels(path) == Labels((label(),))


def test_a_new_file_is_made(tmp_path: Path) -> None:
    """A missing file is an error, unless none is fine to begin with."""
    path = tmp_path / "labels.toml"
    with pytest.raises(LabelsError, match="no such file"):
        read_labels(path)
    labels = read_labels(path, missing_ok=True).with_label(label())
    write_labels(path, labels)
    assert read_labels(path) == labels


WRONG = [
    (
        '[[label]]\nunit = "a@b"\nas = "good"\nwho = ""\nwhen = 2026-11-24\nwhy = ""\n',
        "as = 'good', must be one of",
    ),
    ('[[label]]\nunit = "a@b"\n', "label 1: as is missing"),
    ('[[label]]\ncolour = "red"\n', "label 1: unknown key 'colour'"),
    ("[[label]]\nunit = 1\n", "unit must be a text in quotes"),
    ('[[label]]\nunit = "bank"\nas = "junk"\nwho = ""\nwhen = 2026-11-24\nwhy = ""\n', "'bank' is no unit"),
    ("[label]\n", "double brackets"),
    ("audit = 1\n", "audit: must be a table [audit]"),
    ('[[audit]]\nkey = "00"\n', "audit: must be a table [audit]"),
    ('[audit]\nkey = "00"\nsize = 1\n', "and nothing else"),
    ('[audit]\nkey = "00"\n', "key must be 64 hexadecimal digits"),
    (f'[audit]\nkey = "{"xy" * 32}"\n', "key must be 64 hexadecimal digits"),
    ("[audit]\nkey = 1\n", "key must be 64 hexadecimal digits"),
    ("[[lable]]\n", "unknown 'lable'"),
    ("what = \n", "Invalid value"),
    (
        '[[label]]\nunit = "a@b"\nas = "junk"\nwho = ""\nwhen = "2026-11-24"\nwhy = ""\n',
        "when must be a date",
    ),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_is_wrong_is_said_and_the_file_left_alone(tmp_path: Path, text: str, message: str) -> None:
    """The error names file and entry in one line, and writing refuses to lose what it cannot read."""
    path = tmp_path / "labels.toml"
    path.write_text(text)
    for attempt in (lambda: read_labels(path), lambda: write_labels(path, Labels())):
        with pytest.raises(LabelsError) as caught:
            attempt()
        assert str(caught.value).startswith(f"{path}: ")
        assert message in str(caught.value)
        assert "\n" not in str(caught.value)
    assert path.read_text() == text


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    """The key by which samples are drawn is made by chance, and never again for this file."""
    path, other = tmp_path / "labels.toml", tmp_path / "other.toml"
    made = add_labels(path)
    assert len(made.audit_key) == 32
    assert read_labels(path) == made == add_labels(path)
    assert add_labels(path, [label()]).audit_key == made.audit_key
    assert add_labels(other).audit_key != made.audit_key


def test_a_file_with_a_key_is_for_its_owner_only(tmp_path: Path) -> None:
    """A new file is closed to others, since the key is in it."""
    path = tmp_path / "labels.toml"
    add_labels(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_another_wrote_meanwhile_is_kept(tmp_path: Path) -> None:
    """Adding looks at the file as it is now, and a key comes behind the admin's own words."""
    path = tmp_path / "labels.toml"
    path.write_text(TEXT + "\n")
    add_labels(path, [label("junk", 25)])
    found = add_labels(path, [label("wanted", 26)])
    assert [one.as_ for one in found.labels] == ["wanted", "junk", "wanted"]
    assert path.read_text().startswith(TEXT)
    assert read_labels(path) == found


def test_a_key_taken_away_is_written_anew(tmp_path: Path) -> None:
    """A file is written as it was asked for, also without a key."""
    path = tmp_path / "labels.toml"
    add_labels(path, [label()])
    write_labels(path, Labels((label(),)))
    assert read_labels(path) == Labels((label(),))


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    """TOML holds no lone surrogates; the old file stays."""
    path = tmp_path / "labels.toml"
    path.write_text(TEXT)
    with pytest.raises(LabelsError, match="not Unicode"):
        write_labels(path, read_labels(path).with_label(label(unit="\ud800@x")))
    assert path.read_text() == TEXT
