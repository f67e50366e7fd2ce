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
  // With --coverage, which the step of the policies asks for: every branch of the rules is taken by their own tests.
  collectCoverageFrom: ["policies/**/*.ts"],
  coverageProvider: "babel",
  coverageDirectory: "<rootDir>/.cache/coverage",
  coverageReporters: [["text", { skipFull: true }]],
  coverageThreshold: { "./policies/": { branches: 100 } },
  maxWorkers: 2,
  workerIdleMemoryLimit: "1500MB",
};
