"""The API process: `seaway api`, or `python -m seaway.app.api`. Any number of them share a database."""

import asyncio
import signal
import socket
import sys
from types import FrameType

import uvicorn
import uvloop

from seaway.app import operator, process, schema
from seaway.app.listen import listen
from seaway.app.process import Handover
from seaway.app.wiring import Api, build_api
from seaway.core import log
from seaway.core.db import Database
from seaway.core.errors import StartError
from seaway.core.secrets import load_sealer
from seaway.core.settings import Settings
from seaway.domains.identity import service as identity

GRACE = 20  # seconds for requests in flight
ORPHAN_GRACE = 2  # seconds, when the supervisor was killed: its next start waits for the port
BACKLOG = 2048


class Server(uvicorn.Server):
    """Ends the event streams as soon as it is asked to stop, for they would be waited for."""

    def __init__(self, config: uvicorn.Config, api: Api) -> None:
        super().__init__(config)
        self._api = api
        self._loop = asyncio.get_running_loop()
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self.listening.set()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  # uvicorn's
        """Begin to stop; at once when asked again from the keyboard."""
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True
        self._loop.call_soon_threadsafe(self._api.hub.close)


async def serve(settings: Settings, handover: Handover) -> None:
    """Serve until a signal comes; requests in flight are finished."""
    database = Database(handover.dsn, sealer=load_sealer(settings.key_path))
    api = build_api(settings, database)
    config = _config(settings, api)
    async with api.running():
        server = Server(config, api)

        def orphaned() -> None:
            config.timeout_graceful_shutdown = ORPHAN_GRACE
            server.handle_exit(signal.SIGTERM, None)

        process.when_orphaned(orphaned)
        listener = socket.socket(fileno=handover.socket) if handover.socket is not None else listen(settings)
        serving = asyncio.create_task(server.serve([listener]))
        await server.listening.wait()
        process.settle()
        link = None
        if handover.link:
            link = await identity.setup_link(database, settings.url)
            await operator.let_in(settings, database)
        process.tell(ready=True, link=link)
        await serving


def _config(settings: Settings, api: Api) -> uvicorn.Config:
    return uvicorn.Config(
        api.asgi,
        host=settings.host,
        port=settings.port,
        lifespan="off",
        loop="uvloop",
        http="httptools",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=GRACE,
    )


def main() -> int:
    """Run the process; return its exit code."""
    try:
        settings = Settings.from_env()
        log.configure(settings.log_level)
        handover = process.handed_over(settings)
        if not process.supervised():
            schema.ensure(handover.dsn)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve(settings, handover))
    except StartError as error:
        process.tell(error=str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
