import { expect, test } from "@jest/globals";
import { credentials } from "../../../config/sections/secrets.ts";
import { engineConfig, secretKeys } from "../../../golive/run/settings.ts";
import { standIn } from "../../../golive/run/stand-ins.ts";

const PLACES = Object.entries(credentials.shape).flatMap(([provider, section]) => Object.keys(section.unwrap().shape).map((field) => [provider, field] as const));

test.each(PLACES)("the stand-in of %s.%s has the form that the program demands", (provider, field) => {
  const value = standIn(["optibid:credentials", provider, field]);
  expect(credentials.safeParse({ [provider]: { [field]: value } }).success).toBe(true);
  expect(standIn(["optibid:credentials", provider, field])).toBe(value);
});

test("encrypted values are replaced wherever they are, and nothing else is", () => {
  const settings = "config:\n  aws:region: eu-central-1\n  optibid:credentials:\n    twilio:\n      authToken:\n        secure: AAABADEvJdEHc1\n  optibid:network:\n    zones: [a]\n";
  const config = engineConfig(settings);
  expect(secretKeys(settings)).toEqual(["optibid:credentials"]);
  expect(config["aws:region"]).toBe("eu-central-1");
  expect(JSON.parse(config["optibid:network"] ?? "")).toEqual({ zones: ["a"] });
  expect(JSON.parse(config["optibid:credentials"] ?? "")).toEqual({ twilio: { authToken: standIn(["optibid:credentials", "twilio", "authToken"]) } });
});
