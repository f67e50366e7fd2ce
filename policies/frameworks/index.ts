/** All frameworks that are accounted for control by control. */
import type { Benchmark } from "./benchmark.ts";
import { cisAws } from "./cis-aws.ts";
import { cisEks } from "./cis-eks.ts";
import { fsbp } from "./fsbp.ts";
import { podSecurity } from "./pod-security.ts";

export const benchmarks: readonly Benchmark[] = [fsbp, cisAws, cisEks, podSecurity];
