"""What labels tell, kept for the version of the data that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

from rebond.languages.speaker import Speaker
from rebond.languages.typography import interval, number, percent
from rebond.quantify import Cell, Figure, Perimeter, ask
from rebond.understand import workspace_codebook
from rebond.understand.checking.accuracy import Rate
from rebond.understand.checking.agreement import Agreement
from rebond.understand.checking.correcting import Corrected, corrected_of
from rebond.understand.checking.summary import Check, check_of
from rebond_web.jobs.kinds import Progress
from rebond_web.jobs.models import Job, State
from rebond_web.reading.kept import is_kept, kept
from rebond_web.workspaces.access import Sitting, opened

if TYPE_CHECKING:
    from rebond.workspace import Workspace

CHECK = "check"
CONFUSED, LEAST_CONFUSED = 8, 2
_NAME = "what labels tell"


@dataclass(frozen=True)
class Checked:
    """A check, ready to be written in one language."""

    check: Check | None
    shares: Figure | None
    corrected: Corrected | None
    language: str

    def rate(self, rate: Rate) -> str:
        """Write a rate with its interval, a dash where nothing could be counted."""
        if rate.value is None or rate.low is None or rate.high is None:
            return "–"
        shown = percent(100 * rate.value, 0, self.language)
        return f"{shown} ({self._ends(100 * rate.low, 100 * rate.high, 0)})"

    def alpha(self, found: Agreement | None) -> str:
        """Write an agreement with its interval, a dash where it cannot be told."""
        if found is None or found.alpha is None or found.low is None or found.high is None:
            return "–"
        return f"{number(found.alpha, 2, self.language)} ({self._ends(found.low, found.high, 2)})"

    def percent(self, value: float | None) -> str:
        """Write a share in percent."""
        return "–" if value is None else percent(value, 1, self.language)

    def ends(self, cell: Cell) -> str:
        """Write the interval of a share."""
        if cell.low is None or cell.high is None:
            return ""
        return self._ends(cell.low, cell.high, 1)

    def _ends(self, low: float, high: float, decimals: int) -> str:
        return interval(low, high, decimals, self.language, bare=True)

    @property
    def finding(self) -> str:
        """What holds, as a sentence."""
        speak = Speaker(self.language)
        if self.check is None:
            return speak.t("Nobody has labelled the voices drawn yet")
        accuracy = self.check.accuracy
        if accuracy.precision.value is None or accuracy.recall.value is None:
            return speak.t("Too few voices are labelled to tell how well yours are read")
        return speak.t(
            "Of 10 themes read in your voices, {right} are right; of 10 said, {found} are found",
            right=round(10 * accuracy.precision.value),
            found=round(10 * accuracy.recall.value),
        )

    @property
    def confused(self) -> Sequence[tuple[str, str, int]]:
        """What is read for what, the most often first; "" stands for no theme."""
        if self.check is None:
            return ()
        listed = [one for one in self.check.accuracy.confused if one.n >= LEAST_CONFUSED]
        return [(one.read, one.said, one.n) for one in listed[:CONFUSED]]


def checked(sitting: Sitting, language: str) -> Checked:
    """Return what the labels of a workspace tell."""
    check, shares = told_by_labels(sitting.workspace)
    return Checked(check, shares, corrected_of(sitting.workspace), language)


def told_by_labels(workspace: Workspace) -> tuple[Check | None, Figure | None]:
    """Return what labels tell and corrected shares, computed once for a version of the data."""
    perimeter = Perimeter.whole(workspace)

    def compute() -> tuple[Check | None, Figure | None]:
        found = check_of(workspace, workspace_codebook(workspace))
        return found, ask("share by theme", perimeter) if found else None

    return kept(perimeter, _NAME, compute)


def awaited(sitting: Sitting) -> bool:
    """Return whether what labels tell has to be waited for; the worker was then asked for it."""
    ready = is_kept(Perimeter.whole(sitting.workspace), _NAME)
    if ready or not settings.COMPUTED_BY_WORKER:
        return False
    tenant, asked = sitting.seat.tenant, {"version": sitting.workspace.data_version}
    begun = Job.objects.filter(kind=CHECK, tenant=tenant)
    if begun.filter(asked=asked, state__in=(State.DONE, State.FAILED)).exists():
        return False  # too quick to be kept, or the page says why it fails
    if not begun.filter(state__in=(State.WAITING, State.RUNNING)).exists():
        Job.objects.create(kind=CHECK, tenant=tenant, asked=asked)
    return True


def compute(job: Job, progress: Progress) -> dict[str, Any]:
    """Compute what labels tell, for the page that waits for it."""
    progress("check", 0, None)
    told_by_labels(opened(job.tenant.folder))
    return {}
