"""Pages: they work, say what is wrong, stay small, ask little of the database."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]
PAGES = ("home", "voices", "themes", "files", "people")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_each_page_answers_in_both_languages(
    signed_in: SignedIn, tenant: Tenant, name: str, language: str
) -> None:
    address = reverse(name, kwargs={"slug": tenant.slug})
    answer = signed_in("owner").get(address, headers={"Accept-Language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in page
    assert len(answer.content) < 100_000
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script" not in page
    assert " style=" not in page


@pytest.mark.parametrize("name", PAGES)
def test_reading_a_page_asks_the_database_little(
    signed_in: SignedIn,
    tenant: Tenant,
    name: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = signed_in("owner")
    with django_assert_max_num_queries(8):
        browser.get(reverse(name, kwargs={"slug": tenant.slug}))


@pytest.mark.parametrize("name", ["home", "voices", "themes"])
def test_pages_that_are_read_refuse_to_be_written_to(
    signed_in: SignedIn, tenant: Tenant, name: str
) -> None:
    address = reverse(name, kwargs={"slug": tenant.slug})
    assert signed_in("owner").post(address).status_code == 405


def test_pages_are_made_small_on_the_way(signed_in: SignedIn, tenant: Tenant) -> None:
    address = reverse("voices", kwargs={"slug": tenant.slug})
    browser = signed_in("analyst")
    plain = browser.get(address)
    packed = browser.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2


def test_voices_are_lit_and_narrowed(signed_in: SignedIn, tenant: Tenant) -> None:
    address = reverse("voices", kwargs={"slug": tenant.slug})
    browser = signed_in("analyst")
    page = browser.get(address).content.decode()
    assert '<span class="op u">' in page
    assert "Attente interminable" in page
    narrowed = browser.get(address, {"where": "polarity = positive"}).content.decode()
    assert "Excellents" in narrowed
    assert "Livraison en retard" not in narrowed


def test_voices_are_found_by_their_words(signed_in: SignedIn, tenant: Tenant) -> None:
    address = reverse("voices", kwargs={"slug": tenant.slug})
    page = signed_in("analyst").get(address, {"q": "colis cassé"}).content.decode()
    assert page.index("Livraison en retard") > 0


@pytest.mark.parametrize("where", ["nothing at all", "Pays = France", "theme = unheard"])
def test_a_condition_that_means_nothing_is_told(
    signed_in: SignedIn, tenant: Tenant, where: str
) -> None:
    address = reverse("voices", kwargs={"slug": tenant.slug})
    answer = signed_in("analyst").get(address, {"where": where})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "-3", "x", "9999999999999999999999"])
def test_a_page_number_that_means_nothing_gives_a_page(
    signed_in: SignedIn, tenant: Tenant, number: str
) -> None:
    address = reverse("voices", kwargs={"slug": tenant.slug})
    assert signed_in("analyst").get(address, {"page": number}).status_code == 200


def test_what_readers_write_in_an_address_is_escaped(signed_in: SignedIn, tenant: Tenant) -> None:
    hostile = '"><script>alert(1)</script>'
    address = reverse("voices", kwargs={"slug": tenant.slug})
    for asked in ({"q": hostile}, {"where": hostile}, {"where": f'Ville = "{hostile}"'}):
        assert "<script" not in signed_in("analyst").get(address, asked).content.decode()


def test_a_seat_is_given_with_a_link_to_pass_on(signed_in: SignedIn, tenant: Tenant) -> None:
    people = reverse("people", kwargs={"slug": tenant.slug})
    given = {"email": "New@example.com", "role": "manager", "perimeter": "Ville = Laval"}
    page = signed_in("owner").post(people, given).content.decode()
    link = page.partition("<code>http://testserver")[2].partition("</code>")[0]
    browser = Client()
    browser.post(link)
    assert "Laval" in browser.get(reverse("voices", kwargs={"slug": tenant.slug})).content.decode()


def test_a_refused_seat_keeps_what_was_typed(signed_in: SignedIn, tenant: Tenant) -> None:
    people = reverse("people", kwargs={"slug": tenant.slug})
    answer = signed_in("owner").post(people, {"email": "typed@", "role": "analyst"})
    assert answer.status_code == 400
    assert 'value="typed@"' in answer.content.decode()


@pytest.mark.django_db
def test_choices_are_kept_and_lead_nowhere_else() -> None:
    browser = Client()
    answer = browser.post(
        reverse("preferences"),
        {"language": "fr", "theme": "dark", "back": "https://elsewhere.example/"},
    )
    assert answer.headers["Location"] == "/"
    page = browser.get("/").content.decode()
    assert '<html lang="fr" data-theme="dark">' in page


@pytest.mark.django_db
def test_forms_from_elsewhere_are_refused() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("preferences"), {"theme": "dark"})
    assert answer.status_code == 403


def test_an_insight_that_is_not_there_is_not_decided(signed_in: SignedIn, tenant: Tenant) -> None:
    address = reverse("decide", kwargs={"slug": tenant.slug, "insight": "ffffffff"})
    assert signed_in("analyst").post(address, {"state": "confirmed"}).status_code == 404


def test_what_two_readers_want_is_computed_once(tenant: Tenant) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from pathlib import Path
    from time import sleep

    from rebond.quantify import Perimeter
    from rebond_web.reading.kept import kept
    from rebond_web.workspaces.access import opened

    perimeter = Perimeter.whole(opened(str(Path(tenant.folder))))
    computed: list[int] = []

    def compute() -> int:
        computed.append(1)
        sleep(0.05)
        return 7

    with ThreadPoolExecutor(8) as readers:
        told = list(readers.map(lambda _: kept(perimeter, "slow", compute), range(8)))
    assert told == [7] * 8
    assert len(computed) == 1
