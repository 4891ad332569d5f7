"""A voice that needs an answer: suggested, owned, answered, sent only where it may be."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from mail_catcher import Catcher, start

from rebond.listen.contacts import Contact, keep_contacts
from rebond.listen.erasure import forget
from rebond.quantify import Perimeter
from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.cases.actions import note, open_case, reply
from rebond_web.cases.delays import delays_of, median_time
from rebond_web.cases.following import what_became_of
from rebond_web.cases.models import Case, Reply, Rule, State
from rebond_web.cases.suggesting import suggestions
from rebond_web.cases.waiting import waiting_for
from rebond_web.house import House
from rebond_web.mail.models import Letter
from rebond_web.mail.sending import send_waiting
from rebond_web.workspaces.access import Sitting, opened
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Role, Seat, Tenant

SignedIn = Callable[..., Client]
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def tenant(owner: Account, own_workspace: Path) -> Tenant:
    return add_tenant(own_workspace, by=owner, name="My company")


@pytest.fixture
def catcher() -> Iterator[Catcher]:
    caught, server = start()
    caught.configure(House.current().path)
    yield caught
    House.current().settings.unlink(missing_ok=True)
    server.shutdown()
    server.server_close()


def voice_of(tenant: Tenant, words: str) -> str:
    rows = opened(tenant.folder).table("voices").select(["voice_id", "text"]).to_pylist()
    return str(next(row["voice_id"] for row in rows if words in row["text"]))


def agree(tenant: Tenant, voice: str, *, answer: bool = True) -> None:
    contact = Contact("someone@example.com", answer, True, datetime.date(2026, 3, 6))
    keep_contacts(opened(tenant.folder), {voice.rpartition("-")[0]: contact})


@pytest.fixture
def late_parcel(tenant: Tenant, owner: Account) -> Case:
    return open_case(tenant, voice_of(tenant, "Livraison en retard"), by=owner)


def address(case: Case) -> str:
    return reverse("case", kwargs={"slug": case.tenant.slug, "case": case.pk})


def answer(browser: Client, case: Case, text: str = "Votre colis repart.") -> str:
    told = {"do": "reply", "text": text, "language": "fr"}
    assert browser.post(address(case), told).status_code == 302
    return browser.get(address(case), headers=ENGLISH).content.decode()


# From a voice to a case


def test_what_the_rule_says_is_suggested_and_no_longer_once_it_is_a_case(
    tenant: Tenant, owner: Account
) -> None:
    rule = Rule(tenant=tenant, score="Recommandation", score_at_most=6, look_back=366)
    whole = Perimeter.whole(opened(tenant.folder))
    found = suggestions(whole, rule)
    texts = [one.voice.text for one in found.voices]
    assert any("Livraison en retard" in text for text in texts)
    assert not any("Excellents conseils" in text for text in texts)
    assert [one.voice.day for one in found.voices] == sorted(
        (one.voice.day for one in found.voices if one.voice.day), reverse=True
    )
    open_case(tenant, voice_of(tenant, "Livraison en retard"), by=owner)
    assert suggestions(whole, rule).total == found.total - 1


def test_only_those_who_may_be_reached_when_the_owner_says_so(tenant: Tenant) -> None:
    rule = Rule(tenant=tenant, reachable=True, look_back=366)
    whole = Perimeter.whole(opened(tenant.folder))
    assert suggestions(whole, rule).total == 0
    agree(tenant, voice_of(tenant, "Livraison en retard"))
    assert suggestions(whole, rule).total == 1


def test_opening_twice_makes_one_case(signed_in: SignedIn, tenant: Tenant) -> None:
    browser = signed_in("analyst")
    voice = voice_of(tenant, "Attente interminable")
    there = reverse("case-open", kwargs={"slug": tenant.slug})
    leads = {browser.post(there, {"voice": voice})["Location"] for _ in range(2)}
    assert len(leads) == 1
    assert Case.objects.count() == 1
    page = browser.get(leads.pop(), headers=ENGLISH).content.decode()
    assert "Attente" in page


def test_only_owners_choose_the_rule(signed_in: SignedIn, tenant: Tenant) -> None:
    there = reverse("case-rule", kwargs={"slug": tenant.slug})
    told = {"questions": "on", "score": "", "score_at_most": "5,5", "days": "2", "look_back": "9"}
    assert signed_in("analyst").post(there, told).status_code == 404
    assert signed_in("owner").post(there, told).status_code == 302
    rule = Rule.objects.get(tenant=tenant)
    assert (rule.questions, rule.complaints, rule.score_at_most, rule.days) == (True, False, 5.5, 2)
    wrong = signed_in("owner").post(there, {**told, "days": "900"})
    assert wrong.status_code == 400


# A manager's part


@pytest.fixture
def manager(signed_in: SignedIn) -> Client:
    return signed_in("manager", "Ville = Nantes")


def test_a_case_outside_a_manager_s_part_is_absent(
    manager: Client, late_parcel: Case, signed_in: SignedIn
) -> None:
    assert manager.get(address(late_parcel)).status_code == 404
    assert manager.post(address(late_parcel), {"do": "note", "text": "x"}).status_code == 404
    listed = reverse("cases", kwargs={"slug": late_parcel.tenant.slug})
    assert "Livraison" not in manager.get(listed, {"which": "all"}).content.decode()
    assert "Livraison" in signed_in("analyst").get(listed).content.decode()
    there = reverse("case-open", kwargs={"slug": late_parcel.tenant.slug})
    assert manager.post(there, {"voice": late_parcel.voice_id}).status_code == 404


def test_a_case_is_handed_over_only_to_who_sees_its_voice(
    signed_in: SignedIn, manager: Client, late_parcel: Case
) -> None:
    assert manager is not None
    owner = signed_in("owner")
    other = Seat.objects.get(account__email="manager@example.com")
    told = {"do": "assign", "owner": str(other.pk), "due": timezone.localdate().isoformat()}
    refused = owner.post(address(late_parcel), told, headers=ENGLISH)
    assert refused.status_code == 400
    assert "no seat that covers" in refused.content.decode()
    signed_in("manager", "Ville = Laval")
    assert owner.post(address(late_parcel), told).status_code == 302
    late_parcel.refresh_from_db()
    assert late_parcel.owner == other


@pytest.mark.parametrize("due", ["soon", "", "1999-01-01"])
def test_a_date_that_means_nothing_is_refused(
    signed_in: SignedIn, late_parcel: Case, due: str
) -> None:
    told = {"do": "assign", "owner": "", "due": due}
    assert signed_in("owner").post(address(late_parcel), told).status_code == 400


def test_another_workspace_s_case_is_absent(
    signed_in: SignedIn, late_parcel: Case, owner: Account, small_workspace: Path
) -> None:
    elsewhere = add_tenant(small_workspace, by=owner)
    there = reverse("case", kwargs={"slug": elsewhere.slug, "case": late_parcel.pk})
    assert signed_in("owner").get(there).status_code == 404


# Answering


def test_an_answer_is_sent_where_it_may_be_and_the_address_is_never_shown(
    signed_in: SignedIn, late_parcel: Case, catcher: Catcher
) -> None:
    agree(late_parcel.tenant, late_parcel.voice_id)
    browser = signed_in("owner")
    assert "Waiting to be sent" in answer(browser, late_parcel)
    assert send_waiting() == 1
    page = browser.get(address(late_parcel), headers=ENGLISH).content.decode()
    assert "Sent by e-mail on" in page
    assert "someone@example.com" not in page
    (caught,) = catcher.caught
    assert caught.to == "someone@example.com"
    assert "Votre colis repart." in caught.letter.get_content()
    assert "parce que vous avez laissé votre adresse" in caught.letter.get_content()
    assert not Letter.objects.filter(text__contains="someone@").exists()


def test_without_a_mail_server_nothing_is_said_to_be_sent(
    signed_in: SignedIn, late_parcel: Case
) -> None:
    agree(late_parcel.tenant, late_parcel.voice_id)
    page = answer(signed_in("owner"), late_parcel)
    assert "Not sent. This installation sends no e-mail" in page
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("agreed", "reason"), [(None, "left no address"), (False, "did not agree to be answered")]
)
def test_who_did_not_agree_is_never_written_to(
    signed_in: SignedIn, late_parcel: Case, catcher: Catcher, agreed: bool | None, reason: str
) -> None:
    if agreed is not None:
        agree(late_parcel.tenant, late_parcel.voice_id, answer=agreed)
    assert reason in answer(signed_in("owner"), late_parcel)
    assert send_waiting() == 0
    assert catcher.caught == []


def test_consent_withdrawn_before_the_letter_leaves_is_obeyed(
    signed_in: SignedIn, late_parcel: Case, catcher: Catcher
) -> None:
    agree(late_parcel.tenant, late_parcel.voice_id)
    browser = signed_in("owner")
    answer(browser, late_parcel)
    agree(late_parcel.tenant, late_parcel.voice_id, answer=False)
    send_waiting()
    assert catcher.caught == []
    page = browser.get(address(late_parcel), headers=ENGLISH).content.decode()
    assert "did not agree to be answered" in page


def test_what_could_not_be_sent_can_be_later(
    signed_in: SignedIn, late_parcel: Case, catcher: Catcher
) -> None:
    browser = signed_in("owner")
    answer(browser, late_parcel)
    agree(late_parcel.tenant, late_parcel.voice_id)
    given = Reply.objects.get()
    there = {"slug": late_parcel.tenant.slug, "case": late_parcel.pk, "given": given.pk}
    for _ in range(2):
        assert browser.post(reverse("case-send", kwargs=there)).status_code == 302
    assert send_waiting() == 1
    assert len(catcher.caught) == 1


def test_the_same_answer_twice_is_one(signed_in: SignedIn, late_parcel: Case) -> None:
    browser = signed_in("owner")
    answer(browser, late_parcel)
    again = browser.post(address(late_parcel), {"do": "reply", "text": "Votre colis repart."})
    assert again.status_code == 400
    assert Reply.objects.count() == 1


def test_words_are_shown_as_text_only(signed_in: SignedIn, late_parcel: Case) -> None:
    page = answer(signed_in("owner"), late_parcel, "<script>alert(1)</script>\nBcc: a@b.fr")
    assert "<script>alert" not in page


def test_states_and_lines_of_the_log(signed_in: SignedIn, late_parcel: Case) -> None:
    browser = signed_in("owner")
    for told in (
        {"do": "move", "state": "waiting"},
        {"do": "note", "text": "On attend le transporteur."},
        {"do": "move", "state": "closed"},
        {"do": "move", "state": "reopened"},
    ):
        assert browser.post(address(late_parcel), told).status_code == 302
    late_parcel.refresh_from_db()
    assert late_parcel.state == State.REOPENED
    told_log = set(Entry.objects.values_list("action", flat=True))
    assert {"case opened", "case waiting", "case noted", "case closed", "case reopened"} <= told_log
    assert browser.post(address(late_parcel), {"do": "move", "state": "king"}).status_code == 400


# What follows


def test_a_receipt_tells_answers_and_never_notes(
    signed_in: SignedIn, late_parcel: Case, owner: Account
) -> None:
    browser = signed_in("owner")
    browser.post(address(late_parcel), {"do": "note", "text": "Client difficile"})
    answer(browser, late_parcel)
    told = what_became_of(late_parcel.tenant, late_parcel.response_id)
    assert [one.text for one in told] == ["", "Votre colis repart."]
    assert what_became_of(late_parcel.tenant, "0" * 32) == []
    assert owner.email not in str(told)


def test_what_waits_for_a_person_is_theirs_alone(late_parcel: Case, owner: Account) -> None:
    def waits(account: Account) -> list[int]:
        seat = Seat.objects.get(account=account)
        sitting = Sitting(seat, Perimeter.whole(opened(seat.tenant.folder)))
        return [one.n for one in waiting_for(sitting)]

    other = account_of("other@example.com")
    Seat.objects.create(account=other, tenant=late_parcel.tenant, role=Role.ANALYST)
    assert waits(owner) == [1]
    assert waits(other) == []
    reply(late_parcel, "Fait.", language="fr", by=owner)
    assert waits(owner) == []


def test_erasing_a_person_erases_their_case_its_notes_and_its_answers(
    signed_in: SignedIn, late_parcel: Case, catcher: Catcher
) -> None:
    agree(late_parcel.tenant, late_parcel.voice_id)
    answer(signed_in("owner"), late_parcel)
    assert catcher.caught == []
    erasure = forget(opened(late_parcel.tenant.folder), "someone@example.com")
    assert erasure.removed["cases"] > 0
    assert erasure.removed["letters"] == 1
    assert not Case.objects.exists()
    assert not Reply.objects.exists()
    assert not Letter.objects.exists()
    assert send_waiting() == 0


def test_erasing_a_person_takes_their_name_out_of_other_cases(
    tenant: Tenant, owner: Account
) -> None:
    other = open_case(tenant, voice_of(tenant, "Attente interminable"), by=owner)
    note(other, "Voir aussi someone@example.com", by=owner)
    forget(opened(tenant.folder), "someone@example.com")
    assert other.notes.get().text == "Voir aussi […]"


def test_a_case_whose_voice_was_replaced_stays_for_who_sees_everything(
    signed_in: SignedIn, tenant: Tenant, owner: Account
) -> None:
    gone = open_case(tenant, f"{0:032x}-00000000", by=owner)
    page = signed_in("analyst").get(address(gone), headers=ENGLISH)
    assert "a later answer of the same person replaced them" in page.content.decode()
    assert signed_in("manager", "Ville = Laval").get(address(gone)).status_code == 404


def test_the_list_asks_no_more_as_it_grows(
    signed_in: SignedIn,
    tenant: Tenant,
    owner: Account,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    browser = signed_in("owner")
    there = reverse("cases", kwargs={"slug": tenant.slug})
    rows = opened(tenant.folder).table("voices").select(["voice_id"]).to_pylist()
    for row in rows:
        open_case(tenant, row["voice_id"], by=owner)
    with django_assert_max_num_queries(16):
        assert browser.get(there).status_code == 200


# Delays


def test_a_case_without_answer_counts_for_its_age(tenant: Tenant, owner: Account) -> None:
    now = timezone.now()
    cases = [open_case(tenant, f"{rank:032x}-00000000", by=owner) for rank in range(4)]
    for case, days in zip(cases, (1, 2, None, None), strict=True):
        case.opened = now - datetime.timedelta(days=10)
        case.due = (now - datetime.timedelta(days=8)).date()
        case.answered = case.opened + datetime.timedelta(days=days) if days else None
    told = delays_of(cases)
    assert told.median.value == pytest.approx(2.0)
    assert (told.in_time.value, told.in_time.n) == (50.0, 4)
    assert told.in_time.low is not None
    assert told.in_time.low < 50 < (told.in_time.high or 0)


def test_the_interval_of_a_median_holds_it_as_often_as_it_says() -> None:
    """95 %, give or take what 400 draws allow; times exponential, a third not over when seen."""
    import numpy as np

    random = np.random.default_rng(0)
    held, draws, truth = 0, 400, np.log(2.0)
    for _ in range(draws):
        times, seen = random.exponential(1.0, 60), random.exponential(2.0, 60)
        _, low, high = median_time(np.minimum(times, seen).tolist(), (times <= seen).tolist())
        held += (low or 0.0) <= truth <= (np.inf if high is None else high)
    assert 0.92 <= held / draws <= 0.985
