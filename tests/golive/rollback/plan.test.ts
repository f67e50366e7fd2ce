import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parse } from "yaml";
import { planRollback } from "../../../golive/rollback/plan.ts";
import type { Failure } from "../../../golive/run/failure.ts";

const HOST = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/optibid";
const image = (name: string, digit: string): string => `${HOST}/${name}@sha256:${digit.repeat(64)}`;

/** A settings file with comments, flow style, quotes and odd spacing, as people write them. */
const FILE = `# production
config:
  aws:region:   eu-central-1
  optibid:network:
    zones: [eu-central-1a,   eu-central-1b]   # append-only
  optibid:release:
    version: 1.4.2   # set by the pipeline
    history:
      - version: 1.4.2
        images: { api: ${image("api", "3")}, web: ${image("web", "3")} }
      - version: 1.4.1
        images:
          api: ${image("api", "2")}
          web: ${image("web", "3")}
      - version: 1.4.0
        migration: irreversible
        note: drops the column bids.legacy
        images: { api: ${image("api", "1")}, web: ${image("web", "1")} }
      - version: 1.3.0
        images: { api: ${image("api", "0")}, web: ${image("web", "0")} }
  optibid:workloads:
    api:
      image: ${image("api", "3")} # the API
      min: 2
    web: { image: '${image("web", "3")}', min: 2 }
  optibid:observability:
    images: { grafana: ${image("grafana", "3")} }

encryptionsalt: v1:abc
`;

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Failure).message;
  }
  throw new Error("nothing was refused");
}

describe("back to the release before", () => {
  const plan = planRollback("production", FILE);

  test("swaps the images that differ", () => {
    expect({ ...plan, text: "" }).toEqual({
      from: "1.4.2", to: "1.4.1", text: "",
      swaps: [{ path: "optibid:workloads.api.image", from: image("api", "3"), to: image("api", "2") }],
    });
  });

  test("and changes nothing else, to the byte", () => {
    const expected = FILE.replace("version: 1.4.2   # set", "version: 1.4.1   # set").replace(`image: ${image("api", "3")} # the API`, `image: ${image("api", "2")} # the API`);
    expect(plan.text).toBe(expected);
  });

  test("from there, forward is no rollback", () => {
    expect(refusal(() => planRollback("production", plan.text, "1.4.2"))).toBe("1.4.2 is newer than 1.4.1, which runs: that is no rollback. Set its images and optibid:release.version in Pulumi.production.yaml and run golive up.");
  });
});

test("further back, the quotes of a value stay its own", () => {
  const { swaps, text } = planRollback("production", FILE, "1.4.0");
  expect(swaps.map(({ path }) => path)).toEqual(["optibid:workloads.api.image", "optibid:workloads.web.image"]);
  expect(text).toContain(`web: { image: '${image("web", "1")}', min: 2 }`);
  expect(text).toContain(`grafana: ${image("grafana", "3")}`);
});

describe("refused, with the reason and the next step", () => {
  const without = (part: RegExp | string, by = ""): string => {
    const changed = FILE.replace(part, by);
    expect(changed).not.toBe(FILE);
    return changed;
  };
  test.each<[string, string, string | undefined, string]>([
    ["over a migration that cannot be gone back on", FILE, "1.3.0", "the migration of 1.4.0 (drops the column bids.legacy) cannot be gone back on"],
    ["when the migration is what runs", without("version: 1.4.2   #", "version: 1.4.0   #").replaceAll(image("api", "3"), image("api", "1")).replaceAll(image("web", "3"), image("web", "1")), undefined, "the migration of 1.4.0"],
    ["to what runs", FILE, "1.4.2", "1.4.2 is what runs. It can return to: 1.4.1, 1.4.0, 1.3.0"],
    ["to what was never there", FILE, "9.9.9", "records no release 9.9.9. It can return to: 1.4.1, 1.4.0, 1.3.0"],
    ["without a record", without(/ {2}optibid:release:[\s\S]*(?= {2}optibid:workloads)/), undefined, "production has no record of its releases"],
    ["before the first release", without(/ {6}- version: 1\.4\.1[\s\S]*(?= {2}optibid:workloads)/), undefined, "1.4.2 is the first release that Pulumi.production.yaml records"],
    ["when something else runs than is recorded", without(`image: ${image("api", "3")}`, `image: ${image("api", "9")}`), undefined, `optibid:release.history.0.images.api is "${image("api", "3")}"; accepted: ${image("api", "9")}, the image at workloads.api`],
    ["when the release had other programs", without(`          web: ${image("web", "3")}\n`), undefined, "it has not the same programs as 1.4.2 (web)"],
    ["when the version is not in the history", without("version: 1.4.2   #", "version: 1.4.9   #"), undefined, "optibid:release.version is \"1.4.9\"; accepted: 1.4.2, 1.4.1, 1.4.0, 1.3.0"],
    ["when the record is malformed", without("version: 1.4.2   #", "version: 1.4   #"), undefined, "Pulumi.production.yaml: optibid:release.version is 1.4; accepted: a value of type string"],
    ["when the file is no YAML", "config: [", undefined, "Pulumi.production.yaml cannot be read"],
    ["when an image is an alias", FILE.replace(`api: ${image("api", "3")}`, `api: &api ${image("api", "3")}`).replace(`image: ${image("api", "3")}`, "image: *api"), undefined, "workloads.api.image is no plain value but an alias"],
    ["when an image is shared by an anchor", FILE.replace(`image: ${image("api", "3")} #`, `image: &api ${image("api", "3")} #`).replace("encryptionsalt: v1:abc", "environment: *api"), undefined, "cannot be changed safely"],
  ])("%s", (_what, text, to, reason) => {
    expect(refusal(() => planRollback("production", text, to))).toContain(reason);
  });
});

test("a version that looks like a number stays text", () => {
  const text = FILE.replaceAll("1.4.1", '"20261122"');
  expect((parse(planRollback("production", text).text) as { config: Record<string, { version: unknown }> }).config["optibid:release"]?.version).toBe("20261122");
});

test("whatever the versions are called, and however far back, what is written is what was recorded", () => {
  const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,12}$/);
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 6 }), fc.nat(), (names, pick) => {
      const history = names.map((version, index) => `      - version: ${JSON.stringify(version)}\n        images: { api: ${image("api", String(index))} }`).join("\n");
      const text = `config:\n  optibid:release:\n    version: ${JSON.stringify(names[0])}\n    history:\n${history}\n  optibid:workloads: { api: { image: ${image("api", "0")} } }\n`;
      const at = 1 + (pick % (names.length - 1));
      const { config } = parse(planRollback("x", text, names[at]).text) as { config: { "optibid:release": { version: string }; "optibid:workloads": { api: { image: string } } } };
      return config["optibid:release"].version === names[at] && config["optibid:workloads"].api.image === image("api", String(at));
    }),
    { numRuns: 200 },
  );
});
