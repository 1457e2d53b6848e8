export { eraseShopperWorkflow } from "./erase-shopper"
export { importHistoryWorkflow } from "./import-history"
export { promoteModelWorkflow } from "./promote-model"
export { MODEL_PROMOTED, retrainModelWorkflow } from "./retrain-model"
