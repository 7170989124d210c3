"""What stands between the site and its database server, and can be cut."""

import socket
import threading
from contextlib import suppress


class Proxy:
    """Hands on what either side says, at a port of its own."""

    def __init__(self, host, port):
        self.to = (host, port)
        self.port = 0
        self.open = []
        self.listen()

    def listen(self):
        """Begin, again at the same port."""
        self.door = socket.create_server(("127.0.0.1", self.port))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._let_in, args=[self.door], daemon=True).start()

    def cut(self):
        """End every conversation, and take no other."""
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        for one in self.open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self.open.clear()

    def _let_in(self, door):
        with suppress(OSError):
            while True:
                near, _ = door.accept()
                far = socket.create_connection(self.to)
                self.open += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._hand_on, args=[one, other], daemon=True).start()

    @staticmethod
    def _hand_on(one, other):
        with suppress(OSError):
            while said := one.recv(65_536):
                other.sendall(said)
            other.shutdown(socket.SHUT_WR)
