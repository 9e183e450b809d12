"""The address that the API listens on."""

import errno
import socket

from seaway.core.errors import StartError
from seaway.core.settings import Settings

BACKLOG = 2048


def listen(settings: Settings) -> socket.socket:
    """Return a listening socket.

    Raises:
        StartError: the address is taken, not this machine's, or not allowed.
    """
    host, port = settings.host, settings.port
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except socket.gaierror as error:
        raise StartError(f"SEAWAY_HOST {host} is no address of this machine: {error.strerror}.") from None
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise StartError(_reason(error, host, port)) from None
    return listener


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program; stop it, or set SEAWAY_PORT to a free one."
    if error.errno == errno.EACCES:
        return f"Port {port} needs rights that this user lacks; set SEAWAY_PORT to one above 1023."
    return f"Seaway cannot listen on {host}, port {port}: {error.strerror}. Check SEAWAY_HOST and SEAWAY_PORT."
