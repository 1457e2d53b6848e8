import "./check-medusa"
import { Module } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE } from "./joiner-config"
import validateOptions from "./loaders/validate-options"
import warnOfRouter from "./loaders/warn-of-router"
import RecommendationModuleService from "./service"

export { RECOMMENDATION_MODULE } from "./joiner-config"

export default Module(RECOMMENDATION_MODULE, {
  service: RecommendationModuleService,
  loaders: [validateOptions, warnOfRouter],
})
