import fc from "fast-check"
import { createRandom } from "../../../../random/seeded-random"
import { crc32 } from "../crc32"
import { ModelFormatError } from "../../../../svm"
import { decodeModelFile, encodeModelFile, MODEL_FILE_VERSION } from "../model-codec"
import type { ModelFile, ModelSection } from "../model-file"

const aModelFile = (): Uint8Array =>
  encodeModelFile([
    { name: "header", kind: "json", value: { schema: "v1", cost: 0.1 } },
    { name: "weights", kind: "float64", value: Float64Array.of(1, -2.5, 1e-300) },
    { name: "small", kind: "float32", value: Float32Array.of(0.5) },
    { name: "products", kind: "strings", value: ["prod_1", "", "naïve ☂"] },
    { name: "links", kind: "int32", value: Int32Array.of(-1, 2 ** 31 - 1) },
    { name: "counts", kind: "uint32", value: Uint32Array.of(2 ** 32 - 1) },
    { name: "codes", kind: "uint16", value: Uint16Array.of(65535, 0, 7) },
    { name: "flags", kind: "uint8", value: Uint8Array.of(1, 2, 3, 4, 5) },
  ])

const WHOLE = aModelFile()

const refusal = (bytes: Uint8Array): ModelFormatError => {
  try {
    decodeModelFile(bytes)
  } catch (error) {
    if (error instanceof ModelFormatError) return error
    throw error
  }
  throw new Error("the file was read")
}

/** Changes a file and makes its checksum right again, as a forger or a faulty writer would. */
const forged = (change: (bytes: Uint8Array, view: DataView) => void): Uint8Array => {
  const bytes = WHOLE.slice()
  const view = new DataView(bytes.buffer)
  change(bytes, view)
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(0, bytes.length - 4)), true)
  return bytes
}

const FIRST_SECTION = 20

test("crc32: agrees with the check value of the standard, and with itself whatever the alignment", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926)
  expect(crc32(new Uint8Array(0))).toBe(0)
  const bytes = Uint8Array.from({ length: 64 }, (_, i) => i * 37)
  const shifted = new Uint8Array(67)
  shifted.set(bytes, 3)
  expect(crc32(shifted.subarray(3))).toBe(crc32(bytes))
})

test("model file: every kind of section comes back as it was written", () => {
  const file = decodeModelFile(aModelFile())
  expect(file.names).toEqual(["header", "weights", "small", "products", "links", "counts", "codes", "flags"])
  expect(file.json("header")).toEqual({ schema: "v1", cost: 0.1 })
  expect(file.float64("weights", 3)).toEqual(Float64Array.of(1, -2.5, 1e-300))
  expect(file.float32("small")).toEqual(Float32Array.of(0.5))
  expect(file.strings("products", 3)).toEqual(["prod_1", "", "naïve ☂"])
  expect(file.int32("links")).toEqual(Int32Array.of(-1, 2 ** 31 - 1))
  expect(file.uint32("counts")).toEqual(Uint32Array.of(2 ** 32 - 1))
  expect(file.uint16("codes")).toEqual(Uint16Array.of(65535, 0, 7))
  expect(file.uint8("flags")).toEqual(Uint8Array.of(1, 2, 3, 4, 5))
})

test("model file: reading does not depend on where the bytes lie, nor keeps hold of them", () => {
  const bytes = aModelFile()
  const shifted = Buffer.alloc(bytes.length + 3)
  shifted.set(bytes, 3)
  const file = decodeModelFile(shifted.subarray(3))
  shifted.fill(0)
  expect(file.float64("weights")).toEqual(Float64Array.of(1, -2.5, 1e-300))
  expect(file.uint8("flags")).toEqual(Uint8Array.of(1, 2, 3, 4, 5))
})

test("model file: an empty file of no sections is a file", () => {
  expect(decodeModelFile(encodeModelFile([])).names).toEqual([])
})

test("model file: any sections come back as they were written, and the same sections give the same bytes", () => {
  const value = fc.oneof(
    fc.record({ kind: fc.constant("json" as const), value: fc.jsonValue({ noUnicodeString: false }) }),
    fc.record({ kind: fc.constant("strings" as const), value: fc.array(fc.string({ unit: "grapheme" })) }),
    fc.record({
      kind: fc.constant("float64" as const),
      value: fc.float64Array({ noNaN: true, noDefaultInfinity: true }),
    }),
    fc.record({
      kind: fc.constant("float32" as const),
      value: fc.float32Array({ noNaN: true, noDefaultInfinity: true }),
    }),
    fc.record({ kind: fc.constant("int32" as const), value: fc.int32Array() }),
    fc.record({ kind: fc.constant("uint32" as const), value: fc.uint32Array() }),
    fc.record({ kind: fc.constant("uint16" as const), value: fc.uint16Array() }),
    fc.record({ kind: fc.constant("uint8" as const), value: fc.uint8Array() }),
  )
  const sections = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 60, unit: "grapheme-ascii" }), value), {
    selector: ([name]) => name,
  })
  const read = (file: ModelFile, { name, kind }: ModelSection): unknown => file[kind](name)
  fc.assert(
    fc.property(sections, (named) => {
      const written = named.map(([name, section]) => ({ name, ...section }))
      const bytes = encodeModelFile(written)
      const file = decodeModelFile(bytes)
      for (const section of written) {
        if (section.kind === "json") {
          expect(JSON.stringify(read(file, section))).toBe(JSON.stringify(section.value))
        } else {
          expect(read(file, section)).toEqual(section.value)
        }
      }
      expect(encodeModelFile(written)).toEqual(bytes)
    }),
    { seed: 20260101, numRuns: 200 },
  )
})

test("model file: a flip of any one bit is refused", () => {
  const bytes = aModelFile()
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = bytes.slice()
    flipped[bit >> 3] ^= 1 << (bit & 7)
    expect(refusal(flipped).field).toMatch(/^(magic|format version|file length|checksum)$/)
  }
})

test("model file: truncation at every length and bytes too many are refused, and say so", () => {
  const bytes = aModelFile()
  for (let length = 0; length < bytes.length; length++) {
    expect(refusal(bytes.subarray(0, length)).message).toContain("truncated")
  }
  const longer = new Uint8Array(bytes.length + 1)
  longer.set(bytes)
  expect(refusal(longer).message).toContain("longer than written")
})

test("model file: a future version is refused by its number", () => {
  const error = refusal(forged((_, view) => view.setUint32(8, MODEL_FILE_VERSION + 1, true)))
  expect(error.field).toBe("format version")
  expect(error.message).toBe("Model file refused: format version is 2, this release reads 1")
})

test("model file: lengths that cannot be are refused before anything is allocated, even with a right checksum", () => {
  const absurd = 2 ** 31
  expect(refusal(forged((_, view) => view.setUint32(12, absurd, true))).field).toBe("section count")
  expect(refusal(forged((_, view) => view.setUint32(12, 7, true))).field).toBe("section count")
  expect(refusal(forged((_, view) => view.setUint32(12, 9, true))).field).toBe("section 8")
  expect(refusal(forged((_, view) => view.setUint32(FIRST_SECTION + 8, absurd, true))).field).toBe("section 0 length")
  expect(refusal(forged((_, view) => view.setUint32(FIRST_SECTION + 4, absurd, true))).field).toBe(
    'section "header" length',
  )
  expect(refusal(forged((_, view) => view.setUint16(FIRST_SECTION, 0, true))).field).toBe("section 0 name")
  expect(refusal(forged((_, view) => view.setUint16(FIRST_SECTION, 60000, true))).field).toBe("section 0 name")
  expect(refusal(forged((_, view) => view.setUint8(FIRST_SECTION + 3, 1))).field).toBe("section 0 name")
  expect(refusal(forged((_, view) => view.setUint8(FIRST_SECTION + 2, 99))).field).toBe("section 0 kind")
})

test("model file: damaged text, JSON, offsets and names are refused, even with a right checksum", () => {
  const at = (needle: string, bytes: Uint8Array): number => Buffer.from(bytes).indexOf(needle)
  expect(refusal(forged((bytes) => (bytes[at("schema", bytes) - 1] = 0x7d))).message).toContain("is not JSON")
  expect(refusal(forged((bytes) => (bytes[at("schema", bytes)] = 0xff))).message).toContain("is not UTF-8")
  expect(refusal(forged((bytes) => (bytes[at("prod_1", bytes)] = 0xff))).field).toBe('section "products"')
  expect(refusal(forged((bytes) => (bytes[at("prod_1", bytes) - 16] = 1))).field).toBe('section "products" offsets')
  expect(refusal(forged((bytes) => (bytes[at("prod_1", bytes) - 12] = 200))).field).toBe('section "products" offsets')
  expect(refusal(forged((bytes) => (bytes[at("prod_1", bytes) - 8] = 1))).field).toBe('section "products" offsets')
  expect(
    refusal(forged((bytes) => bytes.copyWithin(at("codes", bytes), at("flags", bytes), at("flags", bytes) + 5))),
  ).toMatchObject({ field: "section 7 name" })
})

test("model file: numbers that are not finite are neither read nor written", () => {
  const holding = (value: number): Uint8Array =>
    forged((bytes, view) => view.setFloat64(Buffer.from(bytes).indexOf("weights") + 12, value, true))
  for (const value of [Number.NaN, Infinity, -Infinity]) {
    expect(refusal(holding(value)).field).toBe('section "weights" value 0')
    expect(() => encodeModelFile([{ name: "w", kind: "float32", value: Float32Array.of(0, value) }])).toThrow(
      'section "w" value 1',
    )
  }
})

test("model file: what could not be read back is not written", () => {
  const weights = { name: "w", kind: "float64", value: new Float64Array(0) } as const
  expect(() => encodeModelFile([weights, weights])).toThrow('section "w" is there twice')
  expect(() => encodeModelFile([{ ...weights, name: "" }])).toThrow("section name has 0 bytes")
  expect(() => encodeModelFile([{ ...weights, name: "x".repeat(256) }])).toThrow("section name has 256 bytes")
  expect(() => encodeModelFile([{ name: "f", kind: "json", value: undefined }])).toThrow("holds what JSON cannot")
})

test("model file: a missing section, one of another kind or of another length is named", () => {
  const file = decodeModelFile(aModelFile())
  expect(file.has("weights")).toBe(true)
  expect(file.has("none")).toBe(false)
  expect(() => file.float64("none")).toThrow('Model file refused: section "none" is missing')
  expect(() => file.float64("weights", 4)).toThrow('section "weights" length is 3, expected 4')
  const kinds = ["json", "strings", "float64", "float32", "int32", "uint32", "uint16", "uint8"] as const
  for (const kind of kinds) {
    const other = kind === "json" ? "weights" : "header"
    expect(() => file[kind](other)).toThrow(`expected ${kind}`)
  }
})

test("model file: 20 000 random forgeries with a right checksum are either read or refused, never a crash", () => {
  const random = createRandom(5)
  let refused = 0
  for (let i = 0; i < 20_000; i++) {
    const bytes = forged((damaged) => {
      for (let flips = 1 + random.nextInt(4); flips > 0; flips--) {
        damaged[FIRST_SECTION + random.nextInt(damaged.length - FIRST_SECTION)] = random.nextInt(256)
      }
    })
    try {
      decodeModelFile(bytes)
    } catch (error) {
      if (!(error instanceof ModelFormatError)) throw error
      refused++
    }
  }
  expect(refused).toBeGreaterThan(5000)
})
