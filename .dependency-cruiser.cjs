/** The directions in which imports may point. See docs/adr/0001-layout.md. */
const only = (name, from, allowed) => ({
  name,
  severity: "error",
  comment: `${from} may import only itself${allowed.length === 0 ? "" : `, ${allowed.join(", ")}`} and packages`,
  from: { path: `^${from}/` },
  to: { path: "^(config|components|policies|checklist|rehearsal|engine|golive|tests|tools|index\\.ts)", pathNot: `^(${[from, ...allowed].join("|")})/` },
});

module.exports = {
  forbidden: [
    only("config-stands-alone", "config", []),
    only("components-read-config-types", "components", ["config"]),
    only("policies-see-only-the-graph", "policies", ["checklist"]),
    only("checklist-stands-alone", "checklist", []),
    only("rehearsal-knows-no-optibid", "rehearsal", []),
    only("engine-stands-alone", "engine", []),
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    { name: "nothing-imports-tests", severity: "error", from: { pathNot: "^tests/" }, to: { path: "^tests/" } },
    {
      name: "ledger-knows-no-pulumi",
      severity: "error",
      from: { path: "^checklist/" },
      to: { path: "node_modules/@pulumi" },
    },
    {
      name: "pack-starts-fast",
      comment: "the SDKs of aws and kubernetes take half a second each; policies match types by their tokens",
      severity: "error",
      from: { path: "^policies/" },
      to: { path: "node_modules/@pulumi/(aws|kubernetes|random)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-unresolved",
      comment: "a function finds the AWS SDK, and what is packed beside it, where it runs: in AWS Lambda",
      severity: "error",
      from: { pathNot: "^components/[^/]+/functions/" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"], extensions: [".ts", ".js", ".json"] },
  },
};
