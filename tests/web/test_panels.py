"""A panel: a call, applications answered with a reason, feedback that is heard as voices are."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rebond.errors import InputError
from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.jobs.models import Job
from rebond_web.mail import actions as mail_actions
from rebond_web.mail.actions import stop
from rebond_web.mail.models import Letter
from rebond_web.mail.post_office import PostOffice
from rebond_web.outbox.models import Received
from rebond_web.panels import letters
from rebond_web.panels.actions import call, change_panel, decide, make_panel, set_open, tell_outcome
from rebond_web.panels.models import Application, Feedback, Panel, State
from rebond_web.panels.testing import apply
from rebond_web.spaces.given import erase_all, gifts_of
from rebond_web.spaces.models import Participant, Public, Space
from rebond_web.surveys.models import Receipt

SignedIn = Callable[..., Client]
TakesPart = Callable[..., Client]
CALL = {
    "name": "Caisse unique",
    "about": "Une seule file pour toutes les caisses.",
    "protocol": "Venez deux samedis, achetez comme d’habitude.",
    "consent": "Rien n’est prêté. Vos réponses sont gardées un an.",
    "places": "1",
    "questions": "Quand venez-vous d’habitude ?",
}


def _steps(first: int = 0) -> list[tuple[str, str, str, str, str]]:
    day = timezone.localdate() + timedelta(days=first)
    return [("", "Premier samedi", "", day.isoformat(), (day + timedelta(days=6)).isoformat())]


@pytest.fixture
def panel(space: Space, owner: Account) -> Panel:
    made = make_panel(space, CALL, _steps(), by=owner)
    set_open(made, True, by=owner)
    made.refresh_from_db()
    return made


def _at(panel: Panel, name: str, **more: int) -> str:
    space = panel.space
    given = {"slug": space.tenant.slug, "space": space.slug, "panel": panel.pk, **more}
    return reverse(name, kwargs=given)


def _apply(browser: Client, panel: Panel) -> Application:
    answers = {"answer": "Le samedi", "agreed": "on"}
    assert browser.post(_at(panel, "apply-to-panel"), answers).status_code == 302
    return Application.objects.latest("pk")


def test_a_tester_speaks_of_a_step_and_it_is_a_response_with_a_receipt(
    panel: Panel, takes_part: TakesPart, owner: Account
) -> None:
    browser = takes_part("Nadia")
    mine = _apply(browser, panel)
    speak = _at(panel, "speak-of-step", step=panel.steps.get().pk)
    assert browser.post(speak, {"score": "4", "words": "Plus court"}).status_code == 400
    decide(mine, State.ACCEPTED, "", by=owner)
    told = browser.post(speak, {"score": "4", "words": "Plus court"})
    assert told.status_code == 200
    heard = Feedback.objects.get()
    kept = Received.objects.get(response_id=heard.response_id)
    assert kept.source == "Caisse unique"
    assert Receipt.objects.get().response_id == heard.response_id
    assert "/r/" in told.content.decode()
    assert browser.post(speak, {"score": "1"}).status_code == 400, "heard once a step"
    assert Received.objects.count() == 1


def test_a_mark_off_the_scale_or_nothing_said_is_refused(
    panel: Panel, takes_part: TakesPart, owner: Account
) -> None:
    browser = takes_part("Nadia")
    decide(_apply(browser, panel), State.ACCEPTED, "", by=owner)
    speak = _at(panel, "speak-of-step", step=panel.steps.get().pk)
    for given in ({"score": "9"}, {"score": "", "words": "  "}):
        assert browser.post(speak, given).status_code == 400
    assert not Received.objects.exists()


def test_a_step_that_is_not_under_way_takes_nothing(
    panel: Panel, takes_part: TakesPart, owner: Account
) -> None:
    browser = takes_part("Nadia")
    decide(_apply(browser, panel), State.ACCEPTED, "", by=owner)
    step = panel.steps.get()
    later = [(str(step.pk), *_steps(10)[0][1:])]
    change_panel(panel, CALL, later, by=owner)
    speak = _at(panel, "speak-of-step", step=step.pk)
    assert browser.post(speak, {"score": "4"}).status_code == 400


def test_a_refusal_has_a_reason_that_who_applied_reads(
    panel: Panel, takes_part: TakesPart, owner: Account
) -> None:
    browser = takes_part("Nadia")
    mine = _apply(browser, panel)
    with pytest.raises(InputError, match="Say why"):
        decide(mine, State.REFUSED, " ", by=owner)
    decide(mine, State.REFUSED, "Nous cherchons des gens du soir.", by=owner)
    assert "gens du soir" in browser.get(_at(panel, "panel")).content.decode()
    again = browser.post(_at(panel, "apply-to-panel"), {"answer": "Le soir", "agreed": "on"})
    assert again.status_code == 302
    assert Application.objects.get().state == State.REFUSED, "answered once"


def test_no_more_testers_than_places(panel: Panel, takes_part: TakesPart, owner: Account) -> None:
    first, second = (_apply(takes_part(name), panel) for name in ("Nadia", "Karim"))
    decide(first, State.ACCEPTED, "", by=owner)
    with pytest.raises(InputError, match="1 places are taken"):
        decide(second, State.ACCEPTED, "", by=owner)


def test_an_agreement_and_an_answer_to_each_question_are_asked(
    panel: Panel, takes_part: TakesPart
) -> None:
    browser = takes_part("Nadia")
    for given in ({"answer": "Le samedi"}, {"answer": " ", "agreed": "on"}, {"agreed": "on"}):
        assert browser.post(_at(panel, "apply-to-panel"), given).status_code == 400
    assert not Application.objects.exists()


def test_a_panel_for_others_is_not_there(
    panel: Panel, space: Space, takes_part: TakesPart, owner: Account
) -> None:
    teams = Public.objects.get(space=space, name="Équipes")
    change_panel(panel, {**CALL, "public": str(teams.pk)}, _kept(panel), by=owner)
    page = _at(panel, "panel")
    assert takes_part("Nadia").get(page).status_code == 404
    assert takes_part("Awa", "Équipes").get(page).status_code == 200
    change_panel(panel, {**CALL, "profile": "Ville = Nantes"}, _kept(panel), by=owner)
    assert takes_part("Zoé", "Équipes").get(page).status_code == 404, "no account: nobody is known"


def _kept(panel: Panel) -> list[tuple[str, str, str, str, str]]:
    step = panel.steps.get()
    return [(str(step.pk), *_steps()[0][1:])]


def test_a_draft_is_seen_by_those_who_run_the_space_only(
    space: Space, owner: Account, takes_part: TakesPart, signed_in: SignedIn
) -> None:
    draft = make_panel(space, CALL, _steps(), by=owner)
    page = _at(draft, "panel")
    assert takes_part("Nadia").get(page).status_code == 404
    assert signed_in("analyst").get(page).status_code == 200


def test_what_came_of_a_panel_is_told_to_who_was_in_it(
    panel: Panel, takes_part: TakesPart, owner: Account
) -> None:
    browser = takes_part("Nadia")
    _apply(browser, panel)
    tell_outcome(panel, "La file unique ouvre dans douze magasins.", by=owner)
    set_open(panel, False, by=owner)
    assert "douze magasins" in browser.get(_at(panel, "panel")).content.decode()
    assert Entry.objects.filter(action="panel outcome told").count() == 1


def test_what_a_tester_gave_is_erased_from_the_workspace_too(
    panel: Panel, takes_part: TakesPart, owner: Account
) -> None:
    browser = takes_part("Nadia")
    decide(_apply(browser, panel), State.ACCEPTED, "", by=owner)
    browser.post(_at(panel, "speak-of-step", step=panel.steps.get().pk), {"score": "2"})
    nadia = Participant.objects.get(name="Nadia")
    assert len(gifts_of(nadia)) == 2
    erase_all(nadia, by=None)
    assert not Application.objects.exists()
    assert Job.objects.filter(kind="erase").count() == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": " "}, "needs a name"),
        ({"places": "0"}, "not a number of places"),
        ({"protocol": ""}, "is empty"),
        ({"profile": "Pays = France"}, "Pays"),
        ({"questions": "a\nb\nc\nd\ne\nf\ng"}, "At most 6 questions"),
    ],
)
def test_a_call_that_means_nothing_is_refused_with_its_reason(
    signed_in: SignedIn, space: Space, change: dict[str, str], told: str
) -> None:
    day = timezone.localdate().isoformat()
    step = {"step_number": "", "step_name": "Un", "step_what": "", "step_opens": day}
    given = {**CALL, **step, "step_closes": day, **change}
    to = reverse("new-panel", kwargs={"slug": space.tenant.slug, "space": space.pk})
    answer = signed_in("analyst").post(to, given, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert not Panel.objects.exists()


def test_those_who_only_read_run_no_panel(panel: Panel, signed_in: SignedIn) -> None:
    given = {"slug": panel.space.tenant.slug, "space": panel.space.pk, "panel": panel.pk}
    manager = signed_in("manager", "Ville = Nantes")
    assert manager.get(reverse("manage-panel", kwargs=given)).status_code == 404
    assert signed_in("analyst").get(reverse("manage-panel", kwargs=given)).status_code == 200


def test_steps_may_exchange_their_names(panel: Panel, owner: Account) -> None:
    first = panel.steps.get()
    days = _steps()[0][2:]
    change_panel(panel, CALL, [*_kept(panel), ("", "Second samedi", *days)], by=owner)
    second = panel.steps.get(name="Second samedi")
    swapped = [(str(first.pk), second.name, *days), (str(second.pk), first.name, *days)]
    change_panel(panel, CALL, swapped, by=owner)
    assert panel.steps.get(pk=first.pk).name == "Second samedi"


def test_a_call_is_written_once_to_those_whom_it_is_for(
    panel: Panel, space: Space, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = PostOffice("mail", 25, "none", "", "", "us@example.com", "https://example.com")
    for module in (letters, mail_actions):
        monkeypatch.setattr(module, "post_office", lambda: office)
    for name, public in (("nadia", "Clients"), ("awa", "Équipes")):
        account = account_of(f"{name}@example.com")
        chosen = Public.objects.get(space=space, name=public)
        Participant.objects.create(space=space, public=chosen, account=account, language="fr")
    clients = Public.objects.get(space=space, name="Clients")
    change_panel(panel, {**CALL, "public": str(clients.pk)}, _kept(panel), by=owner)
    panel.refresh_from_db()
    assert [call(panel, by=owner) for _ in range(2)] == [1, 0]
    (letter,) = Letter.objects.all()
    assert letter.account == account_of("nadia@example.com")
    assert "Caisse unique" in letter.subject
    assert "{stop}" in letter.text, "it says how to receive no more of them"
    nadia = Participant.objects.get(account=letter.account)
    mine = apply(panel, nadia, ["Le soir"], agreed=True)
    decide(mine, State.ACCEPTED, "", by=owner)
    tell_outcome(panel, "Douze magasins.", by=owner)
    assert Letter.objects.filter(account=letter.account).count() == 3
    assert nadia.account is not None
    stop(nadia.account, "test panels")
    tell_outcome(panel, "Treize magasins.", by=owner)
    assert not Letter.objects.exists(), "neither those that wait nor others"
