/**
 * The CrossGuard pack: turns the rules of the catalogue into policies and serves them to the engine.
 */
import { PolicyPack } from "@pulumi/policy";
import { rules } from "./catalogue.ts";
import { enforcementLevel } from "./environment.ts";
import { policies } from "./policies.ts";

new PolicyPack("golive", {
  description: "Production readiness of the OptiBid platform, checklist item by checklist item",
  policies: policies(rules, enforcementLevel(process.env)),
});
