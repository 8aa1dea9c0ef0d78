"""What Telegram says when it refuses: one exception, and its own sentences."""

from typing import Any


class Refusal(Exception):
    """A request is answered with `ok: false`.

    `code` is both the HTTP status and `error_code`; `parameters` may hold `retry_after` (seconds) or
    `migrate_to_chat_id`. A `violation` breaks the protocol itself: no state of any chat would have let it through.
    """

    def __init__(
        self, code: int, description: str, *, parameters: dict[str, int] | None = None, violation: bool = False
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters
        self.violation = violation

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(what: str) -> Refusal:
    """The request was understood, but the state of the chat does not allow it."""
    return Refusal(400, f"Bad Request: {what}")


def malformed(what: str) -> Refusal:
    """The request breaks the protocol."""
    return Refusal(400, f"Bad Request: {what}", violation=True)


def forbidden(what: str) -> Refusal:
    """The bot may not write there."""
    return Refusal(403, f"Forbidden: {what}")


def too_many(seconds: int) -> Refusal:
    """Flood control; `seconds` until the next try may succeed."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", parameters={"retry_after": seconds})


def upgraded(to: int) -> Refusal:
    """The group lives on under another id."""
    return Refusal(
        400, "Bad Request: group chat was upgraded to a supergroup chat", parameters={"migrate_to_chat_id": to}
    )


def conflict() -> Refusal:
    """Somebody else began to poll."""
    return Refusal(
        409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
