import type { ShopState } from "../../features/shop-state"

/**
 * Whether a product has a category or a type in common with the given ones. In `similar` such products lead, each part
 * in the order of its values: a long past would else fill the page of a toy with teas.
 */
export function ofKind({ facts, content }: ShopState, anchors: readonly number[]): (item: number) => boolean {
  const known = (values: readonly number[]): Set<number> => new Set(values.filter((value) => value >= 0))
  const categories = known(anchors.map((item) => facts.category[item]))
  const types = known(anchors.map((item) => content.typeOf(item)))
  return (item) => categories.has(facts.category[item]) || types.has(content.typeOf(item))
}
