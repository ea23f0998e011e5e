"""Gate 3's audit: a look at few one-off senders that says how many of all are wanted.

A sample is drawn once for a window and kept. None wanted among the first 74 passes; else it is
enlarged to 107, which may hold one, and to 139, which may hold two.

Why not 59, 93 and 124? Each of these shows ≤ 5 % at 95 % when it is the only look (the zero-failure
rule and its kin, binomial: C. Clopper, E. Pearson, Biometrika 26 (1934) 404). In turn they are three
chances to pass, and with exactly 5 % wanted the turn passes in 9.26 % of all cases, not 5 %. For
stages a/0, b/1, c/2 and a share p of wanted ones, with q = 1 - p, the binomial law gives

    q^a + a·p·q^(b-1) + (a(a-1)/2 + a(b-a))·p²·q^(c-2)

since who passes late has a wanted one early, and a clean rest (sampling in stages: H. Dodge, H. Romig,
Bell Syst. Tech. J. 20 (1941) 1). No three sizes with a smaller total than 74, 107 and 139 keep it
≤ 5 %: it is 4.998 % at p = 5 %, 3.20 % at 5.5 %, 0.33 % at 8 %. The price: with 1 % wanted it passes in
86 % (the shorter turn: 90 %), with 2 % in 53 % (61 %). A sample out of few units, drawn without putting
back (hypergeometric), passes less often still.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest
from typing import Literal

STAGES: tuple[tuple[int, int], ...] = ((74, 0), (107, 1), (139, 2))
"""The size of the sample in each stage, and how many wanted ones it may hold."""

SHARE = 5
"""Percent of wanted ones that a passed audit rules out to be exceeded."""


@dataclass(frozen=True, slots=True)
class AuditState:
    """Where an audit stands, and what it shows so far.

    verdict: needs means that more of the sample is to be judged. size: how large the sample has to
    be for the next answer; after failing only all units give one. at_most: how many wanted ones may
    be left among those nobody looked at, None while nothing is shown. text: all this as a sentence.
    """

    verdict: Literal["passed", "needs", "failed"]
    size: int
    at_most: int | None
    text: str


def draw(units: Iterable[str], key: bytes, size: int) -> tuple[str, ...]:
    """Draws the same sample from the same units in any order; a larger one begins with the smaller.

    Units are ranked by HMAC-SHA256 (RFC 2104) of their names: who does not know the key cannot choose
    names that are drawn, or that are not. More units mean another sample, so what was drawn for a
    window has to be kept.
    """
    if not key:
        raise ValueError("without a key anyone can foresee the sample")
    if size < 0:
        raise ValueError(f"no sample of {size} units")
    return tuple(unit for _, unit in nsmallest(size, ((_rank(unit, key), unit) for unit in set(units))))


def _rank(unit: str, key: bytes) -> bytes:
    # Names come from logs: a byte that was no UTF-8 there is a lone surrogate here.
    return hmac.digest(key, unit.encode("utf-8", "surrogatepass"), "sha256")


def plan(
    wanted_found: int, audited: int, total: int, stages: tuple[tuple[int, int], ...] = STAGES
) -> AuditState:
    """Says whether so many wanted among the audited units of the sample pass, fail or ask for more.

    Where all units were looked at there is nothing left to estimate: passed, whatever was found, and
    each wanted one then counts as the wanted unit that it is. For the same reason fewer units than
    the next stage asks for are all looked at.
    """
    if not 0 <= wanted_found <= audited <= total:
        raise ValueError(f"{wanted_found} wanted of {audited} audited of {total} cannot be")
    if audited == total:
        return AuditState("passed", total, 0, _all_seen(wanted_found, total))
    for size, allowed in stages:
        if size >= total:
            return _needs(total, wanted_found, audited, total)
        if wanted_found <= allowed:
            if audited < size:
                return _needs(size, wanted_found, audited, total)
            return _passed(wanted_found, audited, total)
    text = (
        f"{wanted_found} of {audited} sampled one-off senders wanted: too many to show that at most "
        f"{SHARE} % of all {total} are; only a look at all of them would decide"
    )
    return AuditState("failed", total, None, text)


def _passed(wanted_found: int, audited: int, total: int) -> AuditState:
    # The share holds of all units, so what was found already is taken off; and none of it may be
    # hidden in a percentage, since senders of junk can make the total as large as they like.
    at_most = min(total - audited, max(0, total * SHARE // 100 - wanted_found))
    text = (
        f"{wanted_found} of {audited} sampled one-off senders wanted: at 95 %, at most {SHARE} % of all "
        f"{total} are, so at most {at_most} among those not looked at"
    )
    return AuditState("passed", audited, at_most, text)


def _needs(size: int, wanted_found: int, audited: int, total: int) -> AuditState:
    which = f"all {total}" if size == total else f"{size} of {total}"
    text = f"{which} one-off senders are to be looked at; {audited} were, {wanted_found} of them wanted"
    return AuditState("needs", size, None, text)


def _all_seen(wanted_found: int, total: int) -> str:
    if not total:
        return "there are no one-off senders to look at"
    seen = f"all {total} one-off senders were looked at, {wanted_found} of them wanted"
    return f"{seen}; nothing is left to guess"
