import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { loadTexts } from "../../extend/load-texts"
import { de } from "../reasons/de"
import { en } from "../reasons/en"
import { es } from "../reasons/es"
import { fr } from "../reasons/fr"
import { it } from "../reasons/it"
import { nl } from "../reasons/nl"
import { pl } from "../reasons/pl"
import { pt } from "../reasons/pt"
import { reasonLanguages, reasonText, speakReasons } from "../reasons/reason-text"

describe("reasonText", () => {
  test.each(Object.entries({ de, fr, es, it, nl, pl, pt }))(
    "reasonText: %s says the same codes with the same gaps as English",
    (language, words) => {
      expect(reasonLanguages()).toContain(language)
      expect(Object.keys(words).sort()).toEqual(Object.keys(en).sort())
      const gaps = (text: string | undefined): string[] => (text?.match(/\{\w+\}/g) ?? []).sort()
      for (const code of Object.keys(en)) expect([code, gaps(words[code])]).toEqual([code, gaps(en[code])])
    },
  )

  test("reasonText: German says du, as the widget's own words do", () => {
    expect(Object.values(de).filter((text) => /\bSie\b|\bIhr/.test(text))).toEqual([])
  })

  test("reasonText: a shop's file adds a language and changes words; what it leaves out is said in English", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "texts-"))
    const write = (text: string): void => writeFileSync(path.join(folder, "texts.json"), text)
    const load = (): ReturnType<typeof loadTexts> => loadTexts("texts.json", folder)
    try {
      write(
        JSON.stringify({ sv: { trending: "Populärt just nu" }, de: { trending: "Heiß begehrt", staff: "Unser Tipp" } }),
      )
      speakReasons(load())
      expect(reasonLanguages()).toEqual(["en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv"])
      expect(reasonText("trending", "sv-SE")).toBe("Populärt just nu")
      expect(reasonText("popular", "sv")).toBe("Popular in this shop")
      expect([reasonText("trending", "de"), reasonText("popular", "de")]).toEqual(["Heiß begehrt", de.popular])
      expect(reasonText("staff", "de")).toBe("Unser Tipp")
      write(JSON.stringify({ sv: { because_bought: "För att du köpte {produkt}" } }))
      expect(load).toThrow("extend.texts: texts.json: sv.because_bought: there is no {produkt}")
      write("{")
      expect(load).toThrow("extend.texts: texts.json")
      expect(loadTexts(null)).toEqual({})
    } finally {
      speakReasons({})
      rmSync(folder, { recursive: true })
    }
  })

  test("reasonText: a region's language, an unknown one, an unknown code", () => {
    expect(reasonText("because_bought", "de-AT", { product: "Tasse" })).toBe("Weil du Tasse gekauft hast")
    expect(reasonText("trending", "fr")).toBe("En vogue en ce moment")
    expect(reasonText("trending", "ja")).toBe("Trending now")
    expect(reasonText("constructor", "en")).toBe("Picked for you")
  })

  test("reasonText: without the product's title it says something true all the same", () => {
    expect(reasonText("because_bought", "en")).toBe("Fits your taste")
    expect(reasonText("bought_with", "de", { product: null })).toBe("Beliebt bei Kunden mit deinem Geschmack")
  })

  test("reasonText: a title is text, whatever it looks like", () => {
    expect(reasonText("similar_to", "en", { product: "$& {value}" })).toBe("Similar to $& {value}")
  })

  test("reasonText: gift values have words in each language, however the shopper wrote them", () => {
    expect(reasonText("gift_recipient", "en", { value: "Mother" })).toBe("For your mother")
    expect(reasonText("gift_occasion", "de", { value: "mothers day" })).toBe("Zum Muttertag")
    expect(reasonText("gift_age_band", "en", { value: "3-6" })).toBe("Ages 3 to 6")
    expect(reasonText("gift_age_band", "de", { value: "3-6" })).toBe("Für 3 bis 6 Jahre")
  })

  test("reasonText: a gift value that is the shop's own is shown as it is, without hyphens", () => {
    expect(reasonText("gift_recipient", "en", { value: "dog-owner" })).toBe("A gift for dog owner")
    expect(reasonText("gift_occasion", "en", { value: "constructor" })).toBe("For the occasion: constructor")
  })
})
