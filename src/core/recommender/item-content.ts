import type { Dataset } from "../contract/interaction-log"
import { ContentIndex } from "../features/content"

/** The words of every product of a dictionary that has any. */
export function contentOf(dataset: Dataset, itemIds: readonly string[]): ContentIndex {
  const content = new ContentIndex()
  itemIds.forEach((id, at) => {
    const item = dataset.items.get(id)
    if (item !== undefined) content.set(at, item)
  })
  return content
}
