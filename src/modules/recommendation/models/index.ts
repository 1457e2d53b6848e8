import { RecommendationRule } from "./rule"
import { RecommendationServedList } from "./served-list"

/**
 * What others than this module read by Medusa's own means: names of rules, which may be translated, and lists as they
 * were served. All else is read and written by statements alone, and has no generated methods.
 */
export const MODELS = { RecommendationRule, RecommendationServedList }
