import type { KeyValueStorage } from "../client/types"

/** Web storage without a browser: as there, its keys are properties of it. */
export class MemoryStorage implements KeyValueStorage {
  [key: string]: unknown

  getItem(key: string): string | null {
    const value = this[key]
    return typeof value === "string" ? value : null
  }

  setItem(key: string, value: string): void {
    this[key] = value
  }

  removeItem(key: string): void {
    Reflect.deleteProperty(this, key)
  }
}
