import type { Core } from "./core";
import { NetTrouble } from "./http";
import { problemOf } from "./trouble";

const ASKED_AT_ONCE = 200;

/** Which of these photos the server has not got. About none it is the least that can be asked, for its time. */
export async function askMissing(core: Core, hashes: string[]): Promise<Set<string>> {
  const missing = new Set<string>();
  for (let at = 0; at === 0 || at < hashes.length; at += ASKED_AT_ONCE) {
    const answer = await core.http.json<{ missing: string[] }>("POST", "/photos/missing", { body: { sha256: hashes.slice(at, at + ASKED_AT_ONCE) } });
    if (!Array.isArray(answer?.missing)) throw new NetTrouble("busy", problemOf("not_our_server"));
    for (const hash of answer.missing) missing.add(hash);
  }
  return missing;
}
