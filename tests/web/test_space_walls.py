"""The walls of spaces: what is not open to somebody answers as what is not there."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter
from test_site_access import SPACE, patterns

from rebond_web.spaces.models import Opening, Participant, Public, Space

SignedIn = Callable[..., Client]
# Parameters whose values have a form; numbers are 1, other words "x".
GIVEN: dict[str, object] = {}
# What those who have a seat in a workspace see, whichever of its spaces are open to them.
OF_A_WORKSPACE = {"community"}


def addresses_of_spaces(slug: str, space: str) -> list[str]:
    """Return every address of a space, from the route map itself."""
    given = {**GIVEN, "slug": slug, "space": space}

    def value(name: str, converter: object) -> object:
        return given.get(name, 1 if isinstance(converter, IntConverter) else "x")

    return [
        reverse(
            str(one.name),
            kwargs={name: value(name, kind) for name, kind in one.pattern.converters.items()},
        )
        for one in patterns()
        if str(one.pattern).startswith(SPACE) and one.name not in OF_A_WORKSPACE
    ]


@pytest.mark.parametrize("opening", [Opening.LINK, Opening.INVITATION, Opening.PROFILE])
@pytest.mark.parametrize("who", ["nobody", "contributor"])
def test_a_space_that_is_not_open_to_somebody_answers_as_one_that_is_not_there(
    signed_in: SignedIn, space: Space, opening: Opening, who: str
) -> None:
    Space.objects.filter(pk=space.pk).update(opening=opening, profile="Ville = Nowhere")
    browser = Client() if who == "nobody" else signed_in(who)
    there = addresses_of_spaces(space.tenant.slug, space.slug)
    absent = addresses_of_spaces("absent", "absent")
    for address, nowhere in zip(there, absent, strict=True):
        for ask in (browser.get, browser.post):
            told, missing = ask(address), ask(nowhere)
            assert told.status_code == missing.status_code, address
            assert told.status_code in (404, 405), address
            assert _plain(told.content, space) == _plain(missing.content, space)


def _plain(page: bytes, space: Space) -> bytes:
    same = re.sub(rb'csrfmiddlewaretoken" value="[^"]*"', b"", page)
    names = space.tenant.slug.encode(), space.slug.encode()
    return same.replace(names[0], b"absent").replace(names[1], b"absent")


def test_a_browser_takes_part_once(space: Space) -> None:
    browser = Client()
    to = reverse("join", kwargs={"slug": space.tenant.slug, "space": space.slug})
    public = str(Public.objects.get(space=space, name="Clients").pk)
    for _ in range(2):
        assert browser.post(to, {"public": public, "name": "Nadia"}).status_code == 302
    assert Participant.objects.filter(space=space).count() == 1
    assert browser.get(to).status_code == 302


def test_a_link_lets_in_until_it_is_changed(space: Space) -> None:
    Space.objects.filter(pk=space.pk).update(opening=Opening.LINK)
    browser, slug = Client(), space.tenant.slug
    page = reverse("space", kwargs={"slug": slug, "space": space.slug})
    assert browser.get(page).status_code == 404
    link = reverse("space-link", kwargs={"slug": slug, "token": space.token})
    assert browser.get(link, follow=True).status_code == 200
    assert browser.get(page).status_code == 200
    Space.objects.filter(pk=space.pk).update(token="9876543222")
    assert browser.get(page).status_code == 404
    assert browser.get(link).status_code == 404


def test_without_an_account_is_as_the_owner_allows(space: Space) -> None:
    Space.objects.filter(pk=space.pk).update(without_account=False)
    to = reverse("join", kwargs={"slug": space.tenant.slug, "space": space.slug})
    public = str(Public.objects.get(space=space, name="Clients").pk)
    refused = Client().post(to, {"public": public}, headers={"Accept-Language": "en"})
    assert refused.status_code == 400
    assert "asks for an account" in refused.content.decode()
    assert not Participant.objects.exists()
