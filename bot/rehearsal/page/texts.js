// What the page itself says, in the product's two languages.

export const TEXTS = {
  "zh-CN": {
    banner: "推演 · 非真实事件",
    wait: "正在让所有人登记…",
    first: "一个人演所有人。先试：在第一部手机（所长）里发 /activate 图书馆 有人受伤，再点「确认启动」。或在「剧本」里点「下一幕」。",
    then: "警报已发出。在别的手机上点「收到」试试；没有显示的人，可在「其他人」里让他们自己回答；点「跳到下一件到期的事」，看没回答的人再被叫。",
    lost: "与推演程序的连接断了，正在重连…",
    // on a phone
    bot: "机器人", photo: "图片", reply: "回复", edited: "已编辑", mark: "【演练】", send: "发送", type: "输入文字或 /命令", menu: "命令", noCommands: "机器人在这里没有给出命令。",
    location: "位置", sendPhoto: "图片", phones: "手机", phone: "看谁的手机", chatOf: "聊天：", group: "指挥群", as: "群里以谁的身份发言",
    close: "收起这部手机", copied: "已复制：", unread: "未读", pinned: "置顶", cancel: "取消回复", ok: "好",
    // in the tray
    tray: "剧本、其他人、时间、意外", time: "时间", weather: "意外", people: "其他人", script: "剧本",
    step: "下一幕", all: "一口气演完", pause: "暂停", resume: "继续", plays: "正在演", held: "暂停在",
    scenes: "已演", off_: "不自动回答", prompt: "马上回答", realistic: "像真人（有人不答）", more: "＋ 再看一部手机", others: "有新消息、没有显示的手机：", andMore: "还有",
    next: "跳到下一件到期的事", fast: "×60", minute: "+1 分钟", week: "+1 周", monday: "下周一", quarter: "季度末", date: "跳到这个时间", go: "跳",
    nothing: "没有到期的事", passing: "日子一天天过", stop: "停", there: "到了", stopped: "停在",
    down: "Telegram 断线", slow: "网络慢", limits: "Telegram 限速", kill: "杀掉机器人进程", restart: "重新启动机器人",
    dead: "机器人进程已死", alive: "机器人在运行", who: "选一部手机", off: "关机", blocks: "屏蔽机器人",
    // beside it
    log: "记录：谁收到什么，多快", seconds: "秒后", accepted: "警报送达", answered: "已回答", silent: "未回答",
  },
  en: {
    banner: "REHEARSAL · nothing here is real",
    wait: "Everybody is being enrolled, a moment…",
    first: "You play everybody. Try this first: on the first phone (the director) send /activate Library someone is hurt, then tap “Confirm activation”. Or press “Next scene” under Script.",
    then: "The alert is out. Tap “Acknowledged” on another phone; let those not shown answer by themselves under “The others”; “Jump to what is due next” rings the silent again.",
    lost: "The rehearsal cannot be reached; trying again…",
    bot: "bot", photo: "picture", reply: "Reply", edited: "edited", mark: "[EXERCISE]", send: "Send", type: "Words or a /command", menu: "Commands", noCommands: "The bot offers no commands here.",
    location: "Location", sendPhoto: "Photo", phones: "Phones", phone: "Whose phone", chatOf: "Chat: ", group: "Group chat", as: "Who speaks in the group",
    close: "Close this phone", copied: "Copied: ", unread: "unread", pinned: "Pinned", cancel: "Cancel reply", ok: "OK",
    tray: "Script, the others, time, trouble", time: "Time", weather: "Trouble", people: "The others", script: "Script",
    step: "Next scene", all: "Play it all", pause: "Pause", resume: "Resume", plays: "playing", held: "paused in",
    scenes: "played", off_: "answer nothing", prompt: "answer at once", realistic: "like people (some never)", more: "+ another phone", others: "Something new on phones not shown:", andMore: "and",
    next: "Jump to what is due next", fast: "×60", minute: "+1 min", week: "+1 week", monday: "Next Monday", quarter: "Quarter’s end", date: "Jump to this time", go: "Jump",
    nothing: "Nothing is due.", passing: "Day by day", stop: "Stop", there: "It is", stopped: "Stopped at",
    down: "Telegram down", slow: "Slow network", limits: "Telegram’s limits", kill: "Kill the bot’s process", restart: "Restart the bot",
    dead: "the bot’s process is dead", alive: "the bot is running", who: "Choose a phone", off: "Off", blocks: "Blocks the bot",
    log: "Log: who got what, how fast", seconds: "s after", accepted: "alerts accepted", answered: "answered", silent: "silent",
  },
};
