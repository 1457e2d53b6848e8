import { mutationConfig } from "./stryker.mjs"

/** Of the pure core: gate, off-policy comparison, influence cap, experiments, exploration, what is kept. */
export default mutationConfig({
  name: "core",
  score: 80,
  mutate: [
    "src/core/evaluation/promotion-gate.ts",
    "src/core/evaluation/chance-below.ts",
    "src/core/evaluation/experiment.ts",
    "src/core/evaluation/off-policy.ts",
    "src/core/evaluation/paired-bootstrap.ts",
    "src/core/evaluation/temporal-split.ts",
    "src/core/evaluation/uplift.ts",
    "src/core/recommender/teaching/influence.ts",
    "src/core/recommender/teaching/cap-influence.ts",
    "src/core/recommender/ranking/hold-back.ts",
    "src/core/recommender/ranking/dismissed.ts",
    "src/core/exploration/explore-list.ts",
    "src/core/exploration/thompson-shares.ts",
    "src/core/data/kept-purchases.ts",
  ],
})
