"""The page without a mouse: Tab reaches everything, Enter and Space press it, and what opens closes by Escape."""

from tests.rehearsal_page.conftest import Visit

# What the keyboard is on: where, what, and whether that can be seen.
HERE = """() => { const on = document.activeElement, box = on.getBoundingClientRect(), style = getComputedStyle(on);
  on.dataset.reached = "yes";
  return { place: on.closest(".phone")?.getAttribute("aria-label") ?? on.closest("#tray, #log, header")?.tagName ?? "",
    what: on.getAttribute("aria-label") ?? on.textContent, tag: on.tagName,
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth }; }"""
MISSED = """() => [...document.querySelectorAll("button, input, textarea, select, a[href], [tabindex='0']")]
  .filter(each => each.checkVisibility() && !each.dataset.reached).map(each => each.outerHTML.slice(0, 90))"""
BOTTOM = "document.activeElement.id === 'lines'"


async def _on(visit: Visit, selector: str) -> None:
    """Walk to it by Tab, from wherever the keyboard is."""
    await visit.page.evaluate("document.activeElement.blur()")
    for _ in range(400):
        await visit.page.keyboard.press("Tab")
        if await visit.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


async def test_tab_goes_through_everything_in_the_order_of_the_screen_and_is_seen(look: Visit) -> None:
    page = look.page
    await look.stage.settle()
    await page.wait_for_timeout(500)
    stops = []
    while len(stops) < 400 and not await page.evaluate(BOTTOM):
        await page.keyboard.press("Tab")
        stops.append(await page.evaluate(HERE))
    assert await page.evaluate(MISSED) == []
    assert [stop for stop in stops if not stop["seen"]] == []
    assert len({(s["place"], s["what"]) for s in stops}) > 40
    assert stops[0]["tag"] == "SELECT"
    places = [stop["place"] for stop in stops]
    phones = list(dict.fromkeys(places))[:4]
    assert phones[3] == "指挥群"
    assert places == sorted(places, key=lambda place: list(dict.fromkeys(places)).index(place)), "phone after phone"
    first = [stop["what"] for stop in stops if stop["place"] == phones[0]]
    assert first[-5:] == ["输入文字或 /命令", "命令", "位置", "图片", "发送"]


async def test_an_incident_with_the_keyboard_alone(visit: Visit) -> None:
    page, keys = visit.page, visit.page.keyboard
    await _on(visit, ".phone:nth-child(1) form textarea")
    await keys.type("/activate 图书馆 有人受伤")
    await keys.press("Enter")
    confirm = visit.phone(0).get_by_role("button", name="确认启动", exact=True)
    await confirm.wait_for()
    for _ in range(30):
        await keys.press("Shift+Tab")
        if await page.evaluate("document.activeElement.textContent") == "确认启动":
            break
    await keys.press("Enter")
    await visit.sees(1, "紧急集结")
    await visit.stage.settle()
    await visit.phone(1).get_by_role("button", name="收到", exact=True).last.focus()
    await keys.press("Space")
    await visit.phone(1).locator(".toasts").get_by_text("收到").first.wait_for()
    await visit.sees(1, "✅ 收到")
    assert await page.evaluate("document.activeElement.textContent") == "收到", "the keyboard stays on its button"
    for button in ("#fast", "#down", "#slow", "#limits"):
        before = await page.locator(button).get_attribute("aria-pressed")
        after = "false" if before == "true" else "true"
        for key, wanted in (("Space", after), ("Enter", before)):
            await page.locator(button).focus()
            await keys.press(key)
            await page.locator(f"{button}[aria-pressed={wanted}]").wait_for()


async def test_the_keyboard_stays_where_it_is_while_cards_change(visit: Visit) -> None:
    page = visit.page
    await visit.types(0, "/activate 图书馆 有人受伤")
    await visit.taps(0, "确认启动")
    await visit.sees(0, "响应中")
    await visit.sees(2, "紧急集结")
    await visit.stage.settle()
    post = visit.phone(0).locator("article", has_text="响应中").last
    await post.get_by_role("button", name="解除响应").focus()
    await page.evaluate("document.activeElement.dataset.old = 'yes'")
    others = [phone for phone in visit.stage.phones.values() if phone is not visit.stage.director]
    for phone in others[:5]:
        await phone.taps("已到达")
    await visit.sees(0, "已到达 5")
    assert await page.evaluate("document.activeElement.textContent") == "解除响应"
    assert await page.evaluate("document.activeElement.dataset.old") is None, "the card was drawn anew"
    half = visit.phone(0).locator("form textarea")
    await half.fill("半句")
    await others[6].taps("在途")
    await visit.sees(0, "在途 1")
    assert await half.input_value() == "半句"
    assert await page.evaluate("document.activeElement.tagName") == "TEXTAREA"


async def test_escape_closes_what_has_opened_and_goes_back(look: Visit) -> None:
    page, keys = look.page, look.page.keyboard
    phone = look.phone(0)
    menu = phone.get_by_role("button", name="命令")
    await menu.focus()
    await keys.press("Enter")
    await phone.locator("button[aria-expanded=true]").wait_for()
    await keys.press("Shift+Tab")
    await keys.press("Escape")
    await phone.locator(".menu").wait_for(state="hidden")
    assert await page.evaluate("document.activeElement.getAttribute('aria-label')") == "命令"
    await phone.get_by_role("button", name="回复").last.focus()
    await keys.press("Enter")
    await phone.locator(".replying").wait_for()
    await keys.press("Escape")
    await phone.locator(".replying").wait_for(state="hidden")
    assert await page.evaluate("document.activeElement.tagName") == "TEXTAREA"


async def test_a_pop_up_closes_by_escape_and_the_keyboard_is_back_on_the_card(visit: Visit) -> None:
    """The bot is dead while somebody confirms, and comes back when it is too late: it says so in a pop-up."""
    page, keys = visit.page, visit.page.keyboard
    await page.remove_locator_handler(page.locator("#popup[open]"))
    await visit.types(0, "/activate 图书馆 有人受伤")
    await visit.phone(0).get_by_role("button", name="确认启动").wait_for()
    await page.click("#kill")
    await page.get_by_text("机器人进程已死").wait_for()
    await page.click("text=+1 分钟")
    await page.click("text=+1 分钟")
    await visit.phone(0).get_by_role("button", name="确认启动").focus()
    await keys.press("Enter")
    await visit.stage.restart()
    await page.locator("#popup[open]").wait_for()
    assert await page.evaluate("document.activeElement.textContent") == "好"
    assert "林远" in await page.locator("#popup").inner_text()
    await keys.press("Escape")
    await page.locator("#popup").wait_for(state="hidden")
    await page.locator(".phone[aria-label=林远]:focus-within").wait_for()


async def test_closing_a_phone_leaves_the_keyboard_on_the_next(look: Visit) -> None:
    page, keys = look.page, look.page.keyboard
    for left in (3, 2, 1, 0):
        await look.phone(0).get_by_role("button", name="收起这部手机").focus()
        await keys.press("Enter")
        assert await look.page.locator(".phone").count() == left
        assert await page.evaluate("document.activeElement.tagName") == ("SELECT" if left else "BUTTON")
    await keys.press("Enter")
    assert await look.page.locator(".phone").count() == 1
