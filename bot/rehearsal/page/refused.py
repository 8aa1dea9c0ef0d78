"""Why something cannot be done on the page, in the unit's language."""

from typing import Final

_WORDS: Final = {
    "off": ("这部手机关着机。", "That phone is switched off."),
    "no_group": ("还没有指挥群。", "There is no group chat yet."),
    "message_gone": ("这条消息已经没有了。", "That message is gone."),
    "button_gone": ("这个按钮已经没有了，看最新的卡片。", "That button is gone; look at the newest card."),
    "empty": ("还没写内容。", "There is nothing to send."),
    "past": ("时钟只能往前走。", "The clock only moves forward."),
    "far": ("一次最多跳两年。", "Two years at a time, no more."),
    "no_date": ("看不懂这个时间。", "That is not a date."),
    "journey": ("日子正在一天天过，先点「停」。", "Days are passing; press Stop first."),
    "enrolling": ("还有人没登记完，稍等。", "Not everybody is enrolled yet; a moment."),
    "idle": ("剧本没有在演。", "The script is not playing."),
    "playing": ("剧本正在演。", "The script is playing."),
}


class Refused(Exception):
    """It cannot be done; `said` tells why."""

    def __init__(self, why: str) -> None:
        super().__init__(_WORDS[why][1])
        self.why = why

    def said(self, language: str) -> str:
        """In a language of the product: zh-CN or en."""
        return _WORDS[self.why][language == "en"]
