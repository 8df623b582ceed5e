import type { Reader, Reading } from "./reading.ts";

/** Two claims of different voices, by their places, that may be on one topic. */
export interface CandidatePair {
  readonly one: number;
  readonly other: number;
  /** Of all that the other voice says, each lies closest to the other: they take up the same point. */
  readonly arePartners: boolean;
}

/** A word in more claims than this tells too little about any two of them. */
const mostHolders = 150;
/** Rarity among fewer claims than these says nothing. */
const fewClaims = 12;
/** Cosine of two claims below which they are not partners even where nothing lies closer. */
const leastLikeness = 0.2;

/**
 * The pairs that share telling words, in reading order. Words weigh by their rarity among the claims (tf·idf cosine,
 * Salton and Buckley 1988), with what figures measure and the figures themselves as words.
 */
export function candidatePairs(
  reader: Pick<Reader, "isGeneric">,
  readings: readonly Reading[],
): readonly CandidatePair[] {
  const features = readings.map((reading) => featuresOf(reader, reading));
  const holdersByFeature = new Map<string, number[]>();
  for (const [place, own] of features.entries()) {
    for (const feature of own) {
      const holders = holdersByFeature.get(feature) ?? [];
      holders.push(place);
      holdersByFeature.set(feature, holders);
    }
  }
  const rarity = (feature: string) =>
    Math.log(1 + Math.max(readings.length, fewClaims) / (holdersByFeature.get(feature)?.length ?? 1));
  const lengths = features.map((own) =>
    Math.sqrt(own.reduce((sum, feature) => sum + rarity(feature) ** 2, 0)),
  );
  const pairs: { one: number; other: number; likeness: number }[] = [];
  for (const [one, own] of features.entries()) {
    const likenessByPlace = new Map<number, number>();
    for (const feature of own) {
      const holders = holdersByFeature.get(feature) ?? [];
      if (holders.length > mostHolders) continue;
      const weight = rarity(feature) ** 2;
      for (const other of holders) {
        if (other > one && readings[other]?.claim.voice !== readings[one]?.claim.voice)
          likenessByPlace.set(other, (likenessByPlace.get(other) ?? 0) + weight);
      }
    }
    for (const [other, sum] of [...likenessByPlace].toSorted(([a], [b]) => a - b)) {
      const likeness = sum / ((lengths[one] ?? 1) * (lengths[other] ?? 1));
      if (likeness >= leastRelated) pairs.push({ one, other, likeness });
    }
  }
  return withPartners(readings, pairs);
}

/** Pairs less alike than this are not looked at. */
const leastRelated = 0.2;

function featuresOf(
  { isGeneric }: Pick<Reader, "isGeneric">,
  { keys, quantities }: Reading,
): readonly string[] {
  const features = new Set([...keys].filter((key) => !isGeneric(key)));
  for (const { dimension, ranges } of quantities.amounts) {
    if (dimension !== "count" && dimension !== "bare" && dimension !== "label") features.add(`#${dimension}`);
    features.add(`#${ranges[0]?.join() ?? ""}`);
  }
  for (const { years, month, day } of quantities.dates)
    features.add(`#${years?.join() ?? ""}/${month}/${day}`);
  return [...features];
}

function withPartners(
  readings: readonly Reading[],
  pairs: readonly { one: number; other: number; likeness: number }[],
): readonly CandidatePair[] {
  const voiceOf = (place: number) => readings[place]?.claim.voice ?? -1;
  const best = new Map<string, number>();
  const note = (from: number, to: number, likeness: number) => {
    const key = `${from}>${voiceOf(to)}`;
    best.set(key, Math.max(likeness, best.get(key) ?? 0));
  };
  for (const { one, other, likeness } of pairs) {
    note(one, other, likeness);
    note(other, one, likeness);
  }
  return pairs.map(({ one, other, likeness }) => ({
    one,
    other,
    arePartners:
      likeness >= leastLikeness &&
      best.get(`${one}>${voiceOf(other)}`) === likeness &&
      best.get(`${other}>${voiceOf(one)}`) === likeness,
  }));
}
