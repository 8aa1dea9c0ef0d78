"""What a message says besides its words."""

from datetime import UTC, datetime

from telegram import Chat, Document, Message, User

from handlers.said import read

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
FILE = Document("FILE-1", "U1", file_name="纪要.docx")


def message(**more: object) -> Message:
    user = User(7, "苏𬍛", is_bot=False)
    return Message(5, NOON, Chat(7, "private"), from_user=user, **more)


def test_a_file_comes_with_its_id_its_name_and_the_words_under_it():
    said = read(message(document=FILE, caption="本周纪要"), "su", "muster_bot")
    assert said is not None
    assert said.document is not None
    assert (said.document.file_id, said.document.name, said.words) == ("FILE-1", "纪要.docx", "本周纪要")


def test_a_file_without_a_name_is_a_file_all_the_same():
    said = read(message(document=Document("FILE-2", "U2")), "su", "muster_bot")
    assert said is not None
    assert said.document is not None
    assert said.document.name == ""


def test_words_alone_bring_no_file():
    said = read(message(text="好"), "su", "muster_bot")
    assert said is not None
    assert said.document is None
