"""The codebook as a tree to edit, one theme of it, candidates, lessons, history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from rebond.quantify import Question
from rebond.quantify.evidence import listed
from rebond.report.writing import helpers
from rebond.understand import Codebook, workspace_codebook
from rebond.understand.checking.lessons import lessons_of
from rebond.understand.readings import readings
from rebond.understand.teaching import LEAST
from rebond.understand.themes import Theme
from rebond.vocabulary import Message
from rebond_web.codebook import actions
from rebond_web.codebook.asked import PARTS, written_expressions
from rebond_web.codebook.models import Edit
from rebond_web.jobs.models import State
from rebond_web.labelling.actions import give
from rebond_web.labelling.forms import written
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.kept import kept
from rebond_web.voices.listing import voices_reporter
from rebond_web.workspaces.access import Sitting, account_of, analyst_of

_EDITS = 30


@dataclass(frozen=True)
class Node:
    """A theme of the tree, the voices that speak of it, and the themes below."""

    theme: Theme
    label: str
    voices: int
    under: Sequence[Node]


@require_safe
def codebook(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the codebook as a tree to edit."""
    return tree_page(request, analyst_of(request, slug))


def tree_page(
    request: HttpRequest, sitting: Sitting, refused: Message | None = None
) -> HttpResponse:
    """Show the tree, with why the last edit asked was refused."""
    book = workspace_codebook(sitting.workspace)
    language = language_of(request)
    reporter = voices_reporter(sitting, language)
    question, rows = Question("voices", ("theme",)), sitting.perimeter
    themes = kept(rows, f"listed themes {question}", lambda: listed(question, rows))
    counts = {theme: one.n for theme, one in themes.items()}
    tree = [_node(book, one, counts, language) for one in book.themes if not one.parent]
    return page(
        request,
        "codebook/codebook.html",
        sitting=sitting,
        here="themes",
        status=400 if refused else 200,
        refused=refused,
        book=book,
        name=written(book.label, language),
        tree=tree,
        branches=[(node.theme.id, node.label) for node in tree],
        lessons=len(lessons_of(sitting.workspace, book)),
        found=len(actions.candidates_left(sitting)),
        **helpers(reporter),
    )


@require_safe
def theme(request: HttpRequest, slug: str, theme: str) -> HttpResponse:
    """Show one theme with the ways to change it."""
    sitting = analyst_of(request, slug)
    book = workspace_codebook(sitting.workspace)
    if theme not in book:
        raise Http404
    language = language_of(request)
    found = book.theme(theme)
    below = {one.id for one in book.under(theme)}
    return page(
        request,
        "codebook/theme.html",
        sitting=sitting,
        here="themes",
        one=found,
        label=written(found.label, language),
        leaf=found in book.leaves,
        expressions=written_expressions(found),
        branches=[
            (one.id, written(one.label, language))
            for one in book.themes
            if not one.parent and one.id not in below
        ],
        leaves=[
            (one.id, written(one.label, language)) for one in book.leaves if one.id not in below
        ],
        taught=[text for listed in found.taught.values() for text in listed],
        unlike=[text for listed in found.unlike.values() for text in listed],
        learned=[text for listed in found.learned.values() for text in listed],
        parts=range(PARTS),
        least=LEAST,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def candidates(request: HttpRequest, slug: str) -> HttpResponse:
    """Show new subjects that people name, have them looked for, turn one down."""
    sitting = analyst_of(request, slug)
    account = account_of(request)
    if request.method == "POST":
        name = request.POST.get("refuse", "")
        if name:
            actions.refuse_candidate(sitting, name, by=account)
        else:
            actions.look_for_candidates(sitting, by=account)
        return redirect("candidates", slug=slug)
    book = workspace_codebook(sitting.workspace)
    language = language_of(request)
    look = actions.last_look(sitting)
    answer = page(
        request,
        "codebook/candidates.html",
        sitting=sitting,
        here="themes",
        look=look,
        left=actions.candidates_left(sitting),
        branches=[(one.id, written(one.label, language)) for one in book.themes if not one.parent],
    )
    if look is not None and not look.is_over:
        answer.headers["Refresh"] = "2"
    return answer


@require_safe
def taught(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what corrections would teach the codebook, theme by theme."""
    sitting = analyst_of(request, slug)
    give(sitting.seat.tenant)
    book = workspace_codebook(sitting.workspace)
    language = language_of(request)
    return page(
        request,
        "codebook/taught.html",
        sitting=sitting,
        here="themes",
        lessons=[
            (one, written(book.theme(one.theme).label, language), _examples(book, one.theme))
            for one in lessons_of(sitting.workspace, book)
        ],
        least=LEAST,
    )


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was changed in the codebook, and the readings that can be returned to."""
    sitting = analyst_of(request, slug)
    book = workspace_codebook(sitting.workspace)
    edits = Edit.objects.filter(tenant=sitting.seat.tenant).select_related(
        "account", "preview", "adoption"
    )
    return page(
        request,
        "codebook/history.html",
        sitting=sitting,
        here="themes",
        book=book,
        changes=list(reversed(book.history)),
        edits=list(edits.order_by("-pk")[:_EDITS]),
        readings=list(reversed(readings(sitting.workspace))),
        done=State.DONE,
    )


def _node(book: Codebook, one: Theme, counts: dict[str, int], language: str) -> Node:
    under = [
        _node(book, child, counts, language) for child in book.themes if child.parent == one.id
    ]
    voices = counts.get(one.id, 0) or sum(node.voices for node in under)
    return Node(one, written(one.label, language), voices, under)


def _examples(book: Codebook, theme: str) -> int:
    return sum(len(listed) for listed in book.theme(theme).taught.values())
