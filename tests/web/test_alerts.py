"""Rules in plain words: tried on the past, evaluated, told within a budget, silenced."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from mail_catcher import Catcher, start

from rebond.listen.erasure import forget
from rebond.quantify import Perimeter
from rebond.quantify.simulated.worlds import TablesInMemory, draw
from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.alerts import jobs
from rebond_web.alerts.evaluating import Past, latest, on_the_past
from rebond_web.alerts.jobs import evaluate_rules
from rebond_web.alerts.models import Alert, Budget, Rule
from rebond_web.alerts.ticking import Ticker
from rebond_web.alerts.waiting import standing, waiting_for
from rebond_web.house import House
from rebond_web.jobs.models import Job
from rebond_web.mail.actions import stop
from rebond_web.mail.sending import send_waiting
from rebond_web.workspaces.access import Sitting, opened
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Role, Seat, Tenant

SignedIn = Callable[..., Client]
ENGLISH = {"Accept-Language": "en"}
FALLS = {"kind": "falls", "theme": "", "attribute": "", "weeks": "4", "certainty": "95"}
SHOP = "Shop 1"


# On the past


def fallen(seed: int, *, shop: str | None = SHOP) -> TablesInMemory:
    """Return a world of four shops where, in one, waiting is ill spoken of for eight weeks."""
    world = draw(seed, responses=14_000, weeks=78, shops=4, employees=0.0)
    if shop is None:
        return world
    opinions, responses = world.tables["opinions"], world.tables["responses"]
    late = max(responses["week"].to_pylist()) - datetime.timedelta(weeks=7)
    rows = responses.select(["response_id", "week", "attributes"]).to_pylist()
    hit = {
        row["response_id"]
        for row in rows
        if row["week"] >= late and dict(row["attributes"])["Shop"] == shop
    }
    waiting = [
        response in hit and theme == "checkout.waiting"
        for response, theme in zip(
            opinions["response_id"].to_pylist(), opinions["theme"].to_pylist(), strict=True
        )
    ]
    signs = np.where(waiting, -1, opinions["polarity"].to_numpy()).astype(np.int8)
    place = opinions.schema.get_field_index("polarity")
    field = opinions.schema.field(place)
    world.tables["opinions"] = opinions.set_column(place, field, pa.array(signs, pa.int8()))
    return world


def test_a_planted_fall_is_found_where_it_is_and_told_with_its_figures() -> None:
    perimeter = Perimeter.whole(fallen(1))
    tried = on_the_past(Rule(kind="falls", attribute="Shop"), perimeter)
    assert [len(tried.weeks), tried.series > 40] == [26, True]
    told = [line for past in tried.rang for line in past.lines]
    assert (SHOP, "checkout.waiting") in {(line["value"], line["theme"]) for line in told}
    (line,) = [one for one in told if one["value"] == SHOP]
    value, low, high, n = line["now"]
    assert low <= value <= high < line["before"][0]
    assert n > 0
    assert "Shop = " in line["where"]


def test_where_nothing_was_planted_the_rule_is_silent() -> None:
    perimeter = Perimeter.whole(fallen(2, shop=None))
    for rule in (
        Rule(kind="falls", attribute="Shop"),
        Rule(kind="complaints", attribute="Shop"),
        Rule(kind="under", score="Recommend?", is_nps=True, threshold=-60, attribute="Shop"),
    ):
        assert on_the_past(rule, perimeter).rang == []


def test_a_score_that_is_under_rings_once_with_its_interval() -> None:
    perimeter = Perimeter.whole(fallen(3, shop=None))
    rule = Rule(kind="under", score="Recommend?", is_nps=True, threshold=60, attribute="Shop")
    tried = on_the_past(rule, perimeter)
    rang = [line["value"] for past in tried.rang for line in past.lines]
    assert len(rang) == len(set(rang))
    for past in tried.rang:
        assert all(line["now"][2] < 60 for line in past.lines)


# On the site


@pytest.fixture
def seat(tenant: Tenant, owner: Account) -> Seat:
    return Seat.objects.get(tenant=tenant, account=owner)


@pytest.fixture
def ringing(monkeypatch: pytest.MonkeyPatch) -> list[Rule]:
    """Have every rule ring in the first week of March, the rules' order telling how sure."""
    asked: list[Rule] = []

    def rang(rule: Rule, perimeter: Perimeter) -> Past:
        assert perimeter.workspace is not None
        asked.append(rule)
        now, before = [-80.0, -95.0, -40.0, 12], [-10.0, 300]
        line: dict[str, Any] = {
            "value": "",
            "theme": "checkout.waiting",
            "now": now,
            "before": before,
        }
        line |= {"q": 0.001 * rule.pk, "where": "Ville = Laval"}
        return Past(datetime.date(2026, 3, 2), [line], 1)

    monkeypatch.setattr(jobs, "latest", rang)
    return asked


@pytest.fixture
def catcher() -> Iterator[Catcher]:
    caught, server = start()
    caught.configure(House.current().path)
    yield caught
    House.current().settings.unlink(missing_ok=True)
    server.shutdown()
    server.server_close()


def rules_of(seat: Seat, how_many: int) -> list[Rule]:
    kinds: list[dict[str, Any]] = [{"weeks": 4}, {"weeks": 12}, {"certainty": 99}, {"weeks": 1}]
    return [Rule.objects.create(seat=seat, kind="falls", **kinds[i]) for i in range(how_many)]


def nothing(*_: object) -> None:
    pass


def test_a_rule_is_written_in_plain_words_tried_and_kept_once(
    signed_in: SignedIn, tenant: Tenant
) -> None:
    browser = signed_in("owner")
    there = reverse("alert-new", kwargs={"slug": tenant.slug})
    page = browser.get(there, FALLS, headers=ENGLISH).content.decode()
    assert "Net polarity of any theme falls everywhere together" in page
    assert "too few whole weeks" in page
    for _ in range(2):
        assert browser.post(there, FALLS).status_code == 302
    assert Rule.objects.count() == 1
    listed = browser.get(reverse("alerts", kwargs={"slug": tenant.slug}), headers=ENGLISH)
    assert "Net polarity of any theme falls" in listed.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "king"},
        {"attribute": "Pays"},
        {"theme": "nowhere"},
        {"weeks": "5"},
        {"certainty": "50"},
        {"kind": "under", "score": "Nobody asks", "threshold": "3"},
        {"kind": "under", "score": "Recommandation", "threshold": "many"},
        {"kind": "under", "score": "Recommandation", "threshold": "nan"},
    ],
)
def test_a_rule_that_means_nothing_is_refused(
    signed_in: SignedIn, tenant: Tenant, wrong: dict[str, str]
) -> None:
    there = reverse("alert-new", kwargs={"slug": tenant.slug})
    answer = signed_in("owner").post(there, {**FALLS, **wrong})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Rule.objects.exists()


def test_what_rings_beyond_the_budget_is_held_and_shown(
    signed_in: SignedIn, seat: Seat, ringing: list[Rule]
) -> None:
    rules = rules_of(seat, 3)
    assert evaluate_rules(seat.tenant, nothing) == 3
    assert len(ringing) == 3
    held = {alert.rule_id: alert.held for alert in Alert.objects.all()}
    assert held == {rules[0].pk: False, rules[1].pk: False, rules[2].pk: True}
    there = reverse("alerts", kwargs={"slug": seat.tenant.slug})
    page = signed_in("owner").get(there, headers=ENGLISH).content.decode()
    assert "2 alerts hold and wait for you" in page
    assert "held" in page
    assert "−80 (from −95 to −40" in page


def test_evaluating_again_tells_nothing_twice(
    seat: Seat, ringing: list[Rule], catcher: Catcher
) -> None:
    rules_of(seat, 2)
    for _ in range(2):
        evaluate_rules(seat.tenant, nothing)
    assert len(ringing) == 4
    assert Alert.objects.count() == 2
    assert [send_waiting(), send_waiting()] == [1, 0]
    (caught,) = catcher.caught
    assert caught.letter["Subject"] == "My company: 2 alerts hold"
    text = caught.letter.get_content()
    assert text.count("Net polarity of") == 4
    assert "/mail/stop/" in text
    assert caught.letter["List-Unsubscribe-Post"]


def test_who_left_the_e_mails_keeps_the_page(
    seat: Seat, ringing: list[Rule], catcher: Catcher
) -> None:
    stop(seat.account, "alerts")
    rules_of(seat, 1)
    evaluate_rules(seat.tenant, nothing)
    assert send_waiting() == 0
    assert catcher.caught == []
    assert Alert.objects.filter(held=False).count() == len(ringing) == 1


def test_a_rule_is_silenced_with_a_reason_and_heard_again(
    signed_in: SignedIn, seat: Seat, ringing: list[Rule]
) -> None:
    (rule,) = rules_of(seat, 1)
    browser = signed_in("owner")
    there = reverse("alert-rule", kwargs={"slug": seat.tenant.slug, "rule": rule.pk})
    assert browser.post(there, {"do": "mute", "why": " "}).status_code == 400
    browser.post(there, {"do": "mute", "why": "Travaux à Laval"})
    assert evaluate_rules(seat.tenant, nothing) == 0
    browser.post(there, {"do": "snooze", "days": "14", "why": ""})
    rule.refresh_from_db()
    browser.post(there, {"do": "wake"})
    assert rule.quiet_until == timezone.localdate() + datetime.timedelta(days=14)
    assert evaluate_rules(seat.tenant, nothing) == 1
    assert len(ringing) == 1
    browser.post(there, {"do": "remove"})
    assert not Rule.objects.exists()
    assert not Alert.objects.exists()


def test_an_alert_is_acknowledged_with_a_note(
    signed_in: SignedIn, seat: Seat, ringing: list[Rule]
) -> None:
    rules_of(seat, 1)
    evaluate_rules(seat.tenant, nothing)
    assert ringing
    sitting = Sitting(seat, Perimeter.whole(opened(seat.tenant.folder)))
    assert [one.n for one in waiting_for(sitting)] == [1]
    assert (standing(sitting).left, standing(sitting).rules) == (1, 1)
    alert = Alert.objects.get()
    there = reverse("alert-seen", kwargs={"slug": seat.tenant.slug, "alert": alert.pk})
    signed_in("owner").post(there, {"note": "Le camion est réparé"})
    assert waiting_for(sitting) == []
    alert.refresh_from_db()
    assert (alert.note, alert.seen is not None) == ("Le camion est réparé", True)


def test_another_person_s_rules_and_alerts_are_absent(
    signed_in: SignedIn, seat: Seat, ringing: list[Rule]
) -> None:
    (rule,) = rules_of(seat, 1)
    evaluate_rules(seat.tenant, nothing)
    assert ringing
    slug, alert = seat.tenant.slug, Alert.objects.get()
    other = signed_in("analyst")
    for name, about in (("alert-rule", {"rule": rule.pk}), ("alert-seen", {"alert": alert.pk})):
        there = reverse(name, kwargs={"slug": slug, **about})
        assert other.post(there, {"do": "remove"}).status_code == 404
    page = other.get(reverse("alerts", kwargs={"slug": slug}), headers=ENGLISH).content.decode()
    assert "Nothing is watched for you yet" in page
    assert Rule.objects.exists()


def test_a_manager_s_rule_looks_at_her_rows_only(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def asked(rule: Rule, perimeter: Perimeter) -> None:
        seen.extend(map(str, perimeter.filters))
        assert rule.pk

    monkeypatch.setattr(jobs, "latest", asked)
    seat = Seat.objects.create(
        account=account_of("m@example.com"), tenant=tenant, role=Role.MANAGER,
        perimeter="Ville = Laval",
    )  # fmt: skip
    rules_of(seat, 1)
    evaluate_rules(tenant, nothing)
    assert seen == ["Ville = Laval"]


def test_a_rule_on_what_is_no_longer_there_stops_nothing(seat: Seat) -> None:
    Rule.objects.create(seat=seat, kind="under", score="Gone", threshold=3)
    assert evaluate_rules(seat.tenant, nothing) == 1
    assert latest(Rule(kind="falls"), Perimeter.whole(opened(seat.tenant.folder))) is None


def test_an_alert_that_names_someone_erased_goes(
    owner: Account, own_workspace: Path, ringing: list[Rule]
) -> None:
    tenant = add_tenant(own_workspace, by=owner)
    rules_of(Seat.objects.get(tenant=tenant, account=owner), 2)
    evaluate_rules(tenant, nothing)
    assert ringing
    named = Alert.objects.earliest("pk")
    named.lines[0]["value"] = "someone@example.com"
    named.save()
    assert forget(opened(tenant.folder), "someone@example.com").removed["alerts"] == 1
    assert Alert.objects.count() == 1


def test_the_budget_is_a_number(signed_in: SignedIn, seat: Seat) -> None:
    there = reverse("alert-budget", kwargs={"slug": seat.tenant.slug})
    for most in ("-1", "many", "21", ""):
        assert signed_in("owner").post(there, {"most": most}).status_code == 400
    assert signed_in("owner").post(there, {"most": "5"}).status_code == 302
    assert Budget.objects.get().most == 5


def test_the_worker_is_asked_once_a_day_and_when_data_change(
    seat: Seat, ringing: list[Rule]
) -> None:
    Ticker().tick()
    assert not Job.objects.exists()
    rules_of(seat, 1)
    for _ in range(2):
        Ticker().tick()
    assert Job.objects.filter(kind="alerts").count() == 1
    evaluate_rules(seat.tenant, nothing)
    Job.objects.update(state="done")
    Ticker().tick()
    assert Job.objects.filter(state="waiting").count() == 0
    seat.tenant.alerts_checked.__class__.objects.update(
        at=timezone.now() - datetime.timedelta(days=1, minutes=1)
    )
    Ticker().tick()
    assert Job.objects.filter(state="waiting").count() == 1
    assert len(ringing) == 1
