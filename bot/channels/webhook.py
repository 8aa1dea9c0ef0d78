"""A gateway for SMS or voice, as the plan describes it: a request from a template, and which answer means yes."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.channels.http import Answer, ask
from bot.channels.message import Accepted, Message, Outcome, Own, Recipient, Refused, Unavailable, own


class Webhook:
    """`url` and `body` are templates. Without `accepted`, any 2xx means yes."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        url: str,
        method: str,
        headers: Mapping[str, str],
        body: str | None,
        form: bool,
        accepted: tuple[str, str] | None,
        reason: str | None,
    ) -> None:
        self._session, self._url, self._method, self._headers = session, url, method, headers
        self._body, self._form, self._accepted, self._reason = body, form, accepted, reason

    async def send(self, message: Message) -> Outcome:
        """One request. The number of the message goes along, for a gateway that knows repeats by it."""
        values = placed(message)
        url = fill(self._url, values, lambda text: quote(text, safe=""))
        headers = {"Idempotency-Key": message.id, **self._headers}
        body = _grown(json.loads(self._body), values) if self._body else None
        if self._form and isinstance(body, Mapping):
            form = {str(key): value if isinstance(value, str) else json.dumps(value) for key, value in body.items()}
            return self._read(await ask(self._session, self._method, url, headers=headers, form=form))
        return self._read(await ask(self._session, self._method, url, headers=headers, json_body=body))

    def _read(self, answer: Answer | Outcome) -> Outcome:
        if not isinstance(answer, Answer):
            return answer
        words = f"HTTP {answer.status} {_at(answer.json, self._reason) if self._reason else answer.text}"
        if not 200 <= answer.status < 300:
            return Refused(reason=words)
        if self._accepted is None:
            return Accepted(words=words)
        path, wanted = self._accepted
        found = _at(answer.json, path)
        if found is None:
            return Unavailable(reason=own(Own.NO_CODE, f"{path}, {words}"))
        return Accepted(words=words) if found == wanted else Refused(reason=f"{path} {found}: {words}")


def placed(message: Message) -> dict[str, str]:
    """What a template may name. A message for several people has nobody's number."""
    person = message.to[0] if len(message.to) == 1 else Recipient(name="", phone="")
    return {
        "name": person.name,
        "phone": person.phone.replace(" ", "").replace("-", ""),
        "email": person.email or "",
        "address": person.address or "",
        "text": message.text,
        "subject": message.subject,
        "id": message.id,
    }


def fill(template: str, values: Mapping[str, str], as_written: Callable[[str], str] = str) -> str:
    """The template with its values in one pass, so that what a person typed is never read as a template."""
    parts = template.split("{")
    made = [parts[0]]
    for part in parts[1:]:
        name, closed, rest = part.partition("}")
        made.append(as_written(values[name]) + rest if closed and name in values else "{" + part)
    return "".join(made)


def _grown(template: Any, values: Mapping[str, str]) -> Any:
    match template:
        case str():
            return fill(template, values)
        case list():
            return [_grown(item, values) for item in template]
        case dict():
            return {key: _grown(item, values) for key, item in template.items()}
        case _:
            return template


def _at(value: Any, path: str) -> str | None:
    """The value at a path like `data.0.code`, as text: true, null and numbers as JSON writes them."""
    for part in path.split("."):
        if isinstance(value, Mapping) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
