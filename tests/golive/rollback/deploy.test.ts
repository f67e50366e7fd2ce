import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { withSettings } from "../../../golive/rollback/deploy.ts";

let checkout = "";
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "golive-checkout-"));
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

test.each([[false, ["Pulumi.dev.yaml"]], [true, ["Pulumi.dev.yaml", "waivers"]]])("a rehearsed rollback has the changed settings, and waivers where there are any: %s", async (waived, expected) => {
  const file = join(checkout, "Pulumi.dev.yaml");
  writeFileSync(file, "old");
  if (waived) {
    mkdirSync(join(checkout, "waivers"));
    writeFileSync(join(checkout, "waivers", "dev.yaml"), "waivers: []\n");
  }
  const directory = await withSettings(file, "new", async (at) => {
    expect(readdirSync(at).sort()).toEqual(expected);
    expect(readFileSync(join(at, "Pulumi.dev.yaml"), "utf8")).toBe("new");
    if (waived) expect(readFileSync(join(at, "waivers", "dev.yaml"), "utf8")).toBe("waivers: []\n");
    return at;
  });
  expect([existsSync(directory), readFileSync(file, "utf8")]).toEqual([false, "old"]);
});
