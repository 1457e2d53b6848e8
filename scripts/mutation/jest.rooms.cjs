module.exports = {
  ...require("./one-project.cjs")("unit", [
    "<rootDir>/src/modules/recommendation/{learning,privacy,behavior,serving}/**/__tests__/**/*.spec.ts",
  ]),
  // It draws hundreds of hold-outs, for each change again.
  testPathIgnorePatterns: ["gate-noise"],
}
