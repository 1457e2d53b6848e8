import { createHmac } from "node:crypto"

const HASH_CHARACTERS = 32

/** Hash of a text, keyed with a secret: whoever has a list of ids and not the key cannot try them one by one. */
export function keyedHash(key: string): (text: string) => string {
  return (text) => createHmac("sha256", key).update(text).digest("hex").slice(0, HASH_CHARACTERS)
}
