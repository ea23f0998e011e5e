"""The questions of ``mailstat label``, one after the other, each answer saved before the next."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from loganalyzer.advice.alike import Group, alike, groups
from loganalyzer.advice.candidates import Candidate
from loganalyzer.settings.labels import As, LabelsError
from loganalyzer.terms.unit import Unit

WORDS: Mapping[str, As] = {"w": "wanted", "j": "junk", "l": "let-it-break"}

ONE = "[w]anted, [j]unk, [l]et it break, [a]ll alike, [s]kip, [q]uit: "
MANY = "[w]anted, [j]unk, [l]et it break, [e]ach by itself, [s]kip, [q]uit: "
MANY_STRANGERS = "[j]unk, [l]et it break, [e]ach by itself, [s]kip, [q]uit: "
HELP = (
    "wanted: somebody here would miss it. junk: nobody would. let it break: it is real, but may be "
    "refused until its sender mends it. In doubt skip: who is skipped is asked about again next time."
)
TRUST = (
    "Wanted is said of each by itself here: it vouches for the servers the mail came through, and these "
    "may be anybody's."
)


class QuitError(Exception):
    """The admin has had enough; all answers so far are saved."""


@dataclass(slots=True)
class Dialogue:
    """A talk about undecided units.

    ask: gives the line that is typed at a prompt, and raises QuitError where there is none. say:
    prints. look: the units to be asked about now. show: a question, and of how many units. save:
    writes labels for these units with a word and a reason; raises LabelsError.
    """

    ask: Callable[[str], str]
    say: Callable[[str], None]
    look: Callable[[], Sequence[Candidate]]
    show: Callable[[Group, int], str]
    save: Callable[[Sequence[Unit], As, str], None]
    labelled: Counter[As] = field(default_factory=Counter)
    skipped: set[Unit] = field(default_factory=set)
    _apart: set[Unit] = field(default_factory=set)
    _reasons: dict[As, str] = field(default_factory=dict)
    _done: set[Unit] = field(default_factory=set)
    _open: list[Candidate] = field(default_factory=list)

    def run(self) -> None:
        """Asks until nobody is left, or the admin quits; an answer may bring up new questions."""
        try:
            while self._more():
                self._about(groups(self._open, self._apart)[0])
        except QuitError:
            self.say("")

    def _more(self) -> bool:
        closed = self._done | self.skipped
        self._open = [one for one in self._open if one.unit not in closed]
        if not self._open:
            self._open = [one for one in self.look() if one.unit not in closed]
        return bool(self._open)

    def _about(self, group: Group) -> None:
        several = len(group.members) > 1
        prompt = (MANY if group.may_be_wanted else MANY_STRANGERS) if several else ONE
        self.say("\n" + self.show(group, len(self._open)))
        while True:
            letter = self.ask(prompt).strip()[:1].lower()
            if letter in WORDS:
                if self._answered(group, WORDS[letter]):
                    return
            elif letter == "s":
                self.skipped |= group.units
                return
            elif letter == "q":
                raise QuitError
            elif letter == "e" and several:
                self._apart |= group.units
                return
            elif letter == "a" and not several:
                wider = alike(group.members[0], self._open)
                if len(wider.members) > 1:
                    self._about(wider)
                    return
                self.say("Nobody else is like it, or all who are must be judged by themselves.")
            else:
                self.say(HELP)

    def _answered(self, group: Group, word: As) -> bool:
        """Asks what has to be asked before the label is written; False to put the question again."""
        if len(group.members) > 1:
            if word == "wanted" and not group.may_be_wanted:
                self.say(TRUST)
                return False
            sure = self.ask(f"All {len(group.members):,} as {word}? [y]es, [n]o: ")
            if sure.strip()[:1].lower() != "y":
                return False
        why = self._why(word)
        try:
            self.save([one.unit for one in group.members], word, why)
        except LabelsError as error:
            self.say(f"Not saved, and skipped: {error}")
            self.skipped |= group.units
            return True
        self._done |= group.units
        self.labelled[word] += len(group.members)
        return True

    def _why(self, word: As) -> str:
        """The reason; once one was given for this word, Enter gives it again."""
        before = self._reasons.get(word, "")
        hint = f" (Enter: {before})" if before else ""
        while not (why := self.ask(f"Why {word}?{hint} ").strip() or before):
            self.say("A label needs a reason, for whoever reads it in a year.")
        self._reasons[word] = why
        return why
