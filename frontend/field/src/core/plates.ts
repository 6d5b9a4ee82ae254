import type { PlaceType } from "./api";
import type { Registers } from "./contract";

const ALPHABET = /^[0-9A-HJKMNP-TV-Z]{12}$/;
const ADDRESS = /\/q\/([^/?#]+)\/?(?:[?#].*)?$/i;
const READ_AS: Record<string, string> = { O: "0", I: "1", L: "1" };

/** The code in what somebody scanned or typed: a code, or an address that ends in `/q/CODE` (plates say `/field/q/CODE`, older ones `/q/CODE`); "" when there is none. As `rules/plates.py` reads it. */
export function readPlate(text: string): string {
  const written = text.trim();
  const code = (ADDRESS.exec(written)?.[1] ?? written).toUpperCase().replace(/[\s-]/g, "").replace(/[OIL]/g, (letter) => READ_AS[letter] ?? letter);
  return ALPHABET.test(code) ? code : "";
}

/** The place of a plate, among those that this phone knows. */
export function findByPlate(
  registers: Pick<Registers, "premises" | "households" | "areas">, text: string,
): { type: PlaceType; key: string } | null {
  const code = readPlate(text);
  if (!code) return null;
  const premises = registers.premises.find(({ plate }) => plate === code);
  if (premises) return { type: "premises", key: premises.key };
  const household = registers.households.find(({ plate }) => plate === code);
  if (household) return { type: "household", key: household.key };
  const area = registers.areas.find(({ plate }) => plate === code);
  return area ? { type: "area", key: area.code } : null;
}
