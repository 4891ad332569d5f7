"""Spaces are made, changed, opened to whom they are for, by those who run them and nobody else."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from mail_catcher import Catcher, start

from rebond_web.accounts.actions import account_of, invite
from rebond_web.accounts.models import Account, Invitation
from rebond_web.accounts.sweeping import sweep
from rebond_web.audit.models import Entry
from rebond_web.challenges.models import Challenge
from rebond_web.house import House
from rebond_web.mail.models import Letter
from rebond_web.mail.sending import send_waiting
from rebond_web.spaces.actions import who_fits
from rebond_web.spaces.models import Invited, Opening, Participant, Public, Space
from rebond_web.workspaces.models import Role, Seat, Tenant

SignedIn = Callable[..., Client]
TakesPart = Callable[..., Client]
EN = {"Accept-Language": "en"}
MADE: dict[str, object] = {
    "name": "L’atelier des magasins",
    "about": "On cherche ensemble.",
    "charter": "On critique des idées, jamais des personnes.",
    "opening": "public",
    "without_account": "on",
    "moderation": "before",
    "speaks_fr": "on",
    "public_number": ["", ""],
    "public_name": ["Les clients", "Les équipes"],
    "public_kind": ["customer", "employee"],
}


def _at(space: Space, name: str) -> str:
    return reverse(name, kwargs={"slug": space.tenant.slug, "space": space.slug})


def _run(space: Space, name: str) -> str:
    return reverse(name, kwargs={"slug": space.tenant.slug, "space": space.pk})


@pytest.fixture
def catcher() -> Iterator[Catcher]:
    """Return a mail server, named by the installation's file."""
    found, server = start()
    found.configure(House.current().path)
    yield found
    House.current().settings.unlink(missing_ok=True)
    server.shutdown()
    server.server_close()


def test_a_space_is_made_with_what_it_declares(signed_in: SignedIn, tenant: Tenant) -> None:
    new = reverse("new-space", kwargs={"slug": tenant.slug})
    analyst = signed_in("analyst")
    assert analyst.get(new).status_code == 200
    assert analyst.post(new, MADE).status_code == 302
    made = Space.objects.get(tenant=tenant)
    assert made.slug == "l-atelier-des-magasins"
    assert (made.spoken, made.moderation, made.without_account) == (("fr",), "before", True)
    assert list(made.publics.order_by("pk").values_list("name", "stakeholder")) == [
        ("Les clients", "customer"),
        ("Les équipes", "employee"),
    ]
    assert Entry.objects.filter(action="space made", subject=str(made.pk)).exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": " "}, "needs a name"),
        ({"public_name": ["", ""]}, "at least one public"),
        ({"public_name": ["Tous", "tous"]}, "same name"),
        ({"speaks_fr": ""}, "at least one language"),
        ({"opening": "profile"}, "needs its conditions"),
        ({"opening": "profile", "profile": "Pays = France"}, "Pays"),
        ({"opening": "nobody"}, "not a value of opening"),
        ({"about": "a" * 601}, "more than 600 characters"),
    ],
)
def test_a_space_that_means_nothing_is_refused_with_its_reason(
    signed_in: SignedIn, tenant: Tenant, change: dict[str, object], told: str
) -> None:
    new = reverse("new-space", kwargs={"slug": tenant.slug})
    answer = signed_in("analyst").post(new, {**MADE, **change}, headers=EN)
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert not Space.objects.exists()


def test_how_many_people_fulfil_a_profile_is_said_before_it_is_kept(
    signed_in: SignedIn, tenant: Tenant
) -> None:
    new = reverse("new-space", kwargs={"slug": tenant.slug})
    asked = {**MADE, "profile": "Ville = Laval", "check": "yes"}
    page = signed_in("analyst").post(new, asked, headers=EN).content.decode()
    n = who_fits(tenant, "Ville = Laval")
    assert n > 0
    assert f"{n} people of your data fulfil these conditions" in page
    assert not Space.objects.exists()


def test_who_gave_such_an_answer_comes_in_a_space_by_profile(
    signed_in: SignedIn, space: Space
) -> None:
    Space.objects.filter(pk=space.pk).update(opening=Opening.PROFILE, profile="Ville = Laval")
    assert signed_in("contributor").get(_at(space, "space")).status_code == 404
    for name, seen in (("b.petit", 200), ("a.martin", 404)):  # of Laval, of Nantes
        browser = Client()
        account = account_of(f"{name}@example.com")
        browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        assert browser.get(_at(space, "space")).status_code == seen


def test_a_public_that_people_chose_does_not_go(
    signed_in: SignedIn, space: Space, takes_part: TakesPart
) -> None:
    takes_part("Nadia")
    customers, teams = space.publics.order_by("pk")
    change = _run(space, "change-space")
    left = {**MADE, "public_number": [str(teams.pk)], "public_name": ["Clients"]}
    refused = signed_in("analyst").post(change, {**left, "public_kind": ["employee"]}, headers=EN)
    assert refused.status_code == 400
    assert "this public cannot go" in refused.content.decode()
    swapped = {"public_number": [str(customers.pk), str(teams.pk)]}
    swapped |= {
        "public_name": [teams.name, customers.name],
        "public_kind": ["customer", "employee"],
    }
    assert signed_in("analyst").post(change, {**MADE, **swapped}).status_code == 302
    assert Public.objects.get(pk=customers.pk).name == "Équipes"


@pytest.mark.parametrize("role", ["manager", "contributor", "guest"])
def test_only_those_who_work_run_a_space(signed_in: SignedIn, space: Space, role: str) -> None:
    browser = signed_in(role, "Ville = Nantes")
    for name in ("manage-space", "change-space", "space-qr"):
        assert browser.get(_run(space, name)).status_code == 404
    for name in ("close-space", "change-space-link", "invite-to-space"):
        assert browser.post(_run(space, name), {"closed": "yes"}).status_code == 404
    assert not Space.objects.get(pk=space.pk).closed


def test_a_closed_space_is_read_and_takes_nobody_in(signed_in: SignedIn, space: Space) -> None:
    signed_in("analyst").post(_run(space, "close-space"), {"closed": "yes"})
    visitor = Client(headers=EN)
    page = visitor.get(_at(space, "space")).content.decode()
    assert "Closed: it can still be read" in page
    public = space.publics.order_by("pk").values_list("pk", flat=True)[0]
    assert visitor.post(_at(space, "join"), {"public": public}).status_code == 400
    assert not Participant.objects.exists()


def test_a_charter_is_accepted_by_who_comes_in(space: Space) -> None:
    Space.objects.filter(pk=space.pk).update(charter="On ne nomme personne.")
    visitor, to = Client(headers=EN), _at(space, "join")
    assert "On ne nomme personne." in visitor.get(to).content.decode()
    public = space.publics.order_by("pk").values_list("pk", flat=True)[0]
    assert visitor.post(to, {"public": public}).status_code == 400
    assert not Participant.objects.exists()
    assert visitor.post(to, {"public": public, "charter": "on"}).status_code == 302


def test_people_are_invited_with_a_seat_that_reads_nothing(
    tenant: Tenant, space: Space, owner: Account
) -> None:
    Space.objects.filter(pk=space.pk).update(opening=Opening.INVITATION)
    Seat.objects.create(account=account_of("ana@example.com"), tenant=tenant, role=Role.ANALYST)
    mine = Client(headers=EN)
    mine.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    teams = Public.objects.get(space=space, name="Équipes")
    given = {"emails": "nadia@example.com\nana@example.com", "public": teams.pk}
    page = mine.post(_run(space, "invite-to-space"), given).content.decode()
    assert page.count("/enter/") == 1, "a link for who has no seat, and none that opens figures"
    seat = Seat.objects.get(account__email="nadia@example.com")
    assert (seat.role, seat.kind) == (Role.CONTRIBUTOR, "employee")
    assert Seat.objects.get(account__email="ana@example.com").role == Role.ANALYST
    assert Invited.objects.filter(space=space).count() == 2
    link = page.partition("<code>")[2].partition("</code>")[0]
    nadia = Client()
    arrived = nadia.post(link, follow=True)
    assert arrived.redirect_chain[-1][0] == _at(space, "join")
    assert Client().get(_at(space, "space")).status_code == 404


def test_an_analyst_without_mail_makes_no_link(signed_in: SignedIn, space: Space) -> None:
    given = {"emails": "nadia@example.com", "public": space.publics.order_by("pk")[0].pk}
    page = signed_in("analyst").post(_run(space, "invite-to-space"), given).content.decode()
    assert "/enter/" not in page
    assert Invited.objects.filter(space=space).count() == 1


@pytest.mark.parametrize("emails", ["", "nobody", "\n".join(f"a{n}@b.fr" for n in range(101))])
def test_invitations_that_mean_nothing_are_refused(
    signed_in: SignedIn, space: Space, emails: str
) -> None:
    given = {"emails": emails, "public": space.publics.order_by("pk")[0].pk}
    assert signed_in("analyst").post(_run(space, "invite-to-space"), given).status_code == 400
    assert not Invited.objects.exists()


def test_a_letter_lets_an_unknown_address_in_and_gives_it_a_seat(
    space: Space, catcher: Catcher
) -> None:
    Space.objects.filter(pk=space.pk).update(without_account=False)
    visitor = Client(headers=EN)
    assert "Receive a link" in visitor.get(_at(space, "join")).content.decode()
    asked = visitor.post(_at(space, "space-sign-in"), {"email": "Nadia@example.com"})
    assert asked.status_code == 200
    assert send_waiting() == 1
    (caught,) = catcher.caught
    assert caught.to == "nadia@example.com"
    link = next(
        word for word in caught.letter.get_content().split() if "/enter/" in word
    ).removeprefix("http://127.0.0.1")
    assert visitor.post(link, follow=True).redirect_chain[-1][0] == _at(space, "join")
    assert Client().post(link).status_code == 404, "once"
    teams = Public.objects.get(space=space, name="Équipes")
    visitor.post(_at(space, "join"), {"public": teams.pk, "name": "Nadia"})
    seat = Seat.objects.get(account__email="nadia@example.com")
    assert (seat.role, seat.kind) == (Role.CONTRIBUTOR, "employee")
    assert Participant.objects.get(account=seat.account).name == "Nadia"


def test_the_answer_does_not_tell_who_has_an_account(space: Space, catcher: Catcher) -> None:
    del catcher
    Space.objects.filter(pk=space.pk).update(without_account=False)
    known = account_of("known@example.com")
    Seat.objects.create(account=known, tenant=space.tenant, role=Role.CONTRIBUTOR, kind="customer")
    pages = {
        email: Client(headers=EN).post(_at(space, "space-sign-in"), {"email": email})
        for email in ("known@example.com", "other@example.com", "owner@example.com")
    }
    assert {one.status_code for one in pages.values()} == {200}
    told = {
        one.content.decode().replace(email, "…").partition("<main")[2]
        for email, one in pages.items()
    }
    assert len(told) == 1
    written = Letter.objects.get(account__email="owner@example.com").text
    assert "/enter/" not in written, "no letter opens figures"


def test_an_address_that_nobody_came_in_with_is_forgotten_after_a_day(
    space: Space, catcher: Catcher
) -> None:
    del catcher
    Space.objects.filter(pk=space.pk).update(without_account=False)
    Client().post(_at(space, "space-sign-in"), {"email": "typed@example.com"})
    typed = Account.objects.filter(email="typed@example.com")
    sweep()
    assert typed.exists()
    ago = timezone.now() - timedelta(days=2)
    typed.update(created=ago)
    sweep()
    assert typed.exists(), "its link may still be used"
    Invitation.objects.filter(account__in=typed).update(expires=ago)
    for _ in range(2):  # links first, then those whom none lets in any more
        sweep()
    assert not typed.exists()
    assert Account.objects.filter(email="owner@example.com").exists()


def test_who_takes_part_comes_back_by_a_letter_and_who_reads_figures_does_not(
    space: Space, owner: Account, catcher: Catcher
) -> None:
    nadia = account_of("nadia@example.com")
    seat = {"tenant": space.tenant, "role": Role.CONTRIBUTOR, "kind": "customer"}
    Seat.objects.create(account=nadia, **seat)
    assert "You take part in a space" in Client(headers=EN).get("/").content.decode()
    told = set()
    for email in (nadia.email, owner.email, "nobody@example.com", "not an address"):
        page = Client(headers=EN).post(reverse("come-back"), {"email": email})
        told.add(page.content.decode().replace(email, "…").partition("<main")[2])
    assert len(told) == 1
    assert send_waiting() == 1
    (caught,) = catcher.caught
    assert caught.to == nadia.email
    link = next(one for one in caught.letter.get_content().split() if "/enter/" in one)
    browser = Client()
    arrived = browser.post(link.removeprefix("http://127.0.0.1"), follow=True)
    assert arrived.redirect_chain[-1][0] == reverse("community", args=[space.tenant.slug])


def test_one_address_is_not_written_to_again_and_again(space: Space, catcher: Catcher) -> None:
    del catcher
    Space.objects.filter(pk=space.pk).update(without_account=False)
    for _ in range(6):
        told = Client().post(_at(space, "space-sign-in"), {"email": "nadia@example.com"})
        assert told.status_code == 200
    assert Letter.objects.count() == 4


def test_the_list_shows_spaces_open_to_who_asks(signed_in: SignedIn, space: Space) -> None:
    page = reverse("community", kwargs={"slug": space.tenant.slug})
    assert space.name in Client().get(page).content.decode()
    Space.objects.filter(pk=space.pk).update(opening=Opening.INVITATION)
    assert Client().get(page).status_code == 404
    guest = signed_in("guest").get(page, headers=EN).content.decode()
    assert space.name not in guest
    assert "Nothing is asked for the time being" in guest
    assert space.name in signed_in("manager", "Ville = Nantes").get(page).content.decode()


def test_a_link_of_another_space_leads_nowhere_else(space: Space, owner: Account) -> None:
    token = invite(owner)
    elsewhere = {"slug": space.tenant.slug, "space": "absent", "token": token}
    assert Client().post(reverse("space-enter", kwargs=elsewhere)).status_code == 404


def test_a_space_asks_as_much_of_the_database_however_many_challenges_it_has(
    space: Space, challenge: Challenge, django_assert_num_queries: Callable[..., Any]
) -> None:
    with CaptureQueriesContext(connection) as one:
        assert Client().get(_at(space, "space")).status_code == 200
    for _ in range(9):
        challenge.pk = None
        challenge.save()
    with django_assert_num_queries(len(one)):
        assert Client().get(_at(space, "space")).content.count(b'class="card"') == 10


def test_a_guest_follows_and_does_not_take_part(signed_in: SignedIn, space: Space) -> None:
    guest, to = signed_in("guest"), _at(space, "join")
    assert guest.get(_at(space, "space")).status_code == 200
    public = space.publics.order_by("pk").values_list("pk", flat=True)[0]
    answer = guest.post(to, {"public": public}, headers=EN)
    assert answer.status_code == 400
    assert "as a guest" in answer.content.decode()
    assert not Participant.objects.exists()


def test_whose_seat_was_taken_away_is_out_of_spaces_that_are_not_open_to_all(
    signed_in: SignedIn, space: Space
) -> None:
    Space.objects.filter(pk=space.pk).update(opening=Opening.INVITATION)
    browser = signed_in("contributor")
    account = account_of("contributor@example.com")
    Invited.objects.create(space=space, account=account)
    public = space.publics.order_by("pk").values_list("pk", flat=True)[0]
    assert browser.post(_at(space, "join"), {"public": public}).status_code == 302
    assert browser.get(_at(space, "space")).status_code == 200
    Seat.objects.filter(account=account).delete()
    assert browser.get(_at(space, "space")).status_code == 404


@pytest.mark.parametrize("who", ["nobody", "contributor", "analyst"])
def test_the_list_asks_as_much_of_the_database_however_many_spaces(
    signed_in: SignedIn, space: Space, django_assert_num_queries: Callable[..., Any], who: str
) -> None:
    browser = Client() if who == "nobody" else signed_in(who)
    page = reverse("community", kwargs={"slug": space.tenant.slug})
    with CaptureQueriesContext(connection) as one:
        assert browser.get(page).status_code == 200
    for rank in range(5):
        space.pk, space.slug, space.token = None, f"s{rank}", f"223456789{rank + 2}"
        space.save()
    with django_assert_num_queries(len(one)):
        assert browser.get(page).content.count(b'class="card"') == 6


def test_an_invitation_is_taken_back_until_its_person_came_in(
    signed_in: SignedIn, space: Space
) -> None:
    Space.objects.filter(pk=space.pk).update(opening=Opening.INVITATION)
    browser, analyst = signed_in("contributor"), signed_in("analyst")
    account = account_of("contributor@example.com")
    asked = Invited.objects.create(space=space, account=account)
    page = analyst.get(_run(space, "manage-space")).content.decode()
    assert "contributor@example.com" in page
    given = {"slug": space.tenant.slug, "space": space.pk, "invited": asked.pk}
    back = reverse("take-invitation-back", kwargs=given)
    assert signed_in("manager", "Ville = Nantes").post(back).status_code == 404
    public = space.publics.order_by("pk").values_list("pk", flat=True)[0]
    assert browser.post(_at(space, "join"), {"public": public}).status_code == 302
    analyst.post(back)
    assert Invited.objects.filter(pk=asked.pk).exists(), "they came in"
    Participant.objects.all().delete()
    analyst.post(back)
    assert browser.get(_at(space, "space")).status_code == 404
