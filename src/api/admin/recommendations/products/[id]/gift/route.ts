import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { questionText, RECOMMENDATION_MODULE, valueText } from "../../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../../modules/recommendation"
import type { ProductGiftResponse } from "../../../../../../types/http"
import { parseId, parseInput } from "../../../../../utils/parse-input"
import { AdminLanguage } from "../../../results/validators"

/** Decimals of probabilities: more would feign precision. */
const DECIMALS = 2

/** Whom and what a product is believed to be a gift for, how surely, and why. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse<ProductGiftResponse>): Promise<void> {
  const id = parseId(req.params.id)
  const { locale = "en" } = parseInput(AdminLanguage, req.query)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const gift = await service.serving.productGift(id)
  if (gift === null) throw new MedusaError(MedusaError.Types.NOT_FOUND, `Product with id ${id} is not published`)
  res.json({
    product_id: id,
    questions: gift.map(({ key, field, stated, tagged, beliefs }) => ({
      ...{ key, text: questionText(key, locale), field, stated: [...stated], tagged: [...tagged] },
      values: beliefs.map(({ value, probability, source, because }) => ({
        ...{ value, text: valueText({ key, value }, locale), source },
        probability: Number(probability.toFixed(DECIMALS)),
        because: because.map((term) => term.replace(/^\w+:/, "").replaceAll("_", " ")),
      })),
    })),
  })
}
