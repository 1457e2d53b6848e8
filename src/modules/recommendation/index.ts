import "./check-medusa"
import { Module } from "@medusajs/framework/utils"
import validateOptions from "./loaders/validate-options"
import warnOfRouter from "./loaders/warn-of-router"
import RecommendationModuleService from "./service"

/** Key under which the module's service is found in Medusa's container. */
export const RECOMMENDATION_MODULE = "recommendation"

export default Module(RECOMMENDATION_MODULE, {
  service: RecommendationModuleService,
  loaders: [validateOptions, warnOfRouter],
})
