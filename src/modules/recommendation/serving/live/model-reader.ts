import { setImmediate as nextTurn } from "node:timers/promises"
import type { Recommender } from "../../../../core/contract"
import { InteractionLogBuilder } from "../../../../core/data/interaction-log-builder"
import { checksumOf, createLadder, loadRecommender } from "../../../../core/recommender"
import type { Arrival } from "../../behavior/arrival"
import type { StoredEvent } from "../../behavior/event"
import type { CatalogView } from "../catalog/catalog"
import type { ActiveModel, ServingNeighbours } from "../ports"
import type { EventTeacher } from "./event-teacher"
import type { LadderAge } from "./ladder-age"

/** The file that a model was read from: after an erasure the same version has another. */
export interface LoadedFile {
  readonly versionId: string
  readonly checksum: string
}

/** What was read of a model, or of the log for want of one. */
export interface Loaded {
  readonly recommender: Recommender
  readonly version: number | null
  readonly file: LoadedFile | null
  /** What it was trained with. */
  readonly arrival: Arrival
  /** Numbers of later ones that it has taken in. */
  readonly replayed: ReadonlySet<number>
}

/** Events from before that a recommender without a model of its own learns from, or a model since its snapshot. */
const REPLAYED_EVENTS = 20_000
/** Events read in one go. */
const PAGE = 2_000

/** Reads models, and what happened since each was trained. */
export class ModelReader {
  constructor(
    private readonly neighbours: Pick<ServingNeighbours, "behavior" | "learning">,
    private readonly teacher: EventTeacher,
    private readonly ladderAge: LadderAge,
  ) {}

  /** A trained model, with what has happened since its snapshot. */
  async model({ id, version, snapshotSeq, snapshot }: ActiveModel, items: CatalogView): Promise<Loaded> {
    const bytes = await this.neighbours.learning.modelFile(id)
    const file = { versionId: id, checksum: checksumOf(bytes) }
    // Each of these takes a while in a large shop: requests are answered in between.
    await nextTurn()
    const recommender = loadRecommender(bytes)
    await nextTurn()
    recommender.upsertItems(new Map(items))
    await nextTurn()
    const arrival = { seq: snapshotSeq, snapshot: snapshot ?? null }
    return { recommender, version, file, arrival, replayed: await this.replay(recommender, arrival) }
  }

  /** The ladder, taught by the latest behavior: what is popular, and what goes with what. */
  async ladder(items: CatalogView): Promise<Loaded> {
    const { behavior } = this.neighbours
    const after = Math.max(0, (await behavior.latestSeq()) - REPLAYED_EVENTS)
    const events = await behavior.readSince(after, REPLAYED_EVENTS)
    this.ladderAge.made(events)
    const log = new InteractionLogBuilder()
    for (const event of events) {
      if (event.isBot) continue
      log.add({
        userId: event.customerId ?? event.visitorId ?? "",
        itemId: event.productId,
        behavior: event.type,
        time: event.occurredAt.getTime(),
        quantity: event.quantity,
        price: event.price ?? Number.NaN,
        sessionId: event.basketId ?? "",
        voice: event.voice,
        channel: event.salesChannelId,
      })
    }
    const recommender = createLadder({ items: new Map(items), log: log.finish() })
    return {
      recommender,
      version: null,
      file: null,
      arrival: { seq: after },
      replayed: new Set(events.map(({ seq }) => seq)),
    }
  }

  /** Teaches a model what happened since its snapshot, of very much the newest; returns the numbers of it. */
  private async replay(recommender: Recommender, arrival: Arrival): Promise<ReadonlySet<number>> {
    const { behavior } = this.neighbours
    const replayed = new Set<number>()
    const teach = async (events: readonly StoredEvent[]): Promise<void> => {
      this.teacher.observe(recommender, events)
      await this.teacher.takeBack(recommender, events)
      for (const { seq } of events) replayed.add(seq)
    }
    await teach(await behavior.readLate(arrival, REPLAYED_EVENTS))
    let after = Math.max(arrival.seq, (await behavior.latestSeq()) - REPLAYED_EVENTS)
    for (;;) {
      const events = await behavior.readSince(after, PAGE)
      await teach(events)
      after = events.at(-1)?.seq ?? after
      if (events.length < PAGE) return replayed
    }
  }
}
