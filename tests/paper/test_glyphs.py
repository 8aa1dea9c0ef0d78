"""A character that would print as a box is found beforehand."""

from bot.paper.glyphs import missing_glyphs


def test_names_as_people_have_them_can_be_printed():
    assert missing_glyphs("林远 王𬍛 㛃 堃 喆 赟 José Müller · （）「」【】①□ 0123") == set()


def test_all_of_gb2312_can_be_printed():
    signs = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    assert missing_glyphs("".join(sign.decode("gb2312", "ignore") for sign in signs)) == set()


def test_what_the_fonts_lack_is_named():
    assert missing_glyphs("王🔴𠮷\n林") == {"🔴", "𠮷"}
