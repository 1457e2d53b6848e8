import { aboutHealth } from "../../src/modules/recommendation/health-sayings"
import { aboutGate, aboutInput, aboutRetrain, aboutRule, aboutRun } from "../../src/modules/recommendation/sayings"
import type { Statement } from "../../src/modules/recommendation/sayings"
import { ruleSchema } from "../../src/types/rule-schema"
import { settingsSchema } from "../../src/types/settings-schema"
import { FEATURE_NAMES } from "../../src/core/features/feature-map"
import { formatFor } from "../lib/format"
import { sayingWords } from "../lib/sayings"
import type { Text } from "../lib/text"
import { featureWords } from "../screens/versions/feature-words"
import { resources } from "../texts"

type Language = keyof typeof resources

/** Texts of a language by their dotted keys. */
function textsOf(language: Language): Map<string, string> {
  const texts = new Map<string, string>()
  const visit = (value: unknown, path: string): void => {
    if (typeof value === "string") texts.set(path, value)
    else if (typeof value === "object" && value !== null)
      for (const [key, inner] of Object.entries(value)) visit(inner, path === "" ? key : `${path}.${key}`)
  }
  visit(resources[language].recommendations, "")
  return texts
}

const gapsOf = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, gap = ""]) => gap).sort()

/** What i18next does with these texts, as far as they need it; a gap that nothing fills stays visible. */
function speaker(language: Language): Text {
  const texts = textsOf(language)
  return (key, values = {}) => {
    const text = texts.get(key) ?? texts.get(`${key}_${values.count === 1 ? "one" : "other"}`)
    if (text === undefined) throw new Error(`${language} lacks ${key}`)
    return text.replace(/\{\{(\w+)\}\}/g, (gap, name: string) => String(values[name] ?? gap))
  }
}

const languages: readonly Language[] = ["en", "de"]

const wrongSettings = (settings: unknown): Statement =>
  aboutInput.wrong("Invalid settings", settingsSchema.safeParse(settings).error?.issues ?? [])
const wrongRule = (rule: unknown): Statement =>
  aboutInput.wrong("Invalid request", ruleSchema.safeParse(rule).error?.issues ?? [])

/** Every sentence that the server can say. */
const SENTENCES = [
  aboutRetrain.underWay(),
  aboutRetrain.tooLittle([{ what: "purchases", has: 3, needs: 60 }]),
  aboutRetrain.askedFor("erasure", null),
  aboutRetrain.catalogChanged(0.25),
  aboutRetrain.newInteractions(12_345),
  aboutRetrain.nothingDue(7, 10, 0.02),
  aboutRetrain.backingOff(2, 90_000),
  aboutRetrain.pausing(150_000),
  aboutRetrain.fewNew({ count: 12, history: 94_000, threshold: 940, waitMs: 3_600_000 }),
  aboutGate.unmeasured(),
  aboutGate.belowPopularity(0.1, 0.2),
  aboutGate.notAbovePopularity(0.1, 0.1),
  aboutGate.noiseAbovePopularity(0.11, 0.1, -0.002),
  aboutGate.belowServing(0.1, 0.2, 0.02),
  aboutGate.noiseBelowServing({ score: 0.2, serving: 0.2, assured: -0.01, tolerance: 0.02 }),
  aboutGate.firstPasses(0.3, 0.1, 0.2),
  aboutGate.passes(0.3, 0.1, 0.29, 0.2),
  aboutGate.chanceWorse(0.12, 0.02),
  aboutGate.chanceBelowPopularity(0.3),
  aboutGate.erasedMeanwhile(),
  aboutGate.promotedMeanwhile(),
  aboutRun.endedByAdmin(),
  aboutRun.tookTooLong(60),
  aboutRun.outOfMemory("Training ran out of memory: raise training.max_memory_mb."),
  aboutRun.trainingKilled(),
  aboutRun.databaseFailed("57P01"),
  aboutRun.fileGone(),
  aboutRun.seeLog(),
  aboutRun.failedWith("a disk that is full"),
  aboutHealth.noAnswer(3_000),
  aboutHealth.checkFailed(),
  aboutHealth.slowDatabase(720),
  aboutHealth.reportsRefused(80, 20),
  aboutHealth.noModelRefused(4, aboutGate.unmeasured()),
  aboutHealth.noModel(),
  aboutHealth.accuracyFallen(),
  aboutHealth.drifted({ count: 3, feature: "score", psi: 0.31, serving: 2, newest: 2 }),
  aboutHealth.drifted({ count: 1, feature: "score", psi: 0.31, serving: 2, newest: 5 }),
  aboutHealth.skewed({ lists: 40, apart: 2, feature: "any.recency.value" }),
  aboutHealth.skewed({ lists: 1, apart: 1, feature: "profile" }),
  aboutHealth.lastRunFailed(aboutRun.seeLog()),
  aboutHealth.listsRefused(12),
  aboutHealth.listsFailed({ asked: 12, failed: 3 }),
  aboutHealth.listsWell(12),
  aboutHealth.servesAnother(3, 4),
  aboutHealth.servesAnother(null, 4),
  aboutHealth.notCompared(new Date("2026-03-02T10:00:00Z")),
  aboutHealth.notCompared(null),
  aboutRule.excluded(),
  aboutRule.moved(3, 1, true),
  aboutRule.moved(1, 3, false),
  aboutRule.tooMany(2),
  aboutRule.pinned(1),
  wrongSettings({ retrain: { min_interactions: 0, accuracy_drop: 2 }, gift: { occasion: 7 }, taste: {} }),
  wrongRule({ name: " ", action: "pin", product_ids: Array.from({ length: 501 }, () => "prod_1") }),
  aboutInput.badSchedule("0 3 is too short"),
  aboutInput.experimentRunning(),
  aboutInput.importEnded("recimp_1"),
]

describe("texts of the dashboard", () => {
  test("texts: German has the keys of English, no more, no fewer, with the same gaps", () => {
    const [en, de] = [textsOf("en"), textsOf("de")]
    expect([...de.keys()].sort()).toEqual([...en.keys()].sort())
    const uneven = [...en].filter(([key, text]) => gapsOf(text).join() !== gapsOf(de.get(key) ?? "").join())
    expect(uneven.map(([key]) => key)).toEqual([])
  })

  test("texts: German says du to everyone", () => {
    expect([...textsOf("de").values()].filter((text) => /\bIhr(e[mnrs]?)?\b|\bIhnen\b/.test(text))).toEqual([])
  })

  test("texts: a difference of revenue that is not that of the two means beside it says why", () => {
    // The pasts of the groups are taken off it (CUPED): groups at 66.03 and 66.36 may differ by +1.69.
    expect(languages.map((language) => speaker(language)("experiment.revenue_lead"))).toEqual([
      expect.stringContaining("Adjusted for what they spent before"),
      expect.stringContaining("Bereinigt um frühere Ausgaben"),
    ])
  })

  test.each(languages)("texts, %s: every feature of the model has words", (language) => {
    const t = speaker(language)
    expect(FEATURE_NAMES.filter((name) => featureWords(name, t) === name)).toEqual([])
  })

  test.each(languages)("sayings, %s: all that the server says has words, and no gap stays open", (language) => {
    const tongue = { t: speaker(language), format: formatFor(language) }
    const words = SENTENCES.map(({ said }) => sayingWords(said, "ENGLISH OF THE SERVER", tongue))
    expect(words.filter((text) => text.includes("ENGLISH OF THE SERVER") || text.includes("{{"))).toEqual([])
    expect(words.filter((text) => text.includes(".."))).toEqual([])
  })

  test("sayings: numbers, shares, waits and names read as the language has them", () => {
    const tongue = { t: speaker("de"), format: formatFor("de") }
    const say = ({ said, text }: (typeof SENTENCES)[number]): string => sayingWords(said, text, tongue)
    expect(say(aboutRetrain.newInteractions(12_345))).toBe("12.345 neue Interaktionen seit dem letzten Training.")
    expect(say(aboutRetrain.newInteractions(1))).toBe("1 neue Interaktion seit dem letzten Training.")
    expect(say(aboutGate.belowServing(0.2689, 0.2774, 0.02))).toMatch(/0,269 gegenüber 0,277 .* 2\s%/)
    expect(say(aboutGate.chanceWorse(0, 0.02))).toMatch(/^Mit < 1\s% Wahrscheinlichkeit/)
    expect(say(aboutGate.chanceBelowPopularity(0.997))).toMatch(/^Mit > 99\s% Wahrscheinlichkeit/)
    expect(say(aboutRetrain.tooLittle([{ what: "baskets", has: 2, needs: 40 }]))).toMatch(/Bestellungen: 2 von 40\.$/)
    expect(say(aboutRetrain.askedFor("admin", "although nothing asked for it"))).toBe("Manuell angefordert.")
  })

  test("sayings: what is wrong with a request names its fields as their forms do, bounds in their units", () => {
    const tongue = { t: speaker("de"), format: formatFor("de") }
    const say = ({ said, text }: Statement): string => sayingWords(said, text, tongue)
    expect(say(wrongSettings({ retrain: { accuracy_drop: 2, min_interactions: 0 }, gift: { occasion: 7 } }))).toBe(
      "Neue Interaktionen: mindestens 1. Rückgang der Genauigkeit (%): höchstens 100. " +
        "Anlass: Gib einen gültigen Wert ein.",
    )
    expect(say(wrongSettings({ taste: {} }))).toBe("taste: Unbekanntes Feld. Lade die Seite neu.")
    expect(say(wrongRule({ name: "", action: "exclude", product_ids: ["prod_1", "no id"] }))).toBe(
      "Name: zu kurz oder zu wenig, mindestens 1. Produkte: Gib einen gültigen Wert ein.",
    )
    const rule = { name: "Ours", action: "boost", product_ids: ["prod_1"], value: 7 }
    expect(say(wrongRule(rule))).toBe("Wert: Gib einen gültigen Wert ein.")
  })

  test("sayings: without parts, or with one of a newer release, the server's English stands", () => {
    const tongue = { t: speaker("de"), format: formatFor("de") }
    expect(sayingWords([], "As it was stored.", tongue)).toBe("As it was stored.")
    const newer = { ...aboutRetrain.underWay().said[0], code: "said_by_a_newer_release" } as never
    expect(sayingWords([newer], "As it was sent.", tongue)).toBe("As it was sent.")
  })
})
