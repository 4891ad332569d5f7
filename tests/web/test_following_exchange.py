"""Ideas in files: ours come back the same, those of Fider and Decidim come in, once."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, strategies

from rebond.errors import FileUnreadable, InputError
from rebond_web.accounts.models import Account
from rebond_web.challenges.contributions import State, submit
from rebond_web.challenges.models import Challenge
from rebond_web.following import exchange
from rebond_web.following.exchange import bring_in, posts_of
from rebond_web.following.files import read_posts, written_csv, written_json
from rebond_web.following.posts import Post, Word
from rebond_web.ideas.models import LONGEST_TEXT, Idea, Rebound
from rebond_web.spaces.models import Space

SignedIn = Callable[..., Client]
# The header of app/pkg/csv/csv.go, and rows of ours.
FIDER = """\
number,title,description,created_at,created_by,votes_count,comments_count,status,responded_by,\
responded_at,response,original_number,original_title,tags
1,Une caisse rapide,Pour moins de cinq articles,2024-03-23T19:33:22Z,Zoé,12,2,open,,,,,,"caisse"
2,'=1+1,,2024-03-24T19:33:22Z,Zoé,0,0,planned,,,,,,
3,La même,Pareil,2024-03-25T19:33:22Z,Zoé,1,0,duplicate,Ali,2024-04-04T19:48:10Z,Déjà là,1,Une,
"""
# What ProposalSerializer gives: one column a language, ";" between cells.
DECIDIM = """\
id;title/en;title/fr;body/en;body/fr;state;withdrawn;published_at;url;votes;reference
7;A fast till;Une caisse rapide;"<p>For five &amp; less</p><p>Or cash</p>";;accepted;false;\
2021-05-01 10:00:00 UTC;https://decidim.example/p/7;4;D-7
8;;Retirée;;Rien;;true;2021-05-02 10:00:00 UTC;https://decidim.example/p/8;0;D-8
"""


def other(challenge: Challenge) -> Challenge:
    return Challenge.objects.create(
        space=challenge.space, question="Ailleurs ?", language="fr", opened=timezone.now()
    )


def without_ids(posts: list[Post]) -> list[Post]:
    """Return ideas whose ids are their ranks, so that two files are compared."""
    ranks = {one.id: str(rank) for rank, one in enumerate(posts)}
    words = {word.id: str(rank) for one in posts for rank, word in enumerate(one.rebounds)}

    def bare(word: Word) -> Word:
        onto, combined = words.get(word.onto, ""), ranks.get(word.combined, "")
        return replace(word, id=words[word.id], onto=onto, combined=combined)

    return [
        replace(one, id=ranks[one.id], rebounds=tuple(map(bare, one.rebounds))) for one in posts
    ]


@pytest.fixture
def talked(challenge: Challenge) -> Challenge:
    """Return a challenge with ideas, rebounds, and texts that a spreadsheet would run."""
    made = []
    for title in ("=SUM(A1:A9)", "+33 pour joindre le magasin", "Une idée", "'=déjà gardée"):
        idea = Idea(challenge=challenge, language="fr", title=title, text=f"-{title}\n@ligne deux")
        idea.need = "\tun besoin"
        submit(idea)
        made.append(idea)
    first = Rebound(challenge=challenge, idea=made[2], kind="enrich", text="=et si", language="en")
    submit(first)
    for kind, more in (("ask", {"onto": first}), ("combine", {"combined": made[0]})):
        text = f"{kind} ceci"
        submit(
            Rebound(challenge=challenge, idea=made[2], kind=kind, text=text, language="fr", **more)
        )
    return challenge


def test_a_file_of_ours_comes_back_the_same(talked: Challenge, owner: Account) -> None:
    there, before = other(talked), posts_of(talked)
    content = written_json({"question": talked.question}, before)
    assert list(read_posts(content).posts) == before
    told = bring_in(there, read_posts(content), by=owner)
    assert (told.new, told.known, told.cut) == (4, 0, 0)
    assert without_ids(posts_of(there)) == without_ids(before)
    again = bring_in(there, read_posts(content), by=owner)
    assert (again.new, again.known) == (0, 4)
    home = bring_in(talked, read_posts(content), by=owner)
    assert (home.new, home.known) == (0, 4)
    assert Rebound.objects.filter(challenge=there).count() == 3


def test_a_csv_of_ours_runs_in_no_spreadsheet_and_comes_back(talked: Challenge) -> None:
    before = [replace(one, rebounds=()) for one in posts_of(talked)]
    content = written_csv(posts_of(talked))
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row)
    back = list(read_posts(content).posts)
    # "'=…" typed by a person is what a guarded "=…" looks like: the apostrophe goes, see formulas.
    assert back[:3] == before[:3]
    assert back[3].title == "=déjà gardée"


def test_posts_of_fider_come_in(challenge: Challenge, owner: Account) -> None:
    told = bring_in(challenge, read_posts(FIDER.encode()), by=owner)
    assert (told.new, told.left_out) == (2, 1)
    first = Idea.objects.get(title="Une caisse rapide")
    assert first.text == "Pour moins de cinq articles"
    assert first.published is not None
    assert first.published.isoformat() == "2024-03-23T19:33:22+00:00"
    assert first.author is None
    assert first.supports.count() == 0
    assert first.versions.count() == 1
    assert Idea.objects.filter(title="=1+1", text="=1+1").exists()


def test_proposals_of_decidim_come_in_as_csv_and_json(challenge: Challenge, owner: Account) -> None:
    told = bring_in(challenge, read_posts(DECIDIM.encode()), by=owner)
    assert (told.new, told.left_out) == (1, 1)
    idea = Idea.objects.get()
    assert (idea.title, idea.language) == ("Une caisse rapide", "fr")
    assert idea.text == "For five & less\nOr cash"
    document = [
        {
            "id": 7,
            "title": {"fr": "Une caisse rapide"},
            "body": {"fr": "Pour cinq articles"},
            "state": "accepted",
            "withdrawn": False,
            "published_at": "2021-05-01T10:00:00Z",
            "url": "https://decidim.example/p/7",
        }
    ]
    same = bring_in(challenge, read_posts(json.dumps(document).encode()), by=owner)
    assert (same.new, same.known) == (0, 1)


TEXTS = strategies.text(strategies.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(strategies.lists(strategies.tuples(TEXTS, TEXTS), max_size=5))
def test_whatever_is_written_comes_back(written: list[tuple[str, str]]) -> None:
    posts = [Post(str(rank), title, text) for rank, (title, text) in enumerate(written)]
    assert list(read_posts(written_json({}, posts)).posts) == posts
    back = read_posts(written_csv(posts)).posts
    for one, before in zip(back, posts, strict=True):
        for said, wrote in ((one.title, before.title), (one.text, before.text)):
            assert said == wrote or (wrote.startswith("'") and said == wrote[1:])


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"{}", b"[1]", b"[[]]", b'{"format": "other"}'),
        *(b'[{"id": 1}]', b"[" * 5000, b'{"format": "rebond ideas 1", "ideas": 3}'),
        b'{"format": "rebond ideas 1", "ideas": [{"rebounds": 3}]}',
    ],
)
def test_another_file_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(FileUnreadable, match="form of this file"):
        read_posts(content)


def test_what_is_flagged_in_a_file_waits(challenge: Challenge, owner: Account) -> None:
    posts = [Post("1", "Sales connards", "Tous"), Post("2", "Une caisse", "De plus")]
    bring_in(challenge, read_posts(written_json({}, posts)), by=owner)
    assert Idea.objects.get(text="Tous").state == State.WAITING
    assert Idea.objects.get(text="De plus").state == State.PUBLISHED


def test_what_is_too_long_is_cut_and_said(challenge: Challenge, owner: Account) -> None:
    long = Post("1", "Un titre " * 40, "x" * (LONGEST_TEXT + 10))
    told = bring_in(challenge, read_posts(written_json({}, [long])), by=owner)
    assert told.cut == 1
    idea = Idea.objects.get()
    assert idea.text.startswith("Un titre Un titre")
    with pytest.raises(InputError, match="no idea"):
        bring_in(challenge, read_posts(written_json({}, [])), by=owner)


def test_a_date_to_come_is_today(challenge: Challenge, owner: Account) -> None:
    later = Post("1", "Demain", "Demain", published="2999-01-01T00:00:00Z")
    bring_in(challenge, read_posts(written_json({}, [later])), by=owner)
    published = Idea.objects.get().published
    assert published is not None
    assert published <= timezone.now()


def test_those_who_run_a_space_take_out_and_bring_in_and_nobody_else(
    talked: Challenge, space: Space, signed_in: SignedIn
) -> None:
    at = {"slug": space.tenant.slug, "space": space.pk}
    page = reverse("exchange", kwargs=at)
    files = [
        reverse("exchange-file", kwargs={**at, "challenge": talked.pk, "form": form})
        for form in ("csv", "json")
    ]
    analyst = signed_in("analyst")
    for file in files:
        assert analyst.get(file)["Content-Disposition"].startswith("attachment")
    assert analyst.get(files[0].replace("csv", "xml")).status_code == 404

    def given(browser: Client) -> int:
        file = SimpleUploadedFile("posts.csv", FIDER.encode())
        return browser.post(page, {"file": file, "challenge": talked.pk}).status_code

    assert given(analyst) == 200
    assert Idea.objects.filter(title="Une caisse rapide").exists()
    assert analyst.post(page, {"challenge": talked.pk}).status_code == 400
    assert analyst.post(page, {"challenge": "9" * 30}).status_code == 404
    sites = reverse("exchange-sites", kwargs=at)
    assert analyst.post(sites, {"origins": "javascript:alert(1)"}).status_code == 400
    assert analyst.post(sites, {"origins": "https://www.example.com"}).status_code == 302
    for role in ("contributor", "guest", "manager"):
        browser = signed_in(role, "Ville = Laval")
        assert given(browser) == 404
        assert {browser.get(one).status_code for one in (page, *files)} == {404}
        assert browser.post(sites, {"origins": ""}).status_code == 404


def test_a_large_file_comes_in_by_parts(
    challenge: Challenge, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "AT_ONCE", 2)
    read = read_posts(written_json({}, [Post(str(n), f"Idée {n}", "Oui") for n in range(5)]))
    told = [bring_in(challenge, read, by=owner) for _ in range(3)]
    assert [(one.new, one.known, one.left) for one in told] == [(2, 0, 3), (2, 2, 1), (1, 4, 0)]
    assert Idea.objects.filter(challenge=challenge).count() == 5
