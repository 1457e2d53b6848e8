import { Module } from "@medusajs/framework/utils"
import WishlistModuleService from "./service"

export default Module("wishlist", { service: WishlistModuleService })
