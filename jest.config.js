/** One runner for every suite. The suites in tests/runs start real processes and are chosen by path. */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/tests"],
  testMatch: ["**/*.test.ts"],
  setupFiles: ["<rootDir>/tests/setup.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2024" }, module: { type: "es6" } }],
  },
  modulePathIgnorePatterns: ["<rootDir>/.cache", "<rootDir>/.golive"],
  maxWorkers: 2,
  workerIdleMemoryLimit: "1500MB",
};
