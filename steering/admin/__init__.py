"""The Committee in the admin, one module a subject."""

from . import seats as seats
