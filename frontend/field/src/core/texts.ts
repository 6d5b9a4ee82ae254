/**
 * Words of the core: what went wrong and what to do. Chinese is the source; another language falls back to it word by word.
 * The language is the one the page says it is in (`<html lang>`), so that the core needs nothing from the screens.
 */

export interface Text {
  zh: string;
  en: string;
  mn?: string;
}

export type Values = Record<string, string | number>;

export function text(zh: string, en: string, mn?: string): Text {
  return mn === undefined ? { zh, en } : { zh, en, mn };
}

/** For `Accept-Language`: the server words its problems in it. */
export function language(): "zh" | "en" | "mn" {
  const said = typeof document === "undefined" ? "" : document.documentElement.lang;
  return said.startsWith("en") ? "en" : said.startsWith("mn") ? "mn" : "zh";
}

export function say(words: Text, values: Values = {}): string {
  const chosen = words[language()] ?? words.zh;
  return chosen.replace(/\{(\w+)\}/g, (braces, name: string) => String(values[name] ?? braces));
}

/** How many words of a list stand between two of its parts. */
export const listed = (parts: string[]): string => parts.join(language() === "en" ? "; " : "；");

/** What the core calls things where it has to name them. */
export const names = {
  household: text("{number}号户", "Household {number}"),
  entryTitle: text("{evidence}：{place}", "{evidence}: {place}"),
  finding: text("第 {n} 处问题“{text}”", "problem {n}, “{text}”"),
  unnamed: text("未写明", "not described"),
};

/** What may be missing from a check. */
export const missing = {
  evidence: text("没有选检查方式", "the kind of check has not been chosen"),
  checklist: text("没有检查表", "there is no checklist"),
  parties: text("没有选参加方", "nobody has been named as taking part"),
  present: text("没有写到场人员的姓名（除您以外至少一人）", "nobody is named as present beside you"),
  findingOf: text("“{item}”记为有问题，但没有写是什么问题", "“{item}” is marked as a problem, but the problem is not described"),
  findingText: text("{finding}没有写明是什么问题", "{finding} is not described"),
  findingLong: text("{finding}写得太长，最多 {most} 字", "{finding} is too long: at most {most} characters"),
  before: text("{finding}缺整改前的照片", "{finding} has no photo of how it was found"),
  after: text("{finding}记为当场改好，缺整改后的照片", "{finding} was corrected on the spot but has no photo afterwards"),
  due: text("{finding}缺整改期限", "{finding} has no date to be corrected by"),
  duePast: text("{finding}的整改期限已过", "the date for {finding} has passed"),
  action: text("{finding}没有选怎么处理", "{finding} does not say how it is dealt with"),
  signature: text("没有选签字情况", "it does not say whether somebody signed"),
  signed: text("记为已签字，但没有签名", "it is marked as signed but there is no signature"),
  photo: text("有 {n} 张照片不在这部手机里", "{n} photos are not on this phone"),
};

/** Each problem of the core: what happened, and what to do. */
export const problems = {
  insecure: [
    text("这个地址不是加密连接，浏览器不允许在这里保存记录。", "This address is not encrypted, so the browser may not keep records here."),
    text("请用 https 打开。", "Open it with https."),
  ],
  no_database: [
    text("浏览器不让保存数据，现在记录会丢失。", "The browser does not let data be kept; what is recorded now would be lost."),
    text("退出无痕浏览，或换一个浏览器再打开。", "Leave private browsing, or open it in another browser."),
  ],
  offline: [
    text("现在连不上服务器。", "The server cannot be reached just now."),
    text("内容都保存在手机里，有信号后会自动发送。", "Everything is kept on this phone and is sent by itself when there is a signal."),
  ],
  sign_in_offline: [
    text("连不上服务器，没有登录。", "The server cannot be reached; you are not signed in."),
    text("到有信号的地方再登录。手机里的内容不受影响。", "Sign in where there is a signal. What is on this phone is not affected."),
  ],
  server_busy: [
    text("服务器忙，或正在维护。", "The server is busy or being maintained."),
    text("内容都保存在手机里，稍后会自动再发。", "Everything is kept on this phone and is sent again by itself."),
  ],
  not_our_server: [
    text("收到的不是本系统的回答，可能是无线网要求先登录。", "The answer did not come from this system; the wireless network may want you to sign in first."),
    text("打开浏览器登录该网络，或改用手机流量。内容都在手机里。", "Sign in to that network or use mobile data. Everything is kept on this phone."),
  ],
  server_fault: [
    text("服务器处理这条记录时出了差错，还没有收下。", "The server failed over this record and has not taken it yet."),
    text("记录仍在手机里，会自动再发；一直不行请告诉管理员。", "It stays on this phone and is sent again by itself; if that keeps failing, tell the administrator."),
  ],
  photo_fault: [
    text("服务器没能收下这张照片。", "The server could not take this photo."),
    text("照片仍在手机里，会自动再发；一直不行请告诉管理员。", "It stays on this phone and is sent again by itself; if that keeps failing, tell the administrator."),
  ],
  server_refuses: [
    text("服务器没有接受这次发送。", "The server did not accept what was sent."),
    text("内容都在手机里。稍后点“立即发送”，还不行就联系管理员。", "Everything is kept on this phone. Send again later; if that fails, ask the administrator."),
  ],
  locked: [
    text("登录已到期，手机里的内容已锁上。", "Your sign-in has expired and this phone's contents are locked."),
    text("重新登录后一切照旧，没有发送的记录都在。", "Sign in again and find everything as it was, with all that was not sent."),
  ],
  signed_out_kept: [
    text("已退出。还有 {n} 条没有送达的内容，加密保存在这部手机里。", "Signed out. {n} things that have not arrived stay on this phone, encrypted."),
    text("用同一个账号在这部手机上登录，就会接着发送。", "Sign in on this phone with the same account to go on sending them."),
  ],
  person_changed: [
    text("这部手机里保存的是另一个人的内容，没有混在一起。", "What this phone keeps belongs to somebody else; nothing was mixed."),
    text("请原来的人登录发送完，或联系管理员。", "Let that person sign in and send it, or ask the administrator."),
  ],
  kept_aside: [
    text("有 {n} 条以前的内容是用另一把密钥保存的，现在打不开，仍留在手机里。", "{n} earlier things were kept under another key; they cannot be opened now and stay on this phone."),
    text("联系管理员恢复这部手机原来的密钥。", "Ask the administrator to restore this phone's former key."),
  ],
  storage_full: [
    text("手机存不下了，这一次没有保存。以前的内容都在。", "This phone is full; this was not kept. Everything earlier is still there."),
    text("先到有信号的地方把已有的发送出去，或清理手机里的照片和视频，再试一次。", "Send what there is where there is a signal, or clear other photos and videos, then try again."),
  ],
  not_a_picture: [
    text("这个文件不是能识别的照片，没有保存。", "This file is not a picture that can be read; it was not kept."),
    text("重新拍一张，或选 JPEG、PNG 格式的照片。", "Take another, or choose a JPEG or PNG picture."),
  ],
  heif: [
    text("这张照片是 HEIC（HEIF）格式，这个浏览器打不开，没有保存。", "This picture is in the HEIC (HEIF) format, which this browser cannot open; it was not kept."),
    text(
      "在相机设置里改成 JPEG：苹果手机在“设置→相机→格式”选“兼容性最佳”；安卓手机在相机设置里关掉“高效图片”或“HEIF”。也可以直接点“拍照”。",
      "Change the camera's settings to JPEG: on an iPhone Settings → Camera → Formats → Most Compatible; on Android switch off HEIF in the camera's settings. Or take it with the camera button.",
    ),
  ],
  photo_lost: [
    text("这张照片已不在这部手机里，可能被浏览器清理了。", "This photo is no longer on this phone; the browser may have cleared it."),
    text("能补拍就补拍一张。记录本身不受影响。", "Take it again if you can. The record itself is not affected."),
  ],
  photo_damaged: [
    text("服务器收到的照片与手机里的不一致，已请它丢掉重收。", "The photo that the server got differs from the one on this phone; it was dropped."),
    text("会自动再发；几次都不行就点“重试”。", "It is sent again by itself; if that keeps failing, press retry."),
  ],
  photo_refused: [
    text("服务器没有接受这张照片。", "The server did not accept this photo."),
    text("点“重试”再发一次，还不行就联系管理员。照片仍在手机里。", "Press retry; if that fails, ask the administrator. The photo is still on this phone."),
  ],
  incomplete: [
    text("还不能保存：{list}。", "This cannot be saved yet: {list}."),
    text("补齐后再保存。已填的内容都在。", "Complete it and save again. Everything entered is still there."),
  ],
  draft_gone: [
    text("这份草稿已不在手机里，可能已在另一个窗口保存。", "This draft is no longer here; it may have been saved in another window."),
    text("到“发送”里看看。", "Look under “Sending”."),
  ],
  elsewhere: [
    text("另一个窗口也在写这份检查，两边写的已合在一起。", "This check is being written in another window too; what was written in both is together here."),
    text("看一遍再保存；只用一个窗口写就不会再这样。", "Read it through before you save it; use one window only and this will not happen."),
  ],
  may_be_cleared: [
    text(
      "浏览器没有保证一直留住手机里的数据，空间不够时可能清掉还没发送的记录。",
      "The browser has not promised to keep what is on this phone; short of space, it may clear records that were not sent.",
    ),
    text(
      "在浏览器菜单里点“添加到主屏幕”，以后从桌面图标打开；有没发送的，尽快联网发送。",
      "Choose “Add to home screen” in the browser's menu and open it from there; send what was not sent as soon as there is a network.",
    ),
  ],
  may_be_cleared_all_the_same: [
    text(
      "浏览器没有保证一直留住手机里的数据，空间不够时可能清掉还没发送的记录。",
      "The browser has not promised to keep what is on this phone; short of space, it may clear records that were not sent.",
    ),
    text(
      "有没发送的，尽快联网发送；手机空间不要用满。",
      "Send what was not sent as soon as there is a network, and leave some space free on this phone.",
    ),
  ],
  place_unknown: [
    text("手机里没有这个地方的登记。", "This phone does not know this place."),
    text("有信号时同步一次，或先登记。", "Synchronise where there is a signal, or register it first."),
  ],
  place_refused: [
    text("要等“{place}”的登记，它没有被收下：{why}", "This waits for “{place}”, which was not accepted: {why}"),
    text("在那一条点“改后再发”。登记送达后这一条自动发送，不用重填。", "Put that one right with “Change and send”. This one then follows by itself; nothing has to be typed again."),
  ],
  place_given_up: [
    text("这个地方的登记没有送达，手机里也不再有，所以这一条发不出去。", "The place has not arrived and is no longer on this phone, so this cannot arrive either."),
    text("可以放弃这一条，到已登记的那个地方重新记录。", "Give this one up and record it again at the place that is registered."),
  ],
  checklist_unknown: [
    text("手机里没有适用于这个地方的检查表。", "This phone has no checklist for this place."),
    text("有信号时同步一次再检查。", "Synchronise where there is a signal, then check."),
  ],
  clock_still_wrong: [
    text("手机的时间仍差 {minutes} 分钟，还不能重发。", "This phone's clock is still {minutes} minutes off; it cannot be sent yet."),
    text("在手机设置里打开“自动设置时间”，再点“重试”。", "Switch on automatic time in the phone's settings, then press retry."),
  ],
  clock_needs_network: [
    text("要连上服务器才能核对时间。", "The server is needed to compare the clock."),
    text("有信号后再点“重试”。", "Press retry when there is a signal."),
  ],
  unexpected: [
    text("应用出了差错，刚才这一步没有完成。", "The app failed; this step was not completed."),
    text("内容都在手机里。关掉再打开试试，还不行就联系管理员。", "Everything is kept on this phone. Close it and open it again; if that fails, ask the administrator."),
  ],
} satisfies Record<string, [Text, Text]>;

export type ProblemCode = keyof typeof problems;
