export { exploreList, STEADY_PLACES } from "./explore-list"
export type { ExploredList } from "./explore-list"
export { thompsonShares } from "./thompson-shares"
export type { Contender } from "./thompson-shares"
