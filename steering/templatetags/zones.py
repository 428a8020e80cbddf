"""Moments by the clock of whoever reads them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.tz import do_timezone
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..time_zones import zone_named, zone_of

register = template.Library()


@register.filter
def in_zone(moment: datetime | None, zone: Any) -> Any:
    """`{{ moment|in_zone:user }}`, `{{ moment|in_zone:"Asia/Almaty" }}`: the moment by a person's clock or a zone's; print it with `date`.

    The result keeps its zone however the page's own is set.
    """
    if not isinstance(moment, datetime):
        return ""
    return do_timezone(moment, _zone(zone))


@register.simple_tag
def moment(at: datetime | None, zone: Any) -> SafeString | str:
    """`{% moment meeting.starts_at user %}`: day and time by the clock of a person or a zone, with the zone named."""
    if at is None:
        return ""
    found = _zone(zone)
    local = at.astimezone(found)
    words = formats.date_format(local.replace(tzinfo=None), "DATETIME_FORMAT")
    return format_html('<time datetime="{}">{}</time> ({})', local.isoformat(), words, _offset(local, found))


def _zone(zone: Any) -> ZoneInfo:
    if isinstance(zone, ZoneInfo):
        return zone
    return zone_named(zone) if isinstance(zone, str) else zone_of(zone)


def _offset(local: datetime, zone: ZoneInfo) -> str:
    offset = local.strftime("%z")
    return f"{zone.key}, UTC{offset[:3]}:{offset[3:]}"
