import { vi } from "vitest";
import type { Draft, Duty, Outcome, PlannedVisit, Premises, Problem, Pull, Pushed, Suggested } from "../src/core/api";
import { NetTrouble } from "../src/core/http";
import type { SendPhoto } from "../src/core/upload";

const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(status === 204 ? null : JSON.stringify(value), { status, headers: { Date: new Date().toUTCString(), ...headers } });

type Failure = "down" | "cut_after_commit" | { status: number; problem?: Problem; retryAfter?: string };

/** A server in memory that keeps the contract: an entry once, by id; photos by hash; a device's key always the same. */
export class FakeServer {
  readonly entries = new Map<string, Draft>();
  readonly photos = new Set<string>();
  readonly pushes: Draft[][] = [];
  readonly calls: string[] = [];
  /** Beside the answer by id: an entry that is refused, or that waits for another. */
  readonly refuses = new Map<string, Problem>();
  readonly waitsFor = new Map<string, string>();
  /** Entries over which the whole request fails, and those that the server itself sets apart. */
  readonly failsOver = new Set<string>();
  readonly faults = new Set<string>();
  /** What happens to the next calls of a path, one after another. */
  readonly failures = new Map<string, Failure[]>();
  person = { key: "p1", name: "巴图" };
  devices = new Map<string, { person: string; key: string }>();
  tokens = new Map<string, string>();
  keyExpiresAt = new Date(Date.now() + 30 * 86_400_000).toISOString();
  clockOffset = 0;
  duties: Duty[] = [];
  visits: PlannedVisit[] = [];
  suggested: Suggested[] = [];
  /** Where there are more than the server tells. */
  dutiesInAll = 0;
  fulfilled: Record<string, { title: string; clause: string; area_name: string; owner_name: string; state: "met" }[]> = {};
  changes: Partial<Pull> | null = null;
  version = 1;
  /** The tus part, as the core sees it: one call a photo. */
  uploads: { sha256: string; uploadUrl: string }[] = [];
  uploadFailures: NetTrouble[] = [];
  /** What a photo shows, by hash. */
  readonly copies = new Map<string, string>();
  /** What happens on the phone while a photo is on its way. */
  during: () => Promise<void> = () => Promise.resolve();

  install(): this {
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => this.answer(url, init));
    return this;
  }

  readonly sendPhoto: SendPhoto = async (photo) => {
    this.uploads.push({ sha256: photo.sha256, uploadUrl: photo.uploadUrl });
    photo.begun(`/api/v1/photos/up-${photo.sha256.slice(0, 8)}`);
    photo.progress(Math.floor(photo.bytes.length / 2));
    await this.during();
    const failure = this.uploadFailures.shift();
    if (failure) throw failure;
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", photo.bytes));
    if (Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("") !== photo.sha256) throw new Error("another hash");
    this.photos.add(photo.sha256);
  };

  fail(path: string, ...failures: Failure[]): void {
    this.failures.set(path, failures);
  }

  private async answer(url: string, init: RequestInit): Promise<Response> {
    const [path = "", query = ""] = url.replace("/api/v1", "").split("?");
    this.calls.push(`${init.method} ${path}`);
    const failure = this.failures.get(path)?.shift();
    if (failure === "down") throw new TypeError("Failed to fetch");
    if (failure && failure !== "cut_after_commit")
      return json(failure.problem ?? {}, failure.status, failure.retryAfter ? { "Retry-After": failure.retryAfter } : {});
    const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {};
    const answer = this.route(path, query, body, (init.headers as Record<string, string>)["Authorization"] ?? "");
    if (failure === "cut_after_commit") throw new TypeError("network connection was lost");
    return answer;
  }

  private route(path: string, query: string, body: Record<string, unknown>, authorization: string): Response {
    if (path === "/devices") return this.signIn(body as { device?: string; password: string });
    if (!this.tokens.has(authorization.replace("Bearer ", ""))) return json({ code: "token", message: "登录已失效。", hint: "请重新登录。" }, 401);
    if (path === "/devices/current") return json(null, 204);
    if (path === "/sync/push") return this.push(body as unknown as { entries: Draft[] });
    if (path === "/sync/pull") return json(this.pull(new URLSearchParams(query).get("cursor") ?? ""));
    if (path === "/today") {
      const { duties, visits, suggested } = this;
      return json({ as_of: "2026-11-24", duties, total: this.dutiesInAll || duties.length, visits, suggested });
    }
    if (path === "/photos/missing") return json({ missing: (body["sha256"] as string[]).filter((hash) => !this.photos.has(hash)) });
    const photo = this.copies.get(path.split("/")[2] ?? "");
    if (path.startsWith("/photos/") && photo) return new Response(`${new URLSearchParams(query).get("size")} of ${photo}`, { headers: { "Content-Type": "image/jpeg" } });
    if (path === "/fulfilled") return json({ as_of: "2026-11-24", entries: this.fulfilled });
    return json({ code: "unknown", message: path, hint: "" }, 404);
  }

  private signIn({ device, password }: { device?: string; password: string }): Response {
    if (password !== "right") return json({ code: "password", message: "账号或口令不对。", hint: "请再试。" }, 401);
    const known = device && this.devices.get(device)?.person === this.person.key ? device : undefined;
    const id = known ?? `device-${this.devices.size + 1}`;
    const key = this.devices.get(id)?.key ?? btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
    this.devices.set(id, { person: this.person.key, key });
    const token = `token-${this.tokens.size + 1}`;
    this.tokens.set(token, id);
    return json(
      { device: id, token, data_key: key, key_expires_at: this.keyExpiresAt, server_time: new Date().toISOString(), person: this.person, county: "150624" },
      201,
    );
  }

  private push({ entries }: { entries: Draft[] }): Response {
    this.pushes.push(entries);
    if (entries.some(({ id }) => this.failsOver.has(id))) return json({}, 500);
    const results = entries.map((entry) => {
      const { person } = entry as Draft & { person?: string };
      const another = person !== this.person.key ? { code: "actor", message: "这条记录写的是另一个人的名义。", hint: "" } : undefined;
      const problem = another ?? this.refuses.get(entry.id);
      const waits = this.waitsFor.get(entry.id);
      if (this.faults.has(entry.id)) return { id: entry.id, outcome: "waiting" as const, problem: { code: "server_fault", message: "出了差错。", hint: "会自动再发。" } };
      let outcome: Outcome = "accepted";
      if (problem) outcome = "refused";
      else if (waits && !this.entries.has(waits)) outcome = "waiting";
      else if (this.entries.has(entry.id)) outcome = "repeated";
      if (outcome === "accepted") this.entries.set(entry.id, entry);
      const notYet = { code: entry.kind === "inspection.made" ? "place_unknown" : "hazard_unknown", message: "还没有收到登记。", hint: "送达后会自动重发。" };
      const why = problem ?? (outcome === "waiting" ? notYet : undefined);
      return { id: entry.id, outcome, ...(why ? { problem: why } : {}) };
    });
    const answer: Pushed = { received_at: new Date().toISOString(), clock_offset: this.clockOffset, results };
    return json(answer);
  }

  private pull(cursor: string): Pull {
    const about = {
      cursor: `${this.version}`, server_time: new Date().toISOString(), key_expires_at: this.keyExpiresAt, person: this.person, county: "150624",
      county_name: "鄂托克旗", demo: true,
      posts: [{ id: "a1", post: "grid_chief", title: "网格长", area: "150624101003", area_name: "敖伦", sector: "", powers: ["record.daily_patrol"] }],
    };
    const none = { premises: [], households: [], hazards: [], removed: { premises: [], households: [], hazards: [] } };
    if (cursor !== "" && this.changes === null) return { ...about, ...none, reset: false };
    if (cursor !== "") {
      const changes = this.changes!;
      this.changes = null;
      this.version += 1;
      return { ...about, ...none, reset: false, ...changes, cursor: `${this.version}` };
    }
    return { ...about, ...none, ...REGISTERS, reset: true };
  }
}

export const shop = (change: Partial<Premises> = {}): Premises => ({
  key: "shop-1", area: "150624101003001", kind: "restaurant", marks: [], name: "草原饭店", code: "", address: "镇北街 3 号", position: null, responsible: "乌兰",
  phone: "", storeys: 1, floor_area: 80, occupancy: 30, sector: "", notes: "", initials: "cyfd", closed: false, conflict: false, plate: "0123456789AB",
  last_inspected: "", entry: "e-0", ...change,
});

const REGISTERS: Partial<Pull> = {
  areas: [
    { code: "150624101003", name: "敖伦嘎查", level: "village", plate: "AREA00000001" },
    { code: "150624101003001", name: "第一网格", level: "grid", plate: "AREA00000002" },
  ],
  kinds: [{ id: "restaurant", title: "餐馆", group: "餐饮", checklist: "restaurant" }],
  evidence: [
    { id: "joint_inspection", title: "联合检查", group: "inspection", levels: [], asks_parties: true, comes_from: ["inspection.joint"] },
    { id: "daily_patrol", title: "日常排查", group: "inspection", levels: ["village", "grid"], asks_parties: false, comes_from: ["inspection.everyday", "hazard.found"] },
    { id: "home_visit", title: "入户敲门", group: "outreach", levels: ["village", "grid"], asks_parties: false, comes_from: ["inspection.visit"] },
  ],
  checklists: [
    {
      id: "restaurant", version: 3, title: "餐馆检查表", for: ["restaurant"], evidence: ["joint_inspection", "daily_patrol"], sections: [{ id: "s", title: "消防" }],
      items: [
        { id: "extinguisher", section: "s", text: "灭火器", basis: { text: "", source: "", grade: "A" }, severity: "general", element: "", hint: "", problems: [] },
        { id: "exit", section: "s", text: "安全出口", basis: { text: "", source: "", grade: "A" }, severity: "serious", element: "", hint: "", problems: [] },
      ],
    },
    { id: "home", version: 1, title: "入户检查表", for: ["household"], evidence: ["home_visit"], sections: [], items: [] },
  ],
  premises: [shop()],
  households: [
    {
      key: "home-1", area: "150624101003001", number: "12", vulnerable: true, purpose: "入户走访", keep_until: "2027-12-31", plate: "HHHH00000001",
      personal: { name: "其其格", phone: "13800000000", address: "北坡", people: 1, categories: [], contact: "", notes: "", position: null },
      conflict: false, last_inspected: "", entry: "h-0",
    },
  ],
};
