/** Why a product is not shown. */
export interface Removal {
  readonly by: string
  readonly detail: string
}

export const OUTSIDE_BUDGET: Removal = { by: "budget", detail: "outside the budget" }
