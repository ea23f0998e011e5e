"""Exceptions are entered so that the service understands them, and nothing else with them."""

import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loganalyzer.changes.entry import Entry, EntryError
from loganalyzer.changes.exceptions import add_exceptions
from loganalyzer.settings.policy import spf_checks
from loganalyzer.settings.policyd_spf import PolicydSpf, wrong_items
from loganalyzer.settings.settings import Settings
from tests.changes.patching import applied, patch, postconf, write
from tests.settings.made import PERL, PYTHON, SMTP, made

LOOPBACK = "127.0.0.0/8,::ffff:127.0.0.0/104,::1"
ENTRIES = [Entry("Whitelist", "192.0.2.7"), Entry("skip_addresses", "10.0.0.0/8")]


def policy(of: Settings) -> PolicydSpf:
    """The settings of policyd-spf."""
    assert of.policyd_spf is not None
    return of.policyd_spf


ADDRESSES = st.one_of(
    st.ip_addresses().map(str), st.ip_addresses(v=4).map(lambda one: f"{one}/24"), st.just("2001:db8::1/64")
)
ADDED = st.lists(
    st.one_of(
        st.builds(Entry, st.sampled_from(["Whitelist", "skip_addresses"]), ADDRESSES),
        st.builds(Entry, st.just("Domain_Whitelist"), st.sampled_from(["example.org", "List.example.net"])),
        st.builds(Entry, st.just("HELO_reject"), st.sampled_from(["Null", "False"])),
    ),
    min_size=1,
    max_size=5,
)
LINES = [
    "Whitelist = 192.0.2.1, 192.0.2.0/24",
    "Whitelist =",
    "Whitelist = 192.0.2.9/24,nonsense",
    "skip_addresses = 127.0.0.0/8 # ours",
    "HELO_reject=Fail",
    "# Whitelist = 198.51.100.1",
    "",
    "  Domain_Whitelist = example.org,example.net  ",
]
FILES = st.builds(
    lambda lines, ending, last: ending.join(lines) + last,
    st.lists(st.sampled_from(LINES), max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n", "\r\n"]),
)


@given(FILES, ADDED)
def test_all_entries_are_read_afterwards(text: str, added: list[Entry]) -> None:
    """What was there stays, what is new is seen by the service: no wrong item stands before it."""
    before = made(policy=text)
    after = policy(applied(before, add_exceptions(before, added)))
    for entry in added:
        if entry.setting == "HELO_reject":
            last = [one.value for one in added if one.setting == "HELO_reject"][-1]
            assert after.value("HELO_reject") == last
        elif entry.setting == "Domain_Whitelist":
            assert entry.value in after.value(entry.setting).split(",")
        elif not wrong_items(entry.setting, policy(before).value(entry.setting)):
            assert not wrong_items(entry.setting, after.value(entry.setting))
    for name in ("Whitelist", "skip_addresses", "Domain_Whitelist"):
        assert set(policy(before).items(name)) <= set(after.items(name))


@settings(max_examples=40, deadline=None)
@given(FILES, ADDED)
def test_patch_takes_the_diff_both_ways(text: str, added: list[Entry]) -> None:
    """patch makes of the file what was meant, and by the undo the very bytes that were there."""
    before = made(policy=text)
    change = add_exceptions(before, added)
    if change.is_empty:
        return
    assert change.undo is not None
    with tempfile.TemporaryDirectory() as folder:
        write(before, Path(folder))
        path = Path(folder) / "etc/policyd-spf.conf"
        patch(Path(folder), change)
        assert path.read_bytes() == (change.files[0].after or "").encode()
        patch(Path(folder), change.undo)
        assert path.read_bytes() == text.encode()


def test_skip_addresses_keeps_the_loopback_networks() -> None:
    """A line of one's own replaces the default, which therefore must be in it."""
    before = made(policy="TestOnly = 1\n")
    change = add_exceptions(before, ENTRIES)
    assert (change.files[0].after or "").endswith(
        f"Whitelist = 192.0.2.7\nskip_addresses = {LOOPBACK},10.0.0.0/8\n"
    )
    assert change.reload == "postfix reload"
    assert f"skip_addresses = {LOOPBACK},10.0.0.0/8" in add_exceptions(None, ENTRIES).lines


def test_blanks_are_taken_out_of_a_list() -> None:
    """The service ends a list of addresses at the first blank; so the line is mended, and it is said."""
    before = made(policy="Whitelist = 192.0.2.1, 192.0.2.2 # two\n")
    change = add_exceptions(before, ENTRIES[:1])
    assert change.files[0].after == "Whitelist = 192.0.2.1,192.0.2.2,192.0.2.7 # two\n"
    assert any("blanks" in remark for remark in change.remarks)


def test_an_entry_that_is_there_changes_nothing() -> None:
    """However it is spelled."""
    before = made(policy="Whitelist = 192.0.2.7/32\n")
    assert add_exceptions(before, ENTRIES[:1]).is_empty


ENGINE = """
import sys, spf_engine as engine
config = engine.policydspfsupp._readConfigFile(sys.argv[1], {})
config.update(Header_Type="SPF", debugLevel=-1)
for address in sys.argv[2:]:
    print(engine._spfbypass({"client_address": address}, "Whitelist", config)[0])
"""


def test_the_installed_service_understands_the_line(tmp_path: Path) -> None:
    """Read by spf-engine itself, the line lets the clients pass and the next one not."""
    python = "/usr/bin/python3"
    if not Path("/usr/lib/python3/dist-packages/spf_engine").is_dir() or not Path(python).exists():
        pytest.skip("postfix-policyd-spf-python is not installed: no service to read the line")
    before = made(policy="Whitelist = 192.0.2.1, 192.0.2.2\n")
    change = add_exceptions(before, [*ENTRIES, Entry("Whitelist", "198.51.100.0/24")])
    path = tmp_path / "policyd-spf.conf"
    path.write_text(change.files[0].after or "")
    clients = ["192.0.2.2", "192.0.2.7", "198.51.100.9", "192.0.2.8"]
    command = [python, "-W", "ignore", "-c", ENGINE, str(path), *clients]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told.split() == ["True", "True", "True", "False"]


HOSTILE = [
    ("Whitelist", "192.0.2.1\nTestOnly = 0"),
    ("Whitelist", "192.0.2.1,0.0.0.0/0"),
    ("Whitelist", "fe80::1%\x1b[2J"),
    ("Domain_Whitelist", "example.org,example.net"),
    ("Domain_Whitelist", "example.org # "),
    ("Domain_Whitelist", "$(reboot).example"),
    ("Domain_Whitelist", "example.org\r"),
    ("Domain_Whitelist", "org"),
    ("Domain_Whitelist_PTR", "example.org"),
    ("HELO_reject", "Null\n"),
    ("debugLevel", "5"),
]


@pytest.mark.parametrize(("setting", "value"), HOSTILE)
def test_what_is_no_address_and_no_name_is_refused(setting: str, value: str) -> None:
    """What comes from a log must not become another line, another item or a command."""
    with pytest.raises(EntryError) as caught:
        Entry(setting, value)
    assert str(caught.value).isprintable()


@given(st.sampled_from(["Whitelist", "Domain_Whitelist", "HELO_Whitelist", "TestOnly"]), st.text())
def test_no_text_breaks_out(setting: str, value: str) -> None:
    """Whatever is taken is one word of harmless characters."""
    try:
        taken = Entry(setting, value).value
    except EntryError:
        return
    assert set(taken) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-_:/")


MAIN = "smtpd_recipient_restrictions =\n    permit_mynetworks,\n    reject_unauth_destination,\n"
CHECK = "    warn_if_reject check_policy_service unix:private/policyd-spf,\n    permit\n"


def test_the_perl_service_gets_a_table_before_it(tmp_path: Path) -> None:
    """Clients in the table are let pass right before the check, and after relaying was decided."""
    before = made(main=MAIN + CHECK, master=SMTP + PERL)
    change = add_exceptions(before, [*ENTRIES, Entry("Domain_Whitelist", "example.org")])
    after = applied(before, change)
    (check,) = spf_checks(after)
    assert [word.text for word in check.reached_after[-4:]] == [
        "reject_unauth_destination",
        "check_client_access",
        "cidr:/etc/postfix/spf_exceptions.cidr",
        "warn_if_reject",
    ]
    assert any("Domain_Whitelist" in remark for remark in change.remarks)
    write(before, tmp_path)
    patch(tmp_path, change)
    assert (tmp_path / "etc/spf_exceptions.cidr").read_text() == "192.0.2.7/32 OK\n10.0.0.0/8 OK\n"
    told = postconf(tmp_path / "etc", "-h", "-x", "smtpd_recipient_restrictions")
    assert f"check_client_access cidr:{tmp_path}/etc/spf_exceptions.cidr, warn_if_reject" in told
    assert change.undo is not None
    patch(tmp_path, change.undo)
    assert (tmp_path / "etc/main.cf").read_text() == MAIN + CHECK
    assert not (tmp_path / "etc/spf_exceptions.cidr").exists()


def test_a_table_that_is_there_only_grows() -> None:
    """The second time there is nothing to change in the list."""
    main = MAIN + "    check_client_access cidr:$config_directory/spf_exceptions.cidr,\n" + CHECK
    before = made(main=main, master=SMTP + PERL, cidr="192.0.2.7/32 OK")
    (diff,) = add_exceptions(before, ENTRIES).files
    assert diff.after == "192.0.2.7/32 OK\n10.0.0.0/8 OK\n"


def test_no_exception_opens_the_relay() -> None:
    """Before reject_unauth_destination an OK would let the client relay: then there is no change."""
    main = "smtpd_relay_restrictions =\nsmtpd_recipient_restrictions =\n" + CHECK
    change = add_exceptions(made(main=main, master=SMTP + PERL), ENTRIES)
    assert change.is_empty
    assert any("relay" in remark for remark in change.remarks)


def test_an_override_in_master_cf_gets_no_blanks() -> None:
    """There a blank would end the value."""
    value = "reject_unauth_destination,check_policy_service,unix:private/policyd-spf"
    override = f"  -o smtpd_recipient_restrictions={value}\n"
    before = made(main="", master=SMTP + override + PERL)
    after = applied(before, add_exceptions(before, ENTRIES))
    assert spf_checks(after)[0].reached_after[1].says("check_client_access")


def test_the_python_service_is_the_default() -> None:
    """Unless master.cf shows the Perl one, the lines are those of policyd-spf.conf."""
    before = made(main=MAIN + CHECK, master=SMTP + PYTHON)
    assert add_exceptions(before, ENTRIES).lines[0] == "Whitelist = 192.0.2.7"


def test_another_configuration_file_is_named() -> None:
    """The service may be started with a file of its own, where the change would have to be made."""
    master = SMTP + PYTHON.rstrip() + " /etc/spf/mx.conf\n"
    change = add_exceptions(made(main=MAIN + CHECK, master=master, policy=""), ENTRIES)
    assert any("/etc/spf/mx.conf" in remark for remark in change.remarks)
    plain = add_exceptions(made(main=MAIN + CHECK, master=SMTP + PYTHON, policy=""), ENTRIES)
    assert not any("master.cf" in remark for remark in plain.remarks)
