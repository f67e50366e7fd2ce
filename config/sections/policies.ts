/** Policies: what the policy pack may mend by itself. */
import { z } from "zod";

/** The section `policies`. */
export const policies = z.strictObject({
  remediate: z.array(z.enum(["tags", "log-retention", "tls"])).refine((kinds) => new Set(kinds).size === kinds.length, { error: "kinds that are all different" })
    .default([]).describe("What the policy pack mends by itself before the engine goes on: missing tags whose values are known (`tags`), logs kept too short or without an end (`log-retention`), clients let in with less than TLS 1.2 (`tls`). The plan shows what it changed."),
  rules: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, { error: "the name of a rule" }), z.record(z.string().regex(/^[A-Za-z]+$/, { error: "a threshold of the rule, or enforcementLevel" }), z.union([z.int().positive(), z.literal("mandatory")])))
    .default({}).describe("What this stack demands beyond the policy pack, by the name of a rule: thresholds that are stricter, and `enforcementLevel: mandatory` where the environment only advises."),
}).prefault({});
