"""Arguments for and against an idea: given, thanked once, naming others, taken back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rebond.listen.erasure import Forgotten
from rebond.workspace import Workspace
from rebond_web.audit.models import Entry
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.models import Idea
from rebond_web.spaces.given import gifts_of
from rebond_web.spaces.models import Moderation, Participant, Public, Space
from rebond_web.statements.erasing import forget_in_statements
from rebond_web.statements.models import Argument, Mention, Thanks

TakesPart = Callable[..., Client]


@pytest.fixture
def idea(challenge: Challenge) -> Idea:
    author = Participant.objects.create(
        space=challenge.space, public=Public.objects.get(name="Clients"), language="fr", name="Ida"
    )
    return Idea.objects.create(
        challenge=challenge,
        author=author,
        language="fr",
        title="Une file unique",
        text="Une seule file pour toutes les caisses.",
        state="published",
        published=timezone.now(),
    )


def address(name: str, idea: Idea, **more: object) -> str:
    space = idea.challenge.space
    at = {"slug": space.tenant.slug, "space": space.slug, "idea": idea.pk}
    return reverse(name, kwargs={**at, **more})


def page(browser: Client, idea: Idea) -> str:
    return browser.get(address("idea", idea), headers={"Accept-Language": "en"}).content.decode()


def give(browser: Client, idea: Idea, text: str, side: str = "for") -> Argument:
    answer = browser.post(address("argue", idea), {"side": side, "text": text})
    assert answer.status_code == 302, answer.content
    return Argument.objects.latest("pk")


def test_an_argument_is_shown_on_its_side_the_most_useful_first(
    takes_part: TakesPart, idea: Idea
) -> None:
    nadia, omar, lou = (takes_part(name) for name in ("Nadia", "Omar", "Lou"))
    give(nadia, idea, "Moins d’attente")
    second = give(nadia, idea, "Plus juste")
    give(omar, idea, "Des chariots partout", "against")
    for browser in (omar, lou, lou):
        assert browser.post(address("thank-argument", idea, argument=second.pk)).status_code == 302
    assert Thanks.objects.count() == 2, "once each"
    shown = page(lou, idea)
    assert "useful to 2 people" in shown
    places = [shown.index(text) for text in ("Plus juste", "Moins d’attente", "Des chariots")]
    assert places == sorted(places)
    lou.post(address("thank-argument", idea, argument=second.pk), {"useful": "0"})
    assert Thanks.objects.count() == 1
    assert Entry.objects.filter(action="argument given").count() == 3


@pytest.mark.parametrize(
    ("side", "text", "told"),
    [
        ("for", " ", "Nothing is written yet"),
        ("beside", "Oui", "Say whether it is for or against"),
        ("for", "x" * 601, "at most 600 are kept"),
    ],
)
def test_an_argument_that_cannot_be_is_refused_with_its_reason(
    takes_part: TakesPart, idea: Idea, side: str, text: str, told: str
) -> None:
    answer = takes_part("Nadia").post(
        address("argue", idea), {"side": side, "text": text}, headers={"Accept-Language": "en"}
    )
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert not Argument.objects.exists()


def test_nobody_thanks_themselves_nor_takes_back_what_another_gave(
    takes_part: TakesPart, idea: Idea
) -> None:
    nadia, omar = takes_part("Nadia"), takes_part("Omar")
    made = give(nadia, idea, "Moins d’attente")
    assert nadia.post(address("thank-argument", idea, argument=made.pk)).status_code == 404
    assert omar.post(address("withdraw-argument", idea, argument=made.pk)).status_code == 404
    assert nadia.post(address("withdraw-argument", idea, argument=made.pk)).status_code == 302
    assert "Moins d’attente" not in page(nadia, idea)


def test_what_waits_is_seen_by_its_author_alone(takes_part: TakesPart, idea: Idea) -> None:
    Space.objects.update(moderation=Moderation.BEFORE)
    nadia, omar = takes_part("Nadia"), takes_part("Omar")
    made = give(nadia, idea, "Moins d’attente")
    assert "waits for somebody to read it" in page(nadia, idea)
    assert "Moins d’attente" not in page(omar, idea)
    assert omar.post(address("thank-argument", idea, argument=made.pk)).status_code == 404


def test_an_idea_that_is_not_shown_takes_no_argument(takes_part: TakesPart, idea: Idea) -> None:
    Idea.objects.update(state="refused")
    browser = takes_part("Nadia")
    given = {"side": "for", "text": "Oui"}
    assert browser.post(address("argue", idea), given).status_code == 404
    assert Client().post(address("argue", idea), given).status_code == 404


def test_who_is_named_finds_it_in_what_concerns_them(takes_part: TakesPart, idea: Idea) -> None:
    nadia, _, _ = (takes_part(name) for name in ("Nadia", "Jean Petit", "Jean"))
    give(nadia, idea, "Comme le dit @Jean Petit, ou @Ida\u202f! Et n@rien, @personne.")
    named = Mention.objects.values_list("participant__name", flat=True)
    assert sorted(named) == ["Ida", "Jean Petit"]
    told = [str(gift.what) for gift in gifts_of(Participant.objects.get(name="Ida"))]
    assert "Somebody named you in an argument" in told


def test_of_two_of_the_same_name_the_one_who_wrote_there_is_named(
    takes_part: TakesPart, idea: Idea
) -> None:
    takes_part("Ida")
    give(takes_part("Nadia"), idea, "@Ida a raison")
    assert Mention.objects.get().participant == idea.author
    Participant.objects.filter(name="Ida").update(name="Zoé")
    Participant.objects.exclude(ideas=idea).filter(name="Zoé").update(name="Lise")
    takes_part("Lise")
    give(takes_part("Marc"), idea, "@Lise aussi")
    assert Mention.objects.count() == 1, "nothing tells these two apart"


def test_arguments_are_erased_with_who_gave_them_and_names_taken_out_of_the_others(
    takes_part: TakesPart, idea: Idea, own_workspace: Path
) -> None:
    nadia, omar = takes_part("Nadia"), takes_part("Omar")
    give(nadia, idea, "Moins d’attente")
    kept = give(omar, idea, "Martine Quelquechose le disait")
    space = idea.challenge.space
    me = reverse("space-me", kwargs={"slug": space.tenant.slug, "space": space.slug})
    assert nadia.post(me, {"sure": "on"}).status_code == 200
    assert list(Argument.objects.values_list("pk", flat=True)) == [kept.pk]
    nobody = frozenset[str]()
    gone = Forgotten(frozenset({"Martine Quelquechose"}), nobody, nobody, nobody, nobody)
    forget_in_statements(Workspace.open(own_workspace), gone)
    assert "Martine" in Argument.objects.get().text, "of another workspace"
    assert forget_in_statements(Workspace.open(Path(space.tenant.folder)), gone) == 1
    assert Argument.objects.get().text == "… le disait"


def test_the_page_of_an_idea_asks_the_database_as_often_for_many_arguments(
    takes_part: TakesPart,
    idea: Idea,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    browser, by = takes_part("Nadia"), Participant.objects.get(name="Ida")
    give(browser, idea, "Une")
    asked = _queries(browser, idea)
    Argument.objects.bulk_create(
        Argument(
            challenge=idea.challenge,
            idea=idea,
            author=by,
            language="fr",
            side="against",
            text=f"Raison {n}",
            state="published",
        )
        for n in range(30)
    )
    with django_assert_max_num_queries(asked):
        page(browser, idea)


def _queries(browser: Client, idea: Idea) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page(browser, idea)
    with CaptureQueriesContext(connection) as asked:
        page(browser, idea)
    return len(asked)
