export * from "./interaction-log-builder"
export * from "./row-parser"
export * from "./rows-by-key"
