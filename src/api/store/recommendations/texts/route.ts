import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreRecommendationTexts } from "../../../../types/http"
import { parseInput } from "../../../utils/parse-input"
import { StoreGetTexts } from "./validators"
import { localeOf, translatedLabels } from "../../../utils/translated-texts"

/** The widget's words as the shop translated them in Medusa, for its `labels`; those that it did not are left out. */
export async function GET(req: MedusaRequest, res: MedusaResponse<StoreRecommendationTexts>): Promise<void> {
  parseInput(StoreGetTexts, req.query)
  const locale = localeOf(req)
  const labels: Record<string, string> = {}
  const titles: Record<string, string> = {}
  for (const [name, text] of Object.entries(await translatedLabels(req.scope, locale))) {
    if (name.startsWith("titles.")) titles[name.slice("titles.".length)] = text
    else labels[name] = text
  }
  res.json({ locale: locale ?? null, labels: { ...labels, titles } })
}
