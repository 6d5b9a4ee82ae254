import { describe, expect, it } from "vitest";
import type { ChecklistItem, Finding } from "../../src/core/api";
import { en } from "../../src/i18n/en";
import { zh } from "../../src/i18n/zh";
import { addDays, daysBetween, sayPeriod } from "../../src/parts/dates";
import { byLateness, dutyState } from "../../src/parts/lateness";
import { distance, finds, masked, maskedPhone, within } from "../../src/parts/places";
import { hasAddressBar } from "../../src/parts/permission";
import { blank, decide, elementsOf, isBlank, missing, says, tidy, toggled, touched } from "../../src/screens/check/findings";
import { creditCode, phone, whole } from "../../src/screens/forms/validate";

describe("words", () => {
  it("has the same values in both languages", () => {
    const braces = (message: unknown): string[] => [...new Set(JSON.stringify(message).match(/\{\w+\}/g) ?? [])].sort();
    for (const [key, message] of Object.entries(zh)) {
      for (const value of braces(en[key as keyof typeof zh])) expect(braces(message), key).toContain(value);
    }
  });

  it("says periods as people write them", () => {
    expect(["2026-11", "2026Q4", "2026-Q4", "2026H1", "2026W07", "2026", "once"].map(sayPeriod)).toEqual(
      ["2026 年 11 月", "2026 年第 4 季度", "2026 年第 4 季度", "2026 年上半年", "2026 年第 7 周", "2026 年", "限期一次"]);
  });

  it("counts days over the end of a month", () => {
    expect(addDays("2026-02-27", 3)).toBe("2026-03-02");
    expect(daysBetween("2026-03-02", "2026-02-27")).toBe(-3);
  });
});

describe("duties", () => {
  it("go on being late without a network, overdue first", () => {
    const now = "2026-11-23";
    expect(dutyState({ state: "open", due: "2026-11-22" }, now)).toBe("overdue");
    const duties = [{ state: "open", due: "2026-11-30" }, { state: "missed", due: "2026-10-01" }, { state: "open", due: "2026-11-20" }] as const;
    expect([...duties].sort(byLateness(now)).map(({ due }) => due)).toEqual(["2026-11-20", "2026-10-01", "2026-11-30"]);
  });
});

describe("places", () => {
  it("are found by words in any order, whatever their case", () => {
    expect(finds("额尔敦羊杂馆eedyzg鄂尔多斯路", "路 EED")).toBe(true);
    expect(finds("额尔敦羊杂馆", "羊肉")).toBe(false);
  });

  it("show of a person as little as a list needs", () => {
    expect(masked("乌云其木格")).toBe("乌*");
    expect(maskedPhone("13812345678")).toBe("138****5678");
  });

  it("lie in the areas whose code theirs begins with", () => {
    expect(within("150624101003001", "150624101")).toBe(true);
    expect(within("150624101", "150624101003")).toBe(false);
  });

  it("are as far apart as on the ground", () => {
    expect(distance({ lat: 39, lon: 108 }, { lat: 39.01, lon: 108 })).toBeCloseTo(1112, 0);
  });
});

describe("a finding", () => {
  const begun = (): Finding => blank("f", null);
  const exits: ChecklistItem = {
    id: "exits_clear", section: "way_out", text: "出口畅通", basis: { text: "出口不能堵", source: "《消防法》第28条", grade: "A" },
    severity: "serious", element: "2017:7.3.3", hint: "", problems: ["通道堆物", "出口被封堵"],
  };

  it("keeps what was typed beside ready phrases", () => {
    const both = toggled("自己写的", "出口锁闭");
    expect(both).toBe("自己写的；出口锁闭");
    expect(says(both, "出口锁闭")).toBe(true);
    expect(toggled(both, "出口锁闭")).toBe("自己写的");
  });

  it("may touch the element of the very phrase that was tapped", () => {
    const item = { ...exits, element: "", elements: ["", "2017:7.3.3"] };
    expect(touched(item, "通道堆物")).toBe("");
    expect(touched(item, "通道堆物；出口被封堵；后门也是")).toBe("2017:7.3.3");
    expect(touched(item, "自己写的")).toBe("");
    expect(touched({ ...item, element: "2017:7.1.1" }, "自己写的")).toBe("2017:7.1.1");
    expect(touched({ ...item, element: "2017:7.1.1" }, "通道堆物")).toBe("");
  });

  it("may touch the element of its item where phrases have none of their own, and none without an item", () => {
    expect(touched(exits, "通道堆物")).toBe("2017:7.3.3");
    expect(touched(exits, "自己写的")).toBe("2017:7.3.3");
    expect(touched(null, "别的")).toBe("");
  });

  it("is nothing until something was written, and names what it lacks", () => {
    expect(isBlank(begun())).toBe(true);
    expect(Object.keys(missing(begun())).sort()).toEqual(["action", "photo", "text"]);
  });

  it("has a date only when it is to be corrected by one, and photos afterwards only when it was corrected", () => {
    const finding = begun();
    decide(finding, "by_date", "2026-11-23");
    expect(finding.due).toBe("2026-11-30");
    decide(finding, "cannot", "2026-11-23");
    expect(finding.due).toBeNull();
    finding.after = [{ sha256: "a" } as Finding["after"][number]];
    tidy(finding);
    expect(finding.after).toEqual([]);
  });
});

describe("forms", () => {
  it("know a credit code by its check character", () => {
    expect(creditCode("")).toBe("");
    expect(creditCode("91350100M000100Y43")).toBe("");
    expect(creditCode("91350100M000100Y44")).not.toBe("");
    expect(creditCode("9135")).not.toBe("");
  });

  it("take telephones as they are written down", () => {
    expect(["", "13812345678", "138 1234 5678", "0477-6212345", "6212345", "+8613812345678"].map(phone).filter(Boolean)).toEqual([]);
    expect(["123", "abc", "1381234567"].map(phone).every(Boolean)).toBe(true);
  });

  it("take whole numbers within bounds, or none", () => {
    expect([whole("", 1, 200), whole(null, 1, 200), whole(200, 1, 200)]).toEqual(["", "", ""]);
    expect([whole(0, 1, 200), whole(1.5, 1, 200)].every(Boolean)).toBe(true);
  });
});

describe("a permission", () => {
  it("is given at the address bar only where there is one", () => {
    const chrome = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36";
    expect([hasAddressBar(chrome, false), hasAddressBar(chrome, true)]).toEqual([true, false]);
    for (const shell of ["MicroMessenger/8.0", "wxwork/4.1", "AliApp(DingTalk/7.0)", "Lark/7.0"]) expect(hasAddressBar(`${chrome} ${shell}`, false)).toBe(false);
  });
});

describe("elements", () => {
  it("are those of the checklist's items, with the one that is chosen, and none", () => {
    const item = { id: "a", section: "s", basis: { text: "", source: "", grade: "A" as const }, severity: "general" as const, hint: "", problems: [] };
    const list = {
      id: "l", version: 1, title: "", for: [], evidence: [], sections: [],
      items: [{ ...item, text: "出口", element: "2017:6.2" }, { ...item, text: "通道", element: "2017:6.2" }, { ...item, text: "别的", element: "" }],
    };
    expect(elementsOf(list, "")).toEqual([{ id: "", title: "不对应" }, { id: "2017:6.2", title: "GB 35181—2017 第 6.2 条 · 出口；通道" }]);
    expect(elementsOf(undefined, "2025:4.1").map(({ id }) => id)).toEqual(["", "2025:4.1"]);
    expect(elementsOf(undefined, "")).toEqual([]);
  });
});
