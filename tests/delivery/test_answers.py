"""What Telegram's answers mean."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.answers import (
    Accepted,
    Answer,
    GoneForGood,
    Malformed,
    Migrated,
    NotModified,
    Reason,
    RetryAfter,
    Unavailable,
    Vanished,
    interpret,
)


def refusal(status, description, **parameters):
    answer = {"ok": False, "error_code": status, "description": description}
    return interpret(status, json.dumps(answer | ({"parameters": parameters} if parameters else {})).encode())


def test_a_message_is_accepted_with_its_id_and_an_action_without():
    assert interpret(200, b'{"ok":true,"result":{"message_id":12,"text":"x"}}') == Accepted(12)
    assert interpret(200, b'{"ok":true,"result":true}') == Accepted(None)


@pytest.mark.parametrize(
    ("status", "description", "reason"),
    [
        (403, "Forbidden: bot was blocked by the user", Reason.BLOCKED),
        (403, "Forbidden: user is deactivated", Reason.DEACTIVATED),
        (403, "Forbidden: bot can't initiate conversation with a user", Reason.NEVER_STARTED),
        (403, "Forbidden: bot was kicked from the group chat", Reason.REMOVED),
        (403, "Forbidden: bot was kicked from the supergroup chat", Reason.REMOVED),
        (403, "Forbidden: bot is not a member of the supergroup chat", Reason.REMOVED),
        (403, "Forbidden: the group chat was deleted", Reason.REMOVED),
        (400, "Bad Request: chat not found", Reason.NOT_FOUND),
        (400, "Bad Request: PEER_ID_INVALID", Reason.NOT_FOUND),
        (400, "Bad Request: not enough rights to send text messages to the chat", Reason.MUTED),
        (403, "Forbidden: something new", Reason.REFUSED),
    ],
)
def test_whoever_cannot_be_reached_is_gone_with_a_reason_for_a_person(status, description, reason):
    assert refusal(status, description) == GoneForGood(reason)


@pytest.mark.parametrize(
    ("description", "meaning"),
    [
        ("Bad Request: message is not modified: specified new message content is the same", NotModified()),
        ("Bad Request: message to edit not found", Vanished()),
        ("Bad Request: message can't be edited", Vanished()),
        ("Bad Request: there is no text in the message to edit", Vanished()),
        ("Bad Request: message text is empty", Malformed("Bad Request: message text is empty")),
        (
            "Bad Request: not enough rights to manage pinned messages in the chat",
            Malformed("Bad Request: not enough rights to manage pinned messages in the chat"),
        ),
    ],
)
def test_bad_requests_differ(description, meaning):
    assert refusal(400, description) == meaning


def test_a_429_says_how_long_to_wait_one_way_or_another():
    assert refusal(429, "Too Many Requests: retry after 34", retry_after=34) == RetryAfter(34)
    assert refusal(429, "Too Many Requests: retry after 3600") == RetryAfter(3600)
    assert refusal(429, "Too Many Requests") == RetryAfter(1)


def test_a_group_that_became_a_supergroup_names_its_new_id():
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    assert refusal(400, words, migrate_to_chat_id=-1001) == Migrated(-1001)


@pytest.mark.parametrize("status", [401, 404, 409, 500, 502])
def test_what_is_not_about_this_card_keeps_it_waiting(status):
    assert isinstance(refusal(status, "Whatever"), Unavailable)


@given(
    status=st.integers(100, 599), payload=st.binary(max_size=40) | st.sampled_from([b"[]", b"null", b'{"ok":false}'])
)
def test_whatever_a_proxy_puts_in_the_way_has_a_meaning(status, payload):
    assert isinstance(interpret(status, payload), Answer)
