"""Following: what people want to hear of, what there is to tell, and the letters that tell it.

`gathering` turns what happened to public records into News, each row once; `matching` says what of it is for whom;
`digests` writes the letters: at once by the task worker, daily and weekly by the duties.
"""

from .gathering import Occurrence, register_source
from .waking import wake

__all__ = ["Occurrence", "register_source", "wake"]
