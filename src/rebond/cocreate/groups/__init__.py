"""People who vote alike: groups, what they share, where one sits, what bridges publics."""

from rebond.cocreate.groups.grouping import Groups, divisive, groups, stability
from rebond.cocreate.groups.publics import Bridge, bridges, where
from rebond.cocreate.groups.reading import read_statements, read_votes
from rebond.cocreate.groups.sketch import Place, Sketch
from rebond.cocreate.groups.telling import told
from rebond.cocreate.groups.votes import AGREE, DISAGREE, PASS, Votes

__all__ = [
    "AGREE",
    "DISAGREE",
    "PASS",
    "Bridge",
    "Groups",
    "Place",
    "Sketch",
    "Votes",
    "bridges",
    "divisive",
    "groups",
    "read_statements",
    "read_votes",
    "stability",
    "told",
    "where",
]
