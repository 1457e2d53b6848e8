import { packRows } from "../../features/packed-table"
import { decodeModelFile, encodeModelFile } from "../model/container/model-codec"
import { packedSections, readPacked } from "../model/packed-sections"

const SHAPE = { rows: 3, columns: 1, itemCount: 10 }
const TABLE = packRows(
  { offsets: Int32Array.of(0, 2, 2, 3), items: Int32Array.of(4, 9, 0), columns: [Float32Array.of(1, 0.5, 3)] },
  SHAPE.itemCount,
)
/** Of its first row: length, greatest number, two codes, two distances. */
const [LENGTH, GREATEST_HIGH, FIRST_DISTANCE, SECOND_DISTANCE] = [0, 2, 5, 6]

/** A file with the table, of which some bytes were changed by somebody who knows how to make its checksum right. */
function fileWith(rows: Uint8Array, lengths?: readonly number[]) {
  const sections = packedSections("t", { ...TABLE, bytes: rows }).map((section) =>
    section.kind === "uint8" && section.name === "t.lengths" && lengths !== undefined
      ? { ...section, value: Uint8Array.from(lengths) }
      : section,
  )
  return decodeModelFile(encodeModelFile(sections))
}

const changed = (at: number, byte: number): Uint8Array => TABLE.bytes.map((own, place) => (place === at ? byte : own))

test("packed rows: come back from a file as they were", () => {
  expect(readPacked(fileWith(TABLE.bytes), "t", SHAPE)).toEqual(TABLE)
})

test.each([
  ["a product that is not there", changed(SECOND_DISTANCE, 5), /row 0.*names 10, outside of 0 to 9/s],
  ["a distance that does not end", changed(SECOND_DISTANCE, 0x84), /row 0.*ends within an entry/s],
  ["fewer entries than its length", changed(LENGTH, 3), /row 0/],
  ["more entries than its length", changed(LENGTH, 1), /row 0/],
  ["no length", changed(LENGTH, 0), /row 0.*has no length/s],
  ["a length beyond its bytes", changed(LENGTH, 100), /row 0.*100 entries in 7 bytes/s],
  [
    "a greatest number that is infinite",
    changed(GREATEST_HIGH, 0x7f).map((byte, at) => (at === 1 ? 0x80 : byte)),
    /not finite/,
  ],
  ["a negative greatest number", changed(GREATEST_HIGH, 0xbf), /not finite/],
  ["a first product that is not there", changed(FIRST_DISTANCE, 12), /row 0.*outside of 0 to 9/s],
])("packed rows: a row with %s is refused", (_, rows, message) => {
  expect(() => readPacked(fileWith(rows), "t", SHAPE)).toThrow(message)
})

test.each([
  ["too few rows", [7, 0], "holds 2 rows, expected 3"],
  ["rows beyond the bytes", [7, 9, 5], "ends within row 1"],
  ["bytes of no row", [7, 0, 4], "bytes of no row"],
])("packed rows: lengths with %s are refused", (_, lengths, message) => {
  expect(() => readPacked(fileWith(TABLE.bytes, lengths), "t", SHAPE)).toThrow(message)
})
