import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, FeatureFlag } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE, TEXT_REFERENCE } from "../../modules/recommendation"
import type { RecommendationModuleService } from "../../modules/recommendation"

/** Words that Medusa gives out at most: more than there are. */
const MAX_TEXTS = 1_000

/**
 * What the shop translated into a language with Medusa's Translation module; reasons are worded so from then on.
 * Nothing where the module's flag is off, no language was asked for, or the translations cannot be read.
 */
export async function translatedLabels(
  scope: MedusaContainer,
  locale: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  if (locale === undefined || !FeatureFlag.isFeatureEnabled("translation")) return {}
  const service = scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const { labels } = await service.translated.of(locale, async () => {
    const { data }: { data: unknown } = await scope.resolve(ContainerRegistrationKeys.QUERY).graph({
      entity: "translations",
      fields: ["reference_id", "translations"],
      filters: { reference: TEXT_REFERENCE, locale_code: locale },
      pagination: { take: MAX_TEXTS },
    })
    return data
  })
  return labels
}

/** Before a list is made: its reasons in the shop's own translations. */
export async function speakTranslations(
  req: MedusaRequest,
  _res: MedusaResponse,
  next: MedusaNextFunction,
): Promise<void> {
  await translatedLabels(req.scope, localeOf(req))
  next()
}

/** Medusa puts the language that it found into the request, under a name that its types do not have everywhere. */
export function localeOf(req: object): string | undefined {
  return "locale" in req && typeof req.locale === "string" ? req.locale : undefined
}
