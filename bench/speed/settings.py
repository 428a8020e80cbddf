"""The portal's settings with one more address: an empty view, to measure against."""

from hub.settings import *  # noqa: F403

ROOT_URLCONF = "bench.speed.urls"
