import { MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import type { Saying } from "../../types/http"
import { saidColumn } from "./sayings"
import type { Statement } from "./sayings"

/** What an admin may not do, or not so: in words for whoever calls the API, in parts for the dashboard. */
export class RefusalError extends MedusaError {
  readonly said: readonly Saying[]

  constructor(type: string, { text, said }: Statement) {
    super(type, text)
    this.said = said
  }
}

const refusal = z.looseObject({ said: saidColumn })

/** By shape, not by class: a workflow hands its steps' errors on as plain copies. */
export function saidByRefusal(error: unknown): Saying[] {
  return refusal.safeParse(error).data?.said ?? []
}
