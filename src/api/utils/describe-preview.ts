import type { MedusaContainer } from "@medusajs/framework/types"
import type { PreviewedList } from "../../modules/recommendation"
import type { PreviewResponse } from "../../types/http"
import { productTitles } from "./product-titles"

type DescribedPreview = PreviewedList["list"] & Pick<PreviewResponse, "removed" | "rules_fired" | "experiment">

/** A preview as the dashboard shows it: with titles, also of what is gone by now. */
export async function describePreview(
  container: MedusaContainer,
  { list, removed, effects, prepared }: PreviewedList,
): Promise<DescribedPreview> {
  const titles = await productTitles(container, [...removed.keys()])
  return {
    ...list,
    removed: [...removed].map(([id, { by, detail }]) => ({
      product_id: id,
      title: titles.get(id) ?? null,
      by,
      detail,
    })),
    rules_fired: effects.map(({ rule, productId, effect }) => ({
      rule_id: rule.id,
      name: rule.name,
      product_id: productId,
      effect: effect.text,
      said: [...effect.said],
    })),
    experiment: prepared.arm && { arm: prepared.arm, change: prepared.variation?.kind ?? null },
  }
}
