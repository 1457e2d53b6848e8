import { formatFor } from "../lib/format"

test.each([
  [840, "840 ms"],
  [59_400, "59.4 sec"],
  [119_700, "2 min"],
  [135_000, "2 min 15 sec"],
  [56_882_000, "15 hr 48 min"],
  [172_800_000, "2 days"],
  [183_600_000, "2 days 3 hr"],
])("format: %s ms are told in two units at most: %s", (ms, words) => {
  expect(formatFor("en").duration(ms)).toBe(words)
})
