import type { Problem } from "./api";
import { language } from "./texts";
import { Trouble, trouble } from "./trouble";

/**
 * `offline`: nobody answered. `busy`: try later. `refused`: the server said no to the whole request, and asking again will not help.
 * `unauthorised`: this phone has to sign in again.
 */
export type NetKind = "offline" | "busy" | "refused" | "unauthorised";

export class NetTrouble extends Trouble {
  constructor(
    readonly kind: NetKind,
    problem: Problem,
    readonly status = 0,
    /** Seconds the server asked to wait, or 0. */
    readonly retryAfter = 0,
  ) {
    super(problem.code, problem.message, problem.hint);
  }

  /** The server failed, and not because it is asked too much. */
  get isFault(): boolean {
    return this.kind === "busy" && this.status >= 500 && this.retryAfter === 0;
  }

  /** Something else may be asked of the server all the same. */
  get concernsOneStep(): boolean {
    return this.kind === "refused" || this.isFault;
  }
}

export const API = "/api/v1";
const SIGN_OUT_CODES = ["device_lost", "token", "account_closed"];

export interface HttpHooks {
  token(): string | null;
  /** The server answered; `Date` of the answer in ms, or NaN. */
  contact(server: number): void;
  unauthorised(problem: Problem): Promise<void>;
}

export interface Asked {
  body?: unknown;
  /** JSON that is already written. */
  raw?: string;
  /** Seconds. */
  timeout?: number;
}

export class Http {
  constructor(private readonly hooks: HttpHooks) {}

  json<T>(method: "GET" | "POST" | "DELETE", path: string, asked: Asked = {}): Promise<T> {
    return this.send(method, path, asked, async (response) => {
      if (response.status === 204) return undefined as T;
      const text = await response.text();
      let said: T;
      try {
        said = JSON.parse(text) as T;
      } catch {
        throw new NetTrouble("busy", trouble("not_our_server").problem, response.status);
      }
      this.hooks.contact(Date.parse(response.headers.get("Date") ?? ""));
      return said;
    });
  }

  blob(path: string, asked: Asked = {}): Promise<Blob> {
    return this.send("GET", path, asked, (response) => response.blob());
  }

  headers(): Record<string, string> {
    const token = this.hooks.token();
    return { "Accept-Language": { zh: "zh-hans", en: "en", mn: "mn, zh-hans" }[language()], ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  }

  private async send<T>(method: string, path: string, { body, raw, timeout = 60 }: Asked, read: (response: Response) => Promise<T>): Promise<T> {
    const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const cut = new AbortController();
    // Until the last byte: a connection that dies halfway through an answer must not hang for ever.
    const timer = setTimeout(() => cut.abort(), timeout * 1000);
    let failure: NetTrouble;
    try {
      const response = await fetch(API + path, {
        method,
        headers: { Accept: "application/json", ...(text === undefined ? {} : { "Content-Type": "application/json" }), ...this.headers() },
        credentials: "omit",
        cache: "no-store",
        signal: cut.signal,
        ...(text === undefined ? {} : { body: text }),
      });
      if (response.ok) return await read(response);
      failure = failureOf(response.status, await response.text(), response.headers.get("Retry-After"));
    } catch (error) {
      throw error instanceof NetTrouble ? error : new NetTrouble("offline", trouble("offline").problem);
    } finally {
      clearTimeout(timer);
    }
    if (failure.kind === "unauthorised") await this.hooks.unauthorised(failure.problem);
    throw failure;
  }
}

/** What an answer that is not a success means; also for the uploads, which have a client of their own. */
export function failureOf(status: number, body: string, retryAfter: string | null): NetTrouble {
  const said = problemIn(body);
  if (status === 401 && said && SIGN_OUT_CODES.includes(said.code)) return new NetTrouble("unauthorised", said, status);
  if (status === 429 || status === 408 || status === 425 || status >= 500)
    return new NetTrouble("busy", said ?? trouble("server_busy").problem, status, seconds(retryAfter));
  return new NetTrouble("refused", said ?? trouble("server_refuses").problem, status);
}

function problemIn(body: string): Problem | null {
  try {
    const said = JSON.parse(body) as Partial<Problem> | null;
    if (said && typeof said.code === "string" && typeof said.message === "string")
      return { code: said.code, message: said.message, hint: typeof said.hint === "string" ? said.hint : "" };
  } catch {
    // Not ours: a proxy's page, or nothing.
  }
  return null;
}

/** `Retry-After`: seconds, or a date. */
function seconds(value: string | null): number {
  if (!value) return 0;
  const number = Number(value);
  const wait = Number.isFinite(number) ? number : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), 24 * 3600) : 0;
}
