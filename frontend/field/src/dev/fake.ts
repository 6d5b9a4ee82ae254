/** A core over sample data in memory, to look at the screens without a server. Only `dev/index.html` loads it, which no build contains. */

import { reactive, ref } from "vue";
import type { Checklist, Hazard, HazardState, HazardStep, Household, PhotoRef, PlannedVisit, Premises } from "../core/api";
import type { DraftCheck, FieldApp, FormDraft, QueuedEntry, Registers, Session, Sync } from "../core/contract";
import { addDays, today } from "../parts/dates";

const now = today();
const VILLAGE = "150624101003";
const GRID = "150624101003001";
const params = new URLSearchParams(window.location.search);
const many = Number(params.get("n") ?? 40);
const brigade = params.has("brigade");

const kinds = [
  { id: "small_restaurant", title: "小餐饮", group: "九小场所", checklist: "nine_small_restaurant" },
  { id: "small_shop", title: "小商店", group: "九小场所", checklist: "nine_small_restaurant" },
  { id: "small_hotel", title: "小旅店", group: "九小场所", checklist: "nine_small_restaurant" },
  { id: "school", title: "学校、幼儿园", group: "人员密集场所", checklist: "nine_small_restaurant" },
  { id: "residential_building", title: "住宅楼", group: "居住与合用", checklist: "nine_small_restaurant" },
  { id: "fodder_yard", title: "饲草料场、养殖场", group: "生产仓储", checklist: "nine_small_restaurant" },
];

const checklist: Checklist = {
  id: "nine_small_restaurant", version: 2, title: "小餐饮场所检查表", for: kinds.map((kind) => kind.id), evidence: ["daily_patrol", "joint_inspection"],
  sections: [{ id: "way_out", title: "疏散" }, { id: "inside", title: "用火用电用气" }, { id: "ready", title: "设施和人员" }],
  items: [
    { id: "exits_clear", section: "way_out", text: "安全出口、疏散通道畅通，没有锁闭、堵塞", basis: { text: "任何单位、个人不得占用、堵塞、封闭疏散通道、安全出口", source: "《消防法》第28条", grade: "A" }, severity: "serious", element: "2017:6.2", hint: "走到每个出口，推一下门。", problems: ["安全出口锁闭", "疏散通道堆放杂物", "安全出口数量不足"] },
    { id: "lights", section: "way_out", text: "应急照明和疏散指示标志完好", basis: { text: "应急照明和疏散指示标志保持完好有效", source: "GB 25201-2010", grade: "B" }, severity: "general", element: "", hint: "", problems: ["应急灯不亮", "指示标志缺失或被遮挡"] },
    { id: "gas", section: "inside", text: "使用燃气的装有可燃气体报警装置，软管没有老化、私接三通", basis: { text: "餐饮等行业使用燃气应安装可燃气体报警装置", source: "《安全生产法》第36条", grade: "R" }, severity: "serious", element: "", hint: "", problems: ["没有报警装置", "软管老化", "私接三通"] },
    { id: "hood", section: "inside", text: "排油烟罩和烟道定期清洗，油垢不厚", basis: { text: "每季度至少清洗一次烟道", source: "公安部61号令", grade: "X" }, severity: "general", element: "", hint: "", problems: [] },
    { id: "ebike", section: "inside", text: "室内没有电动自行车停放、充电", basis: { text: "禁止在公共门厅、疏散走道、楼梯间停放充电", source: "《高层民用建筑消防安全管理规定》第37条", grade: "A" }, severity: "serious", element: "", hint: "", problems: ["室内停放电动自行车", "室内给电动自行车充电", "飞线充电"] },
    { id: "extinguishers", section: "ready", text: "灭火器数量够、压力正常、放在拿得到的地方", basis: { text: "灭火器配置", source: "GB 50140-2005", grade: "B" }, severity: "general", element: "", hint: "", problems: ["没有灭火器", "压力不足", "被遮挡"] },
    { id: "staff", section: "ready", text: "员工会报警、会用灭火器、会组织疏散", basis: { text: "员工应当接受消防安全培训", source: "公安部61号令第36条", grade: "R" }, severity: "general", element: "", hint: "", problems: ["员工不会用灭火器"] },
  ],
};
const visit: Checklist = {
  ...checklist, id: "home_visit", version: 1, title: "入户敲门三查", for: ["household"], evidence: ["home_visit", "vulnerable_visit"],
  sections: [{ id: "three", title: "三查" }], items: checklist.items.slice(2, 5).map((item) => ({ ...item, section: "three" })),
};
const patrol: Checklist = { ...checklist, id: "area_patrol", title: "网格巡查表", for: ["area"], evidence: ["daily_patrol"] };

const names = ["马新村老马饭馆", "阿尔巴斯苏木乌兰镇农牧民专业合作社联合社饲草料加工厂", "巴音套海幼儿园", "蒙古族特色餐饮服务有限责任公司乌仁都西店", "鑫源超市", "草原情旅店", "查干陶勒盖小区 3 号楼"];
const initials = ["MXCLMFG", "AEBSSMWLZ", "BYTHYEY", "MGZTSCY", "XYCS", "CYQLD", "CGTLGXQ"];

const premises: Premises[] = Array.from({ length: many }, (_, at) => ({
  key: `p${at}`, area: at % 3 ? GRID : VILLAGE, kind: kinds[at % kinds.length]?.id ?? "", marks: at === 1 ? ["key_unit", "high_risk_unit"] : [], name: `${names[at % names.length]}${at >= names.length ? at : ""}`,
  code: "", address: `乌兰镇鄂尔多斯路 ${at + 1} 号`, position: at % 4 === 3 ? null : { lat: 39.09 + (at % 50) * 0.001, lon: 107.98 + at * 0.0005, accuracy: 12 }, responsible: "敖登格日勒", phone: "13847712345",
  storeys: 2, floor_area: 180, occupancy: 30, sector: "", notes: "", initials: initials[at % initials.length] ?? "", closed: at === 5, conflict: at === 1, plate: `PLATE000${String(at).padStart(4, "0")}`,
  last_inspected: at % 5 === 0 ? "" : addDays(now, -at), entry: `e${at}`,
}));
const households: Household[] = Array.from({ length: 12 }, (_, at) => ({
  key: `h${at}`, area: GRID, number: String(at + 1), vulnerable: at % 3 === 0, purpose: "上门帮助查找和消除火灾隐患，紧急时联系家人，不作他用", keep_until: addDays(now, 400),
  personal: at === 4 ? null : { name: ["王秀兰", "巴特尔", "乌云其木格"][at % 3] ?? "", phone: "13947711111", address: "马新村 12 号院东厢房", people: 2, categories: at % 3 ? [] : ["living_alone_elderly"], contact: "儿子 王强 138…", notes: "", position: null },
  conflict: at === 1, plate: `HOME0000${String(at).padStart(4, "0")}`, last_inspected: at % 2 ? addDays(now, -40) : "", entry: `eh${at}`,
}));
const states: HazardState[] = [
  { id: "open", title: "待整改", owner: "属地（网格、嘎查村社区）", next: "corrected", next_step: "整改完成", by_department: false, ended: false },
  { id: "extension_asked", title: "申请延期", owner: "属地负责人", next: "extension_granted", next_step: "同意延期", by_department: false, ended: false },
  { id: "reported", title: "已上报大队", owner: "消防救援大队", next: "taken", next_step: "大队接管", by_department: false, ended: false },
  { id: "taken", title: "大队接管", owner: "消防救援大队", next: "ordered", next_step: "责令限期改正", by_department: false, ended: false },
  { id: "referred", title: "已抄告部门", owner: "收到抄告的部门", next: "receipt", next_step: "签收抄告", by_department: true, ended: false },
  { id: "corrected", title: "已整改", owner: "", next: "", next_step: "", by_department: false, ended: true },
];
const need = (field: string, title: string, choices: HazardStep["needs"][number]["choices"] = []) => ({ field, title, optional: false, at_least: 1, at_most_days: null, choices });
const step = (event: string, title: string, of: string[], to: string, power: string, needs: HazardStep["needs"], more: Partial<HazardStep> = {}): HazardStep =>
  ({ event, title, of, to, kind: "hazard.moved", power, by_department: false, deadline: "kept", document: "", takes_photos: true, needs, ...more });
const steps: HazardStep[] = [
  step("corrected", "整改完成", ["open", "extension_asked", "reported"], "corrected", "record.hazard_rechecked", [need("photos", "整改后的照片")], { kind: "hazard.corrected" }),
  step("urged", "督促整改", ["open"], "same", "record.hazard_rechecked", [need("note", "督促情况")]),
  step("extension_asked", "申请延期", ["open"], "extension_asked", "record.hazard_rechecked", [need("note", "延期的理由"), need("until", "申请延到")]),
  step("reported", "上报大队", ["open", "extension_asked"], "reported", "record.hazard_reported_up", [], { kind: "hazard.reported", takes_photos: false, deadline: "counted" }),
  step("linked", "关联以前的隐患", ["open", "reported"], "same", "record.hazard_rechecked", [need("earlier", "以前的同一隐患")]),
  ...(brigade ? [
    step("taken", "大队接管", ["open", "reported"], "taken", "rule.hazards", [], { deadline: "counted" }),
    step("ordered", "责令限期改正", ["open", "reported", "taken"], "ordered", "rule.hazards", [need("number", "文书编号"), need("due", "改正期限")], { deadline: "due", document: "责令限期改正通知书" }),
    step("referred", "抄告部门", ["open", "reported", "taken"], "referred", "rule.hazards", [need("department", "抄告的部门"), need("note", "抄告事由")], { deadline: "counted", document: "隐患抄告函" }),
    step("tried", "试一试各种项目", ["reported"], "same", "rule.hazards", [need("people", "参加的人"), need("agreed", "同意的人数"), need("result", "结论", [{ id: "a", title: "同意" }, { id: "b", title: "不同意" }])]),
  ] : []),
];
const told = (state: string, due: string | null) => {
  const found = states.find(({ id }) => id === state);
  return { state, state_title: found?.title ?? "", ended: found?.ended ?? false, owner: found?.owner ?? "", next_step: found?.next_step ?? "", next_due: due, stopped: false, referred_to: state === "referred" ? "education" : "" };
};
const hazards: Hazard[] = ([
  { id: "z1", area: GRID, place_type: "premises", place_key: "p0", place_name: names[0] ?? "", item: "exits_clear", element: "2017:6.2", text: "安全出口锁闭", severity: "serious", state: "open", action: "by_date", due: addDays(now, -4), found_on: addDays(now, -11), corrected_on: null, conflict: false, photos: [] },
  { id: "z2", area: GRID, place_type: "premises", place_key: "p0", place_name: names[0] ?? "", item: "lights", element: "", text: "应急灯不亮；指示标志缺失或被遮挡", severity: "general", state: "open", action: "by_date", due: addDays(now, 3), found_on: addDays(now, -4), corrected_on: null, conflict: true, photos: [] },
  { id: "z3", area: GRID, place_type: "premises", place_key: "p1", place_name: names[1] ?? "", item: "", element: "", text: "草垛距民房不足", severity: "general", state: "reported", action: "cannot", due: null, found_on: addDays(now, -20), corrected_on: null, conflict: false, photos: [] },
  { id: "z4", area: GRID, place_type: "premises", place_key: "p2", place_name: names[2] ?? "", item: "", element: "", text: "灭火器压力不足", severity: "general", state: "corrected", action: "on_the_spot", due: null, found_on: addDays(now, -2), corrected_on: addDays(now, -2), conflict: false, photos: [] },
  { id: "z5", area: GRID, place_type: "premises", place_key: "p1", place_name: names[1] ?? "", item: "", element: "", text: "三楼办公室与库房之间没有防火分隔，疏散楼梯间常闭式防火门被拆除，需要重新设计、报批以后施工才能改好", severity: "serious", state: "referred", action: "by_date", due: addDays(now, 20), found_on: addDays(now, -30), corrected_on: null, conflict: false, photos: [] },
] as const).map((one) => ({ ...one, photos: [], ...told(one.state, "due" in one ? one.due : null), entry: `e-${one.id}` }));
const evidence = ["daily_patrol:日常排查", "joint_inspection:联合检查", "home_visit:入户敲门（三查）", "vulnerable_visit:走访重点人群", "study_session:专题学习"].map((pair) => {
  const [id = "", title = ""] = pair.split(":");
  return { id, title, group: "inspection", levels: [], asks_parties: id === "joint_inspection", comes_from: [id === "joint_inspection" ? "inspection.joint" : "inspection.everyday", ...(id === "daily_patrol" ? ["hazard.found"] : [])] };
});
const duty = (key: string, title: string, clause: string, due: string, state: "open" | "overdue" | "missed", ids: string[], mine: boolean) => ({
  key, duty: key, title, clause, area: VILLAGE, area_name: "马新村", period: now.slice(0, 7), state, start: addDays(now, -20), due, counted: 1, at_least: 4, evidence: ids, done_by: [], parties: ids.includes("joint_inspection") ? ["police_station", "department"] : [], owner_name: "敖伦其日", mine,
});

export function createFakeApp(): FieldApp {
  const session = reactive<Session>({ state: params.has("out") ? "signed_out" : params.has("locked") ? "locked" : "open", username: params.has("out") ? "" : "aolunqiri", keyExpiresAt: `${addDays(now, 12)}T08:00:00Z`, problem: null });
  const registers = reactive<Registers>({
    person: { key: "u1", name: "敖伦其日" }, county: "150624", countyName: "鄂托克旗", demo: true,
    posts: [{ id: "a1", post: brigade ? "brigade_officer" : "grid_chief", title: brigade ? "消防救援大队监督员" : "网格长", area: brigade ? "150624" : VILLAGE, area_name: "马新村", sector: "", powers: ["view.area", "manage.premises", "manage.households", "reveal.households", "record.daily_patrol", "record.joint_inspection", "record.home_visit", "record.vulnerable_visit", "record.hazard_rechecked", "record.hazard_reported_up", ...(brigade ? ["rule.hazards"] : [])] }],
    areas: [
      { code: "150624", name: "鄂托克旗", level: "county", plate: "" }, { code: "150624101", name: "乌兰镇", level: "town", plate: "" },
      { code: VILLAGE, name: "马新村", level: "village", plate: "AREA00000001" }, { code: GRID, name: "第一网格", level: "grid", plate: "AREA00000002" },
      { code: "150624101003002", name: "阿拉腾敖希特嘎查乌兰图雅第二网格", level: "grid", plate: "AREA00000003" },
    ],
    kinds, marks: [{ id: "key_unit", title: "重点单位", checklist: "" }, { id: "high_risk_unit", title: "火灾高危单位", checklist: "" }],
    categories: [{ id: "living_alone_elderly", title: "独居老人" }, { id: "left_behind_child", title: "留守儿童" }, { id: "limited_mobility", title: "行动不便" }],
    evidence, parties: [{ id: "department", title: "行业部门" }, { id: "police_station", title: "派出所" }, { id: "village", title: "嘎查村（社区）" }],
    departments: [{ id: "education", title: "教育体育局" }, { id: "commerce", title: "工信和科技局" }], checklists: [checklist, visit, patrol], states, steps,
    premises, households, unaccepted: {}, hazards: params.has("empty") ? [] : hazards, unsent: params.has("offline") ? { z2: true } : {},
    duties: params.has("empty") ? [] : [
      duty("d1", "每月组织对辖区九小场所开展联合检查", "二(二)2③", addDays(now, -12), "overdue", ["joint_inspection"], true),
      duty("d2", "日常排查", "二(一)2(2)②", addDays(now, 5), "open", ["daily_patrol"], true),
      duty("d3", "走访重点人群", "二(一)2(3)", addDays(now, 20), "open", ["vulnerable_visit"], true),
      duty("d4", "组织专题学习", "二(一)2(1)", addDays(now, 20), "open", ["study_session"], true),
      duty("d5", "日常排查（第二网格）", "二(一)2(2)②", addDays(now, -1), "open", ["daily_patrol"], false),
    ],
    dutiesUnsent: { d2: 1 },
    dutiesMore: 12,
    visits: params.has("empty") ? [] : [plannedVisit("p1", -3, true), plannedVisit("p2", 12, true), plannedVisit("p3", 20, false)],
    visited: {},
    suggested: params.has("empty") ? [] : premises.slice(6, 14).map((one, at) => ({ place: one.key, reasons: at ? ["上次检查在 214 天前", "重点单位"] : ["2 处隐患逾期未改，最久 12 天", "还没有检查过"] })),
    dutiesAsOf: now,
  });
  const sync = reactive<Sync>({ online: !params.has("offline"), running: false, lastArrivedAt: new Date().toISOString(), lastPulledAt: new Date().toISOString(), pending: 0, refused: 0, problem: null, nextTryAt: "", clockOffset: 0, storage: { used: 13_000_000, quota: 2_000_000_000, low: false, stays: !params.has("unsure") } });
  const drafts = ref<DraftCheck[]>([]);
  const forms = ref<FormDraft[]>([]);
  const queue = ref<QueuedEntry[]>(params.has("queue") ? sampleQueue() : []);
  const pictures = new Map<string, File>();
  let count = 0;
  const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

  function enqueue(kind: string, area: string, title: string, photos: PhotoRef[]): string {
    const id = `n${++count}`;
    queue.value = [...queue.value, { id, kind, title, area, savedAt: new Date().toISOString(), state: "waiting", problem: null, arrivedAt: "", waitsFor: "", stuck: false, place: "", photos: photos.map((photo) => ({ sha256: photo.sha256, role: photo.role, size: photo.size, sent: 0, state: "kept", problem: null })) }];
    sync.pending += 1 + photos.length;
    return id;
  }

  return {
    session, registers, sync, drafts: drafts as FieldApp["drafts"], forms: forms as unknown as FieldApp["forms"], queue,
    start: async () => undefined,
    signIn: async (username, password) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      if (password === "wrong") throw { code: "credentials", message: "用户名或密码不对。", hint: "看看大小写；忘了密码请管理员重设。" };
      Object.assign(session, { state: "open", username });
    },
    signOut: async () => void (session.state = "signed_out"),
    newId: () => `id${++count}`,
    findByPlate: (text) => {
      const code = text.replace(/^.*\/q\//, "").toUpperCase();
      const found = premises.find((one) => one.plate === code);
      return found ? { type: "premises", key: found.key } : null;
    },
    startCheck: async (place, list) => {
      const name = place.type === "premises" ? premises.find((one) => one.key === place.key)?.name : place.type === "household" ? `${households.find((one) => one.key === place.key)?.number} 号户` : "马新村";
      const used = registers.checklists.find((one) => one.id === list) ?? checklist;
      const at = new Date().toISOString();
      const draft: DraftCheck = {
        id: `draft${++count}`, rev: 0, list: plain(used) as Checklist, startedAt: at, changedAt: at, placeName: name ?? "", area: GRID,
        data: { checklist: used.id, checklist_version: used.version, evidence: used.evidence[0] ?? "", place: { ...place, snapshot: {} }, parties: [], departments: [], present: [], answers: {}, findings: [], photos: [], signature: { state: "absent", name: "", sha256: "" }, position: null, no_position: "", note: "", started_at: at },
      };
      drafts.value = [...drafts.value, draft];
      return plain(draft);
    },
    saveDraft: async (draft) => {
      const kept = { ...draft, rev: draft.rev + 1, changedAt: new Date().toISOString() };
      drafts.value = drafts.value.map((one) => (one.id === draft.id ? kept : one));
      return kept;
    },
    discardDraft: async (id) => void (drafts.value = drafts.value.filter((one) => one.id !== id)),
    finishCheck: async (id) => {
      const draft = drafts.value.find((one) => one.id === id);
      if (!draft) throw new Error("no draft");
      drafts.value = drafts.value.filter((one) => one.id !== id);
      return enqueue("inspection.made", draft.area, `日常排查：${draft.placeName}`, [...draft.data.photos, ...draft.data.findings.flatMap((one) => [...one.photos, ...one.after])]);
    },
    openForm: (form, subject) => {
      const found = forms.value.find((one) => one.form === form && one.subject === subject);
      return found ? { ...plain(found), refused: null } : null;
    },
    saveForm: async (draft) => void (forms.value = [{ ...plain(draft), changedAt: new Date().toISOString() }, ...forms.value.filter((one) => one.id !== draft.id)]),
    discardForm: async (id) => void (forms.value = forms.value.filter((one) => one.id !== id)),
    finishForm: async ({ form, subject, area }, payload, title) => {
      console.info(form, area, plain(payload));
      forms.value = forms.value.filter((one) => one.form !== form || one.subject !== subject);
      if (form === "premises.set") registers.premises.push({ ...(plain(payload) as unknown as Premises), area, initials: "", plate: "", last_inspected: "", conflict: false, entry: "x" });
      return enqueue(form, area, title, []);
    },
    record: async (kind, area, payload, title, photos = []) => {
      console.info(kind, area, plain(payload));
      return enqueue(kind, area, title, photos);
    },
    recorded: () => null,
    served: async () => ({ confirmed: false, duties: [{ title: "日常排查", clause: "二(一)2(2)②", areaName: "马新村", ownerName: "敖伦其日" }] }),
    takePhoto: async (file, role, source) => {
      const sha256 = `sha${++count}`;
      pictures.set(sha256, file);
      return { ref: { sha256, name: file.name, size: file.size, width: 100, height: 100, role, source, taken_at: new Date().toISOString(), position: null, no_position: "denied" }, url: URL.createObjectURL(file) };
    },
    photoUrl: async (sha256) => {
      const file = pictures.get(sha256);
      return file ? URL.createObjectURL(file) : null;
    },
    where: async () => ({ position: { lat: 39.1, lon: 107.99, accuracy: 15 }, noPosition: "" }),
    syncNow: async () => undefined,
    retry: async () => undefined,
    reopen: async () => null,
    giveUp: async (id) => void (queue.value = queue.value.filter((one) => one.id !== id)),
    confirmed: async () => ({ as_of: now, entries: {} }),
  };
}

function plannedVisit(place: string, days: number, mine: boolean): PlannedVisit {
  const found = premises.find((one) => one.key === place);
  return {
    plan: "plan-1", kind: mine ? "campaign" : "draw", kind_title: mine ? "专项行动" : "双随机抽查", title: "冬春火灾防控小场所专项检查", by: { key: "x", name: "格日勒图" },
    post_title: "消防救援大队大队长", departments: mine ? ["education", "commerce"] : [], place, place_name: found?.name ?? "", area: GRID, area_name: "第一网格",
    since: addDays(now, -30), due: addDays(now, days), late: days < 0, checklist: "", evidence: [], mine,
  };
}

function sampleQueue(): QueuedEntry[] {
  const at = new Date().toISOString();
  const photo = { sha256: "a", role: "before" as const, size: 830_000, sent: 410_000, state: "sending" as const, problem: null };
  return [
    { id: "q1", kind: "inspection.made", title: "日常排查：马新村老马饭馆", area: GRID, place: "p0", savedAt: at, state: "refused", problem: { code: "x", message: "整改期限 2026-01-01 早于检查当天。", hint: "点“改后再发”，换一个日期。" }, photos: [{ ...photo, state: "kept", sent: 0 }], arrivedAt: "", waitsFor: "", stuck: false },
    { id: "q2", kind: "inspection.made", title: "联合检查：蒙古族特色餐饮服务有限责任公司乌仁都西店", area: GRID, place: "p0", savedAt: at, state: "sending", problem: null, photos: [photo, { ...photo, sha256: "b", role: "signature", size: 21_000, state: "arrived" }], arrivedAt: "", waitsFor: "", stuck: false },
    { id: "q3", kind: "premises.set", title: "新建场所：鑫源超市", area: GRID, place: "p0", savedAt: at, state: "arrived", problem: null, photos: [], arrivedAt: at, waitsFor: "", stuck: false },
  ];
}
