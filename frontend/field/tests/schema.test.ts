import openapiTS, { astToString, COMMENT_HEADER, type OpenAPI3 } from "openapi-typescript";
import { expect, it } from "vitest";
import description from "../../../docs/api/v1.json";
import { LONGEST_FINDING } from "../src/core/limits";
import types from "../src/core/schema.d.ts?raw";

it("has the server's own description for its types", async () => {
  const made = COMMENT_HEADER + astToString(await openapiTS(JSON.parse(JSON.stringify(description)) as OpenAPI3));
  expect(types === made, "src/core/schema.d.ts is not made from docs/api/v1.json as it is now: npm --prefix frontend/field run types").toBe(true);
});

type Shape = { properties: Record<string, { maxLength?: number }> };
const shapes = description.components.schemas as unknown as Record<string, Shape>;
const screens = import.meta.glob<string>("../src/screens/**/*.vue", { query: "?raw", import: "default", eager: true });

it("knows how long the text of a finding may be", () => {
  expect(LONGEST_FINDING).toBe(shapes["Finding"]?.properties["text"]?.maxLength);
});

it.each([
  ["check/ProblemSheet", "finding", "Finding"], ["check/Check", "data", "InspectionMade"], ["check/SignaturePart", "data.signature", "Signature"],
  ["check/JointPart", "person", "Present"], ["forms/PremisesForm", "form", "PremisesSet"], ["forms/HouseholdForm", "form", "HouseholdSet"],
  ["forms/HouseholdForm", "form.personal", "Personal"],
])("%s lets nobody type more into %s than the server takes", (file, model, shape) => {
  const source = screens[`../src/screens/${file}.vue`]!;
  const fields = [...source.matchAll(/<(?:input|textarea)[^>]*?v-model="([\w.]+)\.(\w+)"[^>]*?>/gs)].filter(([, of]) => of === model);
  const texts = fields.filter(([, , name]) => shapes[shape]?.properties[name!]?.maxLength);
  expect(texts.length).toBeGreaterThan(0);
  for (const [tag, , name] of texts) {
    const said = /maxlength="(\w+)"/.exec(tag)?.[1];
    const most = said === "LONGEST_FINDING" ? LONGEST_FINDING : Number(said);
    expect(most, `${file}: ${name}`).toBeLessThanOrEqual(shapes[shape]!.properties[name!]!.maxLength!);
  }
});
