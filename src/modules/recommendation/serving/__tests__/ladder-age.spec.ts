import { LadderAge } from "../live/ladder-age"

const events = (channel: string | null, count: number): { salesChannelId: string | null }[] =>
  Array.from({ length: count }, () => ({ salesChannelId: channel }))

describe("LadderAge", () => {
  test("LadderAge: a shop of one channel never makes its ladder again", () => {
    const age = new LadderAge()
    age.made([])
    expect(age.isDueAfter(events("web", 10_000))).toBe(false)
    expect(age.isDueAfter(events(null, 10_000))).toBe(false)
  })

  test("LadderAge: a second channel makes it again once 50 events came in, and then as the shop has grown by a quarter", () => {
    const age = new LadderAge()
    age.made(events("web", 4))
    expect(age.isDueAfter(events("wholesale", 49))).toBe(false)
    expect(age.isDueAfter(events("wholesale", 1))).toBe(true)
    age.made(events("web", 1_000))
    expect(age.isDueAfter(events("web", 249))).toBe(false)
    expect(age.isDueAfter(events("web", 1))).toBe(true)
  })
})
