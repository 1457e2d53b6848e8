/** Why a product is not shown. */
export interface Removal {
  readonly by: string
  readonly detail: string
}
