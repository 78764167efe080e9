"""A line between a browser and a site that can fall silent, as a network does."""

import socket
import threading
from contextlib import suppress


class Wire:
    """Carries bytes to a port of this machine. While it is silent nothing is closed or lost: what
    was said comes late."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._carries = threading.Event()
        self._carries.set()
        self._ear = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self._ear.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def fall_silent(self) -> None:
        """Carry nothing from now on."""
        self._carries.clear()

    def speak(self) -> None:
        """Carry again, first what was held back."""
        self._carries.set()

    def close(self) -> None:
        """Take no more connections."""
        self._carries.set()
        self._ear.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._ear.accept()
                self._join(near)

    def _join(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self._port))
        except OSError:
            near.close()
            return
        for pair in ((near, far), (far, near)):
            threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while said := one.recv(1 << 16):
                self._carries.wait()
                other.sendall(said)
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
