import { formatFor } from "../lib/format"

test.each([
  [840, "840 ms"],
  [59_400, "59.4 sec"],
  [119_700, "2 min"],
  [135_000, "2 min 15 sec"],
  [56_882_000, "15 hr 48 min"],
  [172_800_000, "2 days"],
  [183_600_000, "2 days 3 hr"],
])("format: %s ms are shown in two units at most: %s", (ms, words) => {
  expect(formatFor("en").duration(ms)).toBe(words)
})

const AT = "2026-12-02T02:29:05Z"
const plain = (text: string): string => text.replace(/\s/g, " ")

test("format: times are of the shop's clock, which is named where the browser's is another", () => {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const other = own === "America/Los_Angeles" ? "Asia/Tokyo" : "America/Los_Angeles"
  const named = { "America/Los_Angeles": "Dec 1, 2026, 6:29 PM PST", "Asia/Tokyo": "Dec 2, 2026, 11:29 AM GMT+9" }
  expect(plain(formatFor("en", other).dateTime(AT))).toBe(named[other])
  expect(formatFor("en", other).time(AT)).toMatch(/29:05.*(PST|GMT\+9)$/)
  // The browser's own clock needs a name only until it is known to be the shop's.
  expect(
    formatFor("en")
      .dateTime(AT)
      .startsWith(`${formatFor("en", own).dateTime(AT)} `),
  ).toBe(true)
  expect(plain(formatFor("en", own).dateTime(AT))).toMatch(/ [AP]M$/)
})

test("format: a day without a zone of its own is the shop's, and reads as the day of a time does", () => {
  expect(formatFor("en", "America/Los_Angeles").date(AT)).toBe("Dec 1, 2026")
  expect(formatFor("en", "Asia/Tokyo").date("2026-12-02T16:00:00Z")).toBe("Dec 3, 2026")
  const german = formatFor("de", "Asia/Tokyo")
  expect(plain(german.date(AT))).toBe("2. Dez. 2026")
  expect(plain(german.dateTime(AT, "UTC"))).toBe("2. Dez. 2026, 02:29")
})
