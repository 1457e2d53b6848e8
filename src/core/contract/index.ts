export * from "./behavior"
export * from "./interaction-log"
export * from "./recommender"
export * from "./served-features"
