"""Times ``report`` against pflogsumm and ``wc -l``; prints ratios, which other machines share.

    python -m tests.benchmark                    100 MB, three rounds: about a minute
    python -m tests.benchmark --bytes 1e9        the size the promises are about
    python -m tests.benchmark --bytes 4e9 --rounds 1
    python -m tests.benchmark --log mail.log     a log of your own

Run it from the top of the checkout, with the Python of the environment mailstat is installed in.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.benchmark.generator.mx import write_log
from tests.benchmark.timing import (
    Command,
    CommandError,
    in_turns,
    median_seconds,
    peak,
    peak_mib,
    prefix,
    ratio,
)

MEGABYTE = 1_000_000
# By its second name: where procmail is installed, `mailstat` may be a program that empties the log.
LOGANALYZER = Path(sys.executable).with_name("loganalyzer")
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def main() -> int:
    """Makes the log, runs the three comparisons."""
    options = arguments()
    if not LOGANALYZER.exists():
        print(
            f"{LOGANALYZER} is missing: pip install the project into this environment first", file=sys.stderr
        )
        return 2
    try:
        with tempfile.TemporaryDirectory(dir=options.folder, prefix="mailstat-benchmark-") as folder:
            log = options.log or generated(Path(folder), int(options.bytes))
            compare_speed(log, options.rounds)
            compare_memory(log, Path(folder))
            compare_start(log, Path(folder), 3 * options.rounds)
    except CommandError as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmark",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--bytes", type=float, default=100e6, help="size of the log to make")
    parser.add_argument("--log", type=Path, help="use this log instead of making one")
    parser.add_argument("--rounds", type=int, default=3, help="how often each command is timed")
    parser.add_argument("--folder", type=Path, help="where the log is made (1.3 times --bytes must be free)")
    return parser.parse_args()


def generated(folder: Path, size: int) -> Path:
    """A fresh log of that size."""
    if size * 1.3 > shutil.disk_usage(folder).free:
        raise CommandError(f"{folder} has no room for {size * 1.3 / MEGABYTE:.0f} MB")
    print(f"making a log of {size / MEGABYTE:.0f} MB …", flush=True)
    log = folder / "mail.log"
    count = write_log(log, size)
    print(f"{count} lines, {log.stat().st_size} bytes")
    return log


def report(log: Path) -> Command:
    """The command this is all about."""
    return [LOGANALYZER, "report", log]


def others(log: Path) -> dict[str, Command]:
    """What to compare with: programs an admin has or can have."""
    commands: dict[str, Command] = {}
    pflogsumm = shutil.which("pflogsumm", path=SYSTEM_PATH)
    if pflogsumm:
        commands["pflogsumm"] = [pflogsumm, log]
    else:
        print("pflogsumm is not installed; to compare with it: apt-get install pflogsumm")
    counter = shutil.which("wc", path=SYSTEM_PATH)
    if counter:
        commands["wc -l"] = [counter, "-l", log]
    return commands


def compare_speed(log: Path, rounds: int) -> None:
    """The whole log: report against the others."""
    print(f"\n== {log.stat().st_size / MEGABYTE:.0f} MB, {rounds} rounds in turns ==", flush=True)
    runs = in_turns({"report": report(log), **others(log)}, rounds)
    for name, ran in runs.items():
        line = f"{name:12} {median_seconds(ran):8.2f} s here   {peak(ran):15}"
        if name != "report":
            line += f"   report takes {ratio(runs, 'report', name):.3g} times as long"
            line += f", is {ratio(runs, name, 'report'):.3g} times as fast"
        print(line)


def compare_memory(log: Path, folder: Path) -> None:
    """A quarter of the log and the whole of it: memory must not grow with the log."""
    print("\n== peak memory of report: a quarter of the log, the whole log ==", flush=True)
    quarter = prefix(log, log.stat().st_size // 4, folder / "quarter.log")
    runs = in_turns({"a quarter": report(quarter), "the whole": report(log)}, 1)
    small, large = (peak_mib(ran) for ran in runs.values())
    print(f"{small:.0f} MiB, {large:.0f} MiB: {large / small:.2f} times as much for 4 times the log")
    quarter.unlink()


def compare_start(log: Path, folder: Path, rounds: int) -> None:
    """Small work, where starting is most of it, against a Python that does nothing."""
    print(f"\n== start-up, {rounds} rounds in turns ==", flush=True)
    small = prefix(log, MEGABYTE, folder / "small.log")
    nothing = "python -c pass"
    commands: dict[str, Command] = {
        nothing: [sys.executable, "-c", "pass"],
        "--help": [LOGANALYZER, "--help"],
        "report --help": [LOGANALYZER, "report", "--help"],
        "report, 1 MB": report(small),
    }
    commands.update({f"{name}, 1 MB": command for name, command in others(small).items() if name != "wc -l"})
    runs = in_turns(commands, rounds)
    for name, ran in runs.items():
        times = "" if name == nothing else f"   {ratio(runs, name, nothing):5.1f} times {nothing}"
        print(f"{name:16} {median_seconds(ran):6.3f} s here   {peak(ran):15}{times}")


if __name__ == "__main__":
    sys.exit(main())
