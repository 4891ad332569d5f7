"""What traces of figures and of insights print alike, and the trace of an insight."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from rebond.cli.terminal import Terminal
from rebond.languages.typography import interval, number, typography
from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond.quantify.insights.insight import Insight
    from rebond.quantify.tracing import InsightTrace, Since, SourceImport

SHOWN = 12  # imports listed
_SAME = {
    "bits": Message("Looked for again on the data and versions of then: the same to the bit."),
    "different": Message("Looked for again on the data and versions of then: other numbers."),
    "unknown": Message("Looked for again on the data and versions of then: it is not found."),
}


def print_since(since: Since, terminal: Terminal) -> None:
    """Print what changed since."""
    if since.nothing:
        terminal.say("Nothing has changed since.")
        return
    terminal.say("Since then:")
    for one in since.imports[:SHOWN]:
        terminal.say(
            "  imported: {file} (source {source}), {day}, {new} new responses, {updated} updated",
            file=one.file_name,
            source=one.source,
            day=one.finished_at.date(),
            new=one.new,
            updated=one.updated,
        )
    if len(since.imports) > SHOWN:
        terminal.say("  and {n} others", n=len(since.imports) - SHOWN)
    if since.codebook:
        before, after = since.codebook
        terminal.say("  another codebook: {before} → {after}", before=before, after=after)
    if since.model:
        before, after = since.model
        terminal.say("  another model: {before} → {after}", before=before, after=after)
    if since.erasures:
        terminal.say("  erasures: {n} keys of people or responses", n=since.erasures)
    if since.labels:
        terminal.say("  labels: {n} more or fewer", n=since.labels)


def print_insight_trace(found: InsightTrace, terminal: Terminal) -> None:
    """Print an insight as it was shown, whether it is found again, and what became of it."""
    from rebond.quantify.insights.keeping import STATE_LABELS

    entry, language = found.entry, terminal.language

    def written(message: Message) -> str:
        return typography(terminal.translate(message), language)

    terminal.line(entry.identifier + (f"  {written(found.then.sentence)}" if found.then else ""))
    terminal.say(
        "Last shown on {day} by Rebond {software}, data {data}: {size} ({ends}), n = {n}.",
        day=datetime.datetime.fromisoformat(entry.shown_at).date(),
        software=entry.software,
        data=entry.data_version,
        size=number(entry.size, 1, language, signed=True),
        ends=interval(entry.low, entry.high, 1, language, signed=True, bare=True),
        n=entry.n,
    )
    terminal.line(written(_SAME[found.same]))
    print_since(found.since, terminal)
    if found.now is None:
        terminal.say("Today it is not announced any more.")
    elif not found.since.nothing:
        terminal.line(written(Message("Today: {sentence}", {"sentence": found.now.sentence})))
    for mark in found.marks:
        terminal.say(
            "{state} on {day} {by}",
            state=STATE_LABELS[mark.state],
            day=mark.on.date(),
            by=mark.by,
        )
    if found.then is not None:
        _print_evidence(found, terminal)


def _print_evidence(found: InsightTrace, terminal: Terminal) -> None:
    """Print the figure that the insight rests on, and the voices shown for it."""
    if found.then is None:
        return
    terminal.say("It rests on: {question}", question=str(found.then.question))
    identifier = _figure_of(found.then, found)
    if identifier:
        terminal.say("Its figure: rebond trace {figure}", figure=identifier)
    quoted = "  « {} »" if terminal.language == "fr" else "  “{}”"
    for voice in found.chosen.voices if found.chosen else ():
        terminal.line(quoted.format(voice.text))
    if found.chosen and found.chosen.against:
        terminal.say("And the contrary")
        terminal.line(quoted.format(found.chosen.against.text))


def _figure_of(insight: Insight, found: InsightTrace) -> str:
    """Return the identifier of the figure that the question of an insight asks for today."""
    from rebond.errors import QuestionError
    from rebond.quantify import Perimeter, ask
    from rebond.quantify.tracing import Shown, keep
    from rebond.workspace import Workspace

    perimeter = Perimeter(Workspace.open(found.past.workspace.path), found.past.filters)
    try:
        return keep([Shown(ask(insight.question, perimeter), perimeter)], face="trace")[0]
    except QuestionError:  # what it names is not there any more
        return ""


def insight_as_json(found: InsightTrace) -> dict[str, object]:
    """Return the trace of an insight as plain JSON values."""
    entry = found.entry

    def told(one: Insight | None) -> dict[str, object] | None:
        if one is None:
            return None
        return {"sentence": str(one.sentence), "kind": one.kind, "question": str(one.question)}

    return {
        "insight": entry.identifier,
        "perimeter": entry.perimeter,
        "shown_at": entry.shown_at,
        "shown_by": entry.face,
        "software": entry.software,
        "data_version": entry.data_version,
        "shown": {"size": entry.size, "low": entry.low, "high": entry.high, "n": entry.n},
        "same": found.same,
        "since": since_as_json(found.since),
        "then": told(found.then),
        "now": told(found.now),
        "states": [{"state": mark.state, "on": mark.on.isoformat()} for mark in found.marks],
        "evidence": [voice.text for voice in found.chosen.voices] if found.chosen else [],
    }


def since_as_json(since: Since) -> dict[str, object]:
    """Return what changed as plain JSON values."""
    return {
        "imports": [source_as_json(one) for one in since.imports],
        "model": since.model,
        "codebook": since.codebook,
        "erasures": since.erasures,
        "labels": since.labels,
    }


def source_as_json(one: SourceImport) -> dict[str, object]:
    """Return an import as plain JSON values."""
    return {
        "import": one.import_id,
        "source": one.source,
        "file": one.file_name,
        "finished_at": one.finished_at.isoformat(),
        "responses": one.responses,
        "new": one.new,
        "updated": one.updated,
    }
