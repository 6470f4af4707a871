"""Whether the app still works on something, as the messages between a page and its server tell.

Streamlit runs the app's script whenever a page asks for it. A run begins with one message and ends with another.
"""

from __future__ import annotations

from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Runs:
    """What is known of the last run that a page asked for."""

    def __init__(self, page: Page) -> None:
        """Follow the messages of a page from its first moment."""
        self.is_over = False
        self._has_begun = False
        page.on("websocket", self._follow)

    def _follow(self, socket: WebSocket) -> None:
        self.is_over = False
        socket.on("framesent", self._note_asked)
        socket.on("framereceived", self._note_told)

    def _note_asked(self, payload: str | bytes) -> None:
        if isinstance(payload, bytes) and BackMsg.FromString(payload).HasField("rerun_script"):
            self._has_begun = self.is_over = False

    def _note_told(self, payload: str | bytes) -> None:
        if not isinstance(payload, bytes):
            return
        message = ForwardMsg.FromString(payload)
        if message.HasField("new_session"):
            self._has_begun, self.is_over = True, False
        elif message.HasField("script_finished"):
            # A run that was cut short is followed by another.
            self.is_over = self._has_begun and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
