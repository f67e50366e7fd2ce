import { describe, expect, test } from "@jest/globals";
import { alerting, alertingContradictions } from "../../../config/sections/alerting.ts";
import { minutesOf } from "../../../config/sections/calendar.ts";
import { PARSED, SECTION } from "./fixture.ts";

describe("the section", () => {
  test("says who; the rest is production's", () => {
    expect(PARSED.routes).toEqual({ critical: ["pagerduty", "slack", "teams", "email"], warning: ["slack", "teams", "email"], info: ["slack"] });
    expect(PARSED.escalation).toEqual([{ afterMinutes: 0, notify: "primary" }, { afterMinutes: 15, notify: "secondary" }, { afterMinutes: 30, notify: "everyone" }]);
    expect(PARSED.onCall).toEqual({
      timeZone: "Europe/Berlin", handover: { day: "mon", time: "09:00" }, start: "2026-01-05", overrides: [],
      shifts: [{ days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from: "00:00", until: "24:00", rotation: ["anna", "ben", "carla"] }],
    });
    expect(PARSED.thresholds).toMatchObject({ apiResponseMs: 200, pageLoadMs: 3_000, databaseQueryMs: 100, loginMs: 500, emailSeconds: 30, smsSeconds: 10, errorRatePercent: 1, certificateDays: 30 });
    expect(alertingContradictions(PARSED, { environment: "production" })).toEqual([]);
  });

  const shifts = (shift: object): object => ({ ...SECTION, onCall: { shifts: [{ rotation: ["anna", "ben"], ...shift }] } });
  test.each<[string, unknown, string]>([
    ["nothing", {}, "email"],
    ["no mailbox", { ...SECTION, email: [] }, "email"],
    ["one person", shifts({ rotation: ["anna"] }), "onCall.shifts.0.rotation"],
    ["the same person twice", shifts({ rotation: ["anna", "anna"] }), "onCall.shifts.0.rotation"],
    ["an hour that is none", shifts({ from: "9:00" }), "onCall.shifts.0.from"],
    ["a time zone that is none", { ...SECTION, onCall: { ...SECTION.onCall, timeZone: "Europe/Atlantis" } }, "onCall.timeZone"],
    ["a date that is none", { ...SECTION, onCall: { ...SECTION.onCall, start: "2026-02-30" } }, "onCall.start"],
    ["a channel that is none", { ...SECTION, routes: { critical: ["fax"] } }, "routes.critical.0"],
    ["a channel twice", { ...SECTION, routes: { critical: ["slack", "slack"] } }, "routes.critical"],
    ["a person called like a role", { ...SECTION, people: { primary: { email: "a@optibid.com" } } }, "people.primary"],
    ["a key nobody knows", { ...SECTION, thresholds: { cpu: 1 } }, "thresholds"],
    ["a share above everything", { ...SECTION, thresholds: { cpuPercent: 101 } }, "thresholds.cpuPercent"],
  ])("refuses %s", (_name, value, path) => {
    const { error } = alerting.safeParse(value);
    expect(error?.issues.map((issue) => issue.path.join("."))).toContain(path);
  });
});

describe("what does not go together", () => {
  const of = (more: object): typeof PARSED => alerting.parse({ ...SECTION, ...more });
  const schedule = (onCall: object): typeof PARSED => of({ onCall: { ...SECTION.onCall, ...onCall } });
  const rotation = ["anna", "ben"];
  const everyDay = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

  test.each<[string, typeof PARSED, string[]]>([
    ["a stranger in the rotation", schedule({ shifts: [{ rotation: ["anna", "zoe"] }] }), ["onCall.shifts.0.rotation.1: somebody of anna, ben, carla"]],
    ["a start on another day", schedule({ start: "2026-01-06" }), ["onCall.start: a mon, the day of the handover"]],
    ["a handover at 24:00", schedule({ handover: { time: "24:00" } }), ["onCall.handover.time: 00:00 of the next day instead"]],
    ["a weekend that nobody has", schedule({ shifts: [{ days: everyDay.slice(0, 5), rotation }] }), ["onCall.shifts: shifts that cover the whole week"]],
    ["an hour that nobody has", schedule({ shifts: [{ from: "00:00", until: "18:00", rotation }, { from: "19:00", rotation }] }), ["onCall.shifts: shifts that cover the whole week"]],
    ["an hour that two have", schedule({ shifts: [{ from: "00:00", until: "18:00", rotation }, { from: "17:00", rotation }] }), ["onCall.shifts.1: a time in which no earlier shift is"]],
    ["a shift that ends before it begins", schedule({ shifts: [{ rotation }, { from: "20:00", until: "08:00", rotation }] }), ["onCall.shifts.1.until: a time after from, which is 20:00; a shift over midnight is two"]],
    ["day and night by two rotations", schedule({ shifts: [{ from: "08:00", until: "20:00", rotation }, { until: "08:00", rotation }, { from: "20:00", rotation }] }), []],
    ["a stranger who stands in, for himself, backwards", schedule({ overrides: [{ from: "2026-01-02T00:00", until: "2026-01-01T00:00", person: "zoe", covers: "zoe" }] }), [
      "onCall.overrides.0.person: somebody of anna, ben, carla", "onCall.overrides.0.covers: somebody of anna, ben, carla",
      "onCall.overrides.0.until: a moment after from, which is 2026-01-02T00:00", "onCall.overrides.0.person: somebody other than the one who is covered",
    ]],
    ["a severity without a route", of({ routes: { info: [] } }), ["routes.info: at least one of pagerduty, slack, teams, email"]],
    ["an alert that wakes nobody", of({ routes: { critical: ["slack"] } }), ["routes.critical: channels with pagerduty among them: nothing else wakes somebody"]],
    ["a first step that waits", of({ escalation: [{ afterMinutes: 5, notify: "primary" }] }), ["escalation.0.afterMinutes: 0: the first step is at once"]],
    ["minutes that do not rise", of({ escalation: [{ afterMinutes: 0, notify: "primary" }, { afterMinutes: 15, notify: "carla" }, { afterMinutes: 15, notify: "everyone" }] }), ["escalation.2.afterMinutes: more than 15, the minutes of the step before"]],
    ["a step to a stranger", of({ escalation: [{ afterMinutes: 0, notify: "zoe" }] }), ["escalation.0.notify: one of primary, secondary, everyone, anna, ben, carla, pagerduty, slack, teams, email"]],
    ["an end at a channel", of({ escalation: [{ afterMinutes: 0, notify: "primary" }, { afterMinutes: 9, notify: "slack" }] }), ["escalation.1.notify: somebody: one of primary, secondary, everyone, anna, ben, carla. A channel takes nothing over"]],
  ])("%s", (_name, section, expected) => {
    expect(alertingContradictions(section, { environment: "production" }).map(({ path, accepted }) => `${path.join(".")}: ${accepted}`)).toEqual(expected);
  });

  test("the gap is named, to the minute", () => {
    const section = schedule({ shifts: [{ days: everyDay.slice(0, 6), rotation }, { days: ["sun"], until: "22:30", rotation }] });
    expect(alertingContradictions(section, { environment: "production" }).map(({ value }) => value)).toEqual(["nobody from sun 22:30 to mon 00:00"]);
  });

  test.each(["dev", "staging"])("in %s nobody has to be woken", (environment) => {
    expect(alertingContradictions(of({ routes: { critical: ["email"] } }), { environment })).toEqual([]);
  });
});

test.each([["00:00", 0], ["09:30", 570], ["24:00", 1_440]])("%s is %i minutes into the day", (time, minutes) => expect(minutesOf(time)).toBe(minutes));
