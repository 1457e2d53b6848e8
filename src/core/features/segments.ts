import type { InteractionLog, ShopperSegment } from "../contract/interaction-log"
import type { RowsByKey } from "../data/rows-by-key"
import { POPULARITY_HALF_LIVES } from "./popularity"
import type { PopularityCounters } from "./popularity"
import { DAY_MS } from "./profile"
import { bringStrongest } from "./select-top"
import { exp2 } from "../numeric/portable-math"

/** What is popular among shoppers of one country, gender or age band. */
export interface SegmentTable {
  /** Names such as `country:France`, `gender:f`, `age:30`. */
  readonly names: readonly string[]
  /** Segment s owns `items[offsets[s]]` up to `items[offsets[s + 1]]`. */
  readonly offsets: Int32Array
  readonly items: Int32Array
  /** Faded count of events, as of the state's moment. */
  readonly counts: Float32Array
  /** Count of the whole shop by product, faded alike, as of the same moment; products of later have none. */
  readonly whole: Float32Array
}

/** Column of the popularity counters by which segments are counted: a segment is compared with the shop. */
export const SEGMENT_COLUMN = 2
const HALF_LIFE_DAYS = POPULARITY_HALF_LIVES[SEGMENT_COLUMN]
const ITEMS_AT_MOST = 400
const SEGMENTS_AT_MOST = 200

/** Names of the segments that a shopper belongs to; ages fall into bands of ten years. */
export function segmentNames(segment: ShopperSegment | null | undefined): string[] {
  if (segment === null || segment === undefined) return []
  const names: string[] = []
  if (segment.country !== null) names.push(`country:${segment.country}`)
  if (segment.gender !== null) names.push(`gender:${segment.gender}`)
  if (segment.age !== null) names.push(`age:${Math.floor(segment.age / 10) * 10}`)
  return names
}

/**
 * Counts goal events by segment, faded. Each shopper's k-th event on a product counts 1/k.
 *
 * @param options `repeats` as from `repeatNumbers`, the popularity counted by them, and for each shopper of the log's
 * dictionary the names of their segments
 */
export function countSegments(
  log: InteractionLog,
  moment: number,
  options: {
    readonly userSegments: readonly (readonly string[])[]
    readonly repeats: Uint16Array
    readonly popularity: PopularityCounters
  },
): SegmentTable {
  const { userSegments, repeats, popularity } = options
  const names = [...new Set(userSegments.flat())].sort()
  const codes = new Map(names.map((name, code) => [name, code]))
  const codesOf = userSegments.map((own) => own.map((name) => codes.get(name) ?? 0))
  const rows = rowsBySegment(log, { codesOf, repeats, count: names.length })
  const sums = new Float64Array(log.itemIds.length)
  const touched = new Int32Array(log.itemIds.length)
  const segments = names.map((name, code): Segment => {
    let length = 0
    for (let at = rows.offsets[code]; at < rows.offsets[code + 1]; at++) {
      const row = rows.rows[at]
      const item = log.item[row]
      const fade = log.hasTime ? exp2((log.time[row] - moment) / (HALF_LIFE_DAYS * DAY_MS)) : 1
      if (sums[item] === 0 && fade > 0) touched[length++] = item
      sums[item] += fade / repeats[row]
    }
    const kept = bringStrongest(touched, sums, { length, atMost: ITEMS_AT_MOST })
    const items = touched.slice(0, kept)
    const segment = { name, size: length, items, counts: Float32Array.from(items, (item) => sums[item]) }
    sums.fill(0)
    return segment
  })
  const whole = popularity.counts[SEGMENT_COLUMN].slice()
  return packSegments(
    segments.filter(({ size }) => size > 0),
    whole,
  )
}

interface Segment {
  readonly name: string
  /** Products that anybody of it chose. */
  readonly size: number
  /** The strongest of them, strongest first. */
  readonly items: Int32Array
  readonly counts: Float32Array
}

/** Rows that count, by the segments of their shoppers. */
function rowsBySegment(
  log: InteractionLog,
  options: { readonly codesOf: readonly (readonly number[])[]; readonly repeats: Uint16Array; readonly count: number },
): RowsByKey {
  const { codesOf, repeats, count } = options
  const codesAt = (row: number): readonly number[] =>
    log.user[row] < 0 || repeats[row] === 0 ? [] : codesOf[log.user[row]]
  const offsets = new Int32Array(count + 1)
  for (let row = 0; row < log.length; row++) for (const code of codesAt(row)) offsets[code + 1]++
  for (let code = 0; code < count; code++) offsets[code + 1] += offsets[code]
  const next = offsets.slice(0, count)
  const rows = new Int32Array(offsets[count])
  for (let row = 0; row < log.length; row++) for (const code of codesAt(row)) rows[next[code]++] = row
  return { offsets, rows }
}

function packSegments(segments: readonly Segment[], whole: Float32Array): SegmentTable {
  const kept = [...segments].sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1)).slice(0, SEGMENTS_AT_MOST)
  const offsets = Int32Array.from({ length: kept.length + 1 })
  kept.forEach(({ items }, at) => (offsets[at + 1] = offsets[at] + items.length))
  const items = new Int32Array(offsets[kept.length])
  const counts = new Float32Array(offsets[kept.length])
  kept.forEach((segment, at) => {
    items.set(segment.items, offsets[at])
    counts.set(segment.counts, offsets[at])
  })
  return { names: kept.map(({ name }) => name), offsets, items, counts, whole }
}
