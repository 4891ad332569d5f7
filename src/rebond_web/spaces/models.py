"""A space for a community, the publics that it declares, and who takes part in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rebond.vocabulary import Stakeholder
from rebond_web.accounts.models import Account
from rebond_web.workspaces.models import Tenant

LONGEST_ABOUT = 600  # characters
LONGEST_CHARTER = 4000
LONGEST_NAME = 60


class Opening(models.TextChoices):
    """Who may come in."""

    PUBLIC = "public"  # anybody
    LINK = "link"  # whoever has its link
    INVITATION = "invitation"  # those who were invited
    PROFILE = "profile"  # those whose responses fulfil conditions


class Moderation(models.TextChoices):
    """When what people write is looked at."""

    BEFORE = "before"  # nothing is shown before somebody agreed
    AFTER = "after"  # shown at once, unless something in it is doubtful


class Space(models.Model):
    """Where a community is asked and answers.

    ``profile`` holds conditions as a question does ("Produit = Skis"): where ``opening`` is
    PROFILE, whoever gave a response that fulfils them may come in. ``token`` is what its link
    bears; changing it shuts the old link. Where ``without_account`` holds, a browser is enough to
    take part.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="spaces")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    about = models.TextField(max_length=LONGEST_ABOUT, blank=True)
    charter = models.TextField(max_length=LONGEST_CHARTER, blank=True)
    languages = models.CharField(max_length=20, default="fr en")
    opening = models.CharField(max_length=10, choices=Opening.choices, default=Opening.PUBLIC)
    profile = models.TextField(blank=True)
    token = models.CharField(max_length=16, unique=True)
    without_account = models.BooleanField(default=True)
    moderation = models.CharField(
        max_length=6, choices=Moderation.choices, default=Moderation.AFTER
    )
    closed = models.BooleanField(default=False)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "slug"], name="one_space_a_name"),
            models.CheckConstraint(
                condition=~models.Q(opening=Opening.PROFILE) | ~models.Q(profile=""),
                name="a_space_by_profile_has_one",
            ),
        ]

    def __str__(self) -> str:
        return f"space {self.pk}"

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages in which it is run."""
        return tuple(self.languages.split())


class Public(models.Model):
    """People that a space tells apart: "les clients", "les équipes des magasins".

    Declared by the owner, chosen by each participant; ``stakeholder`` is the kind it is of.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="publics")
    name = models.CharField(max_length=80)
    stakeholder = models.CharField(
        max_length=10, choices=[(str(one), str(one)) for one in Stakeholder]
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["space", "name"], name="one_public_a_name"),
        ]

    def __str__(self) -> str:
        return f"public {self.pk} of space {self.space_id}"


class Invited(models.Model):
    """An account that may come in a space by invitation."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="invited")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["space", "account"], name="invited_once"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} in space {self.space_id}"


class Participant(models.Model):
    """One person who takes part in one space: an account, or a browser where the owner allows it.

    ``device`` is a keyed digest of what the browser keeps, other in each space; "" for accounts.
    ``name`` is the one they chose to be shown under, "" for none. Who is ``excluded`` reads on, and
    writes nothing more.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="participants")
    public = models.ForeignKey(Public, on_delete=models.PROTECT, related_name="participants")
    account = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, related_name="participations"
    )
    device = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    language = models.CharField(max_length=2)
    excluded = models.BooleanField(default=False)
    joined = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["space", "account"], name="one_participant_an_account"),
            models.UniqueConstraint(
                fields=["space", "device"],
                condition=~models.Q(device=""),
                name="one_participant_a_browser",
            ),
        ]

    def __str__(self) -> str:
        return f"participant {self.pk}"
