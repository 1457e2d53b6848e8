import { parseOptions } from "../options"

const schedule = (fields: Record<string, unknown>): unknown => ({ retrain: { schedule: fields } })

describe("options", () => {
  test.each([
    ["a cron expression that is none", { cron: "every day" }, "retrain.schedule: "],
    ["a cron expression with seconds", { cron: "0 0 3 * * 0" }, "does not have five fields"],
    ["a time zone that is none", { time_zone: "Mars/Base" }, "retrain.schedule: "],
  ])("parseOptions: %s is refused at the start, as the settings screen refuses it", (_, fields, words) => {
    expect(() => parseOptions(schedule(fields))).toThrow(words)
    expect(() => parseOptions(schedule(fields))).toThrow("wrong options in medusa-config.ts")
  })

  test("parseOptions: a schedule that is one is taken as it stands", () => {
    const { retrain } = parseOptions(schedule({ cron: "30 4 * * 1", time_zone: "Asia/Tokyo" }))
    expect(retrain.schedule).toMatchObject({ cron: "30 4 * * 1", time_zone: "Asia/Tokyo" })
  })

  test("parseOptions: trainings are shared over an address of Redis alone, and a wrong one is not repeated", () => {
    expect(parseOptions({}).training.redis_url).toBeNull()
    expect(parseOptions({ training: { redis_url: "rediss://:secret@redis:6379/3" } }).training.redis_url).toContain(
      "redis:",
    )
    const wrong = (): unknown => parseOptions({ training: { redis_url: "http://:secret@redis" } })
    expect(wrong).toThrow("training.redis_url: must begin with redis:// or rediss://")
    expect(wrong).not.toThrow("secret")
  })

  test.each([["strict"], [7], [["strict"]]])("parseOptions: options given as %p are refused in words", (raw) => {
    expect(() => parseOptions(raw)).toThrow(/wrong options in medusa-config\.ts: options: .*expected object/)
  })
})
