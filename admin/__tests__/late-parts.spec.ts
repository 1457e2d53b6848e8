import { lateParts } from "../screens/model/late-parts"

type Known = Parameters<typeof lateParts>[0]

const NOTHING = { impressions: 0, clicks: 0 }
const point = { at: "2026-12-01T00:00:00Z", pairwise: 0.7, hit_rate: 0.3, sample: 60 }

function known({ trained = false, ready = false, measured = false, total = NOTHING } = {}): Known {
  const info = {
    ...{ serving: trained ? {} : null, readiness: { ready, missing: [], orders_not_imported: 0 } },
    accuracy: { now: null, at_promotion: null, trend: measured ? [point] : [] },
  }
  return { info: info as unknown as Known["info"], total }
}

describe("parts of the first page that have nothing to say yet", () => {
  it("are all in a shop on its first day", () => {
    expect(lateParts(known())).toEqual(["earned", "training", "quality"])
  })

  it("are fewer as the shop goes on", () => {
    expect(lateParts(known({ ready: true }))).toEqual(["earned", "quality"])
    expect(lateParts(known({ ready: true, total: { impressions: 3, clicks: 0 } }))).toEqual(["quality"])
    expect(lateParts(known({ ready: true, trained: true }))).toEqual(["accuracy"])
    expect(lateParts(known({ ready: true, trained: true, measured: true }))).toEqual([])
  })

  it("are none while nobody knows", () => {
    expect(lateParts({ info: undefined, total: undefined })).toEqual([])
    expect(lateParts({ ...known(), total: undefined })).toEqual(["training", "quality"])
  })
})
