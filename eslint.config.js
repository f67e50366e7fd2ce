import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/**", ".cache/**", ".golive/**", "coverage/**"] },
  ...tseslint.configs.strict,
  {
    files: ["**/*.ts"],
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/no-dynamic-delete": "off",
      // With noUncheckedIndexedAccess the alternative, after a regular expression has matched, says less.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      "@typescript-eslint/unified-signatures": "off",
      "no-console": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "prefer-const": "error",
      "max-lines": ["warn", { max: 320, skipBlankLines: false }],
    },
  },
  // Data and tables of cases: what is long here is not what is complicated.
  { files: ["checklist/ids.ts"], rules: { "max-lines": "off" } },
  { files: ["tests/**/*.ts"], rules: { "max-lines": ["warn", { max: 400 }] } },
);
