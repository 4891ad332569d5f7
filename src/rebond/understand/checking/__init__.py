"""Accuracy on your own data: voices drawn, labelled by people, compared with what is read."""

from rebond.understand.checking.accuracy import Accuracy, Rate, accuracy
from rebond.understand.checking.agreement import Agreement, agreement, krippendorff_alpha
from rebond.understand.checking.checked import Checked, Event
from rebond.understand.checking.correcting import (
    Correction,
    Said,
    corrections_of,
    save_corrections,
)
from rebond.understand.checking.drawing import draw_sample
from rebond.understand.checking.gathering import checked_voices
from rebond.understand.checking.labels import (
    VoiceLabels,
    labelled_examples,
    labels_of,
    save_labels,
    voices_to_label,
)

__all__ = [
    "Accuracy",
    "Agreement",
    "Checked",
    "Correction",
    "Event",
    "Rate",
    "Said",
    "VoiceLabels",
    "accuracy",
    "agreement",
    "checked_voices",
    "corrections_of",
    "draw_sample",
    "krippendorff_alpha",
    "labelled_examples",
    "labels_of",
    "save_corrections",
    "save_labels",
    "voices_to_label",
]
