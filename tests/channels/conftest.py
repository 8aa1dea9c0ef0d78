"""Fixtures: a vendor's server, a mail server."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.channels.vendor import Post, Vendor
from tests.channels.vendor import post as open_post
from tests.channels.vendor import vendor as open_vendor


@pytest_asyncio.fixture
async def vendor() -> AsyncIterator[Vendor]:
    """Says errcode 0 to everything, unless it is told otherwise."""
    async with open_vendor() as made:
        yield made


@pytest_asyncio.fixture
async def post() -> AsyncIterator[Post]:
    """Takes every mail, in clear and without login."""
    async with open_post() as made:
        yield made
