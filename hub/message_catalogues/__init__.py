"""The interface's texts and their translations, without the system's gettext programs."""

from hub.message_catalogues.compiling import compile_all

__all__ = ["compile_all"]
