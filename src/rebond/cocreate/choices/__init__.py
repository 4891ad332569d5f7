"""Rules of choice: approval and limited votes, majority judgment, budgets shared or greedy.

Whatever is chosen depends on the ballots alone, never on their order; sums of money are fractions;
each result tells its rounds in sentences and carries the fingerprint of the ballots it came from.
"""

from rebond.cocreate.choices.approval import approval, limited
from rebond.cocreate.choices.ballots import ApprovalBallots, Option
from rebond.cocreate.choices.equal_shares import equal_shares
from rebond.cocreate.choices.grades import GradeBallots, read_grades
from rebond.cocreate.choices.greedy import greedy
from rebond.cocreate.choices.majority import majority_judgment
from rebond.cocreate.choices.outcome import Outcome, Round
from rebond.cocreate.choices.pabulib import read_pabulib

__all__ = [
    "ApprovalBallots",
    "GradeBallots",
    "Option",
    "Outcome",
    "Round",
    "approval",
    "equal_shares",
    "greedy",
    "limited",
    "majority_judgment",
    "read_grades",
    "read_pabulib",
]
