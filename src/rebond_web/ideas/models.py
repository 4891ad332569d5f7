"""An idea and its versions, what rebounds on it, who supports it, whom it is credited to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rebond_web.challenges.contributions import Contribution
from rebond_web.spaces.models import Participant

LONGEST_TITLE = 120  # characters
LONGEST_TEXT = 5000
LONGEST_REBOUND = 2000


class Idea(Contribution):
    """A proposal. One field is enough (``text``); the others enrich it later.

    Its fields are those of its last version; ``merged_into`` is the idea that it became a part of.
    """

    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField(max_length=LONGEST_TEXT)
    need = models.TextField(max_length=LONGEST_TEXT, blank=True)
    benefit = models.TextField(max_length=LONGEST_TEXT, blank=True)
    version = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="merged"
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["challenge", "state"], name="ideas_of_a_challenge")
        ]

    def __str__(self) -> str:
        return f"idea {self.pk}"

    @property
    def words(self) -> str:
        """All that it says."""
        return "\n".join(one for one in (self.title, self.text, self.need, self.benefit) if one)


class ReboundKind(models.TextChoices):
    """What a rebound does to what it rebounds on."""

    ENRICH = "enrich"
    COMBINE = "combine"
    COUNTER = "counter"
    ASK = "ask"


class Rebound(Contribution):
    """What somebody adds to an idea, or to another rebound on it (``onto``).

    ``combined`` is the other idea, of one that combines two. ``taken`` is the version of the idea
    into which its author took it; a rebound is credited by it.
    """

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="rebounds")
    kind = models.CharField(max_length=7, choices=ReboundKind.choices)
    text = models.TextField(max_length=LONGEST_REBOUND)
    onto = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="answers")
    combined = models.ForeignKey(Idea, on_delete=models.SET_NULL, null=True, related_name="+")
    taken = models.PositiveIntegerField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["idea", "state"], name="rebounds_on_an_idea")
        ]

    def __str__(self) -> str:
        return f"rebound {self.pk}"

    @property
    def words(self) -> str:
        """All that it says."""
        return self.text


class Version(models.Model):
    """An idea as it was from one moment on. Nothing is overwritten."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField(max_length=LONGEST_TEXT)
    need = models.TextField(max_length=LONGEST_TEXT, blank=True)
    benefit = models.TextField(max_length=LONGEST_TEXT, blank=True)
    by = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["idea", "number"], name="one_version_a_number"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of idea {self.idea_id}"


class Coauthor(models.Model):
    """Somebody whom an idea is credited to beside its author."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="coauthors")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="coauthored"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["idea", "participant"], name="credited_once"),
        ]

    def __str__(self) -> str:
        return f"coauthor of idea {self.idea_id}"


class Support(models.Model):
    """One participant supports one idea. It stays with that idea, whatever the idea becomes."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="supports")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="supports")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["idea", "participant"], name="one_support_each"),
        ]

    def __str__(self) -> str:
        return f"support of idea {self.idea_id}"
