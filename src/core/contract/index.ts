export * from "./behavior"
export * from "./interaction-log"
export * from "./recommender"
