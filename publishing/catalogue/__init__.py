"""The catalogue: what is public, one entry for each record, written in the transaction that changes the record.

descriptions  what an entry keeps of a record, and helps for those who describe records
registry      the models whose records enter, and what else hangs on their entries
writing       entries brought up to date, one by one or gathered
rebuilding    all entries made anew, beside those who publish meanwhile
checking      what the entries say, compared with the records

Each floor registers its models with a function that describes a record; this floor never looks upwards.
"""

from .checking import differences
from .descriptions import Description, columns_of, language_states, published_at, texts_by_language
from .rebuilding import Progress, rebuild
from .registry import BATCH, Enrichment, Source, details_of, enrich, register, sources
from .writing import gathered, refresh, remove, write, write_batch, write_enrichment

__all__ = [
    "BATCH",
    "Description",
    "Enrichment",
    "Progress",
    "Source",
    "columns_of",
    "details_of",
    "differences",
    "enrich",
    "gathered",
    "language_states",
    "published_at",
    "rebuild",
    "refresh",
    "register",
    "remove",
    "sources",
    "texts_by_language",
    "write",
    "write_batch",
    "write_enrichment",
]
