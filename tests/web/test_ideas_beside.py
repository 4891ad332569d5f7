"""What ideas bear and leave: pictures drawn anew, a file handed over, all erased on demand."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hostile import EVERYTHING, Page
from PIL import Image
from test_ideas import at, propose
from test_ideas_rebounds import decide, rebound

from rebond.quantify import Perimeter, Question
from rebond.workspace import Workspace
from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge, Period
from rebond_web.ideas.enclosing import MOST_OF_DOCUMENT, MOST_PICTURES
from rebond_web.ideas.models import Document, Idea, Picture, Rebound, Support, Version
from rebond_web.ideas.personas import FEWEST, persona
from rebond_web.ideas.sparks import SPARKS
from rebond_web.spaces.given import erase_all, gifts_of
from rebond_web.spaces.models import Participant, Public

TakesPart = Callable[..., Client]
SignedIn = Callable[..., Client]
_LATITUDE, _MAKER = 0x8825, 0x010F  # Exif tags


@pytest.fixture(autouse=True)
def before_choosing(challenge: Challenge) -> None:
    """Ideas do not change while people choose among them: nobody does yet."""
    Period.objects.filter(challenge=challenge, phase="choose").delete()


def photograph(size: tuple[int, int] = (60, 40)) -> bytes:
    image, kept = Image.new("RGB", size, "teal"), io.BytesIO()
    exif = image.getexif()
    exif[_MAKER] = "The camera of Nadia"
    exif.get_ifd(_LATITUDE)[2] = (47.2, 0.0, 0.0)
    image.save(kept, "JPEG", exif=exif)
    assert b"The camera of Nadia" in kept.getvalue()
    return kept.getvalue()


def give(browser: Client, idea: Idea, action: str, content: bytes, name: str, **more: str) -> int:
    given = {"action": action, "file": SimpleUploadedFile(name, content), **more}
    return browser.post(at(idea.challenge, "idea-edit", idea=idea.pk), given).status_code


def test_of_a_picture_only_the_pixels_are_kept(takes_part: TakesPart, challenge: Challenge) -> None:
    author = takes_part("Nadia")
    idea = propose(author, challenge)
    assert give(author, idea, "picture", photograph(), "me.jpg", alt="Le bout de la file") == 302
    kept = Picture.objects.get()
    assert b"Nadia" not in bytes(kept.content)
    with Image.open(io.BytesIO(bytes(kept.content))) as drawn:
        assert (drawn.format, drawn.size, dict(drawn.getexif())) == ("JPEG", (60, 40), {})
    to = at(challenge, "idea-picture", idea=idea.pk, picture=kept.pk)
    answer = Client().get(to)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    page = Client().get(at(challenge, "idea", idea=idea.pk)).content.decode()
    assert 'alt="Le bout de la file"' in page


def test_a_large_picture_is_made_smaller(takes_part: TakesPart, challenge: Challenge) -> None:
    author = takes_part("Nadia")
    idea = propose(author, challenge)
    assert give(author, idea, "picture", photograph((4000, 1000)), "a.jpg", alt="Large") == 302
    kept = Picture.objects.get()
    assert (kept.width, kept.height) == (1600, 400)


@pytest.mark.parametrize(
    ("content", "alt"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='zz()'/>", "x"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "x"),
        (b"GIF89a", "x"),
        (photograph(), " "),
    ],
)
def test_what_is_no_picture_or_is_not_described_is_refused(
    takes_part: TakesPart, challenge: Challenge, content: bytes, alt: str
) -> None:
    author = takes_part("Nadia")
    idea = propose(author, challenge)
    assert give(author, idea, "picture", content, "a.jpg", alt=alt) == 400
    assert not Picture.objects.exists()


def test_a_picture_too_many_or_too_wide_is_refused(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author = takes_part("Nadia")
    idea = propose(author, challenge)
    wide = io.BytesIO()
    Image.new("1", (9000, 9000)).save(wide, "PNG")
    assert give(author, idea, "picture", wide.getvalue(), "a.png", alt="x") == 400
    for _ in range(MOST_PICTURES):
        assert give(author, idea, "picture", photograph(), "a.jpg", alt="x") == 302
    assert give(author, idea, "picture", photograph(), "a.jpg", alt="x") == 400
    first = Picture.objects.earliest("pk")
    author.post(at(challenge, "idea-edit", idea=idea.pk), {"action": f"no-picture-{first.pk}"})
    assert Picture.objects.count() == MOST_PICTURES - 1


def test_a_file_is_handed_over_and_never_shown(takes_part: TakesPart, challenge: Challenge) -> None:
    author = takes_part("Nadia")
    idea = propose(author, challenge)
    assert give(author, idea, "document", b"", "a.pdf") == 400
    assert give(author, idea, "document", bytes(MOST_OF_DOCUMENT + 1), "a.pdf") == 400
    assert give(author, idea, "document", b"<script>", "../../plan.html") == 302
    assert Document.objects.get().name == "plan.html"
    answer = Client().get(at(challenge, "idea-document", idea=idea.pk))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="plan.html"'


def test_nobody_else_gives_or_removes_what_an_idea_bears(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author, other = takes_part("Nadia"), takes_part("Karim")
    idea = propose(author, challenge)
    give(author, idea, "picture", photograph(), "a.jpg", alt="x")
    assert give(other, idea, "picture", photograph(), "a.jpg", alt="x") == 404
    gone = {"action": f"no-picture-{Picture.objects.get().pk}"}
    assert other.post(at(challenge, "idea-edit", idea=idea.pk), gone).status_code == 404
    another = propose(other, challenge, "Une tout autre idée, vraiment")
    assert other.post(at(challenge, "idea-edit", idea=another.pk), gone).status_code == 302
    assert Picture.objects.count() == 1
    author.post(at(challenge, "idea-withdraw", idea=idea.pk))
    picture = at(challenge, "idea-picture", idea=idea.pk, picture=Picture.objects.get().pk)
    assert Client().get(picture).status_code == 404


def test_hostile_words_stay_words_on_every_page(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author, other = takes_part(EVERYTHING[:60]), takes_part("Karim")
    words = {"title": EVERYTHING[:120], "need": EVERYTHING, "benefit": EVERYTHING}
    idea = propose(author, challenge, EVERYTHING, **words)
    shown = {"state": State.PUBLISHED, "published": timezone.now()}
    Idea.objects.update(**shown)  # whatever moderation thinks of it
    one = rebound(other, idea, "counter", EVERYTHING)
    Rebound.objects.update(**shown)
    decide(author, one, action="reply", word=EVERYTHING)
    Rebound.objects.update(**shown)
    give(author, idea, "picture", photograph(), "a.jpg", alt=EVERYTHING[:200])
    give(author, idea, "document", b"zz", EVERYTHING[:100])
    edit = at(challenge, "idea-edit", idea=idea.pk)
    author.post(edit, {"action": "save", "text": f"{EVERYTHING} zz", "title": EVERYTHING[:120]})
    Idea.objects.update(**shown)
    names = ("idea", "idea-edit", "idea-versions", "idea-merge", "idea-withdraw")
    pages = [at(challenge, name, idea=idea.pk) for name in names]
    pages += [at(challenge, "rebound", idea=idea.pk, rebound=one.pk), at(challenge, "ideas")]
    pages += [at(challenge, "propose", challenge=challenge.pk)]
    pages += [at(challenge, "challenge", challenge=challenge.pk), at(challenge, "space-me")]
    for address in pages:
        answer = author.get(address)
        assert answer.status_code == 200, address
        assert Page(address, answer.content.decode()).wrong == [], address
    found = author.get(at(challenge, "ideas"), {"q": EVERYTHING[:200]})
    assert Page("/", found.content.decode()).wrong == []


def test_what_somebody_gave_is_told_then_erased_whole(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author, other = takes_part("Nadia"), takes_part("Karim")
    alone = propose(author, challenge, "Une idée seule, sans personne autour")
    shared = propose(author, challenge)
    answered = rebound(other, shared, "enrich", "Un vigile au bout")
    decide(author, answered, action="take", title=shared.title, text="Avec un vigile au bout")
    theirs = propose(other, challenge, "Afficher le temps qu’il reste")
    rebound(author, theirs, "ask", "Où donc ?")
    for idea in (theirs, shared):
        author.post(at(challenge, "idea-support", idea=idea.pk), {"wanted": "1"})
    give(author, shared, "picture", photograph(), "a.jpg", alt="x")
    who = Participant.objects.get(name="Nadia")
    told = [gift.words for gift in gifts_of(who)]
    assert len(told) == 5
    assert "Où donc ?" in told
    erase_all(who, by=None)
    assert not Idea.objects.filter(pk=alone.pk).exists()
    shared.refresh_from_db()
    assert (shared.author_id, shared.state, shared.text) == (None, State.WITHDRAWN, "…")
    assert set(Version.objects.filter(idea=shared).values_list("text", "by")) == {("…", None)}
    assert Rebound.objects.get().text == "Un vigile au bout"
    assert not Support.objects.exists()
    assert not Picture.objects.exists()
    assert gifts_of(who) == []
    found = Client().get(at(challenge, "ideas"), {"q": "caisses"}).content.decode()
    assert at(challenge, "idea", idea=shared.pk) not in found


def test_sparks_are_drawn_and_told_apart(takes_part: TakesPart, challenge: Challenge) -> None:
    assert len({str(one.said) for one in SPARKS}) >= 24
    browser, to = takes_part("Nadia"), at(challenge, "propose", challenge=challenge.pk)
    for number in ("0", str(len(SPARKS) - 1)):
        page = browser.get(to, {"spark": number}, headers={"Accept-Language": "en"})
        assert str(SPARKS[int(number)].said) in page.content.decode()
    assert browser.get(to, {"spark": "9" * 30}).status_code == 200


def test_a_portrait_is_for_who_reads_voices(
    takes_part: TakesPart, challenge: Challenge, signed_in: SignedIn
) -> None:
    to = at(challenge, "propose", challenge=challenge.pk)
    offered = "?spark=portrait#spark"
    assert offered not in takes_part("Nadia").get(to, {"spark": "portrait"}).content.decode()
    public = Public.objects.get(space=challenge.space, name="Équipes").pk
    for role, reads in (("analyst", True), ("manager", True), ("contributor", False)):
        browser = signed_in(role, "Ville = Laval" if role == "manager" else "")
        browser.post(at(challenge, "join"), {"public": public})
        page = browser.get(to, {"spark": "portrait"})
        assert (offered in page.content.decode()) is reads


def test_a_portrait_speaks_of_its_segment_alone(company_workspace: Path) -> None:
    perimeter = Perimeter(Workspace.open(company_workspace), ())
    drawn = [one for one in (persona(perimeter, number) for number in range(3)) if one]
    assert drawn
    for one in drawn:
        assert one.people >= FEWEST
        assert len(one.verbatims) == 2
        assert all(-100 <= theme.low <= theme.net <= theme.high <= 100 for theme in one.themes)
    assert len({(one.attribute, one.value) for one in drawn}) == len(drawn)
    narrow = Perimeter(perimeter.workspace, Question.parse("voices where words > 9999").filters)
    assert persona(narrow) is None
