"""Two sides rate each other: revealed together, never read before, never changed after."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rebond.errors import InputError
from rebond.workspace import Workspace
from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.outbox.actions import flush
from rebond_web.outbox.models import Received
from rebond_web.ratings.models import Exchange, Rating
from rebond_web.ratings.recording import Given, record_exchange
from rebond_web.ratings.revealing import reveal_due
from rebond_web.ratings.ticking import Revealer
from rebond_web.surveys.models import Receipt
from rebond_web.workspaces.access import Sitting, opened
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Role, Seat, Tenant

SignedIn = Callable[..., Client]
MARKS = {"respect": "4", "clarity": "5", "promise": "3"}


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    """Return a workspace that a test may change."""
    return add_tenant(own_workspace, by=owner)


@pytest.fixture
def recorded(own_tenant: Tenant, owner: Account) -> Callable[..., Exchange]:
    """Return what records an exchange of today, at Nantes unless told otherwise."""
    from rebond.quantify import Perimeter

    seat = Seat.objects.get(tenant=own_tenant, account=owner)
    sitting = Sitting(seat, Perimeter.whole(opened(own_tenant.folder)))

    def made(**told: str) -> Exchange:
        given = {"day": timezone.localdate().isoformat(), "place": "Nantes", **told}
        return record_exchange(sitting, Given(**given), by=owner)[0]

    return made


def employee(tenant: Tenant, email: str = "ana@example.com") -> Client:
    account = account_of(email)
    seat = {"role": Role.CONTRIBUTOR, "kind": "employee"}
    Seat.objects.update_or_create(account=account, tenant=tenant, defaults=seat)
    browser = Client(headers={"Accept-Language": "en"})
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def address(exchange: Exchange, side: str) -> str:
    return reverse("rate", kwargs={"token": exchange.links.get(side=side).token})


def fields_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def rated(exchange: Exchange, side: str, browser: Client | None = None, **said: str) -> str:
    """Rate as a side would, and return the address that it is given."""
    browser = browser or Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    form = fields_of(browser.get(address(exchange, side)).content.decode())
    answer = browser.post(address(exchange, side), {**form, **MARKS, **said})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def read(there: str) -> str:
    return Client(headers={"Accept-Language": "en"}).get(there).content.decode()


def test_a_side_rates_without_an_account_a_cookie_or_a_script(
    recorded: Callable[..., Exchange],
) -> None:
    exchange, browser = recorded(), Client(enforce_csrf_checks=True)
    page = browser.get(address(exchange, "outside")).content.decode()
    assert "<script" not in page
    kept = read(rated(exchange, "outside", browser, words="Merci à vous"))
    assert "Your rating is kept" in kept
    assert "Merci à vous" in kept
    assert not browser.cookies
    rating = Rating.objects.get()
    assert rating.marks == {"respect": 4, "clarity": 5, "promise": 3}
    assert b"Merci" not in bytes(rating.sealed)


@pytest.mark.parametrize("said", [{"respect": "6"}, {"clarity": ""}, {"promise": "4.5"}])
def test_a_mark_missing_or_off_the_scale_is_asked_again(
    recorded: Callable[..., Exchange], said: dict[str, str]
) -> None:
    exchange, browser = recorded(), Client()
    there = address(exchange, "outside")
    form = fields_of(browser.get(there).content.decode())
    answer = browser.post(there, {**form, **MARKS, "words": "Mes mots", **said})
    assert answer.status_code == 400
    assert "Mes mots" in answer.content.decode()
    assert not Rating.objects.exists()


def test_a_program_that_fills_every_field_rates_nothing(
    recorded: Callable[..., Exchange],
) -> None:
    there, browser = address(recorded(), "outside"), Client()
    form = fields_of(browser.get(there).content.decode())
    assert browser.post(there, {**form, **MARKS, "website": "x"}).status_code == 400
    assert browser.post(there, MARKS).status_code == 400
    assert not Rating.objects.exists()


def test_both_are_revealed_to_both_at_once_when_both_have_rated(
    recorded: Callable[..., Exchange],
) -> None:
    exchange = recorded()
    theirs = rated(exchange, "outside", words="Caisse rapide", respect="5")
    assert "Caisse rapide" not in read(address(exchange, "inside"))
    ours = rated(exchange, "inside", words="Client pressé", respect="2")
    assert "Client pressé" in read(theirs)
    assert "2 out of 5" in read(theirs)
    assert "Caisse rapide" in read(ours)
    exchange.refresh_from_db()
    assert exchange.revealed is not None


def test_before_it_is_revealed_nothing_tells_whether_the_other_side_rated(
    recorded: Callable[..., Exchange], own_tenant: Tenant, signed_in: SignedIn
) -> None:
    exchange, other = recorded(), recorded()
    seen = rated(exchange, "outside"), rated(other, "outside")
    rated_before = without_what_differs(read(seen[0])), read(address(exchange, "inside"))
    rating = Rating.objects.get(exchange=other)
    Rating.objects.create(
        **{
            **{f.attname: getattr(rating, f.attname) for f in Rating._meta.fields},
            "id": None,
            "side": "inside",
            "digest": "d" * 64,
            "answer_id": "a" * 32,
        }
    )
    assert without_what_differs(read(seen[1])) == rated_before[0]
    assert without_what_differs(read(address(other, "inside"))) == without_what_differs(
        rated_before[1]
    )
    browser = signed_in("analyst")
    Seat.objects.filter(account__email="analyst@example.com").update(tenant=own_tenant)
    pages = [
        browser.get(reverse("exchange", kwargs={"slug": own_tenant.slug, "exchange": one.pk}))
        for one in (exchange, other)
    ]
    assert len({without_what_differs(page.content.decode()) for page in pages}) == 1
    listed = browser.get(reverse("exchanges", kwargs={"slug": own_tenant.slug})).content.decode()
    lines = re.findall(r"<li>.*?</li>", listed)
    assert len({re.sub(r"/\d+/", "", line) for line in lines if "/exchanges/" in line}) == 1


def without_what_differs(page: str) -> str:
    """Return a page without its codes, numbers, drawings and signatures."""
    page = re.sub(r'name="(form|csrfmiddlewaretoken)" value="[^"]*"', "", page)
    page = re.sub(r"<svg[^>]*class=\"qr\".*?</svg>|/exchanges/\d+/|%2F\d+", "", page)
    return re.sub(r"([a-z0-9]{4}-){3}[a-z0-9]{4}", "", page)


def test_looking_at_ones_own_rating_reads_nothing_of_the_other(
    recorded: Callable[..., Exchange],
) -> None:
    exchange = recorded()
    mine = rated(exchange, "outside")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        read(mine)
    ratings = [one["sql"] for one in asked if "ratings_rating" in one["sql"]]
    assert len(ratings) == 1
    assert "digest" in ratings[0].partition("WHERE")[2]


def test_after_fourteen_days_what_one_side_said_is_revealed_all_the_same(
    recorded: Callable[..., Exchange],
) -> None:
    exchange = recorded()
    theirs = rated(exchange, "outside", words="Rien à dire")
    assert reveal_due() == 0
    Exchange.objects.update(due=timezone.now() - timedelta(seconds=1))
    assert Revealer().tick()
    assert "The other side did not rate" in read(theirs)
    late = Client().get(address(exchange, "inside"))
    assert late.status_code == 410
    assert "Rien à dire" not in late.content.decode()


def test_the_fourteenth_day_is_whole(recorded: Callable[..., Exchange]) -> None:
    exchange = recorded()
    assert exchange.last_day == timezone.localdate() + timedelta(days=14)


def test_it_is_changed_before_and_never_after(recorded: Callable[..., Exchange]) -> None:
    exchange, browser = recorded(), Client()
    mine = rated(exchange, "outside", words="Trop vite")
    form = fields_of(browser.get(mine).content.decode())
    assert browser.post(mine, {**form, **MARKS, "words": "À tête reposée"}).status_code == 302
    assert "À tête reposée" in read(mine)
    rated(exchange, "inside")
    refused = browser.post(mine, {**form, **MARKS, "respect": "1", "words": "Vengeance"})
    assert refused.status_code == 409
    assert "Vengeance" not in read(mine)
    assert Rating.objects.get(side="outside").marks["respect"] == 4


def test_a_link_does_not_change_what_was_said_by_it(recorded: Callable[..., Exchange]) -> None:
    exchange, thief = recorded(), Client()
    there = address(exchange, "outside")
    before = fields_of(thief.get(there).content.decode())
    rated(exchange, "outside", respect="5")
    answer = thief.post(there, {**before, **MARKS, "respect": "1"})
    assert answer.status_code == 400
    assert Rating.objects.get().marks["respect"] == 5


def test_the_same_form_sent_twice_is_one_rating(recorded: Callable[..., Exchange]) -> None:
    there, browser = address(recorded(), "outside"), Client()
    form = fields_of(browser.get(there).content.decode())
    sent = [browser.post(there, {**form, **MARKS}).headers["Location"] for _ in range(2)]
    assert sent[0] == sent[1]
    assert Rating.objects.count() == 1


@pytest.mark.parametrize("code", ["x", "k7fm-2xqp-9dwt-hh4c", "e" * 64])
def test_a_code_that_is_none_opens_nothing(db: None, code: str) -> None:  # noqa: ARG001
    assert Client().get(reverse("my-rating", kwargs={"code": code})).status_code == 404
    assert Client().get(reverse("rate", kwargs={"token": code})).status_code == 404


def test_the_words_of_a_customer_who_agrees_join_the_voices_once_revealed_with_a_receipt(
    recorded: Callable[..., Exchange], own_tenant: Tenant
) -> None:
    exchange = recorded(person="client-77")
    mine = rated(exchange, "outside", words="Il manque une caisse le samedi", consent="on")
    assert not Received.objects.exists()
    receipt = reverse("receipt", kwargs={"code": mine.split("/")[-2]})
    assert Client().get(receipt).status_code == 404
    rated(exchange, "inside", words="Rien", consent="on")
    assert Client().get(receipt).status_code == 200
    assert receipt in read(mine)
    flush(own_tenant)
    rows = Workspace.open(Path(own_tenant.folder)).table("responses").to_pylist()
    (response,) = [row for row in rows if row["source"] == "Ratings"]
    assert response["stakeholder"] == "customer"
    assert dict(response["attributes"])["Ville"] == "Nantes"
    assert response["person_key"] == exchange.outside_key
    scores = Workspace.open(Path(own_tenant.folder)).table("scores").to_pylist()
    assert response["response_id"] not in {one["response_id"] for one in scores}
    exchange.refresh_from_db()
    assert not exchange.sealed


@pytest.mark.parametrize("said", [{"words": "Sans accord"}, {"words": "", "consent": "on"}])
def test_without_agreement_or_words_nothing_joins_the_voices(
    recorded: Callable[..., Exchange], said: dict[str, str]
) -> None:
    exchange = recorded()
    rated(exchange, "outside", **said)
    rated(exchange, "inside", words="Mots de l’équipe", consent="on")
    assert not Received.objects.exists()
    assert not Receipt.objects.exists()


def test_what_was_said_of_a_named_person_is_on_their_own_page_alone(
    recorded: Callable[..., Exchange], own_tenant: Tenant
) -> None:
    ana = employee(own_tenant)
    exchange = recorded(who="ana@example.com")
    ours = rated(exchange, "inside")
    rated(exchange, "outside", words="Ana écoute vraiment")
    assert "Ana écoute" not in read(ours)
    there = reverse("ratings-mine", kwargs={"slug": own_tenant.slug})
    assert there in read(ours)
    assert "Ana écoute vraiment" in ana.get(there).content.decode()


def test_an_employee_finds_what_is_theirs_to_rate(
    recorded: Callable[..., Exchange], own_tenant: Tenant
) -> None:
    ana = employee(own_tenant)
    exchange = recorded(who="ana@example.com")
    there = reverse("ratings-mine", kwargs={"slug": own_tenant.slug})
    assert address(exchange, "inside") in ana.get(there).content.decode()
    rated(exchange, "inside")
    assert address(exchange, "inside") not in ana.get(there).content.decode()


def test_every_change_is_in_the_audit_log_without_content(
    recorded: Callable[..., Exchange],
) -> None:
    exchange = recorded()
    rated(exchange, "outside", words="Secret")
    rated(exchange, "inside")
    lines = list(Entry.objects.order_by("pk").values_list("action", "subject"))
    assert ("exchange recorded", str(exchange.pk)) in lines
    assert ("exchange revealed", str(exchange.pk)) in lines
    assert not any("Secret" in subject for _, subject in lines)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"day": "2020-01-01"}, "last 14 days"),
        ({"day": "demain"}, "not a date"),
        ({"place": ""}, "Say where"),
        ({"kind": "duel"}, "not a value of kind"),
        ({"who": "nobody@example.com"}, "Nobody who works here"),
        ({"who": "owner@example.com", "relation": "partner"}, "A partner rates the company"),
    ],
)
def test_an_exchange_that_cannot_be_is_refused_with_its_reason(
    recorded: Callable[..., Exchange], told: dict[str, str], reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        recorded(**told)
    assert not Exchange.objects.exists()
