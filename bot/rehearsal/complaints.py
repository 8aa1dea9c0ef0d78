"""What somebody did not see or could not do, and what became of the bot: in English for whoever develops, and on the
page in the unit's language. What Telegram itself says to the bot stays as Telegram says it.
"""

from dataclasses import dataclass
from typing import Final

_WORDS: Final = {
    "no_answer": ("{who} 点了{what}，没有回应", "{who} got no answer to the tap on {what}"),
    "no_button": ("{who} 没有看到按钮{what}", "{who} finds no button {what}"),
    "no_call": ("{who} 的按钮{what}不是给机器人的", "{who}: the button {what} does not call the bot"),
    "no_file": ("{who} 没有收到文件{what}", "{who} sees no file {what}"),
    "not_seen": ("{who} 没有看到{what}", "{who} does not see {what}"),
    "still_seen": ("{who} 还看得到{what}", "{who} still sees {what}"),
    "seen": ("{who} 看到了不该看到的{what}", "{who} sees {what}, but should not"),
    "blocked": ("{who} 屏蔽了机器人，发不出去", "{who} has blocked the bot and cannot write to it"),
    "no_administrator": (
        "{who} 不是管理员，不能匿名发言",
        "{who} is no administrator and cannot write anonymously",
    ),
    "not_started": ("{who} 还没有打开机器人", "{who} has not started the bot yet"),
    "not_in": ("{who} 不在{what}里", "{who} is not in {what}"),
    "nobody_button": ("没有人看到按钮{what}", "nobody finds a button {what}"),
    "nobody_tasks": ("没有人看到任务清单", "nobody sees a list of tasks"),
    "nobody_fixes": ("没有可以指派整改的人", "nobody is offered who could fix the hazard"),
    "not_asked": ("{who} 没有被问到通报内容", "{who} is not asked for the bulletin"),
    "bot_ended": ("机器人停了", "the bot ended"),
    "bot_silent": ("机器人没有回应", "the bot did not answer"),
}
_WITHIN: Final = "（等了 {seconds:g} 秒）", " within {seconds:g} s"


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """`why` is a key of the words; `seconds` were waited."""

    why: str
    who: str = ""
    what: str = ""
    seconds: float | None = None

    def said(self, language: str) -> str:
        """In a language of the product: zh-CN or en."""
        english = language == "en"
        words = _WORDS[self.why][english].format(who=self.who, what=self.what)
        return words if self.seconds is None else words + _WITHIN[english].format(seconds=self.seconds)
