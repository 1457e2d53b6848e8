import type { CatalogItem } from "../../contract/interaction-log"
import { ModelFormatError } from "../../svm"
import type { ModelFile, ModelSection } from "./container/model-file"
import { decodeVarints, encodeVarints } from "./container/varints"
import { checkIndices, checkOffsets } from "./model-checks"
import type { Catalog, RankingModel } from "./ranking-model"

/** A value that is not known, where a file may not hold NaN. */
const UNKNOWN = -3e38

/** Sections of the products and what is known of them in words; what many share is written once. */
export function catalogSections({ itemIds, catalog }: Pick<RankingModel, "itemIds" | "catalog">): ModelSection[] {
  const items = itemIds.map((_, at) => catalog.at(at) ?? null)
  const categories = new Dictionary<string>()
  const tags = new Dictionary<string>()
  const prices = new Dictionary<number>()
  const times = new Dictionary<number>()
  const codesOf = (read: (item: CatalogItem | null) => number): Uint8Array => encodeVarints(items.map(read))
  const code = {
    categories: codesOf((item) => categories.codeOf(item?.category ?? "")),
    tags: encodeVarints(items.flatMap((item) => (item?.tags ?? []).map((tag) => tags.codeOf(tag)))),
    prices: codesOf((item) => prices.codeOf(item?.price ?? UNKNOWN)),
    times: codesOf((item) => times.codeOf(item?.createdAt ?? UNKNOWN)),
  }
  const titles = items.map((item) => new TextEncoder().encode(item?.title ?? ""))
  return [
    { name: "items", kind: "strings", value: itemIds },
    { name: "catalog.known", kind: "uint8", value: Uint8Array.from(items, (item) => (item === null ? 0 : 1)) },
    { name: "catalog.titles.lengths", kind: "uint8", value: encodeVarints(titles.map(({ length }) => length)) },
    { name: "catalog.titles", kind: "uint8", value: joined(titles) },
    { name: "catalog.categories", kind: "strings", value: categories.values },
    { name: "catalog.categories.codes", kind: "uint8", value: code.categories },
    { name: "catalog.tags", kind: "strings", value: tags.values },
    { name: "catalog.tags.lengths", kind: "uint8", value: codesOf((item) => item?.tags.length ?? 0) },
    { name: "catalog.tags.codes", kind: "uint8", value: code.tags },
    { name: "catalog.prices", kind: "float64", value: Float64Array.from(prices.values) },
    { name: "catalog.prices.codes", kind: "uint8", value: code.prices },
    { name: "catalog.createdAt", kind: "float64", value: Float64Array.from(times.values) },
    { name: "catalog.createdAt.codes", kind: "uint8", value: code.times },
  ]
}

/**
 * Reads what {@link catalogSections} wrote. Products are made of the file's columns when they are asked for: as objects
 * they take ten times the memory, and a shop that serves has its own catalog of them.
 *
 * @throws ModelFormatError naming the section
 */
export function readCatalog(file: ModelFile, itemIds: readonly string[]): Catalog {
  const count = itemIds.length
  const known = file.uint8("catalog.known", count)
  const titles = file.uint8("catalog.titles")
  const titleOffsets = readOffsets(file, "catalog.titles", { count, total: titles.length })
  const categories = readCoded(file, "catalog.categories", { values: file.strings("catalog.categories"), count })
  const prices = readCoded(file, "catalog.prices", { values: file.float64("catalog.prices"), count })
  const createdAt = readCoded(file, "catalog.createdAt", { values: file.float64("catalog.createdAt"), count })
  const tagNames = file.strings("catalog.tags")
  const tagCodes = readCodes(file, "catalog.tags", tagNames.length)
  const tagOffsets = readOffsets(file, "catalog.tags", { count, total: tagCodes.length })
  const orNull = (value: number): number | null => (value === UNKNOWN ? null : value)
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true })
  return {
    length: count,
    at: (index) => {
      if (!(index >= 0 && index < count)) return undefined
      if (known[index] === 0) return null
      const category = categories(index)
      return {
        id: itemIds[index],
        title: decoder.decode(titles.subarray(titleOffsets[index], titleOffsets[index + 1])),
        category: category === "" ? null : category,
        price: orNull(prices(index)),
        tags: Array.from(tagCodes.subarray(tagOffsets[index], tagOffsets[index + 1]), (code) => tagNames[code]),
        createdAt: orNull(createdAt(index)),
      }
    },
  }
}

/** Values in the order in which they first came, each once. */
class Dictionary<T> {
  readonly #codes = new Map<T, number>()

  codeOf(value: T): number {
    const code = this.#codes.get(value) ?? this.#codes.size
    this.#codes.set(value, code)
    return code
  }

  get values(): T[] {
    return [...this.#codes.keys()]
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Codes of a section, none of them without a value. */
function readCodes(file: ModelFile, name: string, values: number): Int32Array {
  const codes = decodeVarints(`${name}.codes`, file.uint8(`${name}.codes`))
  checkIndices(`${name}.codes`, codes, { from: 0, to: values })
  return codes
}

/** Where the part of each product begins in what all have together, and at last where it ends. */
function readOffsets(
  file: ModelFile,
  name: string,
  { count, total }: { readonly count: number; readonly total: number },
): Int32Array {
  const lengths = decodeVarints(`${name}.lengths`, file.uint8(`${name}.lengths`))
  const offsets = new Int32Array(lengths.length + 1)
  lengths.forEach((length, at) => (offsets[at + 1] = Math.min(total, offsets[at]) + Math.min(length, total + 1)))
  checkOffsets(`${name}.lengths`, offsets, total)
  if (lengths.length === count) return offsets
  throw new ModelFormatError(`section "${name}.lengths"`, `holds ${lengths.length} lengths, expected ${count}`)
}

function readCoded<T>(
  file: ModelFile,
  name: string,
  { values, count }: { readonly values: ArrayLike<T>; readonly count: number },
): (at: number) => T {
  const codes = readCodes(file, name, values.length)
  if (codes.length === count) return (at) => values[codes[at]]
  throw new ModelFormatError(`section "${name}.codes"`, `holds ${codes.length} codes, expected ${count}`)
}
