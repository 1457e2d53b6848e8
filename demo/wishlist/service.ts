import { MedusaService } from "@medusajs/framework/utils"
import { Wishlist, WishlistItem } from "./models/wishlist"

/** Stands in for the plugin's own service: Medusa's generated one, by which its events come. */
export default class WishlistModuleService extends MedusaService({ Wishlist, WishlistItem }) {}
