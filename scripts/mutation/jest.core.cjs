module.exports = require("./one-project.cjs")("core", [
  "<rootDir>/src/core/{evaluation,exploration,data}/__tests__/**/*.spec.ts",
  "<rootDir>/src/core/recommender/__tests__/{influence,cap-influence,hold-back,dismissed,ranking-guard}.spec.ts",
])
