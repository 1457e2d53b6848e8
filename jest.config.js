/** @type {import("jest").Config} */
const shared = {
  testEnvironment: "node",
  transform: {
    "^.+\\.[jt]sx?$": [
      "@swc/jest",
      {
        jsc: {
          parser: { syntax: "typescript", tsx: true, decorators: true },
          transform: { react: { runtime: "automatic" } },
          target: "es2022",
        },
      },
    ],
  },
  modulePathIgnorePatterns: ["<rootDir>/.medusa/", "<rootDir>/.demo/", "<rootDir>/.cache/"],
  // The browser's build is an ES module, which jest does not load; the same library for Node stands in.
  moduleNameMapper: { "^csv-stringify/browser/esm/sync$": "csv-stringify/sync" },
  moduleFileExtensions: ["ts", "tsx", "js", "jsx", "json"],
}

const integration = {
  ...shared,
  setupFiles: ["<rootDir>/integration-tests/setup.js"],
  setupFilesAfterEnv: ["<rootDir>/integration-tests/retries.js"],
}

module.exports = {
  testTimeout: 120000,
  testSequencer: "<rootDir>/scripts/jest/slowest-first.js",
  projects: [
    {
      ...shared,
      displayName: "core",
      testMatch: ["<rootDir>/{src/core,packages}/**/__tests__/**/*.spec.ts"],
    },
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/{src,admin,bench,demo,scripts}/**/__tests__/**/*.spec.ts"],
      testPathIgnorePatterns: ["<rootDir>/src/core/", "/node_modules/"],
    },
    { ...integration, displayName: "module", testMatch: ["<rootDir>/integration-tests/module/**/*.spec.ts"] },
    { ...integration, displayName: "http", testMatch: ["<rootDir>/integration-tests/http/**/*.spec.ts"] },
    { ...integration, displayName: "browser", testMatch: ["<rootDir>/integration-tests/browser/**/*.spec.ts"] },
    { ...integration, displayName: "reliability", testMatch: ["<rootDir>/integration-tests/reliability/**/*.spec.ts"] },
    { ...integration, displayName: "package", testMatch: ["<rootDir>/integration-tests/package/**/*.spec.ts"] },
    { ...shared, displayName: "widget", testMatch: ["<rootDir>/storefront-widget/**/__tests__/**/*.spec.{ts,tsx}"] },
    { ...integration, displayName: "security", testMatch: ["<rootDir>/integration-tests/security/**/*.spec.ts"] },
  ],
}
