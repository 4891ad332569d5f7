"""The voices drawn, what each person has said of them, and what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rebond.understand.checking.labels import (
    VoiceLabels,
    VoiceToLabel,
    disagreements,
    labels_of,
    voices_to_label,
)
from rebond_web.labelling.models import Kind, Saying
from rebond_web.reading.kept import kept
from rebond_web.workspaces.access import Sitting

Pair = tuple[str, int]  # the id of a theme, a polarity


@dataclass(frozen=True)
class Sample:
    """The voices drawn, in the order drawn, and the labels that people gave to them."""

    voices: Sequence[VoiceToLabel]
    labels: Sequence[VoiceLabels]

    def by(self, labeller: str) -> dict[str, tuple[Pair, ...]]:
        """Return what a person said by themselves, by voice."""
        return {
            one.voice_id: one.said
            for one in self.labels
            if one.labeller == labeller and not one.settled
        }

    @property
    def done(self) -> dict[str, int]:
        """How many voices each person has labelled."""
        return dict(Counter(one.labeller for one in self.labels if not one.settled))

    @property
    def unsettled(self) -> list[VoiceToLabel]:
        """The voices that people differ on, nobody having settled."""
        wanted = set(disagreements(self.labels))
        return [voice for voice in self.voices if voice.voice_id in wanted]

    def voice(self, voice_id: str) -> VoiceToLabel | None:
        """Return a voice of the sample."""
        return next((one for one in self.voices if one.voice_id == voice_id), None)

    def following(self, labeller: str, after: int) -> VoiceToLabel | None:
        """Return the next voice that a person has not labelled, after a rank, then from the top."""
        done = self.by(labeller)
        left = [one for one in self.voices if one.voice_id not in done]
        return next((one for one in left if one.rank > after), left[0] if left else None)


def sample_of(sitting: Sitting) -> Sample:
    """Return the sample of a workspace as it is now, what waits to join it included."""
    workspace, tenant = sitting.workspace, sitting.seat.tenant
    voices, labels = kept(
        sitting.perimeter,
        "sample to label",
        lambda: (voices_to_label(workspace), labels_of(workspace)),
    )
    drawn = {voice.voice_id for voice in voices}
    known = {
        (one.voice_id, one.labeller, one.settled): one for one in labels if one.voice_id in drawn
    }
    for one in Saying.objects.filter(tenant=tenant).exclude(kind=Kind.CORRECTION):
        if one.voice_id in drawn:
            settled = one.kind == Kind.SETTLED
            said = tuple((theme, polarity) for theme, polarity, *_ in one.said)
            known[one.voice_id, one.labeller, settled] = VoiceLabels(
                one.voice_id, one.labeller, said, settled, one.codebook_version
            )
    return Sample(voices, list(known.values()))
