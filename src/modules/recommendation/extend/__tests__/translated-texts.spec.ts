import type { Logger } from "@medusajs/framework/types"
import { defaultLabels } from "../../../../../storefront-widget/src/view/labels"
import { reasonText, speakReasons } from "../../serving/reasons/reason-text"
import { allTexts, listTexts, TranslatedTexts } from "../translated-texts"
import { WIDGET_LABELS } from "../widget-labels"

const logged: string[] = []
const logger = { warn: (text: string) => logged.push(text) } as unknown as Logger
const row = (id: string, text: string | null) => ({ reference_id: id, translations: { text } })

describe("words translated in Medusa", () => {
  test("translated texts: the widget's English words are the ones that may be translated", () => {
    const { titles, ...others } = defaultLabels
    const words = Object.entries(others).filter((entry): entry is [string, string] => typeof entry[1] === "string")
    expect({
      ...Object.fromEntries(Object.entries(titles).map(([strategy, text]) => [`titles.${strategy}`, text])),
      ...Object.fromEntries(words),
    }).toEqual(WIDGET_LABELS)
  })

  test("translated texts: Medusa finds them by id and by page", () => {
    const all = allTexts()
    expect(listTexts({}, { skip: 1, take: 2 })).toEqual([all.slice(1, 3), all.length])
    expect(listTexts({ id: ["reason.popular", "nothing"] }, undefined)).toEqual([
      [{ id: "reason.popular", text: "Popular in this shop" }],
      1,
    ])
  })

  test("translated texts: they come before the language's own words, of this tag alone, and one with a strange gap is left out", async () => {
    speakReasons({})
    const texts = new TranslatedTexts(logger)
    const rows = [
      row("reason.popular", "In Wien beliebt"),
      row("reason.bought_with", "Mit {produkt}"),
      row("label.was", "statt"),
    ]
    expect(await texts.of("de-AT", () => Promise.resolve(rows))).toEqual({ labels: { was: "statt" } })
    expect(reasonText("popular", "de-AT")).toBe("In Wien beliebt")
    expect(reasonText("popular", "de-DE")).toBe("Beliebt in diesem Shop")
    expect(reasonText("bought_with", "de-AT", { product: "Mug" })).not.toContain("{produkt}")
  })

  test("translated texts: a language is read once a minute, and one that cannot be read keeps what stood", async () => {
    let reads = 0
    const texts = new TranslatedTexts(logger)
    const read = (): Promise<unknown> => {
      reads++
      return reads === 1 ? Promise.resolve([row("label.was", "statt")]) : Promise.reject(new Error("away"))
    }
    jest.useFakeTimers()
    try {
      for (let ask = 0; ask < 3; ask++) await texts.of("de-CH", read)
      expect(reads).toBe(1)
      jest.advanceTimersByTime(61_000)
      expect(await texts.of("de-CH", read)).toEqual({ labels: { was: "statt" } })
      expect(reads).toBe(2)
      expect(await texts.of("de-CH", read)).toEqual({ labels: { was: "statt" } })
      expect(logged).toEqual([expect.stringContaining("translations of de-CH could not be read: Error: away")])
      expect(await texts.of("'; drop table", read)).toEqual({ labels: {} })
      expect(reads).toBe(2)
    } finally {
      jest.useRealTimers()
    }
  })
})
