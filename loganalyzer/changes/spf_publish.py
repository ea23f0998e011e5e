"""The change of a domain's SPF record, as TXT records for the zone: what to enter first, -all, and back."""

from loganalyzer.advice.spf_plan import SpfPlan
from loganalyzer.changes.change import Change
from loganalyzer.changes.quoting import is_safe
from loganalyzer.changes.spf_record import ending, listing, zone_line

SENDS_NOTHING = "v=spf1 -all"
"""RFC 7208 section 10.1.2."""

RAISE = "then raise the serial of the zone, as you do after each change"
ELSEWHERE = "this record is redirected: its end stands in the record that redirect= names; change that one"
UNKNOWN = "what the record is now is not known, so there is no text to enter"


def publish(plan: SpfPlan | None) -> Change:
    """The record that ends in -all; where that is in force already, the way back to ~all."""
    if plan is None or plan.state in ("unknown", "several") or not is_safe(plan.old):
        return Change("Publish the SPF record", reload="", remarks=(UNKNOWN,))
    in_force = plan.state == "found" and ending(plan.old) == plan.old
    if plan.sends_nothing:
        new = SENDS_NOTHING
    elif in_force and "redirect=" in plan.old.lower():
        return Change("Publish the SPF record", reload="", remarks=(ELSEWHERE,))
    else:
        new = ending(plan.old, "~") if in_force else ending(_listed(plan))
    title = (
        "Go back to ~all"
        if in_force and not plan.sends_nothing
        else "Publish this TXT record, in place of the old"
    )
    return Change(title, lines=(zone_line(plan.domain, new),), reload="", remarks=(RAISE,), undo=_back(plan))


def enter_first(plan: SpfPlan) -> Change | None:
    """What is ours and not in the record, entered with the end as it is; None where nothing is."""
    if not plan.add or plan.sends_nothing or plan.state in ("unknown", "several") or not is_safe(plan.old):
        return None
    text = _listed(plan) if plan.state == "found" else ending(_listed(plan), "~")
    title = "First enter what is yours, with the end of the record as it is"
    return Change(title, lines=(zone_line(plan.domain, text),), reload="", remarks=(RAISE,), undo=_back(plan))


def _listed(plan: SpfPlan) -> str:
    return listing(plan.old or "v=spf1", plan.add)


def _back(plan: SpfPlan) -> Change:
    if not plan.old:
        return Change("The way back", reload="", remarks=("take the record out again: there was none",))
    return Change("The way back: the old record", lines=(zone_line(plan.domain, plan.old),), reload="")
