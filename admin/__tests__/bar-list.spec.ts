import { createElement } from "react"
import { renderToStaticMarkup } from "react-dom/server"
import { BarList } from "../charts/bar-list"

const widths = (values: readonly number[], max?: number): string[] => {
  const bars = values.map((value) => ({ key: String(value), label: "", value, text: String(value) }))
  const markup = renderToStaticMarkup(createElement(BarList, { label: "", bars, ...(max ? { max } : {}) }))
  return [...markup.matchAll(/width:([\d.]+%)/g)].map(([, width = ""]) => width)
}

test("bars: shares of a whole are drawn against the whole, not against the largest of them", () => {
  expect(widths([0.52, 0.13], 1)).toEqual(["52%", "13%"])
})

test("bars: counts without a whole are drawn against the largest, and never beyond the full bar", () => {
  expect(widths([8, 4])).toEqual(["100%", "50%"])
  expect(widths([120], 100)).toEqual(["100%"])
})
