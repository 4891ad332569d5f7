"""Ideas in files: those of Fider and Decidim are read; ours are read and written.

Ours hold no name and no address: an idea, its rebounds, when each was published, how many people
support it. A text that a spreadsheet would take for a formula is guarded in CSV, and restored.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import pyarrow as pa

from rebond.errors import FileUnreadable
from rebond.listen.formulas import guarded, restored
from rebond_web.following.other_tools import of_decidim, of_fider
from rebond_web.following.posts import Post, Read, Word, count, exact

FORMAT = "rebond ideas 1"
COLUMNS = (
    *("id", "title", "text", "need", "benefit", "language", "published", "supports", "rebounds"),
)
_FIDER = {"number", "title", "description"}
_MOST_BYTES = 20 << 20


def read_posts(content: bytes) -> Read:
    """Return the ideas of a file of ours, of Fider or of Decidim: CSV or JSON.

    Raises
    ------
    FileUnreadable
        When it is too large, no text, or of another form.
    """
    if len(content) > _MOST_BYTES:
        raise FileUnreadable(
            "This file is larger than {n} MB. Give it in parts.", n=_MOST_BYTES >> 20
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")  # as French Excel saves a CSV again
    if text.lstrip()[:1] in ("{", "["):
        return _of_json(text)
    return _of_csv(text)


def written_json(about: Mapping[str, str], posts: Sequence[Post]) -> bytes:
    """Return ideas as a JSON document of ours; ``about`` says which space and question."""
    document = {"format": FORMAT, **about, "ideas": [asdict(one) for one in posts]}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def written_csv(posts: Sequence[Post]) -> bytes:
    """Return ideas as a CSV of ours, one a line, without the words of their rebounds."""
    rows = [{**asdict(one), "rebounds": len(one.rebounds)} for one in posts]
    columns = [
        guarded(pa.array([str(row[name]) for row in rows], pa.string())).to_pylist()
        for name in COLUMNS
    ]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(zip(*columns, strict=True))
    return stream.getvalue().encode("utf-8-sig", "replace")


def _unknown() -> FileUnreadable:
    return FileUnreadable(
        "The form of this file is not known. Give an export of ideas of ours, of posts of Fider, or"
        " of proposals of Decidim, as CSV or JSON."
    )


# CSV


def _of_csv(text: str) -> Read:
    csv.field_size_limit(_MOST_BYTES)
    first = text.partition("\n")[0]
    mark = ";" if first.count(";") > first.count(",") else ","
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise _unknown() from error
    names = {name for row in rows[:1] for name in row if name} or set(first.strip().split(mark))
    if set(COLUMNS) <= names:
        return Read("rebond", [_own(row) for row in _plain(rows)])
    if names >= _FIDER:
        return _kept("fider", _plain(rows), of_fider)
    if "id" in names and any(name.startswith("title/") for name in names):
        return _kept("decidim", [_nested(row) for row in _plain(rows)], of_decidim)
    raise _unknown()


def _plain(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return rows whose texts are as they were before they were guarded; "" for what is absent."""
    told = [{name: value or "" for name, value in row.items() if name} for row in rows]
    names = sorted({name for row in told for name in row})
    for name in names:
        texts = pa.array([str(row.get(name, "")) for row in told], pa.string())
        for row, value in zip(told, restored(texts).to_pylist(), strict=True):
            row[name] = value
    return told


def _own(row: Mapping[str, str]) -> Post:
    id, title, text, need, benefit, language, published, supports, _ = map(row.__getitem__, COLUMNS)
    return Post(id, title, text, need, benefit, language, published, count(supports))


def _nested(row: Mapping[str, str]) -> dict[str, Any]:
    """Return a row of Decidim with "title/fr" and "title/en" under "title"."""
    document: dict[str, Any] = dict(row)
    for name in ("title", "body"):
        told = {
            key.partition("/")[2]: value for key, value in row.items() if key.startswith(f"{name}/")
        }
        if told:
            document[name] = told
    return document


# JSON


def _of_json(text: str) -> Read:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unknown() from error
    if isinstance(document, dict) and document.get("format") == FORMAT:
        return Read("rebond", [_of_ours(one) for one in _objects(document.get("ideas"))])
    rows = _objects(document)
    if rows and all({"id", "title", "body"} <= set(row) for row in rows):
        return _kept("decidim", rows, of_decidim)
    if rows and all(set(row) >= _FIDER for row in rows):
        return _kept("fider", rows, of_fider)
    raise _unknown()


def _objects(found: object) -> list[dict[str, Any]]:
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise _unknown()
    return found


def _of_ours(one: Mapping[str, Any]) -> Post:
    words = [
        Word(**{name: exact(word.get(name)) for name in Word.__dataclass_fields__})
        for word in _objects(one.get("rebounds", []))
    ]
    return replace(_own({name: exact(one.get(name)) for name in COLUMNS}), rebounds=tuple(words))


def _kept(
    source: str, rows: Sequence[Mapping[str, Any]], read: Callable[[Mapping[str, Any]], Post | None]
) -> Read:
    posts = [post for row in rows if (post := read(row)) is not None]
    return Read(source, posts, len(rows) - len(posts))
