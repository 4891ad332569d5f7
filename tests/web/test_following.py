"""Following a space: feeds, their keys, the list inside other sites."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from rebond_web.answers.models import Decision
from rebond_web.challenges.contributions import State, submit
from rebond_web.challenges.models import Challenge
from rebond_web.following.models import FeedKey, Showing
from rebond_web.ideas.models import Idea, Rebound
from rebond_web.spaces.given import erase_all
from rebond_web.spaces.models import Opening, Participant, Space

SignedIn = Callable[..., Client]
TakesPart = Callable[..., Client]
ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOSTILE = '<b>&amp;"]]>\x0b<script>alert(1)</script>'


def idea_in(challenge: Challenge, text: str, state: str = State.PUBLISHED) -> Idea:
    idea = Idea(challenge=challenge, language="fr", title=text, text=text)
    submit(idea)
    Idea.objects.filter(pk=idea.pk).update(state=state)
    return idea


def public(name: str, space: Space, **more: object) -> str:
    return reverse(name, kwargs={"slug": space.tenant.slug, "space": space.slug, **more})


def titles(browser: Client, address: str) -> list[str]:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    return [str(one.text) for one in root.findall("a:entry/a:title", ATOM)]


def test_a_feed_tells_what_everybody_sees_and_nothing_else(
    challenge: Challenge, space: Space
) -> None:
    shown = idea_in(challenge, "Ouvrir une caisse")
    for state in (State.DRAFT, State.WAITING, State.REFUSED, State.WITHDRAWN):
        idea_in(challenge, f"Cachée {state}", state)
    draft = Challenge.objects.create(space=space, question="Un brouillon", language="fr")
    idea_in(draft, "Dans un brouillon")
    Decision.objects.create(tenant=space.tenant, idea=shown, kind="adopt", reason="Oui.")
    told = titles(Client(), public("space-feed", space))
    assert "Ouvrir une caisse" in told
    assert challenge.question in told
    assert any(one.startswith("Nous le ferons.") for one in told)
    assert not any(one.startswith(("Cachée", "Dans un", "Un brouillon")) for one in told)


def test_a_challenge_and_an_idea_have_their_own(challenge: Challenge, space: Space) -> None:
    one, other = idea_in(challenge, "Ouvrir une caisse"), idea_in(challenge, "Un tapis plus long")
    submit(Rebound(challenge=challenge, idea=one, kind="enrich", text="Le samedi", language="fr"))
    assert titles(Client(), public("idea-feed", space, idea=one.pk)) == ["Le samedi"]
    assert titles(Client(), public("idea-feed", space, idea=other.pk)) == []
    of_challenge = titles(Client(), public("challenge-feed", space, challenge=challenge.pk))
    assert {"Ouvrir une caisse", "Un tapis plus long", "Le samedi"} <= set(of_challenge)
    Idea.objects.filter(pk=one.pk).update(state=State.REFUSED)
    assert Client().get(public("idea-feed", space, idea=one.pk)).status_code == 404
    assert "Le samedi" not in titles(Client(), public("space-feed", space))


def test_what_people_write_breaks_no_feed(challenge: Challenge, space: Space) -> None:
    idea_in(challenge, HOSTILE)
    assert any("<script>" in one for one in titles(Client(), public("space-feed", space)))


def test_a_key_opens_a_private_feed_until_it_is_revoked(
    challenge: Challenge, space: Space, takes_part: TakesPart
) -> None:
    idea_in(challenge, "Ouvrir une caisse")
    nadia = takes_part("Nadia")
    Space.objects.filter(pk=space.pk).update(opening=Opening.INVITATION)
    assert Client().get(public("space-feed", space)).status_code == 404
    page = nadia.post(public("follow", space), {"do": "make"}).content.decode()
    keyed = page.partition("feed/?key=")[2].partition("<")[0]
    address = public("space-feed", space) + f"?key={keyed}"
    assert "Ouvrir une caisse" in titles(Client(), address)
    assert keyed not in FeedKey.objects.get().digest
    nadia.post(public("follow", space), {"do": "make"})
    assert Client().get(address).status_code == 404  # the one before
    nadia.post(public("follow", space), {"do": "revoke"})
    assert not FeedKey.objects.exists()


def test_a_key_opens_its_space_alone_and_writes_nothing(
    challenge: Challenge, space: Space, takes_part: TakesPart
) -> None:
    nadia = takes_part("Nadia")
    page = nadia.post(public("follow", space), {"do": "make"}).content.decode()
    other = Space.objects.create(
        tenant=space.tenant, slug="other", name="O", token="9876543222", opening="invitation"
    )
    Space.objects.filter(pk=space.pk).update(opening=Opening.INVITATION)
    page = nadia.post(public("follow", space), {"do": "make"}).content.decode()
    key = page.partition("feed/?key=")[2].partition("<")[0]
    assert len(key) > 20
    assert Client().get(public("space-feed", other) + f"?key={key}").status_code == 404
    for name in ("follow", "told", "space"):
        assert Client().get(public(name, space) + f"?key={key}").status_code == 404
    assert Client().post(public("space-feed", space) + f"?key={key}").status_code == 405
    assert challenge.pk


def test_a_key_goes_with_its_participant(space: Space, takes_part: TakesPart) -> None:
    nadia = takes_part("Nadia")
    Space.objects.filter(pk=space.pk).update(opening=Opening.INVITATION)
    nadia.post(public("follow", space), {"do": "make"})
    erase_all(Participant.objects.get(space=space, name="Nadia"), by=None)
    assert not FeedKey.objects.exists()


def test_only_the_sites_named_show_the_list(challenge: Challenge, space: Space) -> None:
    idea_in(challenge, "Ouvrir <b>une</b> caisse")
    told = Client().get(public("space-in", space))
    assert "frame-ancestors 'none'" in told["Content-Security-Policy"]
    Showing.objects.create(space=space, origins="https://www.example.com")
    told = Client().get(public("space-in", space))
    assert "frame-ancestors https://www.example.com" in told["Content-Security-Policy"]
    assert "X-Frame-Options" not in told
    assert "Set-Cookie" not in told
    assert "Ouvrir &lt;b&gt;une&lt;/b&gt; caisse" in told.content.decode()
    Space.objects.filter(pk=space.pk).update(opening=Opening.LINK)
    assert Client().get(public("space-in", space)).status_code == 404


def test_a_challenge_has_a_qr_code(challenge: Challenge, space: Space) -> None:
    told = Client().get(public("challenge-qr", space, challenge=challenge.pk))
    assert told["Content-Type"] == "image/svg+xml"
    assert told.content.startswith(b"<?xml")
    Challenge.objects.filter(pk=challenge.pk).update(opened=None)
    assert Client().get(public("challenge-qr", space, challenge=challenge.pk)).status_code == 404
