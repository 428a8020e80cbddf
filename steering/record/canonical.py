"""One text for one content: canonical JSON after RFC 8785, without the numbers that it can't write unambiguously."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any


def canonical(content: Any) -> str:
    """The content as canonical JSON: keys in the order of their UTF-16 code units, no spaces, UTF-8 as it is.

    Dates become ISO texts, moments such texts in UTC. Raises TypeError for what has no one way to be written: floats
    (say decimals as texts), keys that are no texts, and objects of any other type.
    """
    return json.dumps(plain(content), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def plain(content: Any) -> Any:
    """The content as JSON reads it back, with the keys in their order; raises TypeError as `canonical` does."""
    if content is None or isinstance(content, bool | int):
        return content
    if isinstance(content, str):
        return str(content)
    if isinstance(content, datetime):
        return moment(content)
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, Mapping):
        return {key: plain(content[key]) for key in sorted(content, key=_in_order)}
    if isinstance(content, list | tuple):
        return [plain(item) for item in content]
    raise TypeError(f"{content!r} has no one way to be written in a record")


def moment(at: datetime) -> str:
    """A moment in UTC to the microsecond, as the database writes it for its own check. Raises TypeError for a naive one."""
    if at.tzinfo is None:
        raise TypeError(f"{at!r} names no time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _in_order(key: Any) -> bytes:
    if not isinstance(key, str):
        raise TypeError(f"{key!r} can't be a key in a record")
    return key.encode("utf-16-be")
