/** How several models come to one answer. */
export const strategyNames = ["single", "fallback", "fastest", "hedged", "balanced", "parallel"] as const;
export type StrategyName = (typeof strategyNames)[number];
