import { noteIn } from "../lib/note"

test.each([
  [null, "en", null],
  ["Simulated", "de", "Simulated"],
  [{ en: "Simulated", de: "Simuliert" }, "de-AT", "Simuliert"],
  [{ en: "Simulated", de: "Simuliert" }, "fr", "Simulated"],
  [{ de: "Simuliert" }, "fr", "Simuliert"],
  [{}, "en", null],
])("note: of %j a reader of %s sees %j", (note, locale, words) => {
  expect(noteIn(note, locale)).toBe(words)
})
