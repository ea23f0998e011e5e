"""The rules of the house hold, and each of them can fail."""

import re
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tests.house import arrows, budgets, names, prose
from tests.house.source import ROOT, Source, sources

Rule = Callable[[Iterable[Source]], Iterator[str]]

PACKAGE = sources("loganalyzer")
TESTS = sources("tests")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

RULES: list[tuple[Rule, list[Source]]] = [
    (arrows.wrong_arrows, PACKAGE),
    (arrows.wrong_doors, PACKAGE),
    (arrows.impurities, PACKAGE),
    (budgets.too_long_files, PACKAGE + TESTS),
    (budgets.too_long_functions, PACKAGE + TESTS),
    (prose.undocumented, PACKAGE),
    (prose.tests_without_rule, TESTS),
    (prose.swallowed, PACKAGE + TESTS),
    (prose.left_over, PACKAGE + TESTS),
]


@pytest.mark.parametrize(("rule", "files"), RULES, ids=[rule.__name__ for rule, _ in RULES])
def test_the_rule_holds(rule: Rule, files: list[Source]) -> None:
    """No file of the project breaks the rule."""
    assert files
    broken = list(rule(files))
    assert not broken, f"{(rule.__doc__ or '').strip()}\n" + "\n".join(broken)


BREAKING = [
    (arrows.wrong_arrows, "loganalyzer/terms/client.py", "from loganalyzer.measures import tally"),
    (arrows.wrong_arrows, "loganalyzer/terms/client.py", "from ..measures import tally"),
    (arrows.wrong_arrows, "loganalyzer/terms/client.py", "from .. import measures"),
    (arrows.wrong_arrows, "loganalyzer/terms/__init__.py", "from ..scan.plain import scan"),
    (arrows.wrong_arrows, "loganalyzer/scan/plain.py", "def late():\n    import loganalyzer.linking.fold"),
    (arrows.wrong_arrows, "loganalyzer/advice/spf.py", "from loganalyzer import read"),
    (arrows.wrong_arrows, "loganalyzer/measures/tls.py", "from loganalyzer.execution import in_order"),
    (arrows.wrong_arrows, "loganalyzer/reports/build.py", "from loganalyzer import tables"),
    (arrows.wrong_arrows, "loganalyzer/reports/text.py", "from loganalyzer.store import positions"),
    (arrows.wrong_arrows, "loganalyzer/api.py", "from loganalyzer.cli.main import run"),
    (arrows.wrong_arrows, "loganalyzer/__init__.py", "from .grammar import kind"),
    (arrows.wrong_arrows, "loganalyzer/misc.py", ""),
    (arrows.wrong_doors, "loganalyzer/api.py", "def frame():\n    import pandas as pd"),
    (arrows.wrong_doors, "loganalyzer/tables.py", "from matplotlib.figure import Figure"),
    (arrows.wrong_doors, "loganalyzer/charts.py", "import pandas"),
    (arrows.wrong_doors, "loganalyzer/reports/tables.py", "import pandas"),
    (arrows.impurities, "loganalyzer/advice/spf.py", "import os.path"),
    (arrows.impurities, "loganalyzer/advice/spf.py", "from time import monotonic"),
    (arrows.impurities, "loganalyzer/advice/spf.py", "import random"),
    (arrows.impurities, "loganalyzer/advice/spf.py", "today = datetime.now()"),
    (arrows.impurities, "loganalyzer/advice/spf.py", "clock = date.today"),
    (arrows.impurities, "loganalyzer/advice/spf.py", "print(1)"),
    (arrows.impurities, "loganalyzer/linking/fold.py", "text = open('x').read()"),
    (budgets.too_long_files, "loganalyzer/api.py", "a = 1\n" * 401),
    (budgets.too_long_functions, "loganalyzer/api.py", "def f():\n" + "    a = 1\n" * 60),
    (
        budgets.too_long_functions,
        "loganalyzer/api.py",
        "class A:\n    async def f():\n" + "        a = 1\n" * 60,
    ),
    (prose.undocumented, "loganalyzer/api.py", "a = 1"),
    (prose.undocumented, "loganalyzer/api.py", "'A module.'\ndef read(): ..."),
    (
        prose.undocumented,
        "loganalyzer/api.py",
        "'A module.'\nclass Log:\n    'A log.'\n    def read(self): ...",
    ),
    (prose.tests_without_rule, "tests/test_a.py", "def test_a(): ..."),
    (prose.tests_without_rule, "tests/test_a.py", "def test_a():\n    '''One.\n\n    Two.\n    '''"),
    (prose.tests_without_rule, "tests/a/test_a.py", "class TestA:\n    def test_a(self): ..."),
    (prose.swallowed, "loganalyzer/api.py", "try:\n    a = 1\nexcept OSError:\n    pass"),
    (prose.swallowed, "loganalyzer/api.py", "try:\n    a = 1\nexcept:\n    ..."),
    (prose.left_over, "loganalyzer/api.py", "a = 1  # TO" + "DO: two"),
    (prose.left_over, "loganalyzer/api.py", "'''Text.\n\nFIX" + "ME'''"),
]


@pytest.mark.parametrize(("rule", "path", "text"), BREAKING)
def test_a_rule_can_fail(rule: Rule, path: str, text: str) -> None:
    """A rule that nothing can break guards nothing: this breaks it, once."""
    assert len(list(rule([Source(path, text)]))) == 1


KEEPING = [
    (
        arrows.wrong_arrows,
        "loganalyzer/measures/tls.py",
        "from loganalyzer.terms import client\nimport collections",
    ),
    (arrows.wrong_arrows, "loganalyzer/measures/tls.py", "from . import spf\nfrom .spf import Result"),
    (
        arrows.wrong_arrows,
        "loganalyzer/cli/main.py",
        "import loganalyzer\nfrom loganalyzer import read, execution",
    ),
    (arrows.wrong_arrows, "loganalyzer/charts.py", "from loganalyzer.tables import frame"),
    (arrows.wrong_arrows, "loganalyzer/reports/json.py", "from loganalyzer import __version__"),
    (arrows.wrong_doors, "loganalyzer/tables.py", "import pandas as pd"),
    (arrows.wrong_doors, "loganalyzer/charts/bound.py", "from matplotlib.axes import Axes"),
    (arrows.impurities, "loganalyzer/advice/spf.py", "from datetime import datetime, timedelta"),
    (arrows.impurities, "loganalyzer/sources/files.py", "import os\ntext = open('x').read()"),
    (budgets.too_long_functions, "loganalyzer/api.py", "def f():\n" + "    a = 1\n" * 59),
    (
        prose.undocumented,
        "loganalyzer/api.py",
        "'A module.'\ndef _own(): ...\nclass A:\n    'A.'\n    def __len__(self): ...",
    ),
    (prose.tests_without_rule, "tests/test_a.py", "def test_a():\n    'A rule.'\ndef helper(): ..."),
    (prose.swallowed, "loganalyzer/api.py", "try:\n    a = 1\nexcept OSError:\n    a = 2"),
]


@pytest.mark.parametrize(("rule", "path", "text"), KEEPING)
def test_a_rule_leaves_good_code_alone(rule: Rule, path: str, text: str) -> None:
    """A rule that finds fault with everything would soon be switched off."""
    assert not list(rule([Source(path, text)]))


def samples() -> list[Path]:
    """Every file that shows what logs look like, and the README."""
    below = [*ROOT.glob("tests/**/samples/**/*"), *ROOT.glob("sample_logs/**/*")]
    return [*sorted(path for path in below if path.is_file()), ROOT / "README.md"]


@pytest.mark.parametrize("path", samples(), ids=lambda path: str(path.relative_to(ROOT)))
def test_samples_name_nobody_real(path: Path) -> None:
    """Samples hold names and addresses for documentation only (RFC 2606, 5737, 3849, 2544)."""
    assert not list(names.strangers_in_file(path))


def test_strings_of_the_tests_name_nobody_real() -> None:
    """What tests make up is nobody's either; the tests of this very rule are left out."""
    others = [source for source in TESTS if source.path != Path(__file__).relative_to(ROOT).as_posix()]
    assert not [found for source in others for found in names.strangers_in_strings(source)]


STRANGERS = [
    "connect from mail.somebody.de[192.0.2.1]",
    "connect from mx.example.org[8.8.8.8]",
    "connect from mx.example.org[8.8.8.8]:25",
    "client=mx.example.org[2a00:1450::1]",
    "from=<somebody@strange.photography>",
    "helo=<mail.strange.photography>",
    "see https://www.somebody.de/help.",
    "the domain of somebody.de",
    "from=<a@example.org.evil.com>",
    "to=<a@notexample.com>",
]


@pytest.mark.parametrize("text", STRANGERS)
def test_somebody_real_is_seen(text: str) -> None:
    """Registered names and public addresses are found wherever they stand in a line."""
    assert list(names.strangers(text))


NOBODIES = [
    "connect from mail.example.org[192.0.2.1]:25: from=<a.de@x.example> to=<b@sub.example.com>",
    "2001:db8::25 198.51.100.7 203.0.113.9 198.18.0.1 127.0.0.1 ::1 10.1.2.3 fe80::1%eth0 fd00::1",
    "4.2.0.192.in-addr.arpa 66.2.0.192.dnsbl.example at 14:25:58, version 3.7.11, delays=0.2/0/0/0.1",
    "error:0A000102:SSL routines::unsupported protocol:../ssl/statem/statem_srvr.c:1657:",
    "edit main.cf, master.cf and policyd-spf.conf, then read mail.log.1 (README.md, run.py)",
    "Please see http://www.openspf.net/Why?s=mfrom;id=a@example.org;ip=192.0.2.66;r=example.net",
    "Mar 01 00:00:00 mx1 kernel: MAC=52:54:00:aa:bb:cc",
    "helo=<localhost.localdomain>",
]


@pytest.mark.parametrize("text", NOBODIES)
def test_nobody_is_left_alone(text: str) -> None:
    """What is set aside, and what only looks like a name or an address, is fine."""
    assert not list(names.strangers(text))


def test_packed_samples_are_looked_into(tmp_path: Path) -> None:
    """A name does not hide in an archive."""
    packers = {"gz": "gzip", "bz2": "bz2", "xz": "lzma"}
    for ending, module in packers.items():
        path = tmp_path / f"mail.log.{ending}"
        path.write_bytes(__import__(module).compress(b"connect from mx.somebody.de[192.0.2.1]\n"))
        assert [found.rpartition(" ")[2] for found in names.strangers_in_file(path)]


def test_the_changelog_names_the_current_version() -> None:
    """Whoever updates finds the version he gets."""
    assert changelog_names((ROOT / "CHANGELOG.md").read_text(), PROJECT["version"])


def test_a_changelog_without_the_version_is_seen() -> None:
    """A version that is only mentioned, or only resembled, has no section of its own."""
    assert changelog_names("# Changes\n\n## 0.1.0 - 2026-11-22\n", "0.1.0")
    assert not changelog_names("# Changes\n\n## 0.0.9\n\nBefore 0.1.0.\n\n## 0.1.0.1\n", "0.1.0")


def changelog_names(text: str, version: str) -> bool:
    """Whether a section of the changelog is about this version."""
    return re.search(rf"^## \[?{re.escape(version)}(?![\w.])", text, re.MULTILINE) is not None


def commands(text: str) -> list[str]:
    """The commands of a README that begin with a fresh environment, from its fenced blocks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("python3 -m venv ")]


def test_the_readme_has_two_commands_and_ci_runs_them() -> None:
    """What a newcomer is told to type is what is tried before each change."""
    promised = commands((ROOT / "README.md").read_text())
    assert len(promised) == 2
    script = (ROOT / ".ci" / "run").read_text().splitlines()
    assert [command for command in promised if f"    {command}" not in script] == []


def test_commands_outside_fenced_blocks_do_not_count() -> None:
    """Only what stands in a block of its own is a promise."""
    text = "python3 -m venv a\n\n```sh\npython3 -m venv b\n# why\n```\n\n    python3 -m venv c\n"
    assert commands(text) == ["python3 -m venv b"]


SKIPPING = {
    "by a call": "def test_a():\n    pytest.skip('no server here')\n",
    "by a mark": "@pytest.mark.skip(reason='no server here')\ndef test_a(): ...\n",
    "by a condition": "@pytest.mark.skipif(True, reason='no server here')\ndef test_a(): ...\n",
    "as a whole file": "pytest.skip('no server here', allow_module_level=True)\n",
}


@pytest.mark.parametrize("text", SKIPPING.values(), ids=SKIPPING)
def test_ci_turns_a_skip_into_a_failure(text: str, tmp_path: Path) -> None:
    """What is skipped in CI fails there with the reason of the skip, and only there."""
    (tmp_path / "test_it.py").write_text(f"import pytest\n\ndef test_ok(): ...\n\n{textwrap.dedent(text)}")
    assert run_pytest(tmp_path, ci="") == (0 if "module_level" not in text else 5, "")
    code, output = run_pytest(tmp_path, ci="true")
    assert code in (1, 2)
    assert "was skipped, which CI does not accept: " in output
    assert "no server here" in output


def test_ci_leaves_an_expected_failure_alone(tmp_path: Path) -> None:
    """A test that is known to fail has run, so it is no skip."""
    (tmp_path / "test_it.py").write_text("import pytest\n\n@pytest.mark.xfail\ndef test_a(): assert 0\n")
    assert run_pytest(tmp_path, ci="true") == (0, "")


def run_pytest(folder: Path, ci: str) -> tuple[int, str]:
    """Exit code, and on failure the output, of a pytest with our hook and nothing else of ours."""
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.house.skips", "-p", "no:cacheprovider", folder],
        cwd=folder,
        env={"CI": ci, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout if ran.returncode in (1, 2) else ""
