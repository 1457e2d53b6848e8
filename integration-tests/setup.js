// Several Medusa test apps in one process clash over MikroORM's global metadata
// unless it is emptied before each file.
const { MetadataStorage } = require("@medusajs/framework/mikro-orm/core")

MetadataStorage.clear()
