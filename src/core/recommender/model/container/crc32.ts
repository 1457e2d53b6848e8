/** Reflected form of the polynomial of ISO 3309, as in gzip and PNG. */
const POLYNOMIAL = 0xedb88320
const SLICES = 8

/** Eight tables: `TABLES[256 · k + byte]` is the checksum of `byte` followed by k zero bytes. */
const TABLES = buildTables()

/**
 * CRC-32 of bytes (ISO 3309, the one of gzip and PNG), eight bytes at a time. Detects every single flipped
 * bit and every burst of up to 32 bits. Guards against damage, not against forgery.
 *
 * @returns an unsigned 32-bit integer
 */
export function crc32(bytes: Uint8Array): number {
  let crc = -1
  let at = 0
  const lastBlock = bytes.length - SLICES
  for (; at <= lastBlock; at += SLICES) {
    crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
    crc =
      TABLES[1792 + (crc & 255)] ^
      TABLES[1536 + ((crc >>> 8) & 255)] ^
      TABLES[1280 + ((crc >>> 16) & 255)] ^
      TABLES[1024 + (crc >>> 24)] ^
      TABLES[768 + bytes[at + 4]] ^
      TABLES[512 + bytes[at + 5]] ^
      TABLES[256 + bytes[at + 6]] ^
      TABLES[bytes[at + 7]]
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ TABLES[(crc ^ bytes[at]) & 255]
  return ~crc >>> 0
}

function buildTables(): Int32Array {
  const tables = new Int32Array(256 * SLICES)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    tables[byte] = crc
  }
  for (let i = 256; i < tables.length; i++) tables[i] = (tables[i - 256] >>> 8) ^ tables[tables[i - 256] & 255]
  return tables
}
