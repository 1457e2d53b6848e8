import { AsyncLocalStorage } from "node:async_hooks"
import { setImmediate as nextTurn } from "node:timers/promises"
import { Turns } from "../answers/turns"

describe("Turns", () => {
  test("Turns: in each turn of the event loop one begins, in order, whatever those before wait for", async () => {
    const turns = new Turns()
    const begun: number[] = []
    let end = (): void => undefined
    const ended = new Promise<void>((resolve) => (end = resolve))
    const made = Array.from({ length: 6 }, (_, n) =>
      turns.run(async () => {
        begun.push(n)
        await ended
        return n
      }),
    )
    const counts: number[] = []
    for (let turn = 0; turn < 20; turn++) {
      counts.push(begun.length)
      await nextTurn()
    }
    const steps = counts.slice(1).map((count, at) => count - counts[at])
    expect(Math.max(...steps)).toBe(1)
    expect(begun).toEqual([0, 1, 2, 3, 4, 5])
    end()
    expect(await Promise.all(made)).toEqual([0, 1, 2, 3, 4, 5])
  })

  test("Turns: one that fails is its asker's own, and each works in the context of who asked", async () => {
    const turns = new Turns()
    const who = new AsyncLocalStorage<string>()
    const ask = (name: string): Promise<string | undefined> =>
      who.run(name, () => turns.run(async () => who.getStore()))
    const failing = turns.run(() => Promise.reject(new Error("no list")))
    const asked = Promise.all(["a", "b", "c"].map(ask))
    await expect(failing).rejects.toThrow("no list")
    expect(await asked).toEqual(["a", "b", "c"])
  })
})
