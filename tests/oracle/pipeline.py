"""Requests that are sent ahead: the server works on them while whoever sent them goes on."""
from __future__ import annotations

import psycopg
from psycopg import pq

_SYNC = pq.ExecStatus.PIPELINE_SYNC


class Pipeline:
    """Libpq's pipeline mode, on from the first request until the results are read.

    What stands between two syncs is one implicit transaction; after an error the server skips all
    of it. In a block that BEGIN opened it stays so.
    """

    def __init__(self, connection: psycopg.Connection) -> None:
        self._pgconn = connection.pgconn
        self._sent: list[bool] = []  # whether each is a sync

    def query(self, statement: bytes) -> int:
        """Send one statement; its place among the results."""
        self._begin()
        self._pgconn.send_query_params(statement, None)
        return self._next(False)

    def sync(self) -> int:
        """End the implicit transaction, and let the server begin. Deferred constraints are
        checked here: it has a result of its own."""
        self._begin()
        self._pgconn.pipeline_sync()
        return self._next(True)

    def results(self) -> list[pq.abc.PGresult]:
        """Wait for what came of all that was sent. The last request must have been a sync."""
        found = [self._of_sync() if is_sync else self._of_query() for is_sync in self._sent]
        if self._sent:
            self._pgconn.exit_pipeline_mode()
        self._sent.clear()
        return found

    def _begin(self) -> None:
        if not self._sent:
            self._pgconn.enter_pipeline_mode()

    def _next(self, is_sync: bool) -> int:
        self._sent.append(is_sync)
        return len(self._sent) - 1

    def _of_query(self) -> pq.abc.PGresult:
        """Its error, or else its last result."""
        found = None
        while (result := self._pgconn.get_result()) is not None:
            if found is None or refusal(found) is None:
                found = result
        assert found is not None
        return found

    def _of_sync(self) -> pq.abc.PGresult:
        """The error that the end of the transaction brought, or else that it has ended."""
        found = None
        while True:
            result = self._pgconn.get_result()
            if result is None:
                continue
            if result.status == _SYNC:
                return found or result
            found = result


def refusal(result: pq.abc.PGresult) -> tuple[str, str] | None:
    """SQLSTATE and message, where the result is an error. What is skipped after one is none."""
    if result.status != pq.ExecStatus.FATAL_ERROR:
        return None
    state = result.error_field(pq.DiagnosticField.SQLSTATE) or b'?????'
    message = result.error_field(pq.DiagnosticField.MESSAGE_PRIMARY) or result.error_message
    return state.decode(), message.decode('utf-8', 'replace')
