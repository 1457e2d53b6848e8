import { RunGoneError, snapshotPiece } from "../piece-store"
import type { PieceStore } from "../piece-store"
import type { TaskHost } from "../task-host"
import { TaskHosts } from "../task-hosts"

/** A host that says what it was given, and whether it is gone. */
class FakeHost implements TaskHost {
  readonly parts: string[] = []
  isStopped = false

  async add(part: Uint8Array): Promise<void> {
    this.parts.push(Buffer.from(part).toString())
  }
  async begin(): Promise<number> {
    return 0
  }
  async next(): Promise<Uint8Array> {
    return new Uint8Array()
  }
  async stop(): Promise<void> {
    this.isStopped = true
  }
}

describe("hosts of an instance that runs tasks of others", () => {
  const kept = new Map([0, 1].map((part) => [snapshotPiece(part), Buffer.from(`part ${part}`)]))
  const store: PieceStore = {
    put: async () => undefined,
    get: async (_, name) => kept.get(name) ?? null,
    drop: async () => undefined,
    isOpen: async () => true,
  }
  const started: FakeHost[] = []
  const start = (): FakeHost => {
    const host = new FakeHost()
    started.push(host)
    return host
  }
  const hostsOf = (lanes: number): TaskHosts => new TaskHosts(store, { lanes, start })
  const run = { runId: "run_1", fencing: 1 }

  afterEach(() => started.splice(0))

  test("hosts: the snapshot of a run is loaded once, for all tasks that come one after another", async () => {
    const hosts = hostsOf(2)
    for (let task = 0; task < 3; task++) {
      const held = await hosts.take("run_1")
      await hosts.load(held, run, 2)
      hosts.giveBack(held)
    }
    expect(started.map(({ parts }) => parts)).toEqual([["part 0", "part 1"]])
    await hosts.stop()
  })

  test("hosts: that of another run goes before a new one begins, where there is room for no more", async () => {
    const hosts = hostsOf(1)
    hosts.giveBack(await hosts.take("run_1"))
    await hosts.take("run_2")
    expect(started.map(({ isStopped }) => isStopped)).toEqual([true, false])
    await hosts.stop()
  })

  test("hosts: one that failed is used by no later task", async () => {
    const hosts = hostsOf(1)
    await hosts.discard(await hosts.take("run_1"))
    await hosts.take("run_1")
    expect(started.map(({ isStopped }) => isStopped)).toEqual([true, false])
    await hosts.stop()
  })

  test("hosts: a snapshot that is not kept any more is that of a run that is over", async () => {
    const hosts = hostsOf(1)
    await expect(hosts.load(await hosts.take("run_1"), run, 3)).rejects.toThrow(RunGoneError)
    await hosts.stop()
  })

  test("hosts: once the instance ends none is left, and none begins", async () => {
    const hosts = hostsOf(2)
    hosts.giveBack(await hosts.take("run_1"))
    await hosts.take("run_2")
    await hosts.stop()
    expect(started.every(({ isStopped }) => isStopped)).toBe(true)
    await expect(hosts.take("run_1")).rejects.toThrow(RunGoneError)
  })
})
