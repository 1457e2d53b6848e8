import type { CatalogItem, Dataset, ShopperSegment } from "../core/contract"
import { InteractionLogBuilder, parseInteraction, parseItem, parseSegment } from "../core/data"
import type { InteractionOptions } from "../core/data"
import { interactionsIn, readRecords, tableIn } from "../files/data-tables"
import type { FileReport } from "../files/data-tables"

/** A data folder that has been read: interactions, and the facts of products and shoppers. */
export interface DataFolder {
  readonly dataset: Dataset
  readonly reports: readonly FileReport[]
}

/**
 * Reads a data folder: `interactions` and, where they are, `items` and `users`, each as `.csv`, `.csv.gz`, `.ndjson`
 * or `.ndjson.gz`. Unknown columns are passed over; bad rows are left out and counted.
 *
 * @param options by default no row lies behind the moment of reading
 * @throws Error when there is no interactions file, or a file is no table
 */
export async function readDataFolder(folder: string, options: InteractionOptions = {}): Promise<DataFolder> {
  const builder = new InteractionLogBuilder()
  const items = new Map<string, CatalogItem>()
  const segments = new Map<string, ShopperSegment>()
  const limits = { latest: Date.now(), ...options }
  const interactions = await readRecords(interactionsIn(folder), "interactions", {
    parse: (cells) => parseInteraction(cells, limits),
    accept: (row) => builder.add(row),
  })
  const reports = [interactions]
  const itemFile = tableIn(folder, "items")
  if (itemFile !== null) {
    const accept = (item: CatalogItem): unknown => items.set(item.id, item)
    reports.push(await readRecords(itemFile, "items", { parse: parseItem, accept }))
  }
  const userFile = tableIn(folder, "users")
  if (userFile !== null) {
    const accept = ({ id, segment }: { readonly id: string; readonly segment: ShopperSegment }): unknown =>
      segments.set(id, segment)
    reports.push(await readRecords(userFile, "users", { parse: parseSegment, accept }))
  }
  return { dataset: { log: builder.finish(), items, segments }, reports }
}
