import * as languages from "../languages"
import { bundleLabels } from "../view/bundle-labels"
import type { BundleLabels } from "../view/bundle-labels"
import { defaultLabels } from "../view/labels"
import type { LabelOverrides } from "../view/labels"

const lists: [string, LabelOverrides][] = Object.entries(languages).flatMap(([name, words]) =>
  name.startsWith("labels") ? [[name, words as LabelOverrides]] : [],
)
const sets: [string, BundleLabels][] = Object.entries(languages).flatMap(([name, words]) =>
  name.startsWith("bundle") ? [[name, words as BundleLabels]] : [],
)

test.each(lists)("languages: %s has every word of a list, every title, and the number in its place", (_, labels) => {
  expect(Object.keys(labels).sort()).toEqual(Object.keys(defaultLabels).sort())
  expect(Object.keys(labels.titles ?? {}).sort()).toEqual(Object.keys(languages.labelsDe.titles ?? {}).sort())
  for (const text of [...Object.values(labels), ...Object.values(labels.titles ?? {})])
    if (typeof text === "string") expect(text.trim()).not.toBe("")
  expect([labels.confidence?.(0), labels.confidence?.(37)]).toEqual(["", expect.stringContaining("37")])
})

test.each(sets)("languages: %s has every word of a set, and the count in its place", (_, labels) => {
  expect(Object.keys(labels).sort()).toEqual(Object.keys(bundleLabels).sort())
  expect(labels.add(1)).not.toMatch(/\d/)
  expect(labels.add(3)).toContain("3")
})

test("languages: there are seven beside English, of lists and of sets", () => {
  expect([lists.length, sets.length]).toEqual([7, 7])
})
