"""The page of an insight, what is said and planned on it, and what leaves the site."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from rebond.listen.erasure import forget
from rebond.quantify import Perimeter
from rebond.quantify.insights.insight import Insight
from rebond.quantify.insights.keeping import marks_of
from rebond.quantify.tracing.ledger import Ledger
from rebond.workspace import Workspace
from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.answers.models import Decision
from rebond_web.audit.models import Entry
from rebond_web.insights.access import comments_of
from rebond_web.insights.actions import comment
from rebond_web.insights.canvas import lines_of, width_of, written
from rebond_web.insights.methods import METHODS, method_of
from rebond_web.insights.models import Comment
from rebond_web.workspaces.access import Sitting
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Seat, Tenant

SignedIn = Callable[..., Client]


def address(tenant: Tenant, insight: str, name: str = "insight", **more: int) -> str:
    return reverse(name, kwargs={"slug": tenant.slug, "insight": insight, **more})


def plan_of(tenant: Tenant, what: str = "A second till on Saturdays") -> dict[str, object]:
    seat = Seat.objects.get(tenant=tenant, account__email="analyst@example.com")
    why = "Waiting goes with lower scores"
    return {
        "kind": "adopt", "what": what, "reason": why, "owner": seat.pk, "due": "2026-12-31"
    }  # fmt: skip


def test_every_insight_has_its_page_with_its_sentence_and_its_interval(
    at_company: SignedIn, company: Tenant, found: tuple[Insight, ...]
) -> None:
    browser = at_company("analyst")
    for insight in found:
        answer = browser.get(address(company, insight.id))
        page = answer.content.decode()
        assert answer.status_code == 200
        assert 'class="statement"' in page
        assert "n = " in page
        assert str(insight.question).split(" where ")[0] in page
        assert 'class="plot gutter"' in page or 'role="table"' in page
        assert f"/methods/{method_of(insight.main)}/" in page
        assert len(answer.content) < 100_000


def test_what_a_page_showed_is_in_the_ledger(
    at_company: SignedIn, company: Tenant, found: tuple[Insight, ...]
) -> None:
    at_company("analyst").get(address(company, found[0].id))
    ledger = Ledger(Workspace.open(company.folder).path)
    shown = {(entry.identifier, entry.face) for entry in ledger.insights()}
    assert {(insight.id, "site") for insight in found} <= shown
    assert str(found[0].question) in {entry.question for entry in ledger.entries()}


def test_an_insight_that_never_was_is_absent(at_company: SignedIn, company: Tenant) -> None:
    browser = at_company("analyst")
    for name in ("0a1b2c3d", "not-an-id"):
        for page in ("insight", "insight-image", "insight-document", "insight-figures"):
            assert browser.get(address(company, name, page)).status_code == 404
        assert browser.post(address(company, name, "comment"), {"text": "a"}).status_code == 404


def test_deciding_keeps_the_reason_and_who_gave_it(
    at_company: SignedIn, company: Tenant, found: tuple[Insight, ...]
) -> None:
    browser = at_company("analyst")
    given = {"state": "confirmed", "note": "seen <b>in</b> Laval"}
    answer = browser.post(address(company, found[0].id, "decide"), given)
    assert answer["Location"] == address(company, found[0].id)
    page = browser.get(answer["Location"]).content.decode()
    assert "by analyst@example.com" in page
    assert "seen &lt;b&gt;in&lt;/b&gt; Laval" in page
    last = Entry.objects.filter(action="insight decided").latest("pk")
    assert last.subject == found[0].id


def test_a_state_that_is_none_is_refused_on_the_page(
    at_company: SignedIn, company: Tenant, found: tuple[Insight, ...]
) -> None:
    answer = at_company("analyst").post(address(company, found[0].id, "decide"), {"state": "sold"})
    assert answer.status_code == 400
    assert "is not a state of an insight" in answer.content.decode()


def test_comments_are_written_escaped_and_removed_by_their_author(
    at_company: SignedIn, company: Tenant, found: tuple[Insight, ...]
) -> None:
    browser, here = at_company("analyst"), found[0].id
    browser.post(address(company, here, "comment"), {"text": "<script>alert(1)</script>"})
    page = browser.get(address(company, here)).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    made = Comment.objects.get()
    away = address(company, here, "uncomment", comment=made.pk)
    other = address(company, found[1].id, "uncomment", comment=made.pk)
    assert browser.post(other).status_code == 404
    assert browser.post(away).status_code == 302
    assert not Comment.objects.exists()
    told = Entry.objects.filter(action__startswith="comment").latest("pk")
    assert told.subject == str(made.pk)


@pytest.mark.parametrize("text", ["", "   ", "a" * 2001])
def test_a_comment_that_says_nothing_or_too_much_is_refused(
    at_company: SignedIn, company: Tenant, found: tuple[Insight, ...], text: str
) -> None:
    answer = at_company("analyst").post(address(company, found[0].id, "comment"), {"text": text})
    assert answer.status_code == 400
    assert not Comment.objects.exists()


def test_a_plan_has_an_owner_and_a_date_and_acts_on_the_insight(
    at_company: SignedIn, company: Tenant, found: tuple[Insight, ...]
) -> None:
    browser, here = at_company("analyst"), found[0].id
    browser.post(address(company, here, "insight-decision"), plan_of(company))
    plan = Decision.objects.get()
    assert (plan.insight, plan.state) == (here, "planned")
    assert marks_of(Workspace.open(company.folder))[here][-1].state == "acted on"
    plans = reverse("plans", kwargs={"slug": company.slug})
    assert "A second till on Saturdays" in browser.get(plans).content.decode()
    move = reverse("move-plan", kwargs={"slug": company.slug, "plan": plan.pk})
    browser.post(move, {"state": "done", "words": "Open since Monday"})
    plan.refresh_from_db()
    assert plan.state == "done"
    assert browser.post(move, {"state": "later", "words": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("field", "value"),
    [("what", " "), ("reason", " "), ("owner", "999999"), ("owner", "x"), ("due", "soon")],
)
def test_a_plan_without_what_whom_or_when_is_refused(
    at_company: SignedIn, company: Tenant, found: tuple[Insight, ...], field: str, value: str
) -> None:
    browser = at_company("analyst")
    given = {**plan_of(company), field: value}
    assert browser.post(address(company, found[0].id, "insight-decision"), given).status_code == 400
    assert not Decision.objects.exists()
    assert found[0].id not in marks_of(Workspace.open(company.folder))


def test_a_manager_decides_nothing_and_finds_no_insight_of_elsewhere(
    at_company: SignedIn, company: Tenant, found: tuple[Insight, ...]
) -> None:
    manager = at_company("manager", "Magasin = Laval")
    here = found[0].id
    assert manager.get(address(company, here)).status_code == 404
    for name in ("decide", "insight-decision", "comment"):
        assert manager.post(address(company, here, name)).status_code == 404


def test_comments_are_read_from_the_part_they_were_written_from(
    at_company: SignedIn, company: Tenant
) -> None:
    workspace = Workspace.open(company.folder)
    sittings = {}
    for role, part in (("analyst", ""), ("manager", "Magasin = Laval")):
        at_company(role, part)
        seat = Seat.objects.get(tenant=company, account__email=f"{role}@example.com")
        sittings[role] = Sitting(seat, Perimeter.whole(workspace))
        comment(sittings[role], "0a1b2c3d", f"by the {role}", by=seat.account)
    read = {
        role: [one.text for one in comments_of(sitting, "0a1b2c3d")]
        for role, sitting in sittings.items()
    }
    assert read == {"analyst": ["by the analyst", "by the manager"], "manager": ["by the manager"]}


def test_a_manager_sees_and_moves_only_the_plans_given_to_her(
    at_company: SignedIn, company: Tenant, found: tuple[Insight, ...]
) -> None:
    analyst, manager = at_company("analyst"), at_company("manager", "Magasin = Laval")
    hers = Seat.objects.get(tenant=company, account__email="manager@example.com")
    analyst.post(address(company, found[0].id, "insight-decision"), plan_of(company, "Not hers"))
    given = {**plan_of(company, "Hers"), "owner": hers.pk}
    analyst.post(address(company, found[0].id, "insight-decision"), given)
    page = manager.get(reverse("plans", kwargs={"slug": company.slug})).content.decode()
    assert "Hers" in page
    assert "Not hers" not in page
    moves = {
        plan.what: reverse("move-plan", kwargs={"slug": company.slug, "plan": plan.pk})
        for plan in Decision.objects.all()
    }
    assert manager.post(moves["Hers"], {"state": "doing", "words": "Begun"}).status_code == 302
    assert manager.post(moves["Not hers"], {"state": "doing", "words": "Begun"}).status_code == 404


def test_an_insight_that_no_longer_holds_says_so_and_keeps_its_history(
    at_company: SignedIn, company: Tenant, found: tuple[Insight, ...]
) -> None:
    browser = at_company("analyst")
    browser.get(address(company, found[0].id))
    workspace = Workspace.open(company.folder)
    browser.post(address(company, found[0].id, "decide"), {"state": "confirmed"})
    document = workspace.settings.get("insights", {})
    workspace.settings.set("insights", {"ffffffff": document[found[0].id]})
    page = browser.get(address(company, "ffffffff"))
    assert page.status_code == 200
    assert "no longer holds" in page.content.decode()
    assert "by analyst@example.com" in page.content.decode()


def test_the_files_of_an_insight_are_attachments_with_its_numbers(
    at_company: SignedIn, company: Tenant, found: tuple[Insight, ...]
) -> None:
    browser = at_company("analyst")
    for insight in found:
        image = browser.get(address(company, insight.id, "insight-image"))
        paper = browser.get(address(company, insight.id, "insight-document"))
        table = browser.get(address(company, insight.id, "insight-figures"))
        assert image.content.startswith(b"\x89PNG")
        assert paper.content.startswith(b"%PDF-")
        assert {one["Content-Disposition"].split(";")[0] for one in (image, paper, table)} == {
            "attachment"
        }
        rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
        assert rows[0][0] == "name"
        assert len(rows) > 2


def test_the_document_is_in_the_readers_language(
    at_company: SignedIn, company: Tenant, found: tuple[Insight, ...]
) -> None:
    browser, here = at_company("analyst"), address(company, found[0].id, "insight-document")
    english = browser.get(here).content
    french = browser.get(here, headers={"Accept-Language": "fr"}).content
    assert b"/Lang (en)" in english
    assert b"/Lang (fr)" in french


def test_words_are_written_in_letters_that_the_font_has() -> None:
    assert written("12\u202f% « rien »") == "12 % « rien »"
    assert "?" in written("日本")
    assert width_of("ii", 10) < width_of("mm", 10)


def test_long_words_are_cut_and_none_is_lost() -> None:
    text = "Un mot " + "a" * 200 + " fin"
    lines = lines_of(text, 9, 120)
    assert all(width_of(line, 9) <= 120 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_each_method_that_a_figure_names_has_its_note(
    at_company: SignedIn, company: Tenant
) -> None:
    browser = at_company("analyst")
    for name in METHODS:
        address = reverse("method", kwargs={"slug": company.slug, "method": name})
        assert browser.get(address).status_code == 200
    absent = reverse("method", kwargs={"slug": company.slug, "method": "nothing"})
    assert browser.get(absent).status_code == 404


def test_plans_are_listed_with_as_many_queries_however_many_there_are(
    at_company: SignedIn,
    company: Tenant,
    found: tuple[Insight, ...],
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    browser = at_company("analyst")
    address = reverse("plans", kwargs={"slug": company.slug})
    seat = Seat.objects.get(tenant=company, account__email="analyst@example.com")
    for rank in range(12):
        Decision.objects.create(
            tenant=company, insight=found[0].id, what=f"Plan {rank}", owner=seat, due="2026-12-31",
            by=account_of("analyst@example.com"),
        )  # fmt: skip
    browser.get(address)
    with django_assert_num_queries(4):
        assert "Plan 11" in browser.get(address).content.decode()


def test_an_erasure_takes_a_person_out_of_comments_and_decisions(
    owner: Account, own_workspace: Path
) -> None:
    tenant = add_tenant(own_workspace, by=owner)
    seat = Seat.objects.get(tenant=tenant, account=owner)
    words = "called a.martin@example.com back"
    Comment.objects.create(tenant=tenant, insight="0a1b2c3d", text=words)
    Decision.objects.create(tenant=tenant, insight="0a1b2c3d", what=words, reason=words, owner=seat)
    forget(Workspace.open(own_workspace), "a.martin@example.com")
    assert "martin" not in Comment.objects.get().text
    decision = Decision.objects.get()
    assert "martin" not in decision.what + decision.reason
