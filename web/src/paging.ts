/** How many items are asked for at once. */
export const ITEMS = 100
