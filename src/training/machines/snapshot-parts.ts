import { z } from "zod"
import type {
  CatalogItem,
  Dataset,
  GiftLine,
  InteractionLog,
  LogChannels,
  ShopperSegment,
  ShownList,
} from "../../core/contract"
import type { TrainingSnapshot } from "../../core/recommender/plan"

/*
 * A snapshot in parts of a bounded size: columns of rows, slices of dictionaries and of what is known of products and
 * shoppers. Both sides are of one release: what crosses is checked for its kind, and no further.
 */

/** Rows, and entries of all else, of one part. */
const ROWS = 500_000
const ENTRIES = 50_000

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null

const DICTIONARIES = ["userIds", "itemIds", "sessionIds"] as const
const COLUMNS = ["user", "item", "session", "behavior", "time", "quantity", "price", "voice"] as const

type Columns = Pick<InteractionLog, (typeof COLUMNS)[number]>

const snapshotPart = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("head"),
    ...{ seed: z.number(), now: z.number(), length: z.number(), hasTime: z.boolean() },
    hasShown: z.boolean(),
    hasGifts: z.boolean(),
  }),
  z.object({ kind: z.literal("rows"), from: z.number(), columns: z.custom<Columns>(isObject) }),
  z.object({
    ...{ kind: z.literal("channels"), ids: z.array(z.string()), from: z.number() },
    of: z.custom<Int32Array>(isObject),
  }),
  z.object({ kind: z.literal("ids"), of: z.enum(DICTIONARIES), ids: z.array(z.string()) }),
  z.object({ kind: z.literal("items"), entries: z.array(z.custom<readonly [string, CatalogItem]>(isObject)) }),
  z.object({ kind: z.literal("segments"), entries: z.array(z.custom<readonly [string, ShopperSegment]>(isObject)) }),
  z.object({ kind: z.literal("shown"), entries: z.array(z.custom<ShownList>(isObject)) }),
  z.object({ kind: z.literal("gifts"), entries: z.array(z.custom<GiftLine>(isObject)) }),
])

export type SnapshotPart = z.output<typeof snapshotPart>

/** The parts of a snapshot, in the order in which {@link SnapshotReader} wants them. */
export function* snapshotParts({ dataset, seed, now }: TrainingSnapshot): Generator<SnapshotPart, void, void> {
  const { log, items, segments, shown, gifts } = dataset
  const { length, hasTime } = log
  yield {
    ...{ kind: "head", seed, now, length, hasTime },
    ...{ hasShown: shown !== undefined, hasGifts: gifts !== undefined },
  }
  for (let from = 0; from < length; from += ROWS) {
    yield { kind: "rows", from, columns: rowsOf(log, from, Math.min(length, from + ROWS)) }
  }
  yield* channelParts(log)
  for (const of of DICTIONARIES) for (const ids of slices(log[of])) yield { kind: "ids", of, ids }
  for (const entries of slices([...items])) yield { kind: "items", entries }
  for (const entries of slices([...segments])) yield { kind: "segments", entries }
  for (const entries of slices(shown ?? [])) yield { kind: "shown", entries }
  for (const entries of slices(gifts ?? [])) yield { kind: "gifts", entries }
}

function rowsOf(log: InteractionLog, from: number, to: number): Columns {
  return {
    user: log.user.subarray(from, to),
    item: log.item.subarray(from, to),
    session: log.session.subarray(from, to),
    behavior: log.behavior.subarray(from, to),
    time: log.time.subarray(from, to),
    quantity: log.quantity.subarray(from, to),
    price: log.price.subarray(from, to),
    voice: log.voice.subarray(from, to),
  }
}

function* channelParts({ channels, length }: InteractionLog): Generator<SnapshotPart, void, void> {
  if (channels === undefined) return
  const { ids, of } = channels
  for (let from = 0; from < length; from += ROWS) {
    yield { ...{ kind: "channels", ids: [...ids], from }, of: of.subarray(from, Math.min(length, from + ROWS)) }
  }
}

function* slices<T>(all: readonly T[]): Generator<T[], void, void> {
  for (let from = 0; from < all.length; from += ENTRIES) yield all.slice(from, from + ENTRIES)
}

/** Puts a snapshot together from its parts. */
export class SnapshotReader {
  #head: Extract<SnapshotPart, { kind: "head" }> | null = null
  #columns: Columns | null = null
  #channels: LogChannels | undefined
  readonly #ids: Record<(typeof DICTIONARIES)[number], string[]> = { userIds: [], itemIds: [], sessionIds: [] }
  readonly #items = new Map<string, CatalogItem>()
  readonly #segments = new Map<string, ShopperSegment>()
  readonly #shown: ShownList[] = []
  readonly #gifts: GiftLine[] = []

  /**
   * Takes the next part.
   *
   * @throws Error when it is none, or the first is not the head
   */
  add(value: unknown): void {
    const part = snapshotPart.parse(value)
    if (part.kind === "head") {
      this.#head = part
      this.#columns = emptyColumns(part.length)
    } else if (part.kind === "rows") this.#addRows(part.from, part.columns)
    else if (part.kind === "channels") this.#addChannels(part)
    else if (part.kind === "ids") for (const id of part.ids) this.#ids[part.of].push(id)
    else if (part.kind === "items") for (const [id, item] of part.entries) this.#items.set(id, item)
    else if (part.kind === "segments") for (const [id, segment] of part.entries) this.#segments.set(id, segment)
    else if (part.kind === "shown") for (const list of part.entries) this.#shown.push(list)
    else for (const line of part.entries) this.#gifts.push(line)
  }

  /**
   * The snapshot of all parts.
   *
   * @throws Error when there were none
   */
  finish(): TrainingSnapshot {
    if (this.#head === null || this.#columns === null) throw new Error("a snapshot has no head")
    const { seed, now, length, hasTime, hasShown, hasGifts } = this.#head
    const dataset: Dataset = {
      log: { length, hasTime, ...this.#ids, ...this.#columns, channels: this.#channels },
      items: this.#items,
      segments: this.#segments,
      ...(hasShown ? { shown: this.#shown } : {}),
      ...(hasGifts ? { gifts: this.#gifts } : {}),
    }
    return { dataset, seed, now }
  }

  #addChannels({ ids, from, of }: Extract<SnapshotPart, { kind: "channels" }>): void {
    this.#channels ??= { ids, of: new Int32Array(this.#head?.length ?? 0).fill(-1) }
    this.#channels.of.set(of, from)
  }

  #addRows(from: number, columns: Columns): void {
    const into = this.#columns
    if (into === null) throw new Error("rows came before the head of their snapshot")
    for (const name of COLUMNS) into[name].set(columns[name], from)
  }
}

function emptyColumns(length: number): Columns {
  return {
    user: new Int32Array(length),
    item: new Int32Array(length),
    session: new Int32Array(length),
    behavior: new Uint8Array(length),
    time: new Float64Array(length),
    quantity: new Float32Array(length),
    price: new Float32Array(length),
    voice: new Int32Array(length),
  }
}
