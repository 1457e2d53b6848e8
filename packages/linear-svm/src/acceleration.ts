/**
 * Where a kernel runs: `webassembly` (the plain way where the platform cannot) or `plain` JavaScript. The answers are
 * the same: bit for bit in the dual solver, but for the order of additions elsewhere.
 */
export type Acceleration = "webassembly" | "plain"
