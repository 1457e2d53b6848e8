import { MedusaError } from "@medusajs/framework/utils"
import type { z } from "@medusajs/framework/zod"
import { parseInput } from "../utils/parse-input"
import type { AgentCaller } from "./agent-caller"

/** Something that an agent may ask of the shop. */
export interface AgentTool {
  readonly name: string
  readonly description: string
  readonly input: z.ZodType
  /** Whether it changes nothing. */
  readonly readOnly: boolean
  /** @throws MedusaError where the input is wrong, naming the field */
  readonly run: (caller: AgentCaller, input: unknown) => Promise<unknown>
}

interface ToolParts<Schema extends z.ZodType> {
  readonly name: string
  readonly description: string
  readonly input: Schema
  /** @defaultValue true */
  readonly readOnly?: boolean
  readonly run: (caller: AgentCaller, input: z.output<Schema>) => Promise<unknown>
}

/** A tool whose input is checked before it runs. */
export function agentTool<Schema extends z.ZodType>({ run, readOnly = true, ...parts }: ToolParts<Schema>): AgentTool {
  return { ...parts, readOnly, run: (caller, input) => run(caller, parseInput(parts.input, input ?? {})) }
}

/** What an agent learns of an error: what was wrong with its input, and of everything else only that it went wrong. */
export function errorText(error: unknown): string | null {
  const shown: readonly string[] = [
    MedusaError.Types.INVALID_DATA,
    MedusaError.Types.NOT_FOUND,
    MedusaError.Types.NOT_ALLOWED,
  ]
  return error instanceof MedusaError && shown.includes(error.type) ? error.message : null
}
