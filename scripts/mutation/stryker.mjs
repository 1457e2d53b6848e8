/*
 * What `npm run test:mutation:core` and `npm run test:mutation:rooms` share: Stryker changes the files that decide, one
 * change at a time, and looks whether a test of theirs fails. `-- --mutate FILE` tries one file.
 */

/** @param {{ name: string; mutate: string[]; score: number }} group `score`: percent of changes that must be found */
export function mutationConfig({ name, mutate, score }) {
  return {
    testRunner: "jest",
    jest: { configFile: `scripts/mutation/jest.${name}.cjs`, enableFindRelatedTests: true },
    coverageAnalysis: "perTest",
    // What is worked out once, when a file is loaded, asks for every test again.
    ignoreStatic: true,
    mutate,
    // Words are read by people; a test of each would say them twice.
    mutator: { excludedMutations: ["StringLiteral"] },
    ignorePatterns: ["/.*", "!/.gitignore", "/public", "/docs/images", "/bench"],
    tempDirName: `.cache/mutation-${name}`,
    reporters: ["clear-text", "json"],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    jsonReporter: { fileName: `.cache/mutation-${name}.json` },
    thresholds: { high: score, low: score, break: score },
    timeoutMS: 60_000,
    concurrency: 2,
    allowEmpty: true,
  }
}
