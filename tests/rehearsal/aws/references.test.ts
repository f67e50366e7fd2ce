import { describe, expect, test } from "@jest/globals";
import { REFERENCES } from "../../../rehearsal/aws/references.ts";
import { REFERENTS } from "../../../rehearsal/aws/referents.ts";
import { hasArgument, isType } from "./schema.ts";

describe("the tables speak of real types and properties", () => {
  test("every referring property is an argument of its type", () => {
    const wrong = REFERENCES.flatMap(([shorts, paths]) =>
      shorts.flatMap((short) => paths.filter((path) => !isType(short) || !hasArgument(short, path)).map((path) => `${short}: ${path}`)),
    );
    expect(wrong).toEqual([]);
  });

  test("every referent is made of real types", () => {
    const shorts = Object.values(REFERENTS).flatMap(({ things }) => things.map(([short]) => short));
    expect(shorts.filter((short) => !isType(short))).toEqual([]);
  });
});
