/** Logarithms and powers alike on every processor, of the solver's package. */
export { exp, exp2, ln, log1p, log2 } from "../../../packages/linear-svm/src/numeric/portable-math"
