import { stringify } from "csv-stringify/browser/esm/sync"

export type CsvValue = string | number | null

/**
 * Rows as CSV in UTF-8 with a byte order mark, by which Excel knows the encoding. A text that begins like a formula
 * is quoted with an apostrophe: a product named "=HYPERLINK(…)" must not run in whoever's sheet opens the file.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return stringify([[...header], ...rows.map((row) => [...row])], { bom: true, escape_formulas: true })
}

/** Hands a text to the browser as a file to keep. */
export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = Object.assign(document.createElement("a"), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}
