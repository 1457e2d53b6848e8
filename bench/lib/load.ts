import { Agent, request } from "node:http"
import { wasClosedIdle } from "./kept-connection"

/** What one spell of load brought. */
export interface Spell {
  readonly requests: number
  readonly failures: number
  /** Milliseconds of each request. */
  readonly latencies: readonly number[]
  readonly seconds: number
}

export interface SpellOptions {
  readonly port: number
  readonly connections: number
  readonly milliseconds: number
  readonly headers: Readonly<Record<string, string>>
  /** Path of the n-th request. */
  readonly path: (n: number) => string
  /** JSON that the n-th request posts; without it, it gets. */
  readonly body?: (n: number) => string
}

/** Keeps so many connections busy for so long; each asks again when it was answered. */
export async function load({ port, connections, milliseconds, headers, path, body }: SpellOptions): Promise<Spell> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const latencies: number[] = []
  let failures = 0
  let asked = 0
  const begun = performance.now()
  const until = begun + milliseconds
  const busy = async (): Promise<void> => {
    while (performance.now() < until) {
      const at = performance.now()
      const n = asked++
      const status = await getStatus({ agent, port, path: path(n), headers, body: body?.(n) })
      latencies.push(performance.now() - at)
      if (status !== 200) failures++
    }
  }
  await Promise.all(Array.from({ length: connections }, busy))
  const seconds = (performance.now() - begun) / 1_000
  agent.destroy()
  return { requests: latencies.length, failures, latencies, seconds }
}

/** Asks once, or posts a body; resolves to the status. */
export function getStatus(options: {
  agent: Agent
  port: number
  path: string
  headers: Readonly<Record<string, string>>
  body?: string | undefined
}): Promise<number> {
  return new Promise((resolve, reject) => {
    const { agent, port, path, headers, body } = options
    const posted =
      body === undefined ? { headers } : { method: "POST", headers: { ...headers, "content-type": "application/json" } }
    const asked = request({ host: "127.0.0.1", agent, port, path, ...posted }, (response) => {
      response.resume()
      response.on("end", () => resolve(response.statusCode ?? 0))
      response.on("error", reject)
    })
    asked.on("error", (error) => {
      if (wasClosedIdle(asked, error)) resolve(getStatus(options))
      else reject(error)
    })
    asked.end(body)
  })
}

/** Several spells as one. */
export function merge(spells: readonly Spell[]): { rps: number; p50: number; p99: number; failures: number } {
  const latencies = spells.flatMap((spell) => [...spell.latencies]).sort((a, b) => a - b)
  const at = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  const rates = spells.map((spell) => spell.requests / spell.seconds).sort((a, b) => a - b)
  const middle = rates.length >> 1
  return {
    rps: rates.length % 2 === 1 ? (rates[middle] ?? 0) : ((rates[middle - 1] ?? 0) + (rates[middle] ?? 0)) / 2,
    p50: at(0.5),
    p99: at(0.99),
    failures: spells.reduce((sum, spell) => sum + spell.failures, 0),
  }
}
