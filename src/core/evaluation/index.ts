export * from "./evaluate"
export * from "./metrics"
export * from "./promotion-gate"
export * from "./temporal-split"
