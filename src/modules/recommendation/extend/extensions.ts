import type { Logger } from "@medusajs/framework/types"
import type { ExtensionReason, RecommendationExtension } from "../../../types/extension"
import type { Strategy } from "../../../core/contract"
import { withDeadline } from "../../../training/deadline"

/** Failures in a row after which an extension rests, so that a source that hangs does not slow down every list. */
const REST_AFTER = 3
const REST_MS = 30_000
/** How long failures are reported as new; the same as of lists. */
const LATELY_MS = 600_000
const MAX_REASON = 200
/** Milliseconds for a thousand products: a training may wait. */
const TEACHING_MS = 30_000

interface Record {
  failures: number
  inARow: number
  lastFailure: number
  restsUntil: number
}

/** Failures of the extension that failed most lately. */
export interface ExtensionFailures {
  readonly name: string
  readonly count: number
}

interface Surroundings {
  readonly timeoutMs: number
  readonly logger: Logger | undefined
  readonly now?: () => number
}

/** Calls the shop's extensions, each within its time; what fails is logged, counted and left out. */
export class Extensions {
  private readonly records = new Map<string, Record>()

  constructor(
    private readonly list: readonly RecommendationExtension[],
    private readonly surroundings: Surroundings,
  ) {}

  get isEmpty(): boolean {
    return this.list.length === 0
  }

  /** Those that have `part` and join in lists of `strategy`. */
  having<Part extends "candidates" | "filter" | "rerank">(
    part: Part,
    strategy: Strategy,
  ): (RecommendationExtension & Required<Pick<RecommendationExtension, Part>>)[] {
    const has = (
      one: RecommendationExtension,
    ): one is RecommendationExtension & Required<Pick<RecommendationExtension, Part>> => one[part] !== undefined
    return this.list.filter(has).filter(({ strategies }) => strategies?.includes(strategy) ?? true)
  }

  /** Those that a training learns from, in the order in which their signals are numbered. */
  get teaching(): readonly RecommendationExtension[] {
    return this.list.filter((one) => one.signal !== undefined || one.vectors !== undefined)
  }

  /**
   * What `work` gives for a training, checked by `read`.
   *
   * @returns null where the extension failed or was late, which is logged and counted
   */
  async teach<T>(name: string, work: () => unknown, read: (value: unknown) => T): Promise<T | null> {
    const late = (): Error => new Error(`no answer within ${TEACHING_MS} ms`)
    try {
      return read(await withDeadline(Promise.resolve().then(work), TEACHING_MS, late))
    } catch (error) {
      this.fail(name, error, "of a training")
      return null
    }
  }

  /** What kept answers depend on beside all else. */
  revision(): string {
    const parts = this.list.map((one) => (one.revision ? this.now(one.name, () => one.revision?.() ?? "") : ""))
    return parts.join("\n")
  }

  /** The words of a reason, after all who have other words. */
  reason(reason: ExtensionReason, strategy: Strategy): string {
    let { text } = reason
    for (const one of this.list) {
      if (!one.reason || !(one.strategies?.includes(strategy) ?? true)) continue
      const words: unknown = this.now(one.name, () => one.reason?.({ ...reason, text }) ?? null)
      if (typeof words === "string" && words !== "") text = words.slice(0, MAX_REASON)
    }
    return text
  }

  /** What `work` gives, checked by `read`; null where the extension failed, was late, or rests after failures. */
  async call<T>(name: string, work: () => unknown, read: (value: unknown) => T): Promise<T | null> {
    const { timeoutMs } = this.surroundings
    if (this.rests(name)) return null
    try {
      const late = (): Error => new Error(`no answer within ${timeoutMs} ms`)
      const value = read(await withDeadline(Promise.resolve().then(work), timeoutMs, late))
      this.recordOf(name).inARow = 0
      return value
    } catch (error) {
      this.fail(name, error)
      return null
    }
  }

  /** Null where none failed within the last ten minutes. */
  get failedLately(): ExtensionFailures | null {
    const since = this.clock() - LATELY_MS
    const ill = [...this.records].filter(([, { lastFailure }]) => lastFailure > since)
    const [worst] = ill.sort(([, a], [, b]) => b.failures - a.failures)
    return worst ? { name: worst[0], count: worst[1].failures } : null
  }

  private now<T>(name: string, work: () => T): T | null {
    if (this.rests(name)) return null
    try {
      return work()
    } catch (error) {
      this.fail(name, error)
      return null
    }
  }

  private rests(name: string): boolean {
    return this.clock() < (this.records.get(name)?.restsUntil ?? 0)
  }

  /** The first failure lately, and each that makes the extension rest, is logged: one line is enough for a flood. */
  private fail(name: string, error: unknown, from = "of a list"): void {
    const record = this.recordOf(name)
    const now = this.clock()
    const isFirst = now - record.lastFailure > LATELY_MS
    record.failures = isFirst ? 1 : record.failures + 1
    record.lastFailure = now
    record.inARow++
    const rests = record.inARow >= REST_AFTER
    if (rests) {
      record.restsUntil = now + REST_MS
      record.inARow = 0
    }
    if (isFirst || rests)
      this.surroundings.logger?.warn(
        `recommendations: extension ${name} is left out${rests ? ` for ${REST_MS / 1_000} s` : ` ${from}`}: ${String(error)}`,
      )
  }

  private recordOf(name: string): Record {
    const known = this.records.get(name) ?? { failures: 0, inARow: 0, lastFailure: -Infinity, restsUntil: 0 }
    this.records.set(name, known)
    return known
  }

  private clock(): number {
    return (this.surroundings.now ?? Date.now)()
  }
}

/** Of a shop that has none. */
export const NO_EXTENSIONS = new Extensions([], { timeoutMs: 0, logger: undefined })
