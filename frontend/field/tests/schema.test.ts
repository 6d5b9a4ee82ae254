import openapiTS, { astToString, COMMENT_HEADER, type OpenAPI3 } from "openapi-typescript";
import { expect, it } from "vitest";
import description from "../../../docs/api/v1.json";
import types from "../src/core/schema.d.ts?raw";

it("has the server's own description for its types", async () => {
  const made = COMMENT_HEADER + astToString(await openapiTS(JSON.parse(JSON.stringify(description)) as OpenAPI3));
  expect(types === made, "src/core/schema.d.ts is not made from docs/api/v1.json as it is now: npm --prefix frontend/field run types").toBe(true);
});
