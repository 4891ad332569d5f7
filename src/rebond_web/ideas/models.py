"""An idea and its versions, what rebounds on it, who supports it, what stands behind it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rebond_web.accounts.models import Account
from rebond_web.challenges.contributions import Contribution
from rebond_web.spaces.models import Participant

LONGEST_TITLE = 120  # characters
LONGEST_TEXT = 5000
LONGEST_REBOUND = 2000
LONGEST_ALT = 200
LONGEST_FILE_NAME = 120


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
    REPLY = "reply"  # a word of those whose idea it is


class Rebound(Contribution):
    """What somebody adds to an idea, or to another rebound on it (``onto``).

    ``combined`` is the other idea, of one that combines two. ``taken`` is the version of the idea
    into which its author took it; a rebound is credited by it. ``declined`` is when the author
    thanked for it without taking it; why is the reply that stands ``onto`` it.
    """

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="rebounds")
    kind = models.CharField(max_length=7, choices=ReboundKind.choices)
    text = models.TextField(max_length=LONGEST_REBOUND)
    onto = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="answers")
    combined = models.ForeignKey(Idea, on_delete=models.SET_NULL, null=True, related_name="+")
    taken = models.PositiveIntegerField(null=True)
    declined = models.DateTimeField(null=True)

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
    """An idea as it was from one moment on. Nothing is overwritten.

    ``restores`` is the earlier version that it is equal to, of one that takes a change back.
    """

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField(max_length=LONGEST_TEXT)
    need = models.TextField(max_length=LONGEST_TEXT, blank=True)
    benefit = models.TextField(max_length=LONGEST_TEXT, blank=True)
    restores = models.PositiveIntegerField(null=True)
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
    """One participant supports one idea.

    It stays with that idea, whatever the idea becomes, unless its participant moves it:
    ``moved_from`` is then the idea that it was given to. ``stays`` holds for one whose participant
    was asked, and leaves it where it is.
    """

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="supports")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="supports")
    moved_from = models.ForeignKey(Idea, on_delete=models.SET_NULL, null=True, related_name="+")
    stays = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["idea", "participant"], name="one_support_each"),
        ]

    def __str__(self) -> str:
        return f"support of idea {self.idea_id}"


class Merge(models.Model):
    """Somebody asks that an idea becomes a part of another; each author agrees, or not.

    ``part_agrees`` and ``whole_agrees`` are None until that author answered. ``done`` is when both
    had agreed, ``ended`` when it was refused or undone. ``credited`` tells that the author of the
    part became a co-author by it.
    """

    part = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="merges")
    whole = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="absorbs")
    by = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+")
    part_agrees = models.BooleanField(null=True)
    whole_agrees = models.BooleanField(null=True)
    credited = models.BooleanField(default=False)
    asked = models.DateTimeField(auto_now_add=True)
    done = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["part"],
                condition=models.Q(ended=None),
                name="one_merge_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(part=models.F("whole")), name="a_merge_is_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"


class Picture(models.Model):
    """A picture of an idea, drawn anew by us from the one given; ``alt`` says what it shows."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="pictures")
    alt = models.CharField(max_length=LONGEST_ALT)
    width = models.PositiveIntegerField()  # pixels
    height = models.PositiveIntegerField()
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"picture {self.pk} of idea {self.idea_id}"


class Document(models.Model):
    """The one file of an idea, as it was given; it leaves the site as an attachment only."""

    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, related_name="document")
    name = models.CharField(max_length=LONGEST_FILE_NAME)
    size = models.PositiveIntegerField()  # bytes
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"document of idea {self.idea_id}"


class IdeaVoice(models.Model):
    """Whether a voice of the workspace asks for an idea, as somebody who runs the space says."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="voices")
    voice_id = models.CharField(max_length=80)
    response_id = models.CharField(max_length=40)
    asks = models.BooleanField()
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["idea", "voice_id"], name="said_once_of_a_voice"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["voice_id"], name="ideas_behind_a_voice"),
            models.Index(fields=["response_id"], name="ideas_behind_a_response"),
        ]

    def __str__(self) -> str:
        return f"voice {self.voice_id} and idea {self.idea_id}"
