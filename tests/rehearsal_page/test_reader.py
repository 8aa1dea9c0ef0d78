"""What a screen reader is given: landmarks with names, no control without one, and new messages read out once."""

from collections import defaultdict
from typing import Any

from tests.rehearsal_page.conftest import Visit

CONTROLS = {"button", "combobox", "textbox", "link", "checkbox", "progressbar", "spinbutton", "Date", "DateTime"}
LANDMARKS = {"main", "banner", "complementary", "region"}


async def _tree(visit: Visit) -> dict[str, list[dict[str, Any]]]:
    """The accessibility tree of the page as it is now: nodes by role."""
    session = await visit.page.context.new_cdp_session(visit.page)
    nodes = (await session.send("Accessibility.getFullAXTree"))["nodes"]
    await session.detach()
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for node in nodes:
        if not node["ignored"]:
            found[node["role"]["value"]].append(node)
    return found


def _names(nodes: list[dict[str, Any]]) -> list[str]:
    return [node.get("name", {}).get("value", "") for node in nodes]


def _unnamed(tree: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    controls = [node for role in CONTROLS for node in tree[role]]
    assert len(controls) > 50
    return [node for node in controls if not node.get("name", {}).get("value", "").strip()]


async def test_landmarks_have_names_and_every_phone_is_a_region_with_its_owners(look: Visit) -> None:
    tree = await _tree(look)
    assert len(tree["main"]) == len(tree["banner"]) == len(tree["complementary"]) == 1
    assert _names(tree["main"]) == ["手机"]
    assert set(_names(tree["region"])) == {"林远", "唐禾", "陆柏", "指挥群", "记录：谁收到什么，多快"}
    assert set(_names(tree["log"])) == {"聊天：林远", "聊天：唐禾", "聊天：陆柏", "聊天：指挥群"}
    assert "澄湖学院高等教育研究所" in _names(tree["heading"])
    await look.shows(2, "范舟")
    tree = await _tree(look)
    assert {"范舟", "陆柏"} & set(_names(tree["region"])) == {"范舟"}
    assert {"聊天：范舟", "聊天：陆柏"} & set(_names(tree["log"])) == {"聊天：范舟"}


async def test_no_control_is_without_a_name(look: Visit) -> None:
    tree = await _tree(look)
    assert _unnamed(tree) == []


async def test_no_control_is_without_a_name_in_an_incident_and_while_days_pass(visit: Visit) -> None:
    await visit.types(0, "/activate 图书馆 有人受伤")
    await visit.taps(0, "确认启动")
    await visit.sees(0, "响应中")
    await visit.phone(0).get_by_role("button", name="命令").click()
    await visit.phone(0).get_by_role("button", name="图片").click()
    await visit.page.click("#quarter")
    await visit.page.locator("#journey").wait_for()
    tree = await _tree(visit)
    assert _unnamed(tree) == []
    assert _names(tree["progressbar"]) == ["日子一天天过"]
    assert "停" in _names(tree["button"])
    await visit.page.click("#stop")


async def test_pictures_have_words_and_buttons_say_what_they_are(look: Visit) -> None:
    await look.phone(0).get_by_role("button", name="图片", exact=True).last.click()
    await look.phone(0).locator(".mine img").last.wait_for()
    tree = await _tree(look)
    assert set(_names(tree["image"])) >= {"图片"}
    toggles = [n for n in tree["button"] if any(p["name"] == "pressed" for p in n["properties"])]
    assert set(_names(toggles)) == {"×60", "Telegram 断线", "网络慢", "Telegram 限速", "关机", "屏蔽机器人"}


# Counts, for each phone, what a screen reader would read out: articles that come into the log while it is live.
LISTEN = """() => { window.heard = [];
  for (const list of document.querySelectorAll(".chat, .toasts")) new MutationObserver(changes => {
    for (const change of changes) for (const node of change.addedNodes) {
      const live = change.target.closest("[aria-live]")?.getAttribute("aria-live");
      if (live === "polite") window.heard.push(node.textContent);
    } }).observe(list, { childList: true, subtree: true }); }"""


async def test_what_is_new_is_read_out_politely_and_what_changes_is_not_read_again(visit: Visit) -> None:
    page = visit.page
    for number in range(4):
        await visit.phone(number).locator(".chat[role=log][aria-live=polite]").wait_for()
        await visit.phone(number).locator(".toasts[role=status][aria-live=polite]").wait_for(state="attached")
    await page.evaluate(LISTEN)
    await visit.types(0, "/activate 图书馆 有人受伤")
    await visit.taps(0, "确认启动")
    await visit.sees(2, "紧急集结")
    await visit.sees(0, "响应中")
    await visit.taps(2, "已到达")
    await visit.sees(2, "✅ 已到达")
    await visit.sees(0, "已到达 1")
    await visit.stage.settle()
    heard = await page.evaluate("window.heard")
    assert sum("紧急集结" in each for each in heard) == 3, "the alert, once on each person's phone"
    assert any("已记录" in each for each in heard), "the toast"
    assert not any("✅ 已到达" in each for each in heard), "the card that changed under the thumb"


async def test_a_phone_that_becomes_somebody_elses_does_not_read_out_the_whole_chat(look: Visit) -> None:
    await look.page.evaluate(LISTEN)
    await look.shows(2, "范舟")
    await look.sees(2, "登记成功")
    assert await look.page.evaluate("window.heard") == []
    await look.phone(2).locator(".chat[aria-live=polite]").wait_for()
