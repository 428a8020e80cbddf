"""The shared parts of every published record, and the catalogue of what is public."""

from .collections import Collection, CollectionItem
from .documents import Document, DocumentFile
from .entries import Entry
from .following import DeskVisit, Followed, Happening, News, Rhythm, Subscription
from .letters import Duty, Letter
from .parts import GENERAL_KNOWLEDGE, YEARS, Event, FormerSlug, LanguageVersion, RecordPart, Source
from .publication import Publication
from .reviews import (
    Endorsement,
    EvidenceDecision,
    Review,
    ReviewCriterion,
    ReviewerProfile,
    Score,
    SectionComment,
)
from .schedules import FreshnessRule, ScheduledTransition, ScheduleState
from .terms import Domain, Term
from .translating import DailyViews, Segment, TranslationDraft
from .versions import PublishedVersion
from .vocabulary import Tag, Tagged, TaggedRecord, Theme
from .voices import Question, QuestionState, UsefulMark

__all__ = [
    "GENERAL_KNOWLEDGE",
    "YEARS",
    "Collection",
    "CollectionItem",
    "DailyViews",
    "DeskVisit",
    "Document",
    "DocumentFile",
    "Domain",
    "Duty",
    "Endorsement",
    "Entry",
    "Event",
    "EvidenceDecision",
    "Followed",
    "FormerSlug",
    "FreshnessRule",
    "Happening",
    "LanguageVersion",
    "Letter",
    "News",
    "Publication",
    "PublishedVersion",
    "Question",
    "QuestionState",
    "RecordPart",
    "Review",
    "ReviewCriterion",
    "ReviewerProfile",
    "Rhythm",
    "ScheduleState",
    "ScheduledTransition",
    "Score",
    "SectionComment",
    "Segment",
    "Source",
    "Subscription",
    "Tag",
    "Tagged",
    "TaggedRecord",
    "Term",
    "Theme",
    "TranslationDraft",
    "UsefulMark",
]
