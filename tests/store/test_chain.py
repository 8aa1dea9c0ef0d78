"""The hash of a record is fixed for ever: logs that are kept today must be provable in ten years."""

import hashlib

import pytest

from store.chain import GENESIS, canonical, link

FIELDS = {
    "unit": "institute",
    "seq": 1,
    "stream": "incident/2026-001",
    "version": 1,
    "time": "2026-11-24T12:00:01.000000+00:00",
    "actor": "wang",
    "event": "arrived",
    "data": '{"place":"三号楼"}',
}


def test_the_hash_is_the_one_that_the_docstring_promises() -> None:
    text = (
        f"{GENESIS}\n"
        '["institute",1,"incident/2026-001",1,"2026-11-24T12:00:01.000000+00:00","wang","arrived",{"place":"三号楼"}]'
    )
    assert link(GENESIS, **FIELDS) == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_and_the_record_before_count(field: str) -> None:
    other = FIELDS | {field: 2 if isinstance(FIELDS[field], int) else "{}"}
    assert link(GENESIS, **other) != link(GENESIS, **FIELDS)
    assert link("1" * 64, **FIELDS) != link(GENESIS, **FIELDS)


def test_equal_data_has_one_text() -> None:
    assert canonical({"b": 1, "a": "楼"}) == canonical({"a": "楼", "b": 1}) == '{"a":"楼","b":1}'
