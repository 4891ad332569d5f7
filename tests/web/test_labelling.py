"""What people say of voices: corrected one by one, labelled blind in a sample, then told."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from rebond.listen.erasure import forget
from rebond.listen.holdings import held
from rebond.understand.checking import corrections_of, labels_of
from rebond.understand.checking.labels import voices_to_label
from rebond.workspace import Workspace
from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.labelling.models import Saying
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Role, Seat, Tenant

ENGLISH = {"Accept-Language": "en"}
Browse = Callable[[str], Client]


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    """Return a workspace that a test may change."""
    return add_tenant(own_workspace, by=owner)


@pytest.fixture
def seated(own_tenant: Tenant) -> Browse:
    """Return a browser of an analyst by their name; "Ville = …" makes a manager."""

    def browser(name: str) -> Client:
        account = account_of(f"{name.split()[0]}@example.com")
        perimeter = name if "=" in name else ""
        role = Role.MANAGER if perimeter else Role.ANALYST
        Seat.objects.get_or_create(
            account=account, tenant=own_tenant, defaults={"role": role, "perimeter": perimeter}
        )
        client = Client(headers=ENGLISH)
        client.force_login(account, "django.contrib.auth.backends.ModelBackend")
        return client

    return browser


def workspace_of(tenant: Tenant) -> Workspace:
    return Workspace.open(Path(tenant.folder))


def voice_with(tenant: Tenant, words: str) -> str:
    rows = workspace_of(tenant).table("voices").to_pylist()
    return str(next(row["voice_id"] for row in rows if words in row["text"]))


def address(tenant: Tenant, name: str, **given: object) -> str:
    return reverse(name, kwargs={"slug": tenant.slug, **given})


# Correcting


def test_each_opinion_of_a_voice_is_corrected(seated: Browse, own_tenant: Tenant) -> None:
    voice = voice_with(own_tenant, "Attente interminable")
    page = address(own_tenant, "voice", voice=voice)
    browser = seated("ana")
    assert "attente" in browser.get(page).content.decode().casefold()
    posted = {
        "theme-0": "", "words-0": "Attente interminable", "read-0": "1",
        "theme-1": "store.layout", "polarity-1": "-", "words-1": "personne pour renseigner",
    }  # fmt: skip
    answer = browser.post(page, posted, follow=True)
    assert "Kept, under your name" in answer.content.decode()
    (kept,) = corrections_of(workspace_of(own_tenant))
    (said,) = kept.said
    text = "Attente interminable à la caisse, personne pour renseigner"
    assert (said.theme, said.polarity) == ("store.layout", -1)
    assert text[said.start : said.end] == "personne pour renseigner"
    assert "@" not in kept.labeller
    assert Entry.objects.filter(action="voice corrected", subject=voice).exists()


@pytest.mark.parametrize(
    ("posted", "told"),
    [
        ({"theme-0": "store.layout"}, "no polarity beside it"),
        ({"theme-0": "store.layout", "polarity-0": "+", "words-0": "absent"}, "are not in this"),
    ],
)
def test_a_correction_that_cannot_be_is_told(
    seated: Browse, own_tenant: Tenant, posted: dict[str, str], told: str
) -> None:
    page = address(own_tenant, "voice", voice=voice_with(own_tenant, "Attente interminable"))
    answer = seated("ana").post(page, posted)
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert corrections_of(workspace_of(own_tenant)) == []


def test_a_manager_corrects_only_where_she_sees(seated: Browse, own_tenant: Tenant) -> None:
    manager = seated("Ville = Laval")
    inside = address(own_tenant, "voice", voice=voice_with(own_tenant, "Attente interminable"))
    outside = address(own_tenant, "voice", voice=voice_with(own_tenant, "Excellents conseils"))
    assert manager.post(inside, {"theme-0": ""}).status_code == 302
    for ask in (manager.get, manager.post):
        assert ask(outside).status_code == 404
    assert manager.get(address(own_tenant, "check")).status_code == 404


def test_two_people_who_correct_a_voice_are_shown_side_by_side(
    seated: Browse, own_tenant: Tenant
) -> None:
    page = address(own_tenant, "voice", voice=voice_with(own_tenant, "Attente interminable"))
    said = {"theme-0": "store.layout", "polarity-0": "-"}
    seated("ana").post(page, said)
    seated("bob").post(page, {"theme-0": ""})
    told = seated("ana").get(page).content.decode()
    assert "ana@example.com" in told
    assert "bob@example.com" in told
    assert "do not agree" in told
    seated("bob").post(page, said)
    assert "These people agree" in seated("ana").get(page).content.decode()
    results = seated("ana").get(address(own_tenant, "check-results")).content.decode()
    assert "One voice was corrected by choice" in results


def test_what_was_said_of_a_voice_is_forgotten_with_the_person(
    seated: Browse, own_tenant: Tenant
) -> None:
    draw(seated, own_tenant)
    voice = voices_to_label(workspace_of(own_tenant))[0].voice_id
    label(seated("ana"), own_tenant, voice, {"theme-0": "store.layout", "polarity-0": "+"})
    assert Saying.objects.filter(voice_id=voice).exists()
    told = held(workspace_of(own_tenant), voice)["what people said of voices"]
    assert [(one["voice"], one["says"][0][0]) for one in told] == [(voice, "store.layout")]
    assert forget(workspace_of(own_tenant), voice).verified
    assert not Saying.objects.filter(voice_id=voice).exists()


# The sample


def draw(seated: Browse, tenant: Tenant) -> None:
    answer = seated("ana").post(address(tenant, "check-draw"), {"size": "50"})
    assert answer.status_code == 302


def label(browser: Client, tenant: Tenant, voice: str, posted: dict[str, str]) -> int:
    answer = browser.post(address(tenant, "check"), {"voice": voice, **posted})
    return answer.status_code


def test_nothing_drawn_invites_to_draw(seated: Browse, own_tenant: Tenant) -> None:
    page = seated("ana").get(address(own_tenant, "check")).content.decode()
    assert "No voice has been drawn yet" in page


def test_voices_come_one_at_a_time_until_all_are_labelled(
    seated: Browse, own_tenant: Tenant
) -> None:
    draw(seated, own_tenant)
    ana, check = seated("ana"), address(own_tenant, "check")
    seen = []
    for rank in range(1, 8):
        page = ana.get(check).content.decode()
        assert f"You: {rank - 1} of 7" in page
        (voice,) = re.findall(r'name="voice" value="([^"]+)"', page)
        seen.append(voice)
        assert label(ana, own_tenant, voice, {"action": "nothing"}) == 302
    assert len(set(seen)) == 7
    assert "You have labelled every voice drawn" in ana.get(check).content.decode()
    assert len(labels_of(workspace_of(own_tenant))) == 7
    assert not Saying.objects.exists()


def test_who_labels_sees_neither_the_engine_nor_the_others(
    seated: Browse, own_tenant: Tenant
) -> None:
    draw(seated, own_tenant)
    voice = voices_to_label(workspace_of(own_tenant))[0].voice_id
    label(seated("ana"), own_tenant, voice, {"theme-0": "store.parking", "polarity-0": "-"})
    page = seated("bob").get(address(own_tenant, "check"), {"voice": voice}).content.decode()
    assert 'class="op' not in page
    assert not re.search(r"<option[^>]* selected", page)
    assert "ana@example.com: 1 of 7" in page
    mine = seated("ana").get(address(own_tenant, "check"), {"voice": voice}).content.decode()
    assert re.search(r'<option value="store.parking" selected', mine)


def test_correcting_a_voice_makes_no_page_computed_again(
    seated: Browse, own_tenant: Tenant
) -> None:
    draw(seated, own_tenant)
    first, second = voices_to_label(workspace_of(own_tenant))[:2]
    ana = seated("ana")
    label(ana, own_tenant, first.voice_id, {"quick": "1+"})
    before = workspace_of(own_tenant).data_version
    page = address(own_tenant, "voice", voice=second.voice_id)
    ana.post(page, {"theme-0": "store.layout", "polarity-0": "-"})
    assert workspace_of(own_tenant).data_version == before
    assert len(corrections_of(workspace_of(own_tenant))) == 1


def test_a_line_of_numbers_says_the_same(seated: Browse, own_tenant: Tenant) -> None:
    draw(seated, own_tenant)
    voice = voices_to_label(workspace_of(own_tenant))[0].voice_id
    ana = seated("ana")
    assert label(ana, own_tenant, voice, {"quick": "1+ 2-"}) == 302
    assert len(Saying.objects.get().said) == 2
    for wrong in ({"quick": "much"}, {}, {"theme-0": "unheard", "polarity-0": "+"}):
        assert label(ana, own_tenant, voice, wrong) == 400
    assert label(ana, own_tenant, "absent", {"action": "nothing"}) == 404


def test_people_who_differ_settle_and_the_check_is_told(seated: Browse, own_tenant: Tenant) -> None:
    draw(seated, own_tenant)
    ana, bob = seated("ana"), seated("bob")
    for voice in voices_to_label(workspace_of(own_tenant)):
        label(ana, own_tenant, voice.voice_id, {"quick": "1+"})
        label(bob, own_tenant, voice.voice_id, {"quick": "1+" if voice.rank > 1 else "2+"})
    settle = address(own_tenant, "check-settle")
    page = ana.get(settle).content.decode()
    assert "People differ on one voice" in page
    assert "bob@example.com" in page
    (voice_id,) = re.findall(r'name="voice" value="([^"]+)"', page)
    ana.post(settle, {"voice": voice_id, "quick": "1+"})
    assert "People agree on every voice" in ana.get(settle).content.decode()
    results = ana.get(address(own_tenant, "check-results")).content.decode()
    assert "7 voices labelled of 7 drawn" in results
    assert "alpha" in results
    assert any(one.settled for one in labels_of(workspace_of(own_tenant)))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_of_the_check_answer_in_both_languages(
    seated: Browse, own_tenant: Tenant, language: str
) -> None:
    draw(seated, own_tenant)
    for name in ("check", "check-settle", "check-results"):
        answer = seated("ana").get(address(own_tenant, name), headers={"Accept-Language": language})
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.content.decode()
        assert " style=" not in answer.content.decode()
