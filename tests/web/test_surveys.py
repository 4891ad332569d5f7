"""Surveys made on the site: made, answered without an account, protected, closed."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rebond.errors import InputError
from rebond.listen.contacts import contact_of
from rebond.quantify import Perimeter
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.outbox.actions import flush
from rebond_web.outbox.models import Received
from rebond_web.surveys.actions import add_links, make_survey, set_closed, set_link_closed
from rebond_web.surveys.models import Link, Receipt, Survey
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]
GIVEN = {
    "name": "Satisfaction en caisse",
    "kind": "csat",
    "stakeholder": "customer",
    "question_fr": "Êtes-vous satisfait ?",
    "question_en": "Are you satisfied?",
    "why_fr": "Pourquoi ?",
    "why_en": "Why?",
    "consent_fr": "Votre réponse est lue par nous.",
    "consent_en": "Your answer is read by us.",
}


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    """Return a workspace that a test may change."""
    return add_tenant(own_workspace, by=owner)


def survey_of(tenant: Tenant, by: Account, **changed: str) -> Link:
    """Make a survey and return its link for everybody."""
    return make_survey(tenant, {**GIVEN, **changed}, by=by).links.get()


def address(link: Link, name: str = "answer") -> str:
    return reverse(name, kwargs={"token": link.token})


def send(link: Link, name: str = "answer", browser: Client | None = None, **said: str) -> str:
    """Open a survey as anybody would, fill its form in, and return where that leads."""
    browser = browser or Client(enforce_csrf_checks=True)
    form = fields_of(browser.get(address(link, name)).content.decode())
    answer = browser.post(address(link, name), {**form, **said})
    assert answer.status_code == 302, answer.content.decode()
    assert not browser.cookies
    return str(answer.headers["Location"])


def fields_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def brought_in(tenant: Tenant) -> list[dict[str, object]]:
    flush(tenant)
    table = Workspace.open(Path(tenant.folder)).table("responses").to_pylist()
    return [row for row in table if row["source"] == GIVEN["name"]]


def test_an_answer_needs_no_account_no_cookie_and_no_script(
    own_tenant: Tenant, owner: Account
) -> None:
    link = survey_of(own_tenant, owner)
    page = Client().get(address(link), headers={"Accept-Language": "en"}).content.decode()
    assert "Are you satisfied?" in page
    assert "Your answer is read by us." in page
    assert "<script" not in page
    receipt = send(link, score="4", comment="Caisse rapide et souriante")
    assert Client().get(receipt).status_code == 200
    (response,) = brought_in(own_tenant)
    assert (response["channel"], response["solicited"]) == ("survey", True)
    link.refresh_from_db()
    assert link.answers == 1


def test_an_answer_is_in_the_language_it_was_asked_in_and_counts_as_one_question(
    own_tenant: Tenant, owner: Account
) -> None:
    link = survey_of(own_tenant, owner)
    french, english = Client(), Client()
    for browser, language, question in (
        (french, "fr", "Êtes-vous satisfait"),
        (english, "en", "Are you satisfied"),
    ):
        browser.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        assert question in browser.get(address(link)).content.decode()
        send(link, browser=browser, score="5")
    assert len(brought_in(own_tenant)) == 2
    scores = Workspace.open(Path(own_tenant.folder)).table("scores").to_pylist()
    asked = {row["question"] for row in scores if row["kind"] == "csat"}
    assert asked == {GIVEN["question_fr"]}


def test_sent_twice_an_answer_is_one_and_the_first_stays(
    own_tenant: Tenant, owner: Account
) -> None:
    link = survey_of(own_tenant, owner)
    browser = Client()
    form = fields_of(browser.get(address(link)).content.decode())
    sent = [
        browser.post(address(link), {**form, "score": score}).headers["Location"]
        for score in ("2", "2", "5")
    ]
    assert sent[0] == sent[1]
    assert sent[2].startswith(sent[0])
    assert "first answer stays" in Client().get(sent[2]).content.decode()
    assert Received.objects.count() == Receipt.objects.count() == 1
    link.refresh_from_db()
    assert link.answers == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Nothing is said yet"),
        ({"score": "9"}, "not on the scale"),
        ({"score": "4", "website": "http://spam.example"}, "not filled in by hand"),
        ({"score": "4", "form": "forged"}, "not filled in by hand"),
        ({"score": "4", "comment": "Bien", "email": "nobody"}, "not an e-mail address"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_written_is_lost(
    own_tenant: Tenant, owner: Account, said: dict[str, str], told: str
) -> None:
    link = survey_of(own_tenant, owner, asks_email="on")
    browser = Client(headers={"Accept-Language": "en"})
    form = fields_of(browser.get(address(link)).content.decode())
    answer = browser.post(address(link), {**form, **said})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert told in page
    assert said.get("comment", "") in page
    assert not Received.objects.exists()


def test_an_address_left_to_be_answered_goes_to_contacts_alone(
    own_tenant: Tenant, owner: Account
) -> None:
    link = survey_of(own_tenant, owner, asks_email="on")
    send(link, score="2", email="z@example.com", news="on")
    (response,) = brought_in(own_tenant)
    contact = contact_of(Workspace.open(Path(own_tenant.folder)), str(response["response_id"]))
    assert contact is not None
    assert (contact.address, contact.answer, contact.news) == ("z@example.com", True, True)


def test_a_survey_that_does_not_ask_an_address_keeps_none(
    own_tenant: Tenant, owner: Account
) -> None:
    link = survey_of(own_tenant, owner)
    send(link, score="2", email="z@example.com")
    (response,) = brought_in(own_tenant)
    assert response["person_key"] is None


def test_a_link_gives_its_place_and_what_the_place_tells(
    own_tenant: Tenant, owner: Account
) -> None:
    survey = survey_of(own_tenant, owner).survey
    seen = Perimeter.whole(Workspace.open(Path(own_tenant.folder)))
    (made,) = add_links(survey, "Ville", ["Nantes", " ", "Nantes"], seen, by=owner)
    assert add_links(survey, "Ville", ["Nantes"], seen, by=owner) == []
    send(made, score="4")
    (response,) = brought_in(own_tenant)
    assert dict(response["attributes"]) == {"Ville": "Nantes"}  # type: ignore[call-overload]


def test_floods_are_stopped_without_losing_what_is_written(
    own_tenant: Tenant, owner: Account
) -> None:
    link = survey_of(own_tenant, owner)
    Link.objects.update(most_an_hour=1)
    send(link, score="4")
    browser = Client(headers={"Accept-Language": "en"})
    form = fields_of(browser.get(address(link)).content.decode())
    answer = browser.post(address(link), {**form, "comment": "Encore un mot"})
    assert answer.status_code == 429
    assert "Encore un mot" in answer.content.decode()
    assert int(answer["Retry-After"]) > 0
    assert Received.objects.count() == 1


def test_one_address_cannot_answer_without_end(own_tenant: Tenant, owner: Account) -> None:
    link = survey_of(own_tenant, owner)
    answers = [Client().post(address(link), {}).status_code for _ in range(61)]
    assert answers[0] == 400
    assert answers[-1] == 429


def test_a_survey_closed_takes_nothing(own_tenant: Tenant, owner: Account) -> None:
    link = survey_of(own_tenant, owner)
    browser = Client()
    form = fields_of(browser.get(address(link)).content.decode())
    set_closed(link.survey, True, by=owner)
    assert browser.post(address(link), {**form, "score": "3"}).status_code == 410
    set_closed(link.survey, False, by=owner)
    set_link_closed(link, True, by=owner)
    assert browser.post(address(link), {**form, "score": "3"}).status_code == 410
    assert not Received.objects.exists()


@pytest.mark.parametrize(
    ("opens", "closes", "open_now"), [(0, 1, True), (-1, 0, False), (1, 9, False), (-9, 9, True)]
)
def test_a_survey_is_open_from_its_first_day_until_before_its_last(
    opens: int, closes: int, open_now: bool
) -> None:
    today = timezone.localdate()
    survey = Survey(opens=today + timedelta(opens), closes=today + timedelta(closes))
    assert survey.takes_answers() is open_now


def test_only_the_sites_named_may_show_it_inside_their_pages(
    own_tenant: Tenant, owner: Account
) -> None:
    link = survey_of(own_tenant, owner, origins="https://www.example.com/\nhttps://b.example")
    framed = Client().get(address(link, "embedded"))
    policy = framed["Content-Security-Policy"]
    assert "frame-ancestors https://www.example.com https://b.example" in policy
    assert "X-Frame-Options" not in framed
    assert "script-src 'self'" in policy
    alone = Client().get(address(link))
    assert "frame-ancestors 'none'" in alone["Content-Security-Policy"]
    assert alone["X-Frame-Options"] == "DENY"
    other = survey_of(own_tenant, owner, name="Ailleurs")
    policy = Client().get(address(other, "embedded"))["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy


def test_inside_a_page_one_answers_and_gets_a_receipt(own_tenant: Tenant, owner: Account) -> None:
    link = survey_of(own_tenant, owner, origins="https://www.example.com")
    browser = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    form = fields_of(browser.get(address(link, "embedded")).content.decode())
    page = browser.post(address(link, "embedded"), {**form, "score": "5"}).content.decode()
    (receipt,) = re.findall(r'href="http://testserver(/r/[\w-]+/)"', page)
    assert Client().get(receipt).status_code == 200


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": " "}, "needs a name"),
        ({"question_fr": "", "question_en": ""}, "needs a question"),
        ({"consent_en": ""}, "right to know"),
        ({"kind": "stars"}, "not a value of kind"),
        ({"opens": "2026-05-02", "closes": "2026-05-02"}, "closes after it opens"),
        ({"opens": "demain"}, "not a date"),
        ({"origins": "https://a.example/page"}, "not a site's address"),
        ({"question_fr": "x" * 301}, "more than 300"),
    ],
)
def test_a_survey_that_could_not_be_answered_is_refused(
    own_tenant: Tenant, owner: Account, changed: dict[str, str], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        survey_of(own_tenant, owner, **changed)
    assert not Survey.objects.exists()


def test_two_surveys_of_one_name_would_mix_their_answers(
    own_tenant: Tenant, owner: Account
) -> None:
    survey_of(own_tenant, owner)
    with pytest.raises(InputError, match="already a survey named"):
        survey_of(own_tenant, owner)


@pytest.mark.parametrize("name", ["score", "E-mail", "", "n/a", "answer id"])
def test_a_link_cannot_take_the_place_of_what_is_answered(
    own_tenant: Tenant, owner: Account, name: str
) -> None:
    survey = survey_of(own_tenant, owner).survey
    seen = Perimeter.whole(Workspace.open(Path(own_tenant.folder)))
    with pytest.raises(InputError, match="cannot be the attribute"):
        add_links(survey, name, ["Nantes"], seen, by=owner)


def test_an_analyst_makes_a_survey_its_links_and_its_posters(
    signed_in: SignedIn, tenant: Tenant
) -> None:
    browser = signed_in("analyst")
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    here = {"slug": tenant.slug}
    form = browser.get(reverse("new-survey", kwargs={**here, "kind": "nps"})).content.decode()
    assert "How likely are you to recommend My company" in form
    made = browser.post(
        reverse("new-survey", kwargs={**here, "kind": "nps"}), {**GIVEN, "kind": "csat"}
    )
    survey = Survey.objects.get()
    assert survey.kind == "nps"
    this = {**here, "survey": survey.pk}
    assert made.headers["Location"] == reverse("survey", kwargs=this)
    links = reverse("survey-links", kwargs=this)
    filled = browser.post(links, {"attribute": "Ville", "values": "", "fill": "yes"})
    assert "Angers\nLaval\nNantes" in filled.content.decode()
    assert browser.post(links, {"attribute": "Ville", "values": "Angers\nLaval"}).status_code == 302
    link = survey.links.get(label="Laval")
    page = browser.get(reverse("survey-link", kwargs={**this, "token": link.token}))
    assert f"http://testserver/s/{link.token}/" in page.content.decode()
    posters = browser.get(reverse("posters", kwargs=this)).content.decode()
    assert posters.count('<article class="poster') == 3
    qr = browser.get(reverse("survey-qr", kwargs={**this, "token": link.token}))
    assert qr.headers["Content-Type"] == "image/svg+xml"
    assert qr.headers["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(tenant=tenant.pk, action="survey made").count() == 1
    assert Entry.objects.filter(tenant=tenant.pk, action="survey link made").count() == 2


def test_a_manager_makes_no_survey(signed_in: SignedIn, tenant: Tenant) -> None:
    browser = signed_in("manager", "Ville = Laval")
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert browser.get(reverse("surveys", kwargs={"slug": tenant.slug})).status_code == 404
    page = browser.get(reverse("voices", kwargs={"slug": tenant.slug})).content.decode()
    assert "Pass on a word" in page
    assert "Surveys" not in page


def test_surveys_of_another_workspace_are_absent(
    signed_in: SignedIn, tenant: Tenant, own_tenant: Tenant, owner: Account
) -> None:
    link = survey_of(own_tenant, owner)
    browser = signed_in("analyst")
    this = {"slug": tenant.slug, "survey": link.survey.pk}
    assert browser.get(reverse("survey", kwargs=this)).status_code == 404
    assert browser.post(reverse("close-survey", kwargs=this), {"closed": "yes"}).status_code == 404
    mine = survey_of(tenant, owner).survey
    there = {"slug": tenant.slug, "survey": mine.pk, "token": link.token}
    assert browser.get(reverse("survey-link", kwargs=there)).status_code == 404


def test_what_is_written_in_a_survey_is_never_markup(own_tenant: Tenant, owner: Account) -> None:
    link = survey_of(own_tenant, owner, question_fr="<script>alert(1)</script>", question_en="")
    page = Client().get(address(link)).content.decode()
    assert "<script>alert" not in page
    browser = Client()
    form = fields_of(browser.get(address(link)).content.decode())
    page = browser.post(address(link), {**form, "comment": "</textarea><img src=x>", "score": "9"})
    assert "<img src=x>" not in page.content.decode()


def test_pages_of_surveys_ask_a_number_of_queries_that_does_not_grow(
    signed_in: SignedIn, tenant: Tenant, owner: Account, django_assert_max_num_queries: object
) -> None:
    browser = signed_in("analyst")
    for rank in range(6):
        survey_of(tenant, owner, name=f"S{rank}", closes=str(date(2999, 1, 1)))
    browser.get(reverse("surveys", kwargs={"slug": tenant.slug}))
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        browser.get(reverse("surveys", kwargs={"slug": tenant.slug}))
