import "../../../storefront-widget/src/element"
