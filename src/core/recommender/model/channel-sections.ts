import { PopularityCounters, POPULARITY_HALF_LIVES } from "../../features/popularity"
import { COUNTERS, shopCounters } from "../../features/shop-counters"
import type { ChannelTable } from "../../features/shop-counters"
import { ModelFormatError } from "../../svm"
import type { ModelFile, ModelSection } from "./container/model-file"
import { checkIndices, checkOffsets } from "./model-checks"

const COLUMNS = POPULARITY_HALF_LIVES.length

/** Sections of the channels' counters, of products that were counted alone; files of shops of one channel have none. */
export function channelSections(channels: ChannelTable | null): ModelSection[] {
  if (channels === null) return []
  const { ids, strength, counters } = channels
  return [
    { name: "channels.ids", kind: "strings", value: ids },
    { name: "channels.strength", kind: "float64", value: Float64Array.of(strength) },
    ...Object.entries(COUNTERS).flatMap(([kind, of]) => kindSections(`channels.${kind}`, counters.map(of))),
  ]
}

function kindSections(name: string, counters: readonly PopularityCounters[]): ModelSection[] {
  const columns = counters.flatMap(({ counts }) => counts)
  const known = columns.map((column) => Int32Array.from(column.keys()).filter((item) => column[item] > 0))
  const offsets = new Int32Array(columns.length + 1)
  known.forEach((items, row) => (offsets[row + 1] = offsets[row] + items.length))
  const items = new Int32Array(offsets[columns.length])
  const counts = new Float32Array(items.length)
  known.forEach((own, row) => {
    items.set(own, offsets[row])
    own.forEach((item, at) => (counts[offsets[row] + at] = columns[row][item]))
  })
  const references = Float64Array.from(counters.flatMap((own) => Array.from(own.references)))
  return [
    { name: `${name}.references`, kind: "float64", value: references },
    { name: `${name}.offsets`, kind: "int32", value: offsets },
    { name: `${name}.items`, kind: "int32", value: items },
    { name: `${name}.counts`, kind: "float32", value: counts },
  ]
}

/**
 * Reads what {@link channelSections} wrote; null where there are none.
 *
 * @throws ModelFormatError where the strength is no number of choices
 */
export function readChannels(
  file: ModelFile,
  shop: { readonly itemCount: number; readonly fades: boolean },
): ChannelTable | null {
  if (!file.has("channels.ids")) return null
  const ids = file.strings("channels.ids")
  const [strength] = file.float64("channels.strength", 1)
  if (!(strength > 0)) throw new ModelFormatError('section "channels.strength"', `holds ${strength}, no choices`)
  const read = (kind: string): PopularityCounters[] =>
    readKind(file, `channels.${kind}`, { ...shop, channels: ids.length })
  const kinds = {
    ...{ goal: read("goal"), interest: read("interest"), discoveries: read("discoveries") },
    ...{ firstBaskets: read("firstBaskets"), latest: read("latest"), sales: read("sales") },
  }
  const counters = ids.map((_, at) => shopCounters((kind) => kinds[kind][at]))
  return { ids, strength, counters }
}

function readKind(
  file: ModelFile,
  name: string,
  { itemCount, fades, channels }: { readonly itemCount: number; readonly fades: boolean; readonly channels: number },
): PopularityCounters[] {
  const rows = channels * COLUMNS
  const references = file.float64(`${name}.references`, rows)
  const offsets = file.int32(`${name}.offsets`, rows + 1)
  const items = file.int32(`${name}.items`)
  checkOffsets(`${name}.offsets`, offsets, items.length)
  checkIndices(`${name}.items`, items, { from: 0, to: itemCount })
  const counts = file.float32(`${name}.counts`, items.length)
  const columnOf = (row: number): Float32Array => {
    const column = new Float32Array(itemCount)
    for (let at = offsets[row]; at < offsets[row + 1]; at++) column[items[at]] = counts[at]
    return column
  }
  return Array.from({ length: channels }, (_, channel) => {
    const columns = POPULARITY_HALF_LIVES.map((_days, at) => columnOf(channel * COLUMNS + at))
    return new PopularityCounters(columns, references.slice(channel * COLUMNS, (channel + 1) * COLUMNS), fades)
  })
}
