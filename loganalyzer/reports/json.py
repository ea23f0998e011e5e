"""The report as JSON: counts are integers, rates show numerator, denominator and unknown."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from unicodedata import category

from loganalyzer.advice.advice import Advice, Exemption, Obstacle, Party
from loganalyzer.advice.source import Source
from loganalyzer.advice.spf_plan import SpfPlan
from loganalyzer.changes.change import Change
from loganalyzer.measures.encryption import Encryption
from loganalyzer.measures.met import Met
from loganalyzer.measures.rate import Rate
from loganalyzer.reports.letter import letter
from loganalyzer.reports.remedies import Remedy
from loganalyzer.reports.report import VERSION, CoverageSummary, Day, Report
from loganalyzer.reports.user_letter import letters
from loganalyzer.reports.visible import HARMFUL
from loganalyzer.terms.moment import as_datetime


def _time(moment: int | None) -> str | None:
    return None if moment is None else as_datetime(moment).isoformat()


def _rate(rate: Rate) -> dict[str, int]:
    return {"count": rate.count, "total": rate.total, "unknown": rate.unknown}


def _encryption(found: Encryption) -> dict[str, Any]:
    return {
        "encrypted": _rate(found.rate),
        "protocols": dict(sorted(found.protocols.items())),
        "ciphers": dict(sorted(found.ciphers.items())),
        "key_exchanges": dict(sorted(found.key_exchanges.items())),
    }


def _advice(advice: Advice, remedy: Remedy, places: Mapping[int, str]) -> dict[str, Any]:
    return {
        "decision": advice.decision,
        "subject": advice.subject,
        "host": advice.host,
        "verdict": advice.verdict,
        "headline": advice.headline,
        "advisable": advice.advisable,
        "because": [
            {"claim": e.claim, "count": e.count, "total": e.total, "where": [places[at] for at in e.where]}
            for e in advice.because
        ],
        "gates": [
            {
                "name": gate.name,
                "holds": gate.holds,
                "value": gate.value,
                "threshold": gate.threshold,
                "flips": gate.flips,
                "on": gate.on.isoformat() if gate.on else None,
            }
            for gate in advice.gates
        ],
        "obstacles": [obstacle_as_plain(one, places) for one in advice.obstacles],
        "exceptions": [_exemption(one) for one in advice.exceptions],
        "with_all_exceptions": advice.with_all,
        "change": _change(remedy.change),
        "undo": _change(remedy.change.undo if remedy.change else None),
        "enter_exceptions": _change(remedy.exceptions),
        "blind_to": list(advice.blind_to),
        "remarks": list(advice.remarks),
        "look_again": advice.look_again.isoformat() if advice.look_again else None,
        "switched_on": advice.switched_on.isoformat() if advice.switched_on else None,
        "question": advice.question,
        "parties": [_party(one, places) for one in advice.parties],
        "letter": advice.letter,
        "letters": [{"to": one.to, "text": one.text} for one in letters([advice])],
        "policy_map": dict(advice.entries),
        "policy_map_without": dict(advice.withdrawn),
        **({"spf": _spf(advice.spf, places)} if advice.spf is not None else {}),
    }


def _spf(plan: SpfPlan, places: Mapping[int, str]) -> dict[str, Any]:
    return {
        "domain": plan.domain,
        "record": plan.old,
        "add": list(plan.add),
        "sources": [_source(row, places) for row in plan.sources],
        "reporters": [
            {
                "name": one.reporter.name,
                "reports": one.reporter.reports,
                "days": len(one.reporter.days),
                "messages": one.reporter.messages,
                "counts": not one.why_not,
                "why_not": one.why_not,
            }
            for one in plan.reporters
        ],
        "steps": list(plan.steps),
        "watch": list(plan.watch),
        "ask": plan.ask,
        "verdict_if_yes": plan.if_yes,
    }


def _source(row: Source, places: Mapping[int, str]) -> dict[str, Any]:
    return {
        "network": row.network,
        "name": row.name,
        "addresses": list(row.addresses),
        "class": row.kind,
        "vouchers": list(row.vouchers),
        "messages": row.messages,
        "accepted": row.accepted,
        "turned_away": row.turned_away,
        "sent": row.sent,
        "reported": row.reported,
        "per_week": round(row.per_week, 2),
        "signed": row.signed,
        "junk": row.junk,
        "refused": row.refused,
        "spf_results": dict(row.spf_results),
        "days": row.days,
        "first": _time(row.first),
        "last": _time(row.last),
        "passes": row.passes,
        "label": row.label,
        "mechanism": row.mechanism,
        "in_the_way": row.in_the_way,
        "where": [places[at] for at in row.where],
    }


def _party(party: Party, places: Mapping[int, str]) -> dict[str, Any]:
    return {
        "name": party.name,
        "service": party.service,
        "client": party.client,
        "best": party.best,
        "worst": party.worst,
        "times": party.times,
        "days": party.days,
        "last": _time(party.last),
        "meets": party.meets,
        "fate": party.fate,
        "in_the_way": party.in_the_way,
        "where": [places[at] for at in party.where],
    }


def obstacle_as_plain(obstacle: Obstacle, places: Mapping[int, str]) -> dict[str, Any]:
    """A unit that would lose mail, in dicts, lists, strings and numbers."""
    return {
        "unit": str(obstacle.unit),
        "sender_domain": obstacle.unit.sender_domain,
        "network": obstacle.unit.network,
        "client": obstacle.client,
        "class": obstacle.kind,
        "messages": obstacle.messages,
        "fates": dict(sorted(obstacle.fates.items())),
        "days": obstacle.days,
        "first": _time(obstacle.first),
        "last": _time(obstacle.last),
        "signs": list(obstacle.signs),
        "fix": obstacle.fix,
        "letter": letter(obstacle),
        "in_the_way": obstacle.in_the_way,
        "where": [places[at] for at in obstacle.where],
    }


def _change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        "title": change.title,
        "patch": change.patch,
        "apply": change.apply if change.files else "",
        "commands": list(change.commands),
        "lines": list(change.lines),
        "reload": change.reload,
        "remarks": list(change.remarks),
    }


def _exemption(exemption: Exemption) -> dict[str, Any]:
    return {
        "setting": exemption.setting,
        "values": list(exemption.values),
        "clients": list(exemption.clients),
        "name": exemption.name,
        "proof": exemption.proof,
        "frees": [str(unit) for unit in exemption.frees],
        "messages": exemption.messages,
        "lets_in": exemption.lets_in,
        "junk": exemption.junk,
        "after": exemption.after,
    }


def _coverage(coverage: CoverageSummary) -> dict[str, Any]:
    return {
        "lines": coverage.lines,
        "recognised": coverage.recognised,
        "ignored": coverage.ignored,
        "other_programs": coverage.other_programs,
        "unrecognised": coverage.unrecognised,
        "damaged": coverage.damaged,
        "blank": coverage.blank,
        "not_utf8": coverage.not_utf8,
        "first": _time(coverage.first),
        "last": _time(coverage.last),
        "hosts": list(coverage.hosts),
        "unknown": [asdict(unknown) for unknown in coverage.unknown],
    }


def _met(one: Met, places: Mapping[int, str]) -> dict[str, Any]:
    return {
        "name": one.name,
        "service": one.service,
        "encrypted": _rate(one.encrypted),
        "worst": one.worst,
        "best": one.best,
        "days": one.days,
        "first": _time(one.first),
        "last": _time(one.last),
        "where": [places[at] for at in one.where],
    }


def _day(day: Day) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "inbound": _rate(day.inbound),
        "outbound": _rate(day.outbound),
        "fates": dict(sorted(day.fates.items())),
    }


def as_plain(report: Report) -> dict[str, Any]:
    """The report in dicts, lists, strings and numbers."""
    return {
        "version": VERSION,
        "advice": [
            _advice(advice, remedy, report.places)
            for advice, remedy in zip(report.advice, report.remedies, strict=True)
        ],
        "findings": [finding._asdict() for finding in report.findings],
        "coverage": _coverage(report.coverage),
        "inbound": {
            "messages": _encryption(report.inbound_messages),
            "sessions": _encryption(report.inbound_sessions),
            "submissions": _encryption(report.submissions),
            "services": {name: _encryption(found) for name, found in report.services.items()},
        },
        "outbound": {
            "recipients": _encryption(report.outbound),
            "plaintext_domains": [
                {"domain": domain, "encrypted": _rate(rate)} for domain, rate in report.plaintext_domains
            ],
            "destinations": [
                {"domain": domain, "encrypted": _rate(rate)} for domain, rate in report.destinations
            ],
        },
        "spf_results": dict(sorted(report.spf.items())),
        "rejections": [
            {"action": action, "restriction": restriction, "lines": count}
            for (action, restriction), count in report.actions.items()
        ],
        "would_be_refused": {name: dict(sorted(fates.items())) for name, fates in report.fates.items()},
        "logins": {
            "encrypted": _rate(report.logins),
            "protocols": dict(sorted(report.login_protocols.items())),
        },
        "peers": [_met(one, report.places) for one in report.peers],
        "users": [{**_met(one, report.places), "addresses": one.addresses} for one in report.users],
        "peers_met": report.met[0],
        "users_met": report.met[1],
        "days": [_day(day) for day in report.days],
        "own_domains": list(report.own_domains),
        "postfix_versions": list(report.versions),
    }


def render_advice(report: Report) -> str:
    """The advice alone, and what it was read from, as one JSON document."""
    plain = as_plain(report)
    chosen = {name: plain[name] for name in ("version", "advice", "findings", "coverage")}
    return _dumped(chosen)


def render(report: Report) -> str:
    """The report as one JSON document, ending in a newline."""
    return _dumped(as_plain(report))


def _dumped(plain: dict[str, Any]) -> str:
    """Letters of all scripts as they are; what would drive a terminal, or turn text around, escaped."""
    said = json.dumps(plain, indent=2, ensure_ascii=False)
    if not said.isascii() or "\x7f" in said:
        said = "".join(one if one == "\n" or category(one) not in HARMFUL else _escaped(one) for one in said)
    return said + "\n"


def _escaped(one: str) -> str:
    return json.dumps(one)[1:-1] if ord(one) > 0x7F else f"\\u{ord(one):04x}"
