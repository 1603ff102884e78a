/** Particles as texts write them, in the form after a final consonant and after a vowel. */
const pairs = {
  "을(를)": ["을", "를"],
  "이(가)": ["이", "가"],
  "은(는)": ["은", "는"],
  "(으)로": ["으로", "로"],
} as const;

const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const FINALS = 28;
const RIEUL = 8;
/** The final consonant of each figure as it is read: 영 일 이 삼 사 오 육 칠 팔 구, as a syllable's last part. */
const figureFinals = [21, RIEUL, 0, 16, 0, 0, 1, RIEUL, RIEUL, 0];

/** The last part of what a character is read as: 0 for a vowel; null where nobody can tell. */
const finalOf = (character: string): number | null => {
  const code = character.charCodeAt(0);
  if (code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE) return (code - FIRST_SYLLABLE) % FINALS;
  return /^[0-9]$/.test(character) ? figureFinals[Number(character)]! : null;
};

/**
 * A Korean sentence with its particles in the form that the word before them asks for: 버전 1을, 버전 2를. After a Latin
 * letter, which may be read in several ways, both forms stay.
 */
export const withParticles = (text: string): string =>
  text.replace(
    /(.)(을\(를\)|이\(가\)|은\(는\)|\(으\)로)/gu,
    (whole, before: string, particle: keyof typeof pairs) => {
      const final = finalOf(before);
      if (final === null) return whole;
      const isClosed = final !== 0 && !(particle === "(으)로" && final === RIEUL);
      return before + pairs[particle][isClosed ? 0 : 1];
    },
  );
