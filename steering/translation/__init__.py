"""The translated fields of the Committee and the models whose history is kept, one module a subject."""

from . import contributions as contributions
from . import decisions as decisions
from . import meetings as meetings
from . import papers as papers
from . import record as record
from . import reports as reports
from . import seats as seats
from . import snapshots as snapshots
