export { exploreList, STEADY_PLACES } from "./explore-list"
export type { ExploredList } from "./explore-list"
export { mayBeBetter, thompsonShares } from "./thompson-shares"
export type { Contender } from "./thompson-shares"
