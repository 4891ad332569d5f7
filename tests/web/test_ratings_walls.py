"""Who sees what of ratings: named people are shown to themselves and their manager alone."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hostile import EVERYTHING, Page

from rebond.errors import InputError
from rebond.listen import identity
from rebond.listen.erasure import forget
from rebond.listen.holdings import held
from rebond.quantify import Perimeter
from rebond.workspace import Workspace
from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.outbox.actions import flush
from rebond_web.ratings.answering import Given as Said
from rebond_web.ratings.answering import rate
from rebond_web.ratings.erasing import let_old_ones_go
from rebond_web.ratings.models import Batch, Exchange, Rating
from rebond_web.ratings.recording import Given, record_exchange
from rebond_web.ratings.seeing import sees
from rebond_web.ratings.setting_aside import set_aside, set_wave_aside
from rebond_web.ratings.showing import shown_to
from rebond_web.surveys.codes import new_code
from rebond_web.workspaces.access import Sitting, opened
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Role, Seat, Tenant

Rated = Callable[..., Rating]


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    """Return a workspace that a test may change."""
    return add_tenant(own_workspace, by=owner)


@pytest.fixture
def sitting(own_tenant: Tenant, owner: Account) -> Sitting:
    seat = Seat.objects.get(tenant=own_tenant, account=owner)
    return Sitting(seat, Perimeter.whole(opened(own_tenant.folder)))


@pytest.fixture
def rated(sitting: Sitting, owner: Account) -> Rated:
    """Return what makes an exchange rated by both sides, hence revealed."""

    def made(mark: int = 4, words: str = "", inside: int = 5, **told: str) -> Rating:
        given = {"day": timezone.localdate().isoformat(), "place": "Nantes", **told}
        exchange, _ = record_exchange(sitting, Given(**given), by=owner)
        for side, value in (("outside", mark), ("inside", inside)):
            marks = dict.fromkeys(("respect", "clarity", "promise"), str(value))
            said = Said(marks, words if side == "outside" else "", consent=True)
            link = exchange.links.get(side=side)
            rate(link, said, code=new_code(), language="fr")
        return exchange.ratings.get(side="outside")

    return made


def seated(tenant: Tenant, role: str, name: str = "", perimeter: str = "") -> tuple[Seat, Client]:
    account = account_of(f"{name or role}@example.com")
    kind = "employee" if role == Role.CONTRIBUTOR else ""
    seat, _ = Seat.objects.update_or_create(
        account=account,
        tenant=tenant,
        defaults={"role": Role(role), "perimeter": perimeter, "kind": kind},
    )
    browser = Client(headers={"Accept-Language": "en"})
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return seat, browser


def there(tenant: Tenant, name: str, **given: object) -> str:
    return reverse(name, kwargs={"slug": tenant.slug, **given})


def test_a_named_persons_ratings_are_for_them_and_the_manager_of_the_place(
    own_tenant: Tenant, rated: Rated
) -> None:
    ana, as_ana = seated(own_tenant, "contributor", "ana")
    for _ in range(6):
        rated(2, "Ana soupire", who="ana@example.com")
    their = there(own_tenant, "rated-person", seat=ana.pk)
    assert "Ana soupire" in as_ana.get(there(own_tenant, "ratings-mine")).content.decode()
    _, manager = seated(own_tenant, "manager", perimeter="Ville = Nantes")
    assert "Ana soupire" in manager.get(their).content.decode()
    assert "ana@example.com" in manager.get(there(own_tenant, "rated-people")).content.decode()
    _, elsewhere = seated(own_tenant, "manager", "laval", perimeter="Ville = Laval")
    assert elsewhere.get(their).status_code == 404
    assert "ana@" not in elsewhere.get(there(own_tenant, "rated-people")).content.decode()
    for role in ("analyst", "owner"):
        _, browser = seated(own_tenant, role, "other")
        assert browser.get(their).status_code == 404
        assert browser.get(there(own_tenant, "rated-people")).status_code == 404
        for page in ("ratings", "exchanges", "ratings-mine", "ratings-table"):
            told = browser.get(there(own_tenant, page)).content.decode()
            assert "Ana soupire" not in told
            assert "ana@example.com" not in told


def test_a_colleague_sees_nothing_of_another(own_tenant: Tenant, rated: Rated) -> None:
    ana, _ = seated(own_tenant, "contributor", "ana")
    rated(2, "Ana soupire", who="ana@example.com")
    _, bob = seated(own_tenant, "contributor", "bob")
    assert "soupire" not in bob.get(there(own_tenant, "ratings-mine")).content.decode()
    assert bob.get(there(own_tenant, "rated-person", seat=ana.pk)).status_code == 404


def test_an_average_of_a_person_shows_from_five_ratings_with_its_interval(
    own_tenant: Tenant, rated: Rated
) -> None:
    _, as_ana = seated(own_tenant, "contributor", "ana")
    mine = there(own_tenant, "ratings-mine")
    for _ in range(4):
        rated(4, who="ana@example.com")
    assert "too few for an average" in as_ana.get(mine).content.decode()
    rated(4, who="ana@example.com")
    page = as_ana.get(mine).content.decode()
    assert "<b>4.0</b>" in page
    assert "5 ratings that count" in page


def test_five_ratings_of_one_person_are_no_figure_of_the_place(
    own_tenant: Tenant, rated: Rated, sitting: Sitting
) -> None:
    seated(own_tenant, "contributor", "ana")
    for _ in range(12):
        rated(1, who="ana@example.com")
    assert shown_to(sitting, "customer").rows == []
    assert not Batch.objects.exists()


def test_a_figure_moves_by_five_people_at_least(rated: Rated, sitting: Sitting) -> None:
    seen = []
    for mark in (5, 4, 4, 3, 5, 1, 1, 1, 1, 2):
        rated(mark)
        shown = shown_to(sitting, "customer").table
        seen.append({keys: cell["respect"] for keys, cell in shown.cells.items()})
    assert seen[:4] == [{}] * 4
    assert seen[4] != {}
    assert seen[4] == seen[5] == seen[8]
    assert seen[9] != seen[8]
    assert {cell.raters for cell in seen[9].values()} == {10}


def test_one_customer_who_comes_often_is_one_person(rated: Rated, sitting: Sitting) -> None:
    for _ in range(9):
        rated(1, person="client-1")
    assert shown_to(sitting, "customer").rows == []


def test_teams_without_a_name_speak_as_one_and_companies_do_not(
    rated: Rated, sitting: Sitting
) -> None:
    for number in range(6):
        rated(4, relation="partner", person=f"supplier-{number}")
        rated(4, person=f"client-{number}")
    assert shown_to(sitting, "customer").distances == []
    assert {one.place for one in shown_to(sitting, "partner").distances} == {"Nantes"}


def test_what_is_left_of_a_quarter_joins_the_place_once_nothing_can_be_added(
    rated: Rated, sitting: Sitting
) -> None:
    for _ in range(3):
        rated(2)
    Exchange.objects.update(happened=date(2025, 2, 1))
    for _ in range(2):
        rated(3)
    assert not Batch.objects.exists()
    Exchange.objects.filter(happened__gt=date(2025, 3, 1)).update(happened=date(2025, 5, 1))
    rated(5)
    (batch,) = Batch.objects.filter(side="outside")
    assert (batch.period, batch.ratings.count()) == ("", 5)
    assert {period for _, period in shown_to(sitting, "customer").table.cells} == {""}


@pytest.mark.parametrize(
    ("perimeter", "seen"),
    [
        ("Ville = Nantes", True),
        ("Ville = nantes", True),
        ("Ville in (Nantes, Laval)", True),
        ("Ville = Laval", False),
        ("Ville != Laval", True),
        ("not Ville = Nantes", False),
        ("Ville = Laval or Ville = Nantes", True),
        ("Ville = Nantes and channel = survey", False),
        ("channel = survey", False),
        ("not channel = survey", False),
        ("Ville = Nantes or channel = survey", True),
    ],
)
def test_what_a_perimeter_does_not_tell_of_a_place_is_not_seen(
    own_tenant: Tenant, perimeter: str, seen: bool
) -> None:
    from rebond.quantify import Question

    seat, _ = seated(own_tenant, "manager", perimeter=perimeter)
    filters = Question.parse(f"voices where {perimeter}").filters
    one = Sitting(seat, Perimeter(opened(own_tenant.folder), filters))
    assert sees(one, {"Ville": "Nantes"}) is seen


def test_a_manager_records_and_reads_exchanges_of_her_places_alone(
    own_tenant: Tenant, rated: Rated
) -> None:
    elsewhere = rated(place="Laval").exchange
    _, manager = seated(own_tenant, "manager", perimeter="Ville = Nantes")
    form = {"day": timezone.localdate().isoformat(), "kind": "visit", "relation": "customer"}
    record = there(own_tenant, "record-exchange")
    refused = manager.post(record, {**form, "place": "Laval"})
    assert refused.status_code == 400
    made = manager.post(record, {**form, "place": "Nantes"})
    assert made.status_code == 302
    assert "/e/" in manager.get(made.headers["Location"]).content.decode()
    missing = [
        manager.get(there(own_tenant, "exchange", exchange=elsewhere.pk)),
        manager.post(there(own_tenant, "exchange-back", exchange=elsewhere.pk)),
        manager.get(there(own_tenant, "exchange", exchange=99999)),
    ]
    assert [one.status_code for one in missing] == [404] * 3
    assert "Laval" not in manager.get(there(own_tenant, "exchanges")).content.decode()


def test_who_works_elsewhere_is_not_listed(own_tenant: Tenant, rated: Rated) -> None:
    seated(own_tenant, "contributor", "ana")
    seated(own_tenant, "contributor", "bob")
    rated(4, who="ana@example.com")
    rated(4, place="Laval", who="bob@example.com")
    _, manager = seated(own_tenant, "manager", perimeter="Ville = Nantes")
    page = manager.get(there(own_tenant, "record-exchange")).content.decode()
    assert "ana@example.com" in page
    assert "bob@example.com" not in page


def test_exchanges_of_a_file_get_their_links_in_another(own_tenant: Tenant) -> None:
    _, analyst = seated(own_tenant, "analyst")
    today = timezone.localdate()
    lines = (
        "date;lieu;type;personne;reference\n"
        f"{today:%d/%m/%Y};Nantes;livraison;=cmd;A-1\n{today};Laval;visit;;A-2\n"
    )
    address = there(own_tenant, "record-exchanges")
    sent = [
        analyst.post(address, {"file": SimpleUploadedFile("e.csv", lines.encode("cp1252"))})
        for _ in range(2)
    ]
    rows = list(csv.DictReader(io.StringIO(sent[0].content.decode("utf-8-sig"))))
    told = [(row["reference"], row["place"]) for row in rows]
    assert told == [("A-1", "Nantes"), ("A-2", "Laval")]
    assert set(Exchange.objects.values_list("kind", flat=True)) == {"delivery", "visit"}
    assert Client().get(rows[0]["outside"]).status_code == 200
    assert sent[0].content == sent[1].content
    assert Exchange.objects.count() == 2


def test_a_link_of_another_software_fills_the_form_in_and_records_nothing(
    own_tenant: Tenant,
) -> None:
    _, analyst = seated(own_tenant, "analyst")
    address = there(own_tenant, "record-exchange")
    page = analyst.get(address, {"place": "Laval", "kind": "delivery", "reference": "BL-1"})
    assert 'value="Laval"' in page.content.decode()
    assert 'value="BL-1"' in page.content.decode()
    assert not Exchange.objects.exists()
    said = {"place": "Laval", "kind": "delivery", "reference": "BL-1"}
    sent = [analyst.post(address, said).headers["Location"] for _ in range(2)]
    assert sent[0] == sent[1]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("date;lieu\nTODAY;Nantes\n2020-01-01;Laval\n", "Line 3"),
        ("lieu\nNantes\n", "No column says the day"),
        ("date;lieu\n", "holds no exchange"),
        ("", "holds no exchange"),
        ("date;lieu;type\nTODAY;Nantes;duel\n", "Line 2"),
    ],
)
def test_a_file_that_cannot_be_read_records_nothing_and_says_where(
    own_tenant: Tenant, lines: str, told: str
) -> None:
    _, analyst = seated(own_tenant, "analyst")
    content = lines.replace("TODAY", timezone.localdate().isoformat()).encode() or b"\n"
    address = there(own_tenant, "record-exchanges")
    answer = analyst.post(address, {"file": SimpleUploadedFile("e.csv", content)})
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert not Exchange.objects.exists()


def test_an_exchange_is_taken_back_until_it_is_revealed(
    own_tenant: Tenant, rated: Rated, sitting: Sitting, owner: Account
) -> None:
    _, analyst = seated(own_tenant, "analyst")
    revealed = rated().exchange
    given = Given(timezone.localdate().isoformat(), "Nantes")
    waiting, _ = record_exchange(sitting, given, by=owner)
    back = [there(own_tenant, "exchange-back", exchange=one.pk) for one in (revealed, waiting)]
    assert [analyst.post(one).status_code for one in back] == [409, 302]
    assert list(Exchange.objects.all()) == [revealed]
    assert [analyst.get(one).status_code for one in back] == [405, 405]


def test_a_cause_outside_their_control_no_longer_counts_for_a_person_and_does_for_the_place(
    own_tenant: Tenant, rated: Rated, sitting: Sitting
) -> None:
    _, as_ana = seated(own_tenant, "contributor", "ana")
    for _ in range(5):
        rating = rated(1, who="ana@example.com")
    for _ in range(9):
        rated(4)
    _, manager = seated(own_tenant, "manager", perimeter="Ville = Nantes")
    before = shown_to(sitting, "customer").table
    away = there(own_tenant, "rating-aside", rating=rating.pk)
    assert manager.post(away, {"reason": "outage"}).status_code == 302
    mine = as_ana.get(there(own_tenant, "ratings-mine")).content.decode()
    assert "Set aside: an outage, the weather or a strike." in mine
    assert "too few for an average" in mine
    assert shown_to(sitting, "customer").table == before
    assert Entry.objects.filter(action="rating set aside", subject=rating.pk).count() == 1
    manager.post(away, {"reason": ""})
    assert "5 ratings that count" in as_ana.get(there(own_tenant, "ratings-mine")).content.decode()


@pytest.mark.parametrize("who", ["analyst", "owner", "contributor", "a manager elsewhere"])
def test_only_the_manager_of_the_place_sets_a_rating_aside(
    own_tenant: Tenant, rated: Rated, who: str
) -> None:
    seated(own_tenant, "contributor", "ana")
    rating = rated(1, who="ana@example.com")
    role, perimeter = ("manager", "Ville = Laval") if "manager" in who else (who, "")
    _, browser = seated(own_tenant, role, "other", perimeter)
    away = there(own_tenant, "rating-aside", rating=rating.pk)
    assert browser.post(away, {"reason": "outage"}).status_code == 404
    rating.refresh_from_db()
    assert rating.aside == ""


def test_the_place_and_the_team_are_not_set_aside_one_by_one(
    own_tenant: Tenant, rated: Rated
) -> None:
    rating = rated(1)
    _, manager = seated(own_tenant, "manager", perimeter="Ville = Nantes")
    away = there(own_tenant, "rating-aside", rating=rating.pk)
    assert manager.post(away, {"reason": "false"}).status_code == 404


def test_a_raid_is_flagged_then_set_aside_whole(
    own_tenant: Tenant, rated: Rated, sitting: Sitting, owner: Account
) -> None:
    for number in range(60):
        rating = rated(4 + number % 2)
        day = timezone.now() - timedelta(days=120 - 2 * number)
        Rating.objects.filter(pk=rating.pk).update(given=day)
    raid = [rated(1) for _ in range(15)]
    day = timezone.now() - timedelta(days=41)
    Rating.objects.filter(pk__in=[one.pk for one in raid]).update(given=day)
    (wave,) = [one for one in shown_to(sitting, "customer").flags if one.kind == "worst"]
    _, analyst = seated(own_tenant, "analyst")
    page = analyst.get(there(own_tenant, "ratings")).content.decode()
    assert "Nantes: a wave of the worst marks" in page
    assert wave.since is not None
    with pytest.raises(InputError, match="Nothing of this kind"):
        set_wave_aside(sitting, "customer", "best", "Nantes", wave.since, by=owner)
    said = {"kind": "worst", "place": "Nantes", "since": wave.since.isoformat()}
    assert analyst.post(there(own_tenant, "rating-wave"), said).status_code == 302
    assert Rating.objects.filter(aside="false").count() == 15
    shown = shown_to(sitting, "customer")
    assert [one.kind for one in shown.flags] == []
    assert Entry.objects.filter(action="rating set aside").count() == 15
    assert analyst.post(there(own_tenant, "rating-wave"), said).status_code == 400


def test_one_rating_less_withdraws_those_published_with_it(
    rated: Rated, sitting: Sitting, owner: Account
) -> None:
    ratings = [rated(mark) for mark in (5, 4, 3, 4, 2, 5, 4, 3, 4, 2)]
    set_aside(ratings[2], "false", by=owner)
    (row,) = shown_to(sitting, "customer").rows
    assert row.raters == 5


def test_an_erasure_takes_what_a_customer_said_everywhere(
    own_tenant: Tenant, rated: Rated, sitting: Sitting
) -> None:
    for number in range(5):
        rated(4, "Le rayon jardin est superbe", person=f"client-0000{number}")
    flush(own_tenant)
    workspace = Workspace.open(Path(own_tenant.folder))
    told = held(workspace, "client-00002")
    (rating,) = [one for one in told["ratings"][0]["ratings"] if one["by"] == "this person"]
    assert rating["words"] == "Le rayon jardin est superbe"
    assert forget(workspace, "client-00002").removed["ratings"] == 1
    key = identity.person_key(workspace.secret, "client-00002")
    assert not Exchange.objects.filter(outside_key=key).exists()
    assert shown_to(sitting, "customer").rows == []
    assert held(workspace, "client-00002")["ratings"] == []


def test_an_erasure_of_one_who_works_here_leaves_the_place_its_ratings(
    own_tenant: Tenant, rated: Rated
) -> None:
    seated(own_tenant, "contributor", "ana")
    rating = rated(4, "Un accueil parfait", who="ana@example.com")
    workspace = Workspace.open(Path(own_tenant.folder))
    assert held(workspace, "ana@example.com")["ratings"][0]["place"] == "Nantes"
    forget(workspace, "ana@example.com")
    rating.refresh_from_db()
    assert (rating.rated, rating.exchange.seat) == ("", None)
    assert not Rating.objects.filter(side="inside").exists()


def test_before_it_is_revealed_who_asks_what_is_held_is_told_when_it_will_be(
    own_tenant: Tenant, sitting: Sitting, owner: Account
) -> None:
    given = Given(timezone.localdate().isoformat(), "Nantes", person="client-00001")
    exchange, _ = record_exchange(sitting, given, by=owner)
    marks = dict.fromkeys(("respect", "clarity", "promise"), "2")
    link = exchange.links.get(side="outside")
    rate(link, Said(marks, "Ana soupire"), code=new_code(), language="fr")
    (told,) = held(Workspace.open(Path(own_tenant.folder)), "client-00001")["ratings"]
    assert told["ratings"] == []
    assert told["revealed at the latest on"] == exchange.due.date().isoformat()


def test_nobody_rates_in_the_name_of_a_person_who_works_here(
    own_tenant: Tenant, sitting: Sitting, owner: Account
) -> None:
    _, ana = seated(own_tenant, "contributor", "ana")
    given = Given(timezone.localdate().isoformat(), "Nantes", who="ana@example.com")
    exchange, _ = record_exchange(sitting, given, by=owner)
    theirs = exchange.links.get(side="inside").token
    _, analyst = seated(own_tenant, "analyst")
    page = analyst.get(there(own_tenant, "exchange", exchange=exchange.pk)).content.decode()
    assert exchange.links.get(side="outside").token in page
    assert theirs not in page
    assert theirs in ana.get(there(own_tenant, "ratings-mine")).content.decode()


def test_somebody_named_finds_their_page_from_the_community(
    own_tenant: Tenant, sitting: Sitting, owner: Account
) -> None:
    _, ana = seated(own_tenant, "contributor", "ana")
    community = there(own_tenant, "community")
    mine = there(own_tenant, "ratings-mine")
    assert mine not in ana.get(community).content.decode()
    given = Given(timezone.localdate().isoformat(), "Nantes", who="ana@example.com")
    record_exchange(sitting, given, by=owner)
    assert mine in ana.get(community).content.decode()


def test_hostile_words_stay_words(own_tenant: Tenant, rated: Rated) -> None:
    ana, as_ana = seated(own_tenant, "contributor", "ana")
    place = '"><zz-element zzattribute="1">'
    for _ in range(5):
        rating = rated(4, EVERYTHING, place=place)
        named = rated(4, EVERYTHING, who="ana@example.com")
    _, analyst = seated(own_tenant, "analyst")
    _, manager = seated(own_tenant, "manager", perimeter="Ville = Nantes")
    pages = [
        (analyst, there(own_tenant, "ratings")),
        (analyst, there(own_tenant, "exchanges")),
        (analyst, there(own_tenant, "exchange", exchange=rating.exchange_id)),
        (analyst, f"{there(own_tenant, 'record-exchange')}?place={quote(EVERYTHING)}"),
        (manager, there(own_tenant, "rated-person", seat=ana.pk)),
        (as_ana, there(own_tenant, "ratings-mine")),
        (Client(), reverse("rate", kwargs={"token": rating.exchange.links.first().token})),
    ]
    for browser, address in pages:
        assert Page(address, browser.get(address).content.decode()).wrong == [], address
    assert "zz" in as_ana.get(there(own_tenant, "ratings-mine")).content.decode()
    assert named.exchange.seat == ana


def test_what_is_two_years_old_goes_by_whole_quarters(rated: Rated, sitting: Sitting) -> None:
    for _ in range(5):
        rated()
    Exchange.objects.update(happened=date(2026, 5, 10))
    assert let_old_ones_go(date(2028, 6, 30)) == 0
    assert let_old_ones_go(date(2028, 7, 1)) == 5
    assert not Rating.objects.exists()
    assert not Batch.objects.exists()
    assert shown_to(sitting, "customer").rows == []


def test_pages_ask_the_database_no_more_when_ratings_grow(own_tenant: Tenant, rated: Rated) -> None:
    _, analyst = seated(own_tenant, "analyst")
    _, manager = seated(own_tenant, "manager", perimeter="Ville = Nantes")
    seated(own_tenant, "contributor", "ana")
    pages = [(analyst, "ratings"), (analyst, "exchanges"), (manager, "rated-people")]

    def asked() -> list[int]:
        counts = []
        for browser, name in pages:
            browser.get(there(own_tenant, name))
            with CaptureQueriesContext(connection) as queries:
                browser.get(there(own_tenant, name))
            counts.append(len(queries))
        return counts

    for _ in range(5):
        rated(who="ana@example.com")
        rated()
    few = asked()
    for _ in range(10):
        rated()
    assert asked() == few


def test_what_is_published_is_given_as_a_file(own_tenant: Tenant, rated: Rated) -> None:
    for _ in range(5):
        rated(4)
    _, analyst = seated(own_tenant, "analyst")
    content = analyst.get(there(own_tenant, "ratings-table")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert {(row["place"], row["raters"]) for row in rows} == {("", "5"), ("Nantes", "5")}
    assert all(float(row["low"]) < float(row["mean"]) < float(row["high"]) for row in rows)
