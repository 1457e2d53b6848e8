/** The solver's package has the one source of randomness. */
export { createRandom, shuffle } from "../../../packages/linear-svm/src/random/seeded-random"
export type { SeededRandom } from "../../../packages/linear-svm/src/random/seeded-random"
export { drawNormal } from "../../../packages/linear-svm/src/random/normal"
