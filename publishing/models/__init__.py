"""The shared parts of every published record, and the catalogue of what is public."""

from .collections import Collection, CollectionItem
from .document_texts import DocumentText
from .documents import Document, DocumentFile
from .entries import Entry
from .epoch import Epoch
from .facet_values import FacetValue
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
from .searches import SearchPlace, SearchTally
from .suggestions import TitlePlace, TitleWord
from .synonyms import SynonymGroup
from .terms import Domain, Term
from .translating import DailyViews, Segment, TranslationDraft
from .versions import PublishedVersion
from .vocabulary import Tag, Tagged, TaggedRecord, Theme
from .voices import Question, QuestionState, UsefulMark
from .words import Word

__all__ = [
    "GENERAL_KNOWLEDGE",
    "YEARS",
    "Collection",
    "CollectionItem",
    "DailyViews",
    "DeskVisit",
    "Document",
    "DocumentFile",
    "DocumentText",
    "Domain",
    "Duty",
    "Endorsement",
    "Entry",
    "Epoch",
    "Event",
    "EvidenceDecision",
    "FacetValue",
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
    "SearchPlace",
    "SearchTally",
    "SectionComment",
    "Segment",
    "Source",
    "Subscription",
    "SynonymGroup",
    "Tag",
    "Tagged",
    "TaggedRecord",
    "Term",
    "Theme",
    "TitlePlace",
    "TitleWord",
    "TranslationDraft",
    "UsefulMark",
    "Word",
]
