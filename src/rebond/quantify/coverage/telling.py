"""Who is over- and under-represented, and the price of weights, in words."""

from __future__ import annotations

import math

from rebond.quantify.coverage.representativeness import Presence
from rebond.quantify.coverage.speaking import Represented
from rebond.quantify.statistics.discoveries import FALSE_DISCOVERIES
from rebond.vocabulary import Message, Quantity


def standing(one: Presence) -> Message:
    """Say whether a label is over- or under-represented beyond chance."""
    if one.n == 0:
        return Message("silent")
    values = {"ratio": Quantity(one.ratio, 2)}
    if one.q_value > FALSE_DISCOVERIES:
        return Message("no gap established")
    if one.ratio > 1:
        return Message("over-represented, {ratio} times what they are", values)
    return Message("under-represented, {ratio} times what they are", values)


def price(found: Represented) -> Message:
    """Say what weights cost: how many people as many unweighted would tell as much."""
    raked = found.raked
    if not math.isfinite(raked.design_effect) or raked.effective_n <= 0:
        return Message("No weight can be computed.")
    return Message(
        "Weighted to this population, {people} people tell as much as {effective} who would need"
        " no weight (design effect {effect}). Weights correct only as far as those who speak and"
        " those who do not, of the same {attributes}, think alike.",
        {
            "people": Quantity(int((raked.weights > 0).sum())),
            "effective": Quantity(raked.effective_n),
            "effect": Quantity(raked.design_effect, 2),
            "attributes": ", ".join(found.unknown),
        },
    )
