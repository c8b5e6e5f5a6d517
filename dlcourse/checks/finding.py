"""Checks: what is found wrong with an answer, and what of it is told."""

from dataclasses import dataclass, field, replace

from dlcourse.checks.wording import joined


@dataclass(frozen=True)
class Finding:
    """What is wrong with an answer, in words.

    causes: sentences that explain every wrong number, by key; several when they explain it equally well.
    seen: what is told when there is none.   where: the first wrong entry.
    right, wrong: the names of results.   hint: the exercise's own sentence, for when there is no cause.
    """

    causes: dict = field(default_factory=dict)
    seen: str = ""
    where: str = ""
    right: tuple = ()
    wrong: tuple = ()
    hint: str = ""

    @property
    def message(self) -> str:
        return " ".join(filter(None, (either(self.causes.values()) or self.seen, self.where)))

    @property
    def is_open(self) -> bool:
        """Whether a warning may say more: not beside a cause, but for numbers that are not finite."""
        return not self.causes or any(key[0] == "shape" for key in self.causes)

    def without(self, keys) -> "Finding":
        """Without these causes."""
        return replace(self, causes={k: told for k, told in self.causes.items() if k not in keys})

    def with_signs_here_alone(self) -> "Finding":
        """With other words for a sign that is wrong in some cases alone."""
        told = f"{joined(self.wrong)}: the sign is wrong here, not on all inputs. Is an absolute value taken?"
        return replace(self, causes=self.causes | {"sign": told})

    def hinting(self, hint: str) -> "Finding":
        """With the exercise's own sentence."""
        return replace(self, hint=hint)


def either(sentences) -> str:
    """The sentences with "Or:" between them; what the later ones begin with like the first is said once."""
    found = list(dict.fromkeys(sentences))[:3]
    first = found[0].split(". ")[0] + ". " if found else ""
    return " Or: ".join([*found[:1], *(sentence.removeprefix(first) for sentence in found[1:])])
