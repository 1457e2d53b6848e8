/** What took how long, in the order in which it happened. */
export class Clock {
  readonly #seconds = new Map<string, number>()

  /** Says what begins, does it, and says how long it took. */
  async time<T>(what: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now()
    try {
      return await work()
    } finally {
      const seconds = Math.round((performance.now() - start) / 100) / 10
      this.#seconds.set(what, seconds)
      console.log(`${what}: ${seconds} s`)
    }
  }

  /** Seconds of some parts together; of all without names. */
  sum(...names: readonly string[]): number {
    const parts = names.length > 0 ? names : [...this.#seconds.keys()]
    return Math.round(parts.reduce((sum, name) => sum + (this.#seconds.get(name) ?? 0), 0) * 10) / 10
  }

  toJSON(): Record<string, number> {
    return Object.fromEntries(this.#seconds)
  }
}
