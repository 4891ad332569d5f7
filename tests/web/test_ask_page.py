"""Asking in plain words: answers with their intervals, refusals with what may be asked."""

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from rebond.errors import QuestionError
from rebond.quantify import Perimeter, Question, ask
from rebond.quantify.asking.plain import plain_question
from rebond.quantify.tracing.ledger import Ledger
from rebond.workspace import Workspace
from rebond_web.asking.guard import answer, names_people
from rebond_web.asking.naming import MEASURES
from rebond_web.reading.reporter import reporter_on
from rebond_web.workspaces.access import Sitting
from rebond_web.workspaces.models import Seat, Tenant

SignedIn = Callable[..., Client]


def asked(browser: Client, tenant: Tenant, question: str, language: str = "en") -> tuple[int, str]:
    answer = browser.get(
        reverse("ask", kwargs={"slug": tenant.slug}),
        {"q": question},
        headers={"Accept-Language": language},
    )
    return answer.status_code, answer.content.decode()


def known_questions(page: str) -> list[str]:
    links = re.findall(r'href="([^"]*/ask/\?q=[^"]*)"', page.split('class="cols known"')[1])
    return [parse_qs(urlsplit(unescape(link)).query)["q"][0] for link in links]


def test_the_empty_page_invites_with_questions(signed_in: SignedIn, tenant: Tenant) -> None:
    status, page = asked(signed_in("analyst"), tenant, "")
    assert status == 200
    assert "What do you want to know?" in page
    assert len(known_questions(page)) >= 5


@pytest.mark.parametrize(
    ("question", "exact"),
    [
        ("NPS par ville", "nps by Ville"),
        ("NPS in Laval", "nps where Ville = Laval"),
        ("combien de voix par canal", "voices by channel"),
    ],
)
def test_a_plain_question_is_answered_and_written_exactly(
    signed_in: SignedIn, tenant: Tenant, question: str, exact: str
) -> None:
    status, page = asked(signed_in("analyst"), tenant, question)
    assert status == 200
    assert f"<code>{exact}</code>" in page
    assert "n = " in page
    assert re.search(r"F-[0-9A-Z]{8}", page)


@pytest.mark.parametrize("question", ["NPS par licorne", "why", "<script>alert(1)</script>"])
def test_what_is_not_understood_is_refused_with_the_nearest(
    signed_in: SignedIn, tenant: Tenant, question: str
) -> None:
    status, page = asked(signed_in("analyst"), tenant, question)
    assert status == 400
    assert "Nearest questions that have an answer" in page
    assert "<script>alert" not in page


def test_a_manager_gets_answers_from_her_part_alone(signed_in: SignedIn, tenant: Tenant) -> None:
    manager = signed_in("manager", "Ville = Laval")
    status, page = asked(manager, tenant, "responses by Ville")
    assert status == 200
    assert "Nantes" not in page
    status, page = asked(manager, tenant, "responses where Ville = Nantes")
    assert "Excellents conseils" not in page


def test_every_question_shown_has_an_answer_in_both_languages(
    at_company: SignedIn, company: Tenant
) -> None:
    browser = at_company("analyst")
    perimeter = Perimeter.whole(Workspace.open(company.folder))
    found = []
    for language in ("en", "fr"):
        questions = known_questions(asked(browser, company, "", language)[1])
        found.append([str(plain_question(one, perimeter)) for one in questions])
    assert found[0] == found[1]
    assert len(found[0]) > 15


@pytest.mark.parametrize(
    "question",
    ["nps by month", "nps by Magasin", "critics by theme", "share by theme, polarity",
     "distribution where kind = nps", "perception by Magasin",
     "evolution by month where theme = checkout.waiting"],
)  # fmt: skip
def test_each_kind_of_answer_is_laid_out(
    at_company: SignedIn, company: Tenant, question: str
) -> None:
    status, page = asked(at_company("analyst"), company, question)
    assert status == 200
    assert '<svg class="plot gutter"' in page or "<table" in page
    assert len(page.encode()) < 100_000


def test_the_file_holds_each_cell_and_the_ledger_its_figure(
    at_company: SignedIn, company: Tenant
) -> None:
    browser = at_company("analyst")
    address = reverse("ask-figures", kwargs={"slug": company.slug})
    answer = browser.get(address, {"q": "nps par magasin"})
    assert answer["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["key_1"] for row in rows} >= {"Laval", "Vannes"}
    ledger = Ledger(Workspace.open(company.folder).path)
    assert ledger.entry(rows[0]["figure"]) is not None
    assert browser.get(address, {"q": "nps par licorne"}).status_code == 404


def test_what_teams_say_is_withheld_where_few_speak_or_conditions_part_them(
    at_company: SignedIn, company: Tenant
) -> None:
    browser, workspace = at_company("analyst"), Workspace.open(company.folder)
    status, page = asked(browser, company, "NPS des équipes par magasin")
    assert status == 200
    assert page.count("too few") >= 2
    for free in ("month = last 2 months", "value >= 9", "intent = praise and Région = Bretagne"):
        question = f"nps by Magasin where stakeholder = employee and {free}"
        status, page = asked(browser, company, question)
        assert status == 200
        assert "This figure is withheld." in page
        assert "two figures of nearly the same people" in page
        assert 'class="fig whole"' not in page
    by_shop = ask("nps by Magasin where stakeholder = employee", Perimeter.whole(workspace))
    small = next(cell.keys[0] for cell in by_shop.cells if cell.withheld)
    both = f"nps where stakeholder in (customer, employee) and Magasin = {small}"
    assert "Employees are left out of this figure" in asked(browser, company, both)[1]


@pytest.mark.parametrize(
    ("role", "part", "told"),
    [("analyst", "", "their manager only"), ("manager", "Ville = Laval", "neither a dimension")],
)
def test_scores_of_named_people_are_for_their_manager(
    signed_in: SignedIn, tenant: Tenant, role: str, part: str, told: str
) -> None:
    signed_in(role, part)
    seat = Seat.objects.get(tenant=tenant, account__email=f"{role}@example.com")
    perimeter = Perimeter.whole(Workspace.open(tenant.folder))
    reporter = reporter_on(perimeter, tenant.slug, "en")
    with pytest.raises(QuestionError, match=told):
        answer(Question.parse("nps by Vendeur"), reporter, Sitting(seat, perimeter))


def test_attributes_that_name_people_are_known() -> None:
    assert names_people("Vendeur")
    assert names_people("Conseillère")
    assert not names_people("Magasin")


def test_every_measure_has_a_name() -> None:
    from rebond.quantify.asking.names import MEASURES as KNOWN

    assert set(MEASURES) == set(KNOWN)
