import type { InteractionLog, ShopperSegment } from "../contract/interaction-log"
import { DAY_MS } from "./profile"

/** What is popular among shoppers of one country, gender or age band. */
export interface SegmentTable {
  /** Names such as `country:France`, `gender:f`, `age:30`. */
  readonly names: readonly string[]
  /** Segment s owns `items[offsets[s]]` up to `items[offsets[s + 1]]`. */
  readonly offsets: Int32Array
  readonly items: Int32Array
  /** Faded count of events, as of the state's moment. */
  readonly counts: Float32Array
}

const HALF_LIFE_DAYS = 45
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
 * @param options `repeats` as from `repeatNumbers`, and for each shopper of the log's dictionary the names of her segments
 */
export function countSegments(
  log: InteractionLog,
  moment: number,
  options: { readonly userSegments: readonly (readonly string[])[]; readonly repeats: Uint16Array },
): SegmentTable {
  const bySegment = new Map<string, Map<number, number>>()
  for (let row = 0; row < log.length; row++) {
    const user = log.user[row]
    const repeat = options.repeats[row]
    if (user < 0 || repeat === 0) continue
    const names = options.userSegments[user]
    if (names.length === 0) continue
    const fade = log.hasTime ? 2 ** ((log.time[row] - moment) / (HALF_LIFE_DAYS * DAY_MS)) : 1
    for (const name of names) {
      const counts = bySegment.get(name) ?? new Map<number, number>()
      bySegment.set(name, counts)
      counts.set(log.item[row], (counts.get(log.item[row]) ?? 0) + fade / repeat)
    }
  }
  return packSegments(bySegment)
}

function packSegments(bySegment: ReadonlyMap<string, ReadonlyMap<number, number>>): SegmentTable {
  const names = [...bySegment.keys()]
    .sort((a, b) => (bySegment.get(b)?.size ?? 0) - (bySegment.get(a)?.size ?? 0) || (a < b ? -1 : 1))
    .slice(0, SEGMENTS_AT_MOST)
  const offsets = [0]
  const items: number[] = []
  const counts: number[] = []
  for (const name of names) {
    const strongest = [...(bySegment.get(name) ?? [])]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, ITEMS_AT_MOST)
    for (const [item, count] of strongest) {
      items.push(item)
      counts.push(count)
    }
    offsets.push(items.length)
  }
  return { names, offsets: Int32Array.from(offsets), items: Int32Array.from(items), counts: Float32Array.from(counts) }
}
