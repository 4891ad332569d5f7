"""A fictional company to try Rebond on: Vertaille, an imaginary chain of French garden centres.

Its shops, its people, its sentences and its figures are invented; docs/methods/demo-company.md says
what is planted in them and how strongly.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     company = write_company(folder, responses=100)
...     [file.path.name for file in company.files][:2]
['enquete_apres_achat.csv', 'avis_en_ligne.csv']
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.demo.truths import Truths
from rebond.vocabulary import Channel, Stakeholder

if TYPE_CHECKING:
    import pyarrow as pa

    from rebond.demo.company import Answer

__all__ = ["Company", "DemoFile", "Planted", "Truths", "write_company"]


@dataclass(frozen=True)
class DemoFile:
    """A file of the company, with what its owner would say of it."""

    path: Path
    source: str
    channel: Channel
    stakeholder: Stakeholder


@dataclass(frozen=True)
class Planted:
    """What was planted, to compare with what is found.

    ``labels`` has one row per text, theme and polarity: source, external_id, text_index (from 0,
    in the order of the file's columns of text), theme (leaf of the code plan), polarity (-1, 0 or
    1; 0 for what a suggestion or a question speaks of without judging it). ``texts`` has one row
    per text: source, external_id, text_index, state ("meaningful", "hollow", "spam" or "empty"),
    copy_of (external_id of the answer that it copies, or ""), text (as written in the file).
    ``truths`` is None when the company was made without truths.
    """

    labels: pa.Table
    texts: pa.Table
    truths: Truths | None


@dataclass(frozen=True)
class Company:
    """The files of the fictional company, its code plan, and what was planted in them."""

    files: tuple[DemoFile, ...]
    codebook: Path
    planted: Planted


def write_company(
    folder: str | Path, *, seed: int = 1, truths: bool = True, responses: int = 6000
) -> Company:
    """Write the files of the fictional company in a folder, made if it is not there.

    Parameters
    ----------
    folder : str or Path
        Where six files and the code plan are written; files of the same names are replaced.
    seed : int
        The same seed gives the same files.
    truths : bool
        False deals places, moments and scores again at random: the same texts and volumes, of which
        nothing is true but what each text says.
    responses : int
        How many responses in all, 100 or more for every file to hold some.

    Returns
    -------
    Company
        The files, the code plan to read them with, and the labels planted.
    """
    from rebond.demo.company import make_answers, without_truths

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    answers = make_answers(seed, responses, Truths())
    if not truths:
        answers = without_truths(answers, seed)
    by_kind: dict[str, list[Answer]] = {}
    for answer in answers:
        by_kind.setdefault(answer.kind, []).append(answer)
    written = []
    for kind, (name, source, channel, stakeholder, write) in _files().items():
        write(by_kind.get(kind, []), folder / name)
        written.append(DemoFile(folder / name, source, channel, stakeholder))
    return Company(
        tuple(written), _write_codebook(folder), _planted(answers, Truths() if truths else None)
    )


def _files() -> dict[
    str, tuple[str, str, Channel, Stakeholder, Callable[[Sequence[Answer], Path], None]]
]:
    from rebond.demo import exports

    customer, employee = Stakeholder.CUSTOMER, Stakeholder.EMPLOYEE
    survey, store = Channel.SURVEY, Channel.STORE
    return {
        "survey": (
            "enquete_apres_achat.csv",
            "Enquête après achat",
            survey,
            customer,
            exports.write_survey,
        ),
        "review": (
            "avis_en_ligne.csv",
            "Avis en ligne",
            Channel.REVIEW,
            customer,
            exports.write_reviews,
        ),
        "email": ("courriels.jsonl", "Courriels", Channel.EMAIL, customer, exports.write_emails),
        "chat": (
            "conversations.jsonl",
            "Conversations",
            Channel.CHAT,
            customer,
            exports.write_chats,
        ),
        "kiosk": (
            "bornes_magasins.xlsx",
            "Bornes en magasin",
            store,
            customer,
            exports.write_kiosk,
        ),
        "team": (
            "barometre_equipes.xlsx",
            "Baromètre des équipes",
            survey,
            employee,
            exports.write_team,
        ),
    }


def _write_codebook(folder: Path) -> Path:
    """The company's code plan: the retail one, its own themes, its own ways of speaking."""
    from rebond.understand.codebook import parse_codebook, write_codebook

    retail = files("rebond.understand").joinpath("codebooks/retail.toml").read_text("utf-8")
    own = files("rebond.demo").joinpath("living.toml").read_text("utf-8")
    plan = parse_codebook(retail.replace('id = "retail"', 'id = "vertaille"', 1) + own)
    added = tomllib.loads(files("rebond.demo").joinpath("own_words.toml").read_text("utf-8"))
    path = folder / "plan_de_codage.toml"
    path.write_text(write_codebook(plan.with_expressions(added)), encoding="utf-8")
    return path


def _planted(answers: Sequence[Answer], truths: Truths | None) -> Planted:
    import pyarrow as pa

    sources = {kind: row[1] for kind, row in _files().items()}
    labels = [
        (sources[answer.kind], answer.external_id, index, theme, polarity)
        for answer in answers
        for index, found in enumerate(answer.told.labels)
        for theme, polarity in found
    ]
    texts = [
        (sources[answer.kind], answer.external_id, index, state, answer.told.copies, text)
        for answer in answers
        for index, (state, text) in enumerate(
            zip(answer.told.states, answer.told.texts, strict=True)
        )
    ]
    whose = [("source", pa.string()), ("external_id", pa.string()), ("text_index", pa.int8())]
    return Planted(
        _table(labels, pa.schema([*whose, ("theme", pa.string()), ("polarity", pa.int8())])),
        _table(
            texts,
            pa.schema(
                [*whose, ("state", pa.string()), ("copy_of", pa.string()), ("text", pa.string())]
            ),
        ),
        truths,
    )


def _table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )
