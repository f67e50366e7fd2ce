import { describe, expect, test } from "@jest/globals";
import { allNames, caaRecords, recordPart, validatedNames } from "../../../components/edge/names.ts";

test.each([
  ["optibid.com", undefined, ["optibid.com"]],
  ["optibid.com", ["www.optibid.com"], ["optibid.com", "www.optibid.com"]],
  ["optibid.com", ["www.optibid.com", "optibid.com", "www.optibid.com"], ["optibid.com", "www.optibid.com"]],
])("names of %s with %j, each once and the domain first", (domain, others, expected) => {
  expect(allNames(domain, others)).toEqual(expected);
});

test.each([
  [["optibid.com", "www.optibid.com"], ["optibid.com", "www.optibid.com"]],
  [["optibid.com", "*.optibid.com"], ["optibid.com"]],
  [["*.optibid.com"], ["optibid.com"]],
])("%j are proved by the records of %j", (names, expected) => {
  expect(validatedNames(names)).toEqual(expected);
});

test.each([
  ["optibid.com", "apex"],
  ["www.optibid.com", "www"],
  ["a.b.optibid.com", "a-b"],
  ["*.optibid.com", "wildcard"],
  ["optibid.de", "optibid-de"],
  ["notoptibid.com", "notoptibid-com"],
])("%s is the part %s of a logical name", (name, part) => {
  expect(recordPart("optibid.com", name)).toBe(part);
});

describe("only Amazon issues", () => {
  test.each([
    [["optibid.com"], ['0 issue "amazon.com"', '0 issuewild ";"']],
    [["optibid.com", "*.optibid.com"], ['0 issue "amazon.com"', '0 issuewild "amazon.com"']],
  ])("for %j", (names, records) => {
    expect(caaRecords(names)).toEqual(records);
  });
});
