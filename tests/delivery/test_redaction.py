"""The token appears in nothing that is written down."""

import io
import logging

import pytest
import structlog

from bot.delivery.redaction import Redaction, quieten, redacted, redacting

TOKEN = "7000000001:AAH-invented_token_for_tests-0123456789"
SECRET = TOKEN.partition(":")[2]


@pytest.mark.parametrize(
    "text",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"quoted: bot{TOKEN.replace(':', '%3A')}/getMe",
        f"half of it: {SECRET}",
    ],
)
def test_text_loses_the_token_however_it_is_written(text):
    assert SECRET not in redacted(text, TOKEN)


def test_another_bots_token_is_hidden_too_and_ordinary_text_is_not():
    assert redacted("bot123456789:AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDD/x", "1:x") == "bot<token>/x"
    assert redacted("1:x marks the spot at 12:30", "1:x") == "1:x marks the spot at 12:30"


def test_structlog_hides_it_in_nested_values_and_in_errors():
    event = {"event": f"at {TOKEN}", "deep": [{"url": (f"/bot{TOKEN}/",)}], "error": ValueError(TOKEN), "n": 3}
    out = redacting(TOKEN)(structlog.get_logger(), "info", event)
    assert SECRET not in repr(out)
    assert out["n"] == 3


def test_a_handler_with_the_filter_writes_neither_message_nor_arguments_nor_traceback_with_the_token():
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(Redaction(TOKEN))
    logger = logging.getLogger("some.library.deep.down")
    logger.addHandler(handler)
    try:
        try:
            raise RuntimeError(f"no route to /bot{TOKEN}/getMe")
        except RuntimeError:
            logger.exception("failed at %s for %r", f"/bot{TOKEN}/getMe", {"url": TOKEN})
    finally:
        logger.removeHandler(handler)
    assert "RuntimeError" in out.getvalue()
    assert "failed at /bot<token>/getMe" in out.getvalue()
    assert SECRET not in out.getvalue()


def test_structlog_over_the_standard_library_stays_readable_and_hides_the_traceback_too():
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(Redaction(TOKEN))
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
        )
    )
    logger = logging.getLogger("muster.somewhere")
    logger.addHandler(handler)
    wrapped = structlog.wrap_logger(
        logger,
        processors=[structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    try:
        raise RuntimeError(f"no route to /bot{TOKEN}/getMe")
    except RuntimeError:
        wrapped.exception("failed", url=f"/bot{TOKEN}/getMe", tries=3)
    finally:
        logger.removeHandler(handler)
    assert "failed" in out.getvalue().splitlines()[0]
    assert "tries=3" in out.getvalue()
    assert "RuntimeError: no route to /bot<token>/getMe" in out.getvalue()
    assert SECRET not in out.getvalue()


def test_quieten_covers_the_root_handlers_and_the_loggers_that_write_urls():
    handler = logging.StreamHandler(io.StringIO())
    logging.getLogger().addHandler(handler)
    try:
        quieten(TOKEN)
        quieten(TOKEN)
        assert [type(one) for one in handler.filters] == [Redaction]
        assert logging.getLogger("httpx").level == logging.WARNING
        logging.getLogger("httpx").warning("GET /bot%s/getMe", TOKEN)
        assert SECRET not in handler.stream.getvalue()
    finally:
        for one in logging.getLogger().handlers:
            one.filters = [kept for kept in one.filters if not isinstance(kept, Redaction)]
        logging.getLogger().removeHandler(handler)
