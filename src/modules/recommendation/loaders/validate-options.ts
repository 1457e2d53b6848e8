import type { LoaderOptions } from "@medusajs/framework/types"
import { parseOptions } from "../options"

/** Refuses to start on wrong options, before anything else of the module runs. */
export default async function validateOptions({ options }: LoaderOptions): Promise<void> {
  parseOptions(options)
}
