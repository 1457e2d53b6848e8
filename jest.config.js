/** @type {import("jest").Config} */
const shared = {
  // Each look at a global costs a test file more than the sum that asks for it: these are handed to it.
  sandboxInjectedGlobals: ["Math"],
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
  moduleNameMapper: {
    "^csv-stringify/browser/esm/sync$": "csv-stringify/sync",
    "^fast-check$": "<rootDir>/scripts/jest/fast-check.js",
  },
  moduleFileExtensions: ["ts", "tsx", "js", "jsx", "json"],
}

const integration = {
  ...shared,
  setupFiles: ["<rootDir>/integration-tests/setup.js"],
  setupFilesAfterEnv: ["<rootDir>/integration-tests/retries.js"],
}

// Medusa's libraries are loaded once for all files of a worker: anew for each, they take longer than most files' tests.
const sharedLibraries = {
  runtime: "<rootDir>/scripts/jest/one-realm-runtime.js",
  testEnvironment: "<rootDir>/scripts/jest/one-realm-environment.js",
}

module.exports = {
  testTimeout: 120000,
  testSequencer: "<rootDir>/scripts/jest/slowest-first.js",
  // A worker that has grown so large ends after its file, and a new one takes the next.
  workerIdleMemoryLimit: "3GB",
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
    {
      ...integration,
      ...sharedLibraries,
      displayName: "module",
      testMatch: ["<rootDir>/integration-tests/module/**/*.spec.ts"],
    },
    { ...integration, displayName: "http", testMatch: ["<rootDir>/integration-tests/http/**/*.spec.ts"] },
    { ...integration, displayName: "browser", testMatch: ["<rootDir>/integration-tests/browser/**/*.spec.ts"] },
    { ...integration, displayName: "reliability", testMatch: ["<rootDir>/integration-tests/reliability/**/*.spec.ts"] },
    { ...integration, displayName: "package", testMatch: ["<rootDir>/integration-tests/package/**/*.spec.ts"] },
    { ...shared, displayName: "widget", testMatch: ["<rootDir>/storefront-widget/**/__tests__/**/*.spec.{ts,tsx}"] },
    { ...integration, displayName: "security", testMatch: ["<rootDir>/integration-tests/security/**/*.spec.ts"] },
  ],
}
