import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { alerting } from "../../../config/sections/alerting.ts";
import { escalationAt, whoIsOnCall } from "../../../golive/alerts/on-call.ts";

const PEOPLE = { anna: { email: "anna@optibid.com" }, ben: { email: "ben@optibid.com" }, carla: { email: "carla@optibid.com" } };
const section = (onCall: object = {}, more: object = {}) =>
  alerting.parse({ email: ["oncall@optibid.com"], people: PEOPLE, onCall: { shifts: [{ rotation: ["anna", "ben", "carla"] }], ...onCall }, ...more });
const at = (moment: string): Date => new Date(moment);
const names = (given: ReturnType<typeof section>, moment: string): string[] => {
  const { primary, secondary } = whoIsOnCall(given.onCall, at(moment));
  return [primary, secondary];
};

describe("the week, handed over on Monday at nine in Berlin", () => {
  test.each([
    ["the first minute", "2026-01-05T08:00:00Z", ["anna", "ben"]],
    ["the last minute", "2026-01-12T07:59:59Z", ["anna", "ben"]],
    ["the next one", "2026-01-12T08:00:00Z", ["ben", "carla"]],
    ["the third", "2026-01-19T08:00:00Z", ["carla", "anna"]],
    ["back at the first", "2026-01-26T08:00:00Z", ["anna", "ben"]],
    ["before the first handover", "2026-01-05T07:59:00Z", ["carla", "anna"]],
    ["in summer the same hour is another in UTC", "2026-04-06T07:00:00Z", ["ben", "carla"]],
    ["an hour before it", "2026-04-06T06:59:00Z", ["anna", "ben"]],
  ])("%s", (_name, moment, expected) => expect(names(section(), moment)).toEqual(expected));
});

test("overrides stand in; the second is never the first", () => {
  const overrides = [
    { from: "2026-01-06T00:00", until: "2026-01-07T00:00", covers: "anna", person: "ben" },
    { from: "2026-01-08T00:00", until: "2026-01-09T00:00", covers: "ben", person: "carla" },
  ];
  expect(names(section({ overrides }), "2026-01-05T22:59:00Z")).toEqual(["anna", "ben"]);
  expect(names(section({ overrides }), "2026-01-05T23:00:00Z")).toEqual(["ben", "carla"]);
  expect(names(section({ overrides }), "2026-01-06T23:00:00Z")).toEqual(["anna", "ben"]);
  expect(names(section({ overrides }), "2026-01-08T12:00:00Z")).toEqual(["anna", "carla"]);
});

test("shifts have rotations of their own, and a moment without one is said", () => {
  const shifts = [{ from: "08:00", until: "20:00", rotation: ["anna", "ben"] }, { until: "08:00", rotation: ["carla", "ben"] }];
  expect(names(section({ shifts }), "2026-01-06T12:00:00Z")).toEqual(["anna", "ben"]);
  expect(names(section({ shifts }), "2026-01-06T02:00:00Z")).toEqual(["carla", "ben"]);
  expect(() => whoIsOnCall(section({ shifts }).onCall, at("2026-01-06T19:00:00Z"))).toThrow(new RangeError("nobody is on call at 2026-01-06T20:00 (Europe/Berlin)"));
});

test("at every moment two different people of the rotation, the same for the whole week", () => {
  const { onCall } = section();
  fc.assert(
    fc.property(fc.date({ min: at("2020-01-01T00:00:00Z"), max: at("2040-01-01T00:00:00Z"), noInvalidDate: true }), (moment) => {
      const { primary, secondary, everyone } = whoIsOnCall(onCall, moment);
      expect(everyone).toEqual(["anna", "ben", "carla"]);
      expect(everyone).toContain(primary);
      expect(everyone.indexOf(secondary)).toBe((everyone.indexOf(primary) + 1) % 3);
      // Three weeks of wall clock later it is the same person, whatever the clocks did in between.
      const later = whoIsOnCall(onCall, new Date(moment.getTime() + 21 * 86_400_000)).primary;
      const near = [-3_600_000, 0, 3_600_000].map((shift) => whoIsOnCall(onCall, new Date(moment.getTime() + 21 * 86_400_000 + shift)).primary);
      expect([later, ...near]).toContain(primary);
    }),
    { numRuns: 300 },
  );
});

test("the escalation with names in place of roles", () => {
  const escalation = [{ afterMinutes: 0, notify: "primary" }, { afterMinutes: 5, notify: "slack" }, { afterMinutes: 10, notify: "secondary" }, { afterMinutes: 20, notify: "everyone" }, { afterMinutes: 30, notify: "carla" }];
  expect(escalationAt(section({}, { escalation }), at("2026-01-12T08:00:00Z"))).toEqual([
    { afterMinutes: 0, people: ["ben"] },
    { afterMinutes: 5, people: [], channel: "slack" },
    { afterMinutes: 10, people: ["carla"] },
    { afterMinutes: 20, people: ["anna", "ben", "carla"] },
    { afterMinutes: 30, people: ["carla"] },
  ]);
});
