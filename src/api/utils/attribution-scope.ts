import type { RecommendationModuleService } from "../../modules/recommendation"

/** Days after a touch within which a purchase is credited to it, as the admin has set them. */
export async function attributionWindowDays(service: RecommendationModuleService): Promise<number> {
  const { settings } = await service.learning.settings()
  return settings.attribution.window_days
}
