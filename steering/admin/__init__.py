"""The Committee in the admin, one module a subject."""

from . import contributions as contributions
from . import reports as reports
from . import seats as seats
