"""Groups told in plain words, with their numbers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rebond.cocreate.groups.grouping import Groups
from rebond.vocabulary import Message, Quantity

_FIRM = 0.75  # adjusted Rand from which groups are called firm
_LOOSE = 0.4


def told(
    found: Groups, texts: Mapping[str, str] | None = None, *, least: int = 0
) -> tuple[Message, ...]:
    """Return the summary of the groups: how many people, how firm, what each says, what all share.

    ``texts`` gives the statements by id; without it, ids are quoted. Statements on which fewer than
    ``least`` people of some group voted are left out.
    """
    texts = texts or {}

    def quoted(statement: str) -> str:
        return texts.get(statement, statement)

    votes, said = found.votes, [_opening(found)]
    few = found.counts.seen.min(axis=0, initial=np.inf) < least
    untold = {votes.statements[place] for place in np.flatnonzero(few)}
    if found.count > 1 and found.returns is not None:
        said.append(_firmness(found.returns))
    for group, owned in enumerate(found.representative):
        size = int((found.labels == group).sum())
        values: dict[str, object] = {"group": group + 1, "n": size}
        values["share"] = _percent(size / max(int((found.labels >= 0).sum()), 1))
        said.append(Message("Group {group}: {n} people, {share} of those placed.", values))
        kept = [one for one in owned if one.statement not in untold]
        for one in kept[:3] if found.count > 1 else ():
            details = {
                "statement": quoted(one.statement),
                "n": one.n,
                "seen": one.seen,
                "share": _percent(one.n / max(one.seen, 1)),
            }
            if one.side > 0:
                told_so = "More than the others, it agrees: “{statement}” ({share}, {n} of {seen})."
                said.append(Message(told_so, details))
            else:
                told_so = (
                    "More than the others, it disagrees: “{statement}” ({share}, {n} of {seen})."
                )
                said.append(Message(told_so, details))
    for statement in [one for one in found.agreed() if one not in untold][:3]:
        place = votes.statements.index(statement)
        seen = int(found.counts.seen[:, place].sum())
        agree = int(found.counts.agree[:, place].sum())
        shares = ((found.counts.agree + 1) / (found.counts.seen + 2))[:, place]
        said.append(
            Message(
                "All groups together agree: “{statement}” ({share} of {seen}; {least} in the group"
                " that agrees least).",
                {
                    "statement": quoted(statement),
                    "share": _percent(agree / max(seen, 1)),
                    "seen": seen,
                    "least": _percent(float(shares.min())),
                },
            )
        )
    return tuple(said)


def _opening(found: Groups) -> Message:
    placed = int((found.labels >= 0).sum())
    values = {
        "people": len(found.votes.participants),
        "votes": len(found.votes),
        "statements": len(np.unique(found.votes.statement)),
        "groups": found.count,
        "placed": placed,
    }
    if found.count > 1:
        return Message(
            "{people} people cast {votes} votes on {statements} statements; {placed} of them fall"
            " into {groups} groups that vote alike.",
            values,
        )
    return Message(
        "{people} people cast {votes} votes on {statements} statements; no groups stand apart.",
        values,
    )


def _firmness(returns: float) -> Message:
    values = {"returns": Quantity(returns, 2)}
    if returns >= _FIRM:
        return Message(
            "The groups are firm: drawn again from four votes in five, they come back nearly the"
            " same ({returns} on a scale where 1 is the same and 0 chance).",
            values,
        )
    if returns >= _LOOSE:
        return Message(
            "The groups are rather loose: drawn again from four votes in five, part of the people"
            " change group ({returns} on a scale where 1 is the same and 0 chance).",
            values,
        )
    return Message(
        "The groups are fragile: drawn again from four votes in five, they come back otherwise"
        " ({returns} on a scale where 1 is the same and 0 chance). Read them as a first sketch.",
        values,
    )


def _percent(share: float) -> Quantity:
    return Quantity(100 * share, 0, unit="%")
