import { existsSync, readFileSync } from "node:fs"
import path from "node:path"
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { assertAgentsOn } from "../../agents/agents-on"

let kept: Buffer | null = null

/** The API's description, as the package has it. */
export const GET = (req: MedusaRequest, res: MedusaResponse): void => {
  assertAgentsOn(req)
  kept ??= readFileSync(describedAt(__dirname))
  res.type("application/json").send(kept)
}

/** The file lies at the package's root, which is nearer in the sources than in what is built of them. */
function describedAt(folder: string): string {
  const file = path.join(folder, "docs", "openapi.json")
  const parent = path.dirname(folder)
  return existsSync(file) || parent === folder ? file : describedAt(parent)
}
