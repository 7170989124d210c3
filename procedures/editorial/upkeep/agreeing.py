"""Records that tell of one event: each is held against the others.

What only one row tells, such as the reason of a withdrawal, no other row can prove.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from procedures.models import Approval, Review, Step, Version, Withdrawal
from procedures.vocabulary import Status, StepKind

Record = TypeVar("Record", Approval, Review, Step)


class Records:
    """Everything said of versions, read once."""

    def __init__(self) -> None:
        shown = Version.objects.filter(published_at__isnull=False)
        self._shown = set(shown.values_list("procedure", "published_at"))
        self._steps = _by_version(Step.objects.filter(kind=StepKind.PUBLISHED))
        self._approvals = _by_version(Approval.objects.all())
        self._reviews = _by_version(Review.objects.all())
        self._withdrawals = {one.version_id: one for one in Withdrawal.objects.all()}

    def against(self, version: Version) -> Iterator[str]:
        """What the records of a numbered version say otherwise than the version or each other."""
        steps, approvals = self._steps[version.pk], self._approvals[version.pk]
        for step in steps:
            if step.at != version.published_at:
                yield "it is shown from another moment than the step that published it says"
            if not version.is_redacted and step.note != "\n".join(version.change_notes):
                yield "the step that published it gives other reasons than the text"
        if steps and not approvals:
            yield "somebody published it, and nobody approved it"
        for approval in approvals:
            if approval.whole_page_checked and not self._checked(version, approval):
                who = approval.by_name
                yield f"an approval says that {who} checked the whole page, and no review does"
        if version.status == Status.SUPERSEDED and version.ended_at is not None:
            yield from self._followed(version)
        yield from self._taken_away(version)

    def _checked(self, version: Version, approval: Approval) -> bool:
        """Whether a review of that person and moment stands beside it; older ones have none."""
        said = (approval.by_id, approval.by_name, approval.digest)
        return any(
            (one.reviewer_id, one.reviewer_name, one.digest) == said
            and one.at in (None, approval.at)
            for one in self._reviews[version.pk]
        )

    def _followed(self, version: Version) -> Iterator[str]:
        if (version.procedure_id, version.ended_at) not in self._shown:
            yield "it is shown until a moment at which no other was published"

    def _taken_away(self, version: Version) -> Iterator[str]:
        withdrawal = self._withdrawals.get(version.pk)
        if withdrawal is None:
            if version.status == Status.WITHDRAWN:
                yield "it is withdrawn, and no withdrawal says why"
            return
        if withdrawal.by_id is None:
            return  # a register said so, of a moment elsewhere
        if version.status != Status.WITHDRAWN:
            yield "somebody withdrew it, and it is not withdrawn"
        elif version.ended_at is None or withdrawal.at != version.ended_at.replace(microsecond=0):
            yield "it is shown until another moment than its withdrawal says"


def _by_version(records: Iterable[Record]) -> defaultdict[int | None, list[Record]]:
    found: defaultdict[int | None, list[Record]] = defaultdict(list)
    for record in records:
        found[record.version_id].append(record)
    return found
