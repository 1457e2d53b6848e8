/**
 * What shops run of the solver: `packages/linear-svm` has the rest of it and its command line. The build compiles these
 * files into the plugin, which so installs as one package with any package manager.
 */
export { fitPlattScaling, plattProbability } from "../../packages/linear-svm/src/calibration/platt-scaling"
export type { PlattScaling } from "../../packages/linear-svm/src/calibration/platt-scaling"
export { ModelFormatError, TrainingInputError } from "../../packages/linear-svm/src/errors"
export type { DefiniteSystem } from "../../packages/linear-svm/src/linear-algebra/definite-system"
export { expandRow } from "../../packages/linear-svm/src/linear-algebra/row-matrix"
export type { RowProducts } from "../../packages/linear-svm/src/linear-algebra/row-products"
export { dot } from "../../packages/linear-svm/src/linear-algebra/vectors"
export { chooseCost, holdOutLast } from "../../packages/linear-svm/src/ranking/choose-cost"
export { drawDeviations } from "../../packages/linear-svm/src/ranking/rank-posterior"
export { RankPreconditioner } from "../../packages/linear-svm/src/ranking/rank-preconditioner"
export type { RankProblem } from "../../packages/linear-svm/src/ranking/rank-problem"
export { trainRankSvm } from "../../packages/linear-svm/src/ranking/rank-svm"
export { fastDefiniteSystem } from "../../packages/linear-svm/src/wasm/definite-system"
export { fastRowProducts } from "../../packages/linear-svm/src/wasm/row-products"
