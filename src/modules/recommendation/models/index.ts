import { RecommendationExperiment } from "./experiment"
import { RecommendationModelVersion } from "./model-version"
import { RecommendationRule } from "./rule"
import { RecommendationServedList } from "./served-list"
import { RecommendationSetting } from "./setting"
import { RecommendationSettingChange } from "./setting-change"
import { RecommendationTrainingRun } from "./training-run"

/** The module's data models, by the names of the generated methods and links. */
export const MODELS = {
  RecommendationExperiment,
  RecommendationModelVersion,
  RecommendationRule,
  RecommendationServedList,
  RecommendationSetting,
  RecommendationSettingChange,
  RecommendationTrainingRun,
}
