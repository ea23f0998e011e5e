"""``mailstat label`` as it is typed, listed by scripts, and answered at a terminal."""

import getpass
import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from loganalyzer.cli import label as command
from loganalyzer.cli.labelling import Task
from loganalyzer.cli.main import app
from loganalyzer.settings.labels import Labels, LabelsError, read_labels
from loganalyzer.terms.unit import Unit

READY = Path(__file__).parents[2] / "sample_logs" / "ready"
FORWARDER = READY.parent / "forgotten-forwarder"
BANK = "north-bank.example@alumni.example"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own, so that nobody's labels are read or written."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SUDO_USER", "anna")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path / "home" / "mailstat" / "labels.toml"


def run(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["label", *map(str, arguments)], input=typed)


def answer(monkeypatch: pytest.MonkeyPatch, *typed: str, log: Path = READY) -> Result:
    """A talk at a terminal; when nothing more is typed, the line ends."""
    monkeypatch.setattr(command, "watched", lambda: True)
    return run(log, typed="".join(f"{line}\n" for line in typed))


def written(path: Path) -> Labels:
    return read_labels(path)


def test_one_unit_is_labelled_without_a_log(home: Path) -> None:
    """An exact unit needs no log; the label says who, when and why, and a key is made."""
    result = run("--unit", BANK, "--as", "wanted", "--why", " statements ")
    assert result.exit_code == 0, result.output
    labels = written(home)
    label = labels.of(BANK)
    assert label is not None
    assert (label.as_, label.who, label.why) == ("wanted", "anna", "statements")
    assert abs((label.when - date.today()).days) <= 1
    assert len(labels.audit_key) == 32
    assert f"wanted: {BANK}" in result.stdout
    assert str(home) in result.stdout


def test_several_units_another_file_and_another_name(tmp_path: Path, home: Path) -> None:
    """``--unit`` repeats, ``--labels`` and ``--who`` are taken as given."""
    path = tmp_path / "new" / "mine.toml"
    more = ("--unit", "a.example@b.example", "--who", "bert", "--labels", path)
    result = run("--unit", BANK, *more, "--as", "let-it-break", "--why", "x")
    assert result.exit_code == 0, result.output
    assert [(one.unit, one.who) for one in written(path).labels] == [
        (BANK, "bert"),
        ("a.example@b.example", "bert"),
    ]
    assert not home.exists()


def test_a_pattern_names_what_it_matched_and_what_it_left_out(home: Path) -> None:
    """Units by network are labelled one by one; who is signed or came back is left for a closer look."""
    result = run(READY, "--unit", "*@198.18.0.0/15", "--as", "junk", "--why", "bots")
    assert result.exit_code == 0, result.output
    units = [one.unit for one in written(home).labels]
    assert "north-bank.example@198.18.20.0/24" in units
    assert not [unit for unit in units if unit.startswith("cheap-watches")]
    assert set(units) == {line.partition(": ")[2] for line in result.stdout.splitlines()[:-1]}
    assert "left out, name it by itself: cheap-watches.example@198.18.53.0/24 (1 signed" in result.stderr


def test_a_pattern_by_sender_domain(home: Path) -> None:
    """``DOMAIN@*`` is one sender through all networks."""
    result = run(READY, "--unit", "officecloud.example@*", "--as", "junk", "--why", "bots")
    assert result.exit_code == 0, result.output
    assert {one.unit.partition("@")[0] for one in written(home).labels} == {"officecloud.example"}


WRONG = [
    ((), "name a LOG"),
    (("--unit", BANK), "belong together"),
    ((READY, "--as", "junk", "--why", "x"), "belong together"),
    (("--unit", BANK, "--as", "junk", "--why", " "), "belong together"),
    (("--unit", "bank", "--as", "junk", "--why", "x"), "is no unit"),
    (("--unit", "*@alumni.example", "--as", "junk", "--why", "x"), "needs a LOG"),
    ((READY, "--unit", "*@203.0.113.0/24", "--as", "junk", "--why", "x"), "no sender that would"),
    ((READY, "--unit", BANK, "--as", "junk", "--why", "x"), "no such sender"),
    ((READY, "--unit", "north-bank.example@*", "--as", "wanted", "--why", "x"), "name one network"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG, ids=[message for _, message in WRONG])
def test_what_cannot_be_meant_is_refused(arguments: tuple[object, ...], message: str, home: Path) -> None:
    """Wrong usage ends with 2 and a reason, and writes nothing."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.replace("│", " ").split())
    assert not home.exists()


def test_a_labels_file_that_is_none_is_left_alone(home: Path) -> None:
    """What cannot be read is not written over."""
    home.parent.mkdir(parents=True)
    home.write_text("x = 1\n")
    for arguments in ((READY,), ("--unit", BANK, "--as", "junk", "--why", "x")):
        result = run(*arguments)
        assert (result.exit_code, "unknown 'x'" in result.stderr) == (2, True)
    assert home.read_text() == "x = 1\n"


def test_somebody_without_a_name_says_who(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A login name that nobody knows is asked for, not made up."""
    monkeypatch.delenv("SUDO_USER")
    monkeypatch.setattr(getpass, "getuser", lambda: (_ for _ in ()).throw(OSError("no name")))
    result = run("--unit", BANK, "--as", "junk", "--why", "x")
    assert (result.exit_code, "say who you are" in result.stderr) == (2, True)


def test_without_a_terminal_the_undecided_are_listed(home: Path) -> None:
    """Those in the way first, with the verdict at the end; nothing is asked or written."""
    result = run(READY)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "34 senders to decide, 5 of them in the way"
    assert lines[1] == "example.net@198.19.224.0/24"
    assert "NOT YET" in result.stdout
    assert max(map(len, lines)) <= 78
    assert not home.exists()


def test_a_store_has_its_undecided_too(tmp_path: Path, home: Path) -> None:
    """Who is asked about is the same without the log, and the lines of each are kept."""
    store = tmp_path / "kept.sqlite"
    CliRunner().invoke(app, ["ingest", str(READY), f"--store={store}"])
    kept, direct = (
        json.loads(run(*of, "--format", "json").stdout) for of in ((f"--store={store}",), (READY,))
    )
    assert [one["unit"] for one in kept["undecided"]] == [one["unit"] for one in direct["undecided"]]
    assert all(one["lines"] for one in kept["undecided"])
    named = run("--unit", "*@198.18.0.0/15", "--as", "junk", "--why", "bots", f"--store={store}")
    assert (named.exit_code, named.stdout.count("junk: ")) == (0, len(written(home).labels))


def test_programs_get_the_list_with_its_lines() -> None:
    """JSON names unit, reason, signs and the raw lines with their places."""
    found = json.loads(run(READY, "--format", "json").stdout)
    assert [one["verdict"] for one in found["verdicts"]] == ["NOT_YET"]
    assert [one["asked"] for one in found["undecided"]].count("in the way") == 5
    first = found["undecided"][0]
    assert first["messages"] == 5
    assert all("reject_warning" in line["text"] for line in first["lines"])
    assert len(first["lines"]) == 3


def test_a_month_of_bots_is_told_in_a_few_answers(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Groups first; the reason is asked for once; at the end the verdict is SAFE."""
    first, group, single = ("j", "y", "bots"), ("j", "y", ""), ("j", "")
    result = answer(monkeypatch, *first, *group * 6, *single * 3)
    assert result.exit_code == 0, result.output
    assert "Labelled: 34 junk." in result.stdout
    assert result.stdout.rstrip().splitlines()[-2].lstrip().startswith("SAFE")
    labels = written(home).labels
    assert len({one.unit for one in labels}) == len(labels) == 34
    assert {(one.who, one.why) for one in labels} == {("anna", "bots")}


def test_each_answer_is_saved_before_the_next_question(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Where the line breaks off nothing of what was said is lost, and what is missing is named."""
    result = answer(monkeypatch, "j", "y", "bots")
    assert result.exit_code == 0, result.output
    assert len(written(home).labels) == 6
    assert "missing: decided" in result.stdout
    again = answer(monkeypatch, "q")
    assert "28 senders to decide" in again.stdout


def test_a_group_needs_a_yes_and_a_label_a_reason(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Anything but yes puts the question again; an empty reason is no reason."""
    result = answer(monkeypatch, "?", "j", "n", "w", "l", "y", "", "no need", "q")
    assert "In doubt skip" in result.stdout
    assert "may be anybody's" in result.stdout.replace("\n", " ")
    assert "A label needs a reason" in result.stdout
    assert {(one.as_, one.why) for one in written(home).labels} == {("let-it-break", "no need")}


def test_a_group_can_be_taken_apart(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """[e]ach asks about its members by themselves, after the other groups."""
    result = answer(monkeypatch, "e", *"ssssss", "j", "bot", "s", "q")
    assert result.exit_code == 0, result.output
    assert [one.unit for one in written(home).labels] == ["example.net@198.19.224.0/24"]


def test_one_answer_can_be_for_all_alike(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """[a]ll tells how many are like the one asked about, and labels them after a yes."""
    result = answer(monkeypatch, "e", *"ssssss", "a", "j", "y", "bots", "a", "q")
    assert result.exit_code == 0, result.output
    assert "All 6 as junk?" in result.stdout
    assert len(written(home).labels) == 6
    assert {one.unit.partition("@")[0] for one in written(home).labels} == {"example.net"}
    assert "Nobody else is like it" in result.stdout


def test_what_could_not_be_read_is_told(tmp_path: Path) -> None:
    """A missing part of the log ends with 2, after the list of what there is."""
    result = run(READY / "mail.log.6.gz", tmp_path / "mail.log.7")
    assert (result.exit_code, "no such file" in result.stderr) == (2, True)
    assert "to decide" in result.stdout


def test_who_is_skipped_is_not_asked_about_again_today(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Skipping everybody ends the talk, and labels nobody."""
    result = answer(monkeypatch, *"s" * 10)
    assert "Labelled: nobody; skipped: 34." in result.stdout
    assert not written(home).labels


def test_wanted_mail_is_asked_about_alone(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """A sender to whom our people wrote is no part of a group, and its label makes a reason to stay."""
    result = answer(monkeypatch, *"ssssss", "w", "forwarded for Carol", "q", log=FORWARDER)
    assert result.exit_code == 0, result.output
    (one,) = written(home).labels
    assert (one.unit, one.as_) == ("blue-bakery.example@alumni.example", "wanted")
    assert "12 from addresses that our people write to" in result.stdout
    assert "5 other senders fail through alumni.example as well" in result.stdout
    assert "UNSAFE" in result.stdout


def test_a_log_cannot_command_the_terminal(
    monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path
) -> None:
    """Escape codes, overwriting and right-to-left marks in a log are shown, not obeyed."""
    from tests.story import Story

    evil = "\x1b[2J\rSAFE \u202e" + "\x9b31m"
    story = Story().connect().warn(reason=f"Message rejected due to: {evil}. Please see x")
    log = tmp_path / "mail.log"
    log.write_bytes(story.accept("5A1B2C3D").disconnect().deliver("5A1B2C3D").removed("5A1B2C3D").text())
    for result in (answer(monkeypatch, "q", log=log), run(log, "--format", "json")):
        assert result.exit_code == 0, result.output
        assert not set(result.stdout) & {"\x1b", "\r", "\u202e", "\x9b"}
        assert "SAFE" in result.stdout


def test_a_name_that_a_label_cannot_hold_is_not_labelled(home: Path) -> None:
    """A label must speak of the very unit that was meant, never of one whose name is like it."""
    odd = Unit(" bank.example", "alumni.example")
    with pytest.raises(LabelsError, match="cannot stand in a label"):
        Task(None, (), None, None, "anna", date(2026, 11, 24)).save([odd], "junk", "bots")
    assert not home.exists()
