"""What the machine says: the clock against Telegram's, room on the disk, the last backup."""

from datetime import UTC, datetime, timedelta

from bot.health import Skew, note_backup, read

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def test_a_message_that_lay_waiting_does_not_make_the_clock_wrong():
    skew = Skew()
    assert skew.value is None
    skew.note(NOW - timedelta(minutes=20), NOW)
    skew.note(NOW - timedelta(seconds=1), NOW)
    assert skew.value == timedelta(seconds=1)


def test_a_clock_that_is_behind_shows_at_once():
    skew = Skew()
    skew.note(NOW + timedelta(seconds=90), NOW)
    assert skew.value == timedelta(seconds=-90)


def test_a_backup_leaves_word_beside_the_database(tmp_path):
    database = tmp_path / "muster.db"
    assert read(database).backup is None
    note_backup(database, NOW)
    health = read(database)
    assert (health.backup, health.backup_known) == (NOW, True)
    assert health.free is not None


def test_word_that_cannot_be_read_is_no_backup(tmp_path):
    (tmp_path / "muster.db-backup.json").write_text("{", "utf-8")
    assert read(tmp_path / "muster.db").backup is None
    assert read(tmp_path / "gone" / "muster.db").free is None
